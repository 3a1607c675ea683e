"""Questions about tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from linkwell.tables.expressions import one_of
from linkwell.tasks.models import Task
from linkwell.tasks.rules import TaskKind, TaskState


@dataclass(frozen=True)
class Due:
    task_id: UUID
    kind: TaskKind
    person_id: UUID
    service_id: UUID
    about_id: UUID
    owner_id: UUID | None
    due_on: date


MOST = 200


def open_tasks(
    *,
    person_id: UUID | None = None,
    people: Iterable[UUID] | None = None,
    owners: Iterable[UUID] = (),
    kinds: Iterable[TaskKind] = (),
) -> list[Due]:
    """What is to be done, soonest first: for one person, for all seen, or for these people,
    whatever else these memberships own, and what is of these kinds, whoever owns it.
    """
    rows = Task.objects.filter(state=TaskState.OPEN)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if people is not None:
        theirs = Q(one_of("person_id", people))
        rows = rows.filter(theirs | Q(one_of("owner_id", owners)) | Q(kind__in=list(kinds)))
    return [_due(row) for row in rows.order_by("due_on", "created_at", "id")[:MOST]]


def has_open_task(person_id: UUID) -> bool:
    return bool(Task.objects.filter(person_id=person_id, state=TaskState.OPEN).exists())


def last_task(kind: TaskKind, person_id: UUID) -> Due | None:
    """The newest task of a kind about a person, done or not."""
    row = Task.objects.filter(kind=kind, person_id=person_id).order_by("-created_at").first()
    return _due(row) if row else None


def _due(row: Task) -> Due:
    return Due(
        row.pk,
        TaskKind(row.kind),
        row.person_id,
        row.service_id,
        row.about_id,
        row.owner_id,
        row.due_on,
    )
