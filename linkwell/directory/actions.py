"""The verbs of the directory: import a batch of what a publisher says; close what it leaves out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from datetime import time
from itertools import islice
from typing import Any
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.access.scope import acting_as
from linkwell.directory.events import ServicesClosed, ServicesImported
from linkwell.directory.models import (
    Attribute,
    Location,
    Organization,
    Publisher,
    Schedule,
    Service,
    ServiceAtLocation,
)
from linkwell.directory.rules import Draft, Listing, Status
from linkwell.journal.actions import record
from linkwell.kernel.ids import new_id

BATCH = 500


@dataclass(frozen=True)
class Tally:
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def came_in(self) -> int:
        return self.created + self.updated + self.unchanged

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


def import_all(
    drafts: Iterable[Draft],
    *,
    publisher: str,
    by: Actor,
    told: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """Bring in the drafts of one publisher, all or none of them, in batches of 500.

    `told` hears what has come in after each batch.
    """
    total, waiting = Tally(), iter(drafts)
    with acting_as(by):
        while batch := tuple(islice(waiting, BATCH)):
            total += import_batch(batch, publisher=publisher, by=by)
            told(total)
    return total


@action(Permission.CURATE_DIRECTORY)
def import_batch(drafts: Sequence[Draft], *, publisher: str, by: Actor) -> Tally:
    """Create what is new, update what has changed, leave the rest; one event for all.

    A draft is known again by its publisher and `source_id`, of which a batch holds each once.
    What the list no longer names stays as it is; `close_all` closes it.
    """
    if len({draft.listing.source_id for draft in drafts}) < len(drafts):
        raise ValueError("A batch names each service once.")
    source, _new = Publisher.objects.get_or_create(name=publisher)
    Publisher.objects.select_for_update().get(pk=source.pk)  # one import of a list at a time
    digests = dict(
        Service.objects.filter(
            publisher=source, source_id__in=[draft.listing.source_id for draft in drafts]
        ).values_list("source_id", "digest")
    )
    changed = [draft for draft in drafts if digests.get(draft.listing.source_id) != draft.digest]
    if changed:
        _write(changed, source, known=frozenset(digests))
    created = sum(draft.listing.source_id not in digests for draft in drafts)
    tally = Tally(created, len(changed) - created, len(drafts) - len(changed))
    record(ServicesImported(subject_id=source.pk, **asdict(tally)))
    return tally


def close_all(source_ids: Iterable[str], *, publisher: str, by: Actor) -> int:
    """Close services that their list leaves out, all or none, in batches of 500: how many."""
    closed, waiting = 0, iter(source_ids)
    with acting_as(by):
        while batch := tuple(islice(waiting, BATCH)):
            closed += close_batch(batch, publisher=publisher, by=by)
    return closed


@action(Permission.CURATE_DIRECTORY)
def close_batch(source_ids: Sequence[str], *, publisher: str, by: Actor) -> int:
    """Close these services of a publisher until a list of its names them again: how many.

    A service that is closed already stays as it is. One event for all.
    """
    source = Publisher.objects.select_for_update().get(name=publisher)
    closed = (
        Service.objects.filter(publisher=source, source_id__in=source_ids)
        .exclude(status=Status.INACTIVE)
        .update(status=Status.INACTIVE, digest="")
    )
    record(ServicesClosed(subject_id=source.pk, closed=closed))
    return closed


def _write(drafts: Sequence[Draft], source: Publisher, *, known: AbstractSet[str]) -> None:
    """`known` are the ids of services that we have; only of these has anything to go first."""
    organizations = _upsert(
        Organization,
        {
            draft.organization_id: {"name": draft.listing.organization, "website": ""}
            for draft in drafts
        },
        source,
        had={draft.organization_id for draft in drafts},
    )
    services = _upsert(
        Service,
        {
            draft.listing.source_id: _service(draft, organizations[draft.organization_id])
            for draft in drafts
        },
        source,
        had=known,
    )
    listings = {services[draft.listing.source_id]: draft.listing for draft in drafts}
    before = {at: said for at, said in listings.items() if said.source_id in known}
    if before:
        _clear(before, source)
    _write_places(listings, source, known=known)
    _write_parts(listings)


def _clear(listings: Mapping[UUID, Listing], source: Publisher) -> None:
    """Hours, needs and where they are, to be written anew; and places that nobody names now."""
    for model in (ServiceAtLocation, Schedule, Attribute):
        model.objects.filter(service__in=list(listings)).delete()
    nowhere = [said.source_id for said in listings.values() if said.where is None]
    Location.objects.filter(publisher=source, source_id__in=nowhere).delete()


def _service(draft: Draft, organization_id: UUID) -> dict[str, Any]:
    said = draft.listing
    return {
        "organization_id": organization_id,
        "name": said.name,
        "description": said.description,
        "url": said.url,
        "phone": said.phone,
        "email": said.email,
        "minimum_age": said.minimum_age,
        "maximum_age": said.maximum_age,
        "available": said.available,
        "available_on": said.available_on,
        "status": said.status,
        "referral_route": said.route,
        "application_process": said.application_process,
        "fees_description": said.fees,
        "free": said.free,
        "eligibility_description": said.eligibility,
        "alert": said.alert,
        "serves": list(said.serves),
        "languages": list(said.languages),
        "assured_date": said.checked_on,
        "digest": draft.digest,
        "line_digest": draft.line_digest,
    }


def _write_places(
    listings: dict[UUID, Listing], source: Publisher, *, known: AbstractSet[str]
) -> None:
    """One place for each listing that has one, known by the service's own id."""
    places = {
        said.source_id: {
            "location_type": where.kind,
            "address": where.address,
            "postcode": where.postcode,
            "point": where.point,
            "authority": where.authority,
            "step_free": where.step_free,
            "accessibility": where.accessibility,
        }
        for said in listings.values()
        if (where := said.where) is not None
    }
    ids = _upsert(Location, places, source, had=known)
    ServiceAtLocation.objects.copy_values(
        ("service", "location"),
        (
            (service_id, ids[said.source_id])
            for service_id, said in listings.items()
            if said.where is not None
        ),
    )


