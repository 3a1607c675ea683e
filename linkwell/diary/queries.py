"""Questions about planned talks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from linkwell.access.rules import Actor
from linkwell.diary.models import Appointment
from linkwell.diary.rules import AppointmentState, Interpreter, Where
from linkwell.kernel import clock
from linkwell.kernel.clock import LONDON
from linkwell.tables.expressions import one_of


@dataclass(frozen=True)
class SetTime:
    """A talk at a set time, for "Today"."""

    appointment_id: UUID
    case_id: UUID
    person_id: UUID
    service_id: UUID
    at: datetime
    where: Where
    place: str
    interpreter: Interpreter
    state: AppointmentState


def at_a_set_time(actor: Actor, day: date) -> list[SetTime]:
    """The actor's own talks that are planned for a day, earliest first."""
    start = datetime.combine(day, time(), LONDON)
    rows = Appointment.objects.filter(
        member_id__in=[member.id for member in actor.memberships],
        state=AppointmentState.PLANNED,
        at__gte=start,
        at__lt=datetime.combine(day + timedelta(days=1), time(), LONDON),
    ).order_by("at", "id")
    return [_set_time(row) for row in rows]


def appointments_of(case_id: UUID) -> list[SetTime]:
    """Every talk that was planned with somebody, latest first."""
    rows = Appointment.objects.filter(case_id=case_id).order_by("-at", "-id")
    return [_set_time(row) for row in rows]


def times_of(appointment_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When these talks were to be, of those the actor may see."""
    rows = Appointment.objects.filter(one_of("id", appointment_ids))
    return dict(rows.values_list("pk", "at"))


def next_appointment(case_id: UUID) -> SetTime | None:
    """The earliest talk that is planned and has neither happened nor been cancelled."""
    rows = Appointment.objects.filter(case_id=case_id, state=AppointmentState.PLANNED)
    row = rows.order_by("at", "id").first()
    return _set_time(row) if row else None


def planned_today(case_id: UUID) -> SetTime | None:
    """The talk that is planned with somebody for today, if there is one."""
    planned = next_appointment(case_id)
    return planned if planned and clock.on_day(planned.at) == clock.today() else None


def _set_time(row: Appointment) -> SetTime:
    return SetTime(
        row.pk,
        row.case_id,
        row.person_id,
        row.service_id,
        row.at,
        Where(row.where),
        row.place,
        Interpreter(row.interpreter),
        AppointmentState(row.state),
    )
