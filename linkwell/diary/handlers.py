"""What follows from a planned talk: an interpreter is booked before it, or somebody is warned."""

from datetime import datetime
from uuid import UUID

from linkwell.cases.models import Case
from linkwell.diary.actions import cancel_appointments
from linkwell.diary.rules import AppointmentState, Interpreter
from linkwell.journal.models import Event
from linkwell.kernel.clock import on_day
from linkwell.tasks.actions import finish_tasks, owe
from linkwell.tasks.rules import TaskKind, due_on


def ask_for_interpreter(event: Event) -> None:
    """One is needed and none booked: it is owed by tomorrow, and before the talk in any case."""
    person_id, _ = event.whose()
    finish_tasks(TaskKind.BOOK_INTERPRETER, person_id, about_id=event.subject_id)
    if event.data["interpreter"] != Interpreter.NEEDED:
        return
    case: Case = Case.objects.one(UUID(event.data["case_id"]))
    talk_on = on_day(datetime.fromisoformat(event.data["at"]))
    due = min(due_on(TaskKind.BOOK_INTERPRETER, on_day(event.at)), talk_on)
    owe(event, TaskKind.BOOK_INTERPRETER, owner_id=case.holder_id, due=due)


def interpreter_is_not_owed(event: Event) -> None:
    """The talk has taken place or will not: nobody has to book anything for it."""
    person_id, _ = event.whose()
    if event.data["state"] != AppointmentState.PLANNED:
        finish_tasks(TaskKind.BOOK_INTERPRETER, person_id, about_id=event.subject_id)


def nothing_is_planned(event: Event) -> None:
    """They died, took back their consent, or the case ended: no talk takes place any more."""
    person_id, _ = event.whose()
    cancel_appointments(person_id)
