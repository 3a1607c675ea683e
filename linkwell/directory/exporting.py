"""The directory as the standards have it: every service as one whole document."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from linkwell.directory.documents import Document, place_id
from linkwell.directory.edits import EditField, overlaid, own_place
from linkwell.directory.feeds import EXPORTED
from linkwell.directory.keeping import Edit
from linkwell.directory.models import Service, ServiceAtLocation, SourceRecord
from linkwell.directory.publishing import OnTheMap, moment, published
from linkwell.directory.queries import listed
from linkwell.directory.rules import CLOSED, EditState, Listing

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
    """These services as we publish them; three questions, whatever their number, and six more
    where groups have said something of their own."""
    records = SourceRecord.objects.filter(service__in=services).order_by("publisher_id", "id")
    by_service: dict[UUID, SourceRecord] = {}
    for record in records:
        by_service.setdefault(record.service_id, record)
    places, edits = _places(services), _edits(services)
    for service in services:
        kept = by_service.get(service.pk)
        if kept is None or service.last_modified is None:  # came in before documents were kept
            continue
        said, own = kept.document, edits.get(service.pk)
        if own is not None:
            said = overlaid(said, *own, own_place(service.pk))
        document = {**said, "last_modified": moment(service.last_modified)}
        if service.status in CLOSED:
            document["status"] = service.status
        yield published(
            document,
            service_id=service.pk,
            organization_id=service.organization_id,
            places=list(_in_order(kept, said, places)),
        )


def _edits(services: Sequence[Service]) -> Mapping[UUID, tuple[Listing, frozenset[EditField]]]:
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
    record: SourceRecord, said: Document, places: Mapping[tuple[UUID, str], OnTheMap]
) -> Iterator[OnTheMap]:
    """A place that is named twice has its id of ours at the first."""
    told = set[UUID | None]()
    for number, at in enumerate(said.get("service_at_locations", [])):
        own = place_id(at.get("location", {}), record.source_id, number)
        place = places.get((record.service_id, own), OnTheMap())
        yield place._replace(id=None) if place.id in told else place
        told.add(place.id)
