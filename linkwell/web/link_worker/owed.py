"""What is owed to somebody, as their story lists it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from linkwell.kernel import clock
from linkwell.people.queries import Way
from linkwell.people.rules import Safe
from linkwell.tasks.queries import Due
from linkwell.tasks.rules import SAID_BY_HAND, TaskKind
from linkwell.web.design.words import day
from linkwell.web.link_worker.errands import ERRANDS
from linkwell.web.link_worker.pages import Owed


def owed(
    task: Due, case_id: UUID, given_name: str, whys: Mapping[UUID, str], ways: Sequence[Way]
) -> Owed:
    """Why, by when, where it is done, or where it is said to be done."""
    errand = ERRANDS[task.kind]
    href = errand.where(task, case_id)
    unasked = next((way for way in ways if way.safe is Safe.NOT_ASKED), None) or next(
        (way for way in ways if way.to_confirm), None
    )
    if task.kind is TaskKind.ASK_SAFE_WAY and unasked:
        href = reverse("safe-way", args=[case_id, unasked.way_id])
    return Owed(
        why=whys[task.task_id],
        due=day(task.due_on),
        late=task.due_on < clock.today(),
        href="" if href == reverse("case", args=[case_id]) else href,
        label=errand.act.format(given_name),
        done=reverse("task-done", args=[task.task_id]) if task.kind in SAID_BY_HAND else "",
    )
