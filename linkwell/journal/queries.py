"""Questions to the journal."""

from dataclasses import dataclass
from datetime import datetime
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
    at: datetime
    author_id: UUID
    person_id: UUID
    page: str
    reason: str


def who_looked(*, most: int = 200) -> list[Looked]:
    """The last readings of people's pages that the actor may know of, newest first."""
    rows = Reading.objects.order_by("-at", "-id")[:most]
    return [Looked(row.at, row.author_id, row.person_id, row.page, row.reason) for row in rows]


def parked_deliveries() -> int:
    """How many deliveries wait for a person to look, of all services."""
    with connection.cursor() as cursor:
        cursor.execute("select linkwell_parked_deliveries()")
        (count,) = cursor.fetchone()
    return int(count)


def last_good_runs() -> dict[str, datetime]:
    """When each scheduled job last finished well."""
    return {row.job: row.finished_at for row in JobRun.objects.all()}
