"""The verbs of a task."""

from datetime import date
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.tasks.events import TaskDone, TaskRaised
from linkwell.tasks.models import Task
from linkwell.tasks.rules import TASK, TaskKind, TaskState


@action(Permission.FOLLOW_UP)
def raise_task(
    kind: TaskKind,
    *,
    cause: UUID,
    about_id: UUID,
    person_id: UUID,
    service_id: UUID,
    due: date,
    by: Actor,
    owner_id: UUID | None = None,
) -> Task:
    """Give somebody something to do about a person. No owner means the team."""
    task = Task(
        kind=kind,
        cause=cause,
        about_id=about_id,
        person_id=person_id,
        service_id=service_id,
        owner_id=owner_id,
        due_on=due,
    )
    task.save(force_insert=True)
    record(_event(TaskRaised, task))
    return task


def finish_tasks(kind: TaskKind, person_id: UUID) -> None:
    """What was to be done has been done: close the open tasks of this kind. Inside an action."""
    for task in Task.objects.filter(person_id=person_id, kind=kind, state=TaskState.OPEN):
        task.state, task.done_at = TASK.after(TaskState(task.state), "done"), clock.now()
        task.save(update_fields=["state", "done_at"])
        record(_event(TaskDone, task))


def _event(event: type[TaskRaised] | type[TaskDone], task: Task) -> TaskRaised | TaskDone:
    return event(
        subject_id=task.pk,
        person_id=task.person_id,
        service_id=task.service_id,
        kind=TaskKind(task.kind),
    )
