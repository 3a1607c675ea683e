"""The verbs of a planned talk."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission
from linkwell.cases.actions import open_case_of
from linkwell.diary.events import AppointmentEnded, InterpreterSaid, TalkPlanned
from linkwell.diary.models import Appointment
from linkwell.diary.rules import (
    APPOINTMENT,
    INTERPRETER,
    AppointmentState,
    Interpreter,
    Where,
    begins,
    may_say,
    needs_interpreter,
)
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.people.models import Person


@dataclass(frozen=True)
class NewTalk:
    at: datetime
    where: Where
    place: str = ""
    booked: bool = False  # an interpreter is booked already


@action(Permission.TALK)
def plan_talk(case_id: UUID, new: NewTalk, *, by: Actor) -> Appointment:
    """Plan a talk. Somebody who needs an interpreter and has none booked is noted as such."""
    case = open_case_of(case_id)
    if new.at <= clock.now():
        raise InputAtFault("Choose a time that is still to come")
    person: Person = Person.objects.one(case.person_id)
    row = Appointment(
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        member=membership_in(by, case.service_id, *TEAM),
        at=new.at,
        where=new.where,
        place="" if new.where is Where.HOME else new.place,
        interpreter=_interpreter(person, booked=new.booked),
    )
    row.save(force_insert=True)
    record(
        TalkPlanned(
            **_about(row),
            case_id=case_id,
            at=row.at,
            where=new.where,
            interpreter=Interpreter(row.interpreter),
        )
    )
    return row


def _interpreter(person: Person, *, booked: bool) -> Interpreter:
    if booked:
        return Interpreter.BOOKED
    needed = needs_interpreter(person.interpreter, person.language)
    return Interpreter.NEEDED if needed else Interpreter.NOT_NEEDED


@action(Permission.TALK)
def say_interpreter(appointment_id: UUID, move: str, *, by: Actor) -> Appointment:
    """Needed, booked, came, did not come: a verb of the interpreter's table."""
    row = _to_say(appointment_id, move)
    row.interpreter = INTERPRETER.after(Interpreter(row.interpreter), move)
    row.save(update_fields=["interpreter"])
    record(
        InterpreterSaid(
            **_about(row),
            case_id=row.case_id,
            at=row.at,
            interpreter=Interpreter(row.interpreter),
        )
    )
    return row


@action(Permission.TALK)
def end_appointment(appointment_id: UUID, move: str, *, by: Actor) -> Appointment:
    """It happened, or one side could not: a verb of the appointment's table."""
    row = _to_say(appointment_id, move)
    _end(row, move)
    return row


def _to_say(appointment_id: UUID, move: str) -> Appointment:
    if begins(move):  # the case is locked before its talk, as everywhere
        seen: Appointment = Appointment.objects.one(appointment_id)
        open_case_of(seen.case_id)
    row: Appointment = Appointment.objects.locked(appointment_id)
    on = clock.on_day(row.at)
    if not may_say(move, on, clock.today()):
        raise WrongState(f"The talk is on {on:%A} {on.day} {on:%B}, and has not taken place yet.")
    return row


def settle_talk_of(case_id: UUID, day: date, move: str) -> None:
    """What was planned for this day has happened, or one side could not. Inside an action."""
    rows = Appointment.objects.filter(case_id=case_id, state=AppointmentState.PLANNED)
    for row in rows.select_for_update(of=("self",)):
        if clock.on_day(row.at) == day:
            _end(row, move)


def cancel_appointments(person_id: UUID) -> list[Appointment]:
    """Nothing that is planned with them takes place. Inside an action; what there was."""
    rows = Appointment.objects.filter(person_id=person_id, state=AppointmentState.PLANNED)
    found = list(rows.select_for_update(of=("self",)))
    for row in found:
        _end(row, "cancelled_by_service")
    return found


def _end(row: Appointment, move: str) -> None:
    row.state = APPOINTMENT.after(AppointmentState(row.state), move)
    row.ended_at = None if row.state == AppointmentState.PLANNED else clock.now()
    row.save(update_fields=["state", "ended_at"])
    record(AppointmentEnded(**_about(row), case_id=row.case_id, state=AppointmentState(row.state)))


def _about(row: Appointment) -> dict[str, UUID]:
    return {"subject_id": row.pk, "person_id": row.person_id, "service_id": row.service_id}
