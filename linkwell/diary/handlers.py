"""What follows from a planned talk: an interpreter is booked before it, or somebody is warned."""

from datetime import datetime
from uuid import UUID

from linkwell.cases.models import Case
from linkwell.diary.actions import cancel_appointments
from linkwell.diary.models import Appointment
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


def talk_was_settled(event: Event) -> None:
    """The talk has taken place or will not: nobody books an interpreter for it any more, and one
    who is booked hears that it is off. Or it takes place after all."""
    person_id, _ = event.whose()
    state = AppointmentState(event.data["state"])
    if state is AppointmentState.PLANNED:
        finish_tasks(TaskKind.INTERPRETER_OFF, person_id, about_id=event.subject_id)
        return
    finish_tasks(TaskKind.BOOK_INTERPRETER, person_id, about_id=event.subject_id)
    row: Appointment = Appointment.objects.one(event.subject_id)
    if state is not AppointmentState.HAPPENED and row.interpreter == Interpreter.BOOKED:
        _owe_before(event, TaskKind.INTERPRETER_OFF, row)


def nothing_is_planned(event: Event) -> None:
    """They died, or took back their consent: no talk takes place any more."""
    person_id, _ = event.whose()
    cancel_appointments(person_id)


def they_hear_that_a_talk_is_off(event: Event) -> None:
    """The story has ended, and a talk that was planned with them does not take place."""
    person_id, _ = event.whose()
    for row in cancel_appointments(person_id):
        _owe_before(event, TaskKind.TALK_OFF, row)


def _owe_before(event: Event, kind: TaskKind, row: Appointment) -> None:
    """Something to do before a talk that will not take place; nothing once its time has gone."""
    if row.at > event.at:
        case: Case = Case.objects.one(row.case_id)
        due = min(due_on(kind, on_day(event.at)), on_day(row.at))
        owe(event, kind, owner_id=case.holder_id, about_id=row.pk, due=due)
