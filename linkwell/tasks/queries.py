"""Questions about tasks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linkwell.tasks.models import Task
from linkwell.tasks.rules import TaskKind, TaskState


@dataclass(frozen=True)
class Due:
    kind: TaskKind
    person_id: UUID
    service_id: UUID
    about_id: UUID
    owner_id: UUID | None
    due_on: date


def open_tasks(*, person_id: UUID | None = None) -> list[Due]:
    """What is to be done, for one person or for all that the actor sees, soonest first."""
    rows = Task.objects.filter(state=TaskState.OPEN)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return [_due(row) for row in rows.order_by("due_on", "created_at", "id")[:200]]


def last_task(kind: TaskKind, person_id: UUID) -> Due | None:
    """The newest task of a kind about a person, done or not."""
    row = Task.objects.filter(kind=kind, person_id=person_id).order_by("-created_at").first()
    return _due(row) if row else None


def _due(row: Task) -> Due:
    return Due(
        TaskKind(row.kind),
        row.person_id,
        row.service_id,
        row.about_id,
        row.owner_id,
        row.due_on,
    )
