"""Three months after an ending somebody is given the question, where contact is safe and wished."""

from datetime import timedelta

import pytest
import time_machine

from linkwell.cases.actions import close, reopen
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.measures.actions import answer, offer_measure
from linkwell.measures.rules import LATER_AFTER, Offered, Stage, asked_later
from linkwell.people.actions import note_death
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.rules import NewContact
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import back_again, owed, taken_on, talked

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
THEN = LATER_AFTER + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def the_town() -> None:
    town.fill()


def says(case: Case, value: int | None, stage: Stage = Stage.START) -> None:
    nadia = staff_actor("nadia")
    asking = offer_measure(case.pk, "ons4", stage=stage, how=Offered.TOGETHER, by=nadia)
    answer(asking.pk, dict.fromkeys(asking.items, value), by=nadia)


def ended(
    *, value: int | None = 5, safe: Safe = Safe.YES, because: Because = Because.COMPLETED
) -> Case:
    """Una's case, over; with what she answered at the start."""
    case = taken_on(contacts=(NewContact(Channel.PHONE, "0161 496 0142", safe),))
    talked(case)
    says(case, value)
    close(case.pk, because=because, by=staff_actor("nadia"))
    town.run_deliveries()
    return case


def asks(case: Case, after: timedelta = THEN) -> bool:
    """Whether somebody is to ask, so long after now."""
    with time_machine.travel(clock.now() + after):
        town.run_deliveries()
        return TaskKind.ASK_LATER in owed(case)


def test_whoever_held_the_case_asks_three_months_later_and_not_before() -> None:
    case = ended()
    assert not asks(case, timedelta(days=90))
    assert asks(case)
    task = owed(case)[TaskKind.ASK_LATER]
    assert (task.about_id, task.owner_id) == (case.pk, case.holder_id)


@pytest.mark.parametrize(
    "why",
    [
        {"value": None},
        {"safe": Safe.NO},
        {"safe": Safe.NOT_ASKED},
        {"because": Because.PERSON_ENDED},
        {"because": Because.LOST_CONTACT},
        {"because": Because.MOVED},
    ],
)
def test_it_is_not_asked_where_it_is_not_wished_or_not_safe(why: dict[str, object]) -> None:
    assert not asks(ended(**why))  # type: ignore[arg-type]


def test_the_dead_and_who_took_back_their_consent_are_left_in_peace() -> None:
    gone, left = ended(), ended()
    note_death(gone.person_id, on=clock.today(), by=staff_actor("nadia"))
    withdraw(left.person_id, how=HowAsked.PHONE, by=staff_actor("nadia"))
    assert not asks(gone)
    assert not asks(left)


@pytest.mark.parametrize("event", ["death", "withdrawal", "reopened", "referred again"])
def test_what_was_to_be_asked_is_dropped_when_something_happens(event: str) -> None:
    case, nadia = ended(), staff_actor("nadia")
    assert asks(case)
    with time_machine.travel(clock.now() + THEN):
        if event == "death":
            note_death(case.person_id, on=clock.today(), by=nadia)
        elif event == "withdrawal":
            withdraw(case.person_id, how=HowAsked.PHONE, by=nadia)
        elif event == "reopened":
            reopen(case.pk, by=nadia)
        else:
            back_again(case.person_id, nadia)
        town.run_deliveries()
        assert TaskKind.ASK_LATER not in owed(case)


def test_who_is_back_is_asked_three_months_after_the_last_ending() -> None:
    case, nadia = ended(), staff_actor("nadia")
    with time_machine.travel(clock.now() + timedelta(days=30)):
        reopen(case.pk, by=nadia)
        close(case.pk, because=Because.COMPLETED, by=nadia)
        town.run_deliveries()
    assert not asks(case)
    assert asks(case, timedelta(days=30) + THEN)


def test_an_answer_ends_it_and_so_does_would_rather_not() -> None:
    for value in (6, None):
        case = ended()
        assert asks(case)
        with time_machine.travel(clock.now() + THEN):
            says(case, value, Stage.LATER)
            town.run_deliveries()
            assert TaskKind.ASK_LATER not in owed(case)


def test_only_the_planned_end_of_somebody_who_answers_and_can_be_reached() -> None:
    assert asked_later(Because.COMPLETED, answered=True, reachable=True)
    for because in Because:
        for answered, reachable in ((True, False), (False, True)):
            assert not asked_later(because, answered=answered, reachable=reachable)
        if because is not Because.COMPLETED:
            assert not asked_later(because, answered=True, reachable=True)
