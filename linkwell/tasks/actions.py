"""The verbs of a task."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.access.scope import actor_now
from linkwell.journal.actions import record
from linkwell.journal.models import Event
from linkwell.kernel import clock
from linkwell.kernel.errors import WrongState
from linkwell.tasks.events import TaskDone, TaskDropped, TaskRaised
from linkwell.tasks.models import Task
from linkwell.tasks.rules import (
    SAID_BY_HAND,
    SUPERVISORS_OWN,
    TASK,
    TaskKind,
    TaskState,
    due_on,
)


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


def owe(
    event: Event,
    kind: TaskKind,
    *,
    owner_id: UUID | None = None,
    about_id: UUID | None = None,
    due: date | None = None,
) -> None:
    """What an event gives somebody to do about its person. Inside a handler.

    About the event's subject unless `about_id` is given; due as that kind of task is, counted from
    the day of the event, unless `due` is. An event may owe one of a kind about each row.
    """
    person_id, service_id = event.whose()
    about_id = about_id or event.subject_id
    raise_task(
        kind,
        cause=event.pk,
        about_id=about_id,
        person_id=person_id,
        service_id=service_id,
        owner_id=owner_id,
        due=due or due_on(kind, clock.on_day(event.at)),
        by=actor_now(),
    )


@action(Permission.FOLLOW_UP)
def finish(task_id: UUID, *, by: Actor) -> Task:
    """Somebody says that it is done. WrongState when it was, or when only the act ends it."""
    task: Task = Task.objects.locked(task_id)
    if TaskKind(task.kind) not in SAID_BY_HAND:
        raise WrongState("This is done by doing it.")
    _end([task], "done", TaskDone)
    return task


def finish_tasks(kind: TaskKind, person_id: UUID, *, about_id: UUID | None = None) -> None:
    """What was to be done has been done: close the open tasks of this kind. Inside an action.

    `about_id`: only those about that row.
    """
    tasks = Task.objects.filter(person_id=person_id, kind=kind, state=TaskState.OPEN)
    _end(tasks if about_id is None else tasks.filter(about_id=about_id), "done", TaskDone)


def drop_tasks(
    person_id: UUID,
    *,
    only: Iterable[TaskKind] = tuple(TaskKind),
    but: Iterable[TaskKind] = (),
    about_id: UUID | None = None,
) -> None:
    """Overtaken: nobody has to do any of it any more: of the kinds in `only`, but for those in
    `but`.

    Inside an action. `about_id`: only what is about that row.
    """
    open_ones = Task.objects.filter(person_id=person_id, state=TaskState.OPEN)
    tasks = open_ones.filter(kind__in=only).exclude(kind__in=but)
    _end(tasks if about_id is None else tasks.filter(about_id=about_id), "dropped", TaskDropped)


def give_tasks(person_id: UUID, owner_id: UUID) -> None:
    """Whoever takes a case over owes what is owed about it, but for what a supervisor decides.
    Inside an action."""
    tasks = Task.objects.filter(person_id=person_id, state=TaskState.OPEN, owner_id__isnull=False)
    tasks.exclude(kind__in=SUPERVISORS_OWN).update(owner_id=owner_id)


def _end(tasks: Iterable[Task], move: str, event: type[TaskDone] | type[TaskDropped]) -> None:
    for task in tasks:
        task.state, task.done_at = TASK.after(TaskState(task.state), move), clock.now()
        task.save(update_fields=["state", "done_at"])
        record(_event(event, task))


def _event(
    event: type[TaskRaised] | type[TaskDone] | type[TaskDropped], task: Task
) -> TaskRaised | TaskDone | TaskDropped:
    return event(
        subject_id=task.pk,
        person_id=task.person_id,
        service_id=task.service_id,
        kind=TaskKind(task.kind),
    )
