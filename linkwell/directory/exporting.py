"""The directory as the standards have it: every service as one whole document."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from linkwell.directory.documents import place_id
from linkwell.directory.feeds import EXPORTED
from linkwell.directory.models import Location, Service, SourceRecord
from linkwell.directory.publishing import OnTheMap, published
from linkwell.directory.rules import CLOSED

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
        services = Service.objects.order_by("id")
        page = list((services.filter(pk__gt=last) if last else services)[:_AT_ONCE])
        if not page:
            return
        yield from published_of(page)
        last = page[-1].pk


def published_of(services: Sequence[Service]) -> Iterator[dict[str, Any]]:
    """These services as we publish them; three questions, whatever their number."""
    records = SourceRecord.objects.filter(service__in=services).order_by("publisher_id", "id")
    by_service: dict[UUID, SourceRecord] = {}
    for record in records:
        by_service.setdefault(record.service_id, record)
    places = _places(services)
    for service in services:
        kept = by_service.get(service.pk)
        if kept is None or not kept.document:  # came in before documents were kept
            continue
        document = dict(kept.document)
        if service.status in CLOSED:
            document["status"] = service.status
        yield published(
            document,
            service_id=service.pk,
            organization_id=service.organization_id,
            places=list(_in_order(kept, places)),
        )


def _places(services: Sequence[Service]) -> Mapping[tuple[UUID, str], OnTheMap]:
    """Where places are, by their publisher and its id for them."""
    rows = Location.objects.filter(services_here__service__in=services).values_list(
        "publisher_id", "source_id", "point", "authority"
    )
    return {
        (publisher, own): OnTheMap(point, authority) for publisher, own, point, authority in rows
    }


def _in_order(
    record: SourceRecord, places: Mapping[tuple[UUID, str], OnTheMap]
) -> Iterator[OnTheMap]:
    for number, at in enumerate(record.document.get("service_at_locations", [])):
        own = place_id(at.get("location", {}), record.source_id, number)
        yield places.get((record.publisher_id, own), OnTheMap())
