"""Trying, writing, and ending gently: never by itself, and never over open danger."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, time, timedelta

import pytest
import time_machine

from linkwell.access.scope import acting_as
from linkwell.cases.actions import mark_at_risk
from linkwell.cases.models import Case
from linkwell.conversations.actions.reach import (
    end_unreached,
    keep_trying,
    try_to_reach,
    write_last_letter,
)
from linkwell.conversations.models import LastLetter
from linkwell.conversations.queries import reaching
from linkwell.conversations.reaching import Outcome, Stage
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.clock import LONDON
from linkwell.kernel.errors import WrongState
from linkwell.messages.models import Message
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.rules import NewContact
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import DANGER, events, owed, state_of, taken_on, talked

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

PHONE = NewContact(Channel.PHONE, "07700 900418", Safe.YES)
TEXT = NewContact(Channel.TEXT, "07700 900418", Safe.YES)


@pytest.fixture(autouse=True)
def filled() -> None:
    town.fill()


def tried(
    case: Case, times: int = 1, outcome: Outcome = Outcome.NO_ANSWER, *, last: int = 0
) -> None:
    """So many tries, one a day, the last of them now, or `last` days ago."""
    for days in reversed(range(last, last + times)):
        with days_ago(days):
            try_to_reach(case.pk, outcome=outcome, by=staff_actor("nadia"))
            town.run_deliveries()


def days_ago(days: int) -> AbstractContextManager[object]:
    return time_machine.travel(clock.now() - timedelta(days=days)) if days else nullcontext()


def letters_about(case: Case) -> list[Message]:
    with acting_as(staff_actor("nadia")):
        rows = Message.objects.filter(person_id=case.person_id).order_by("created_at")
        return [row for row in rows if row.kind in ("last_letter", "unreached_practice")]


def stage(case: Case) -> Stage:
    with acting_as(staff_actor("nadia")):
        return reaching(case.pk).stage


def later(days: int) -> time_machine.travel:
    moment = datetime.combine(clock.today() + timedelta(days=days), time(10), LONDON)
    return time_machine.travel(moment, tick=True)


def test_a_vain_try_owes_another_on_another_day() -> None:
    case = taken_on(contacts=(PHONE,))
    tried(case)
    due = owed(case)
    assert TaskKind.FIRST_TALK not in due
    assert due[TaskKind.TRY_AGAIN].due_on > clock.today()


def test_three_vain_tries_owe_a_letter_and_ten_working_days_on_a_decision() -> None:
    case, nadia = taken_on(contacts=(PHONE, TEXT)), staff_actor("nadia")
    tried(case, 2, last=1)
    with pytest.raises(WrongState):
        write_last_letter(case.pk, by=nadia)
    tried(case)
    assert set(owed(case)) == {TaskKind.LAST_LETTER}
    write_last_letter(case.pk, by=nadia)
    town.run_deliveries()
    due = owed(case)
    assert TaskKind.LAST_LETTER not in due
    assert due[TaskKind.CLOSE_GENTLY].due_on == clock.add_working_days(clock.today(), 10)
    (letter,) = letters_about(case)
    assert (letter.channel, letter.to_person) == ("text", True)
    assert "Una" in letter.body


def test_a_letter_that_nobody_called_safe_is_held() -> None:
    case = taken_on(contacts=(PHONE,))
    tried(case, 3)
    write_last_letter(case.pk, by=staff_actor("nadia"))
    town.run_deliveries()
    (letter,) = letters_about(case)
    assert letter.state == "held"


def test_who_is_guarded_is_written_to_by_nothing_that_they_did_not_name() -> None:
    case = taken_on(contacts=(PHONE, TEXT), hide_address=True, address_lines="1 Garth")
    tried(case, 3)
    write_last_letter(case.pk, by=staff_actor("nadia"))
    town.run_deliveries()
    (letter,) = letters_about(case)
    assert (letter.state, letter.held) == ("held", "not_confirmed")


def unanswered(case: Case) -> None:
    tried(case, 3)
    write_last_letter(case.pk, by=staff_actor("nadia"))
    town.run_deliveries()


def test_the_gentle_end_tells_the_referrer_without_a_name() -> None:
    case, nadia = taken_on(contacts=(PHONE,)), staff_actor("nadia")
    unanswered(case)
    with pytest.raises(WrongState):
        end_unreached(case.pk, by=nadia)
    with later(22):
        assert stage(case) is Stage.DECIDE
        assert state_of(case) == "waiting"  # nothing ends by itself
        end_unreached(case.pk, by=nadia)
        town.run_deliveries()
    assert state_of(case) == "closed"
    told = letters_about(case)[-1]
    assert told.kind == "unreached_practice"
    assert "Una" not in told.subject + told.body
    assert not owed(case)


def test_going_on_owes_another_try() -> None:
    case = taken_on(contacts=(PHONE,))
    unanswered(case)
    with later(22):
        keep_trying(case.pk, by=staff_actor("nadia"))
        town.run_deliveries()
        assert set(owed(case)) - {TaskKind.ASK_SAFE_WAY} == {TaskKind.TRY_AGAIN}


@pytest.mark.parametrize("danger", ["in the referral", "later"])
def test_open_danger_never_ends_without_a_supervisor(danger: str) -> None:
    case = taken_on(contacts=(PHONE,), words=DANGER if danger == "in the referral" else "Lonely.")
    if danger == "later":
        mark_at_risk(case.pk, by=staff_actor("nadia"))
    unanswered(case)
    ruth = staff_actor("ruth")
    assert owed(case)[TaskKind.CLOSE_GENTLY].owner_id in {one.id for one in ruth.memberships}
    with later(22):
        with pytest.raises(WrongState):
            end_unreached(case.pk, by=staff_actor("nadia"))
        assert state_of(case) == "waiting"
        assert not events(case, "EndedUnreached")
        end_unreached(case.pk, by=ruth)
    assert state_of(case) == "closed"


def test_after_danger_a_vain_try_is_followed_by_the_next_working_day() -> None:
    case = taken_on(contacts=(PHONE,), words=DANGER)
    tried(case)
    due = owed(case)[TaskKind.TRY_AGAIN].due_on
    assert due <= clock.add_working_days(clock.today(), 1)


def test_a_talk_ends_the_trying() -> None:
    case = taken_on(contacts=(PHONE,))
    tried(case, 3)
    tried(case, outcome=Outcome.SPOKE)
    assert stage(case) is Stage.TRYING
    talked(case)
    assert not {TaskKind.TRY_AGAIN, TaskKind.LAST_LETTER} & set(owed(case))


def test_a_case_is_never_without_an_owner_and_a_date_while_it_is_tried() -> None:
    case = taken_on(contacts=(PHONE,))
    for _ in range(3):
        assert owed(case)
        tried(case)
    assert all(task.owner_id and task.due_on for task in owed(case).values())
    with acting_as(staff_actor("nadia")):
        assert not LastLetter.objects.filter(case=case).exists()