def _write_parts(listings: dict[UUID, Listing]) -> None:
    Schedule.objects.copy_values(
        ("service", "description", "byday", "opens_at", "closes_at"),
        ((service_id, *row) for service_id, said in listings.items() for row in _schedules(said)),
    )
    Attribute.objects.copy_values(
        ("service", "need", "known_by", "words"),
        (
            (service_id, offer.need, offer.known_by, offer.words)
            for service_id, said in listings.items()
            for offer in said.needs
        ),
    )


def _schedules(said: Listing) -> list[tuple[str, str, time | None, time | None]]:
    """Words, day, begin and end of each session; the words alone where they were not understood."""
    if said.hours and not said.sessions:
        return [(said.hours, "", None, None)]
    return [(said.hours, session.day, session.opens, session.closes) for session in said.sessions]


def _upsert(
    model: type[Organization | Location | Service],
    rows: Mapping[str, Mapping[str, Any]],
    source: Publisher,
    *,
    had: AbstractSet[str],
) -> dict[str, UUID]:
    """Write values, the same fields in each row, by the publisher's ids; the ids that they have
    with us. Of no others than those in `had` do we look whether we have them."""
    if not rows:
        return {}
    manager: Any = model._default_manager
    fields = tuple(next(iter(rows.values())))
    perhaps = [source_id for source_id in rows if source_id in had]
    known: dict[str, UUID] = (
        dict(manager.filter(publisher=source, source_id__in=perhaps).values_list("source_id", "id"))
        if perhaps
        else {}
    )
    new = {source_id: new_id() for source_id in rows if source_id not in known}
    manager.copy_values(
        ("id", "publisher", "source_id", *fields),
        ((new[own], source.pk, own, *rows[own].values()) for own in new),
    )
    if known:
        manager.bulk_create(
            (model(id=known[own], publisher=source, source_id=own, **rows[own]) for own in known),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(fields),
        )
    return known | new
