"""Planned talks and their interpreters."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import time_machine

from linkwell.access.scope import acting_as
from linkwell.cases.actions import close, reopen
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.conversations.rules import Attendance
from linkwell.demo.seed import own_link, staff_actor
from linkwell.diary.actions import NewTalk, end_appointment, plan_talk, say_interpreter
from linkwell.diary.models import Appointment
from linkwell.diary.queries import at_a_set_time, next_appointment
from linkwell.diary.rules import Where
from linkwell.kernel import clock
from linkwell.kernel.clock import LONDON
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.people.actions import note_death
from linkwell.referrals.rules import Help
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import owed, taken_on, talked

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
@town.story
def case() -> Case:
    town.fill()
    return taken_on(language="ur", helps=frozenset({Help.INTERPRETER}))


def in_days(days: int, hour: int = 10) -> datetime:
    return datetime.combine(clock.today() + timedelta(days=days), time(hour), LONDON)


def planned(case: Case, days: int = 3, *, booked: bool = False) -> Appointment:
    new = NewTalk(in_days(days), Where.HOME, "4 Lane", booked)
    row = plan_talk(case.pk, new, by=staff_actor("nadia"))
    town.run_deliveries()
    return row


def test_who_needs_an_interpreter_and_has_none_booked_is_owed_one(case: Case) -> None:
    row = planned(case)
    task = owed(case)[TaskKind.BOOK_INTERPRETER]
    assert (row.interpreter, task.about_id) == ("needed", row.pk)
    assert task.due_on <= clock.on_day(row.at)
    say_interpreter(row.pk, "booked", by=staff_actor("nadia"))
    town.run_deliveries()
    assert TaskKind.BOOK_INTERPRETER not in owed(case)
    with time_machine.travel(row.at):
        say_interpreter(row.pk, "did_not_come", by=staff_actor("nadia"))
        with pytest.raises(WrongState):
            say_interpreter(row.pk, "came", by=staff_actor("nadia"))


def test_nothing_is_said_of_a_talk_before_its_day(case: Case) -> None:
    row = planned(case, booked=True)
    says = f"on {row.at:%A} {clock.on_day(row.at).day}"
    for say, move in ((end_appointment, "happened"), (say_interpreter, "came")):
        with pytest.raises(WrongState, match=says):
            say(row.pk, move, by=staff_actor("nadia"))
    with time_machine.travel(in_days(3, 0)):  # from its day on, at whatever hour
        say_interpreter(row.pk, "came", by=staff_actor("nadia"))
        end_appointment(row.pk, "happened", by=staff_actor("nadia"))


def test_a_booking_for_tomorrow_is_owed_before_the_talk(case: Case) -> None:
    row = planned(case, 1)
    assert owed(case)[TaskKind.BOOK_INTERPRETER].due_on <= clock.on_day(row.at)


def test_who_needs_none_is_asked_nothing() -> None:
    town.fill()
    case = taken_on(language="en", helps=frozenset())
    assert planned(case).interpreter == "not_needed"
    assert TaskKind.BOOK_INTERPRETER not in owed(case)


def test_a_booked_one_is_not_owed(case: Case) -> None:
    planned(case, booked=True)
    assert TaskKind.BOOK_INTERPRETER not in owed(case)


@pytest.mark.parametrize("move", ["cancelled_by_person", "cancelled_by_service"])
def test_what_is_called_off_needs_no_interpreter(case: Case, move: str) -> None:
    row = planned(case)
    end_appointment(row.pk, move, by=staff_actor("nadia"))
    town.run_deliveries()
    assert TaskKind.BOOK_INTERPRETER not in owed(case)


def test_a_talk_that_was_written_down_settles_what_was_planned_for_the_day(case: Case) -> None:
    later = datetime.now(LONDON) + timedelta(seconds=30)
    row = plan_talk(case.pk, NewTalk(later, Where.PHONE), by=staff_actor("nadia"))
    talked(case, attendance=Attendance.THEY_COULD_NOT)
    with acting_as(staff_actor("nadia")):
        found = Appointment.objects.get(pk=row.pk)
        assert next_appointment(case.pk) is None
    expected = "by_person" if clock.on_day(row.at) == clock.today() else "planned"
    assert found.state == expected


def test_nothing_takes_place_once_the_case_has_ended(case: Case) -> None:
    row = planned(case)
    close(case.pk, because=Because.PERSON_ENDED, by=staff_actor("nadia"))
    town.run_deliveries()
    with acting_as(staff_actor("nadia")):
        assert Appointment.objects.get(pk=row.pk).state == "by_service"
    with pytest.raises(WrongState):
        planned(case)


def test_they_and_the_interpreter_hear_that_the_end_took_a_talk_away(case: Case) -> None:
    row = planned(case, 1, booked=True)
    close(case.pk, because=Because.MOVED, by=staff_actor("nadia"))
    town.run_deliveries()
    for kind in (TaskKind.TALK_OFF, TaskKind.INTERPRETER_OFF):
        task = owed(case)[kind]
        assert (task.about_id, task.owner_id) == (row.pk, case.holder_id)
        assert task.due_on <= clock.on_day(row.at)


def test_nobody_is_told_of_a_talk_whose_time_has_gone(case: Case) -> None:
    row = planned(case, 1, booked=True)
    with time_machine.travel(row.at + timedelta(hours=1)):
        close(case.pk, because=Because.MOVED, by=staff_actor("nadia"))
        town.run_deliveries()
    assert not {TaskKind.TALK_OFF, TaskKind.INTERPRETER_OFF} & owed(case).keys()


def _dies(case: Case) -> None:
    note_death(case.person_id, on=clock.today(), by=staff_actor("nadia"))


def _withdraws(case: Case) -> None:
    withdraw(case.person_id, how=HowAsked.PHONE, by=staff_actor("nadia"))


@pytest.mark.parametrize("stop", [_dies, _withdraws])
def test_after_a_stop_only_the_interpreter_is_told(
    case: Case, stop: Callable[[Case], None]
) -> None:
    planned(case, booked=True)
    stop(case)
    town.run_deliveries()
    assert TaskKind.INTERPRETER_OFF in owed(case)
    assert TaskKind.TALK_OFF not in owed(case)


def test_a_booked_interpreter_hears_that_a_talk_is_off_unless_it_is_on_again(case: Case) -> None:
    row, nadia = planned(case, booked=True), staff_actor("nadia")
    end_appointment(row.pk, "cancelled_by_person", by=nadia)
    town.run_deliveries()
    assert TaskKind.INTERPRETER_OFF in owed(case)
    assert TaskKind.TALK_OFF not in owed(case)
    end_appointment(row.pk, "planned_again", by=nadia)
    town.run_deliveries()
    assert TaskKind.INTERPRETER_OFF not in owed(case)


@pytest.mark.parametrize(
    ("say", "move"), [(end_appointment, "planned_again"), (say_interpreter, "booked")]
)
def test_what_was_called_off_does_not_come_back_once_the_case_has_ended(
    case: Case, say: Callable[..., Appointment], move: str
) -> None:
    row, nadia = planned(case), staff_actor("nadia")
    end_appointment(row.pk, "cancelled_by_person", by=nadia)
    close(case.pk, because=Because.PERSON_ENDED, by=nadia)
    town.run_deliveries()
    with pytest.raises(WrongState, match="has ended"):
        say(row.pk, move, by=nadia)
    reopen(case.pk, by=nadia)
    say(row.pk, move, by=nadia)


def test_their_home_is_not_written_into_an_appointment(case: Case) -> None:
    assert planned(case).place == ""


def test_nothing_is_planned_for_the_past(case: Case) -> None:
    with pytest.raises(InputAtFault):
        planned(case, -1)


def test_today_shows_ones_own_talks_of_the_day_earliest_first(case: Case) -> None:
    nadia = staff_actor("nadia")
    plan_talk(case.pk, NewTalk(in_days(2, 15), Where.PHONE), by=nadia)
    plan_talk(case.pk, NewTalk(in_days(2, 9), Where.VIDEO), by=nadia)
    plan_talk(case.pk, NewTalk(in_days(3, 9), Where.VIDEO), by=nadia)
    day = clock.today() + timedelta(days=2)
    with acting_as(nadia):
        assert [one.where for one in at_a_set_time(nadia, day)] == [Where.VIDEO, Where.PHONE]
    tom = staff_actor("tom")
    with acting_as(tom):
        assert at_a_set_time(tom, day) == []


@pytest.mark.parametrize("who", ["tom", "kieran", "amara"])
def test_nobody_else_plans_or_reads(case: Case, who: str) -> None:
    row = planned(case)
    with pytest.raises(NotThere):
        end_appointment(row.pk, "happened", by=staff_actor(who))
    with acting_as(staff_actor(who)):
        assert not Appointment.objects.filter(pk=row.pk).exists()


def test_the_person_sees_when_it_is() -> None:
    from linkwell.demo.cast import PEOPLE

    town.fill()
    maureen = next(person for person in PEOPLE if person.key == "maureen")
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=town.person_ids()["maureen"])
    row = planned(case)
    with acting_as(own_link(maureen)):
        assert Appointment.objects.get().pk == row.pk
