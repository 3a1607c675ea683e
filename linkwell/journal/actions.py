"""Write into the journal: events with their deliveries, and readings."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from linkwell.journal import deliveries
from linkwell.journal.author import current_author
from linkwell.journal.models import Event, JobRun, Reading
from linkwell.kernel import clock
from linkwell.kernel.events import DomainEvent
from linkwell.tables.writing import writing

_recorded: ContextVar[list[DomainEvent] | None] = ContextVar("linkwell_recorded", default=None)


def record(event: DomainEvent) -> None:
    """Write the fact, and one delivery for every handler that is wired to it.

    Both stand or fall with the surrounding transaction.
    """
    author = current_author()
    with writing():
        row = Event(
            name=event.name,
            version=event.version,
            author_id=author.id,
            author_kind=author.kind,
            service_id=event.service_id,
            person_id=event.person_id,
            subject_id=event.subject_id,
            data=event.data(),
        )
        row.save(force_insert=True)
        deliveries.enqueue(row)
    recorded = _recorded.get()
    if recorded is not None:
        recorded.append(event)


@contextmanager
def events_recorded() -> Iterator[list[DomainEvent]]:
    """The events recorded inside the block; `access.action` fails when there are none."""
    outer, inner = _recorded.get(), list[DomainEvent]()
    token = _recorded.set(inner)
    try:
        yield inner
    finally:
        _recorded.reset(token)
        if outer is not None:
            outer.extend(inner)


def note_reading(person_id: UUID, service_id: UUID | None, *, page: str, reason: str = "") -> None:
    """Somebody is being shown a named person: written before the page leaves."""
    note_readings([(person_id, service_id)], page=page, reason=reason)


def note_readings(
    shown: Iterable[tuple[UUID, UUID | None]], *, page: str, reason: str = ""
) -> None:
    """The same for everybody whom a page names, by person and service; in one go."""
    author = current_author().id
    rows = [
        Reading(author_id=author, person_id=who, service_id=service, page=page, reason=reason)
        for who, service in shown
    ]
    with writing():
        Reading.objects.bulk_create(rows)


def note_job_run(job: str) -> None:
    """The job has finished well, now."""
    with writing():
        JobRun.objects.update_or_create(job=job, defaults={"finished_at": clock.now()})
