"""Questions to the journal."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db import connection

from linkwell.journal.models import Event, JobRun, Reading


@dataclass(frozen=True)
class Happened:
    """One fact of a person's timeline."""

    name: str
    at: datetime
    author_id: UUID
    author_kind: str
    subject_id: UUID
    data: dict[str, Any]


def timeline(person_id: UUID) -> list[Happened]:
    """Everything that the actor may know has happened about a person, newest first."""
    rows = Event.objects.filter(person_id=person_id).order_by("-at", "-id")
    return [
        Happened(row.name, row.at, row.author_id, row.author_kind, row.subject_id, row.data)
        for row in rows
    ]


@dataclass(frozen=True)
class Looked:
    """Somebody opened a page, which named these people: one, or all of a list."""

    at: datetime
    author_id: UUID
    people: tuple[UUID, ...]
    page: str
    reason: str


_READ, _SHOWN = 5000, 200  # a list writes down a reading for everybody on it


def who_looked(person_id: UUID | None = None) -> list[Looked]:
    """The last pages about people that the actor may know of, newest first; all that named one."""
    about = Reading.objects.filter(person_id=person_id) if person_id else Reading.objects.all()
    rows = about.order_by("-at", "-id")[:_READ]
    pages = (list(opened) for _, opened in groupby(rows, key=_page_of))
    return [
        Looked(
            opened[0].at,
            opened[0].author_id,
            tuple(dict.fromkeys(row.person_id for row in opened)),
            opened[0].page,
            opened[0].reason,
        )
        for opened in islice(pages, _SHOWN)
    ]


def _page_of(row: Reading) -> tuple[UUID, str, datetime]:
    """Those of one page are written within the same second."""
    return row.author_id, row.page, row.at.replace(microsecond=0)


def parked_deliveries() -> int:
    """How many deliveries wait for a person to look, of all services."""
    with connection.cursor() as cursor:
        cursor.execute("select linkwell_parked_deliveries()")
        (count,) = cursor.fetchone()
    return int(count)


def last_good_runs() -> dict[str, datetime]:
    """When each scheduled job last finished well."""
    return {row.job: row.finished_at for row in JobRun.objects.all()}
