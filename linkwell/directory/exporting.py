"""The directory as the standards have it: every service as one whole document."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from linkwell.directory.documents import Document, place_id
from linkwell.directory.documents_of_one import as_one_document, gave_way, sources
from linkwell.directory.edits import EditField, overlaid, own_place
from linkwell.directory.feeds import EXPORTED
from linkwell.directory.joining import Unit, Word
from linkwell.directory.keeping import Edit
from linkwell.directory.models import Service, ServiceAtLocation, SourceRecord
from linkwell.directory.one_group import lists_of, words_of
from linkwell.directory.publishing import OnTheMap, moment, published
from linkwell.directory.queries import listed
from linkwell.directory.rules import CLOSED, EditState, Listing, Status
from linkwell.kernel import clock

_AT_ONCE = 500


def export_to(folder: Path) -> int:
    """Write every service into `folder`, one on each line: how many. The folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (folder / EXPORTED).open("w", encoding="utf-8") as file:
        for document in documents():
            file.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    return count


def documents() -> Iterator[dict[str, Any]]:
    """Every service as we publish it, in the order of their ids."""
    last: UUID | None = None
    while True:
        services = Service.objects.filter(same_as=None).order_by("id")
        page = list((services.filter(pk__gt=last) if last else services)[:_AT_ONCE])
        if not page:
            return
        yield from published_of(page)
        last = page[-1].pk


def published_of(services: Sequence[Service]) -> Iterator[dict[str, Any]]:
    """These services as we publish them; three questions, whatever their number, and some more
    where groups have said something of their own, or several lists name one."""
    records = _records({service.pk for service in services})
    several = [own for own, record in records.items() if record.of_several]
    words = words_of(several) if several else {}
    others = {one for some in words.values() for one in _speakers(some)} - records.keys()
    said = _said(records | _records(others) if others else records)
    places = _places(services)
    lists = lists_of(words) if words else {}
    stand = (
        {it.service_id: it.listing for it in listed(said.keys() - words.keys())} if words else {}
    )
    for service in services:
        own = said.get(service.pk)
        if own is None or service.last_modified is None:  # came in before documents were kept
            continue
        told, placed_by = own.document, own
        if of_several := words.get(service.pk):
            documents = {one: said[one].document for one in _speakers(of_several) if one in said}
            told = as_one_document(service.pk, documents, stand, of_several)
            if service.assured_date is not None:
                told["assured_date"] = service.assured_date.isoformat()
            placed_by = said.get(_who(Unit.PLACE, of_several) or service.pk, own)
        document = {**told, "last_modified": moment(service.last_modified)}
        if service.status in CLOSED or service.same_as_id is not None:
            document["status"] = service.status if service.same_as_id is None else Status.INACTIVE
        made = published(
            document,
            service_id=service.pk,
            organization_id=service.organization_id,
            places=list(_in_order(service.pk, placed_by.source_id, told, places)),
        )
        on = clock.on_day(service.last_modified)
        if of_several:
            made["metadata"] = sources(service.pk, of_several, lists[service.pk], on)
        elif service.same_as_id is not None:
            made["metadata"] = [gave_way(service.pk, service.same_as_id, on)]
        yield made


class _OwnWord(NamedTuple):
    """What an entry says by itself, its group's own word in it, and its id in its list."""

    document: Document
    source_id: str


def _records(service_ids: Collection[UUID]) -> dict[UUID, Any]:
    """What their lists say, and whether they are of several."""
    others = Service.objects.filter(same_as=OuterRef("service"))
    rows = SourceRecord.objects.filter(service__in=service_ids).annotate(of_several=Exists(others))
    found: dict[UUID, Any] = {}
    for record in rows.order_by("publisher_id", "id"):
        found.setdefault(record.service_id, record)
    return found


def _said(records: Mapping[UUID, SourceRecord]) -> dict[UUID, _OwnWord]:
    edits, found = _edits(records.keys()), dict[UUID, _OwnWord]()
    for service_id, record in records.items():
        document, own = record.document, edits.get(service_id)
        if own is not None:
            document = overlaid(document, *own, own_place(service_id))
        found[service_id] = _OwnWord(document, record.source_id)
    return found


def _speakers(words: Sequence[Word]) -> set[UUID]:
    return {word.service_id for word in words}


def _who(unit: Unit, words: Sequence[Word]) -> UUID | None:
    return next((it.service_id for it in words if it.unit is unit and it.stands), None)


def _edits(services: Collection[UUID]) -> Mapping[UUID, tuple[Listing, frozenset[EditField]]]:
    """Entries of which their groups have said something: as they stand, and in which fields."""
    rows = Edit.objects.filter(service__in=services, state=EditState.STANDING)
    fields = defaultdict[UUID, set[EditField]](set)
    for service_id, field in rows.values_list("service_id", "field"):
        fields[service_id].add(EditField(field))
    stand = listed(fields) if fields else []
    return {it.service_id: (it.listing, frozenset(fields[it.service_id])) for it in stand}


def _places(services: Sequence[Service]) -> Mapping[tuple[UUID, str], OnTheMap]:
    """Where each service is, by its id and the publisher's id for the place."""
    rows = ServiceAtLocation.objects.filter(service__in=services).values_list(
        "service_id", "location__source_id", "id", "location__point", "location__authority"
    )
    return {(service, own): OnTheMap(at, point, code) for service, own, at, point, code in rows}


def _in_order(
    service_id: UUID, source_id: str, said: Document, places: Mapping[tuple[UUID, str], OnTheMap]
) -> Iterator[OnTheMap]:
    """A place that is named twice has its id of ours at the first. `source_id`: of the record that
    tells of the places."""
    told = set[UUID | None]()
    for number, at in enumerate(said.get("service_at_locations", [])):
        own = place_id(at.get("location", {}), source_id, number)
        place = places.get((service_id, own), OnTheMap())
        yield place._replace(id=None) if place.id in told else place
        told.add(place.id)
