"""What is still under way with somebody, and what becomes of it when their story ends: nobody ends
over something half done unseen."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from linkwell.cases.models import Case
from linkwell.connections.queries import connections_of
from linkwell.connections.rules import UNDER_WAY, ConnectionState
from linkwell.diary.queries import next_appointment
from linkwell.plans.queries import goals_of
from linkwell.plans.rules import GoalState
from linkwell.tasks.queries import open_tasks
from linkwell.tasks.rules import OWED_AFTER_THE_END, TaskKind
from linkwell.web.design.words import day, moment
from linkwell.web.link_worker.ending_pages import UndoneLine
from linkwell.web.link_worker.errands import ERRANDS, why_words

_BECOMES = {
    ConnectionState.CHOSEN: "Chosen, and never sent. The group is not told.",
    ConnectionState.SENT: "Sent, and no answer yet. One that comes is still yours to pass on.",
    ConnectionState.WAITING: "They said wait. Nobody asks whether they got there.",
    ConnectionState.EXPECTED: "Expected. Nobody asks whether they got there.",
    ConnectionState.ATTENDED: "Got there. Nobody asks whether it lasts.",
}
# What ends with the story and is nothing half done: the team's queue, and the look by a date.
_NOTHING = (*OWED_AFTER_THE_END, TaskKind.TRIAGE, TaskKind.REVIEW)


def undone_of(row: Case) -> tuple[UndoneLine, ...]:
    """Groups first, then what is owed, what is planned, and goals that are open."""
    return (*_groups_and_tasks(row), *_planned(row.pk), *_goals(row.pk))


def _groups_and_tasks(row: Case) -> Iterator[UndoneLine]:
    connected = [one for one in connections_of(row.pk) if one.state in UNDER_WAY]
    for one in connected:
        href = reverse("connection", args=[one.connection_id])
        yield UndoneLine(one.name, _BECOMES[one.state], href)
    shown = {one.connection_id for one in connected}
    tasks = [
        task
        for task in open_tasks(person_id=row.person_id)
        if task.kind not in _NOTHING and task.about_id not in shown
    ]
    why = why_words(tasks)
    for task in tasks:
        href = ERRANDS[task.kind].where(task, row.pk)
        yield UndoneLine(why[task.task_id], _by(task.due_on), href)


def _by(due: date) -> str:
    return f"To be done by {day(due)}. Nobody does it any more."


def _planned(case_id: UUID) -> Iterator[UndoneLine]:
    talk = next_appointment(case_id)
    if talk is not None:
        note = f"Planned for {moment(talk.at)}. It is called off. Telling them is yours to do."
        yield UndoneLine("A talk", note, reverse("planned", args=[case_id]))


def _goals(case_id: UUID) -> Iterator[UndoneLine]:
    for goal in goals_of(case_id):
        if goal.state == GoalState.OPEN:
            yield UndoneLine(
                f"“{goal.words}”", "A goal that is open.", reverse("plan", args=[case_id])
            )
