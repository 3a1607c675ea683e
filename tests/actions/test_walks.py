"""Random walks through reaching, talking and planning: whatever is done, the promises hold."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.cases.actions import mark_at_risk
from linkwell.cases.models import Case
from linkwell.conversations.actions.reach import (
    end_unreached,
    keep_trying,
    try_to_reach,
    write_last_letter,
)
from linkwell.conversations.actions.talk import move_need, record_contact
from linkwell.conversations.models import Contact
from linkwell.conversations.queries import needs_of
from linkwell.conversations.reaching import Outcome
from linkwell.conversations.rules import NEED, Attendance, Ticks
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import LinkwellError
from linkwell.kernel.ids import new_id
from linkwell.measures.models import PulseAnswer
from linkwell.needs.rules import Need
from linkwell.plans.actions import NewStep, agree_step, move_step, set_goal
from linkwell.plans.models import Goal, Step
from linkwell.plans.rules import MOST_OPEN, STEP, GoalState, Whose
from linkwell.tasks.queries import open_tasks
from tests import town
from tests.actions.talking import state_of, taken_on, talk

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]
STEPS = 30
Act = Callable[[Case, Actor, random.Random], object]


def tries(case: Case, by: Actor, chance: random.Random) -> object:
    return try_to_reach(case.pk, outcome=chance.choice(list(Outcome)), by=by)


def talks(case: Case, by: Actor, chance: random.Random) -> object:
    said = talk(
        attendance=chance.choice(list(Attendance)),
        needs=Ticks((chance.choice(list(Need)),), (chance.choice(list(Need)),)),
        next_on=clock.today() + timedelta(days=chance.randrange(40)),
    )
    return record_contact(case.pk, said, key=new_id(), by=by)


def moves_a_need(case: Case, by: Actor, chance: random.Random) -> object:
    with acting_as(by):
        needs = needs_of(case.pk)
    return needs and move_need(
        chance.choice(needs).pk, chance.choice([move.name for move in NEED.moves]), by=by
    )


def sets_a_goal(case: Case, by: Actor, chance: random.Random) -> object:
    return set_goal(case.pk, words="I want to sing.", by=by)


def agrees_a_step(case: Case, by: Actor, chance: random.Random) -> object:
    with acting_as(by):
        goals = list(Goal.objects.filter(case=case))
    new = NewStep("Ring", chance.choice([Whose.PERSON, Whose.LINK_WORKER]), clock.today())
    return goals and agree_step(chance.choice(goals).pk, new, by=by)


def moves_a_step(case: Case, by: Actor, chance: random.Random) -> object:
    with acting_as(by):
        steps = list(Step.objects.filter(goal__case=case))
    move = chance.choice([move.name for move in STEP.moves])
    return steps and move_step(chance.choice(steps).pk, move, by=by)


def writes(case: Case, by: Actor, chance: random.Random) -> object:
    return write_last_letter(case.pk, by=by)


def goes_on(case: Case, by: Actor, chance: random.Random) -> object:
    return keep_trying(case.pk, by=by)


def ends(case: Case, by: Actor, chance: random.Random) -> object:
    return end_unreached(case.pk, by=by)


ACTS: tuple[Act, ...] = (
    tries, tries, talks, moves_a_need, sets_a_goal, agrees_a_step, moves_a_step, writes, goes_on,
    ends,
)  # fmt: skip


def must_hold(case: Case, *, at_risk: bool) -> None:
    """An open case has an owner and a date; nobody in danger is let go; numbers run on."""
    with acting_as(staff_actor("ruth")):
        tasks = open_tasks(person_id=case.person_id)
        numbers = list(
            Contact.objects.filter(case=case, number__isnull=False)
            .order_by("number")
            .values_list("number", flat=True)
        )
        open_goals = Goal.objects.filter(case=case, state=GoalState.OPEN).count()
        assert not PulseAnswer.objects.exists()
    if state_of(case) != "closed":
        assert tasks, "an open case without a next date"
        assert all(task.due_on for task in tasks)
    assert not (at_risk and state_of(case) == "closed")
    assert numbers == list(range(1, len(numbers) + 1))
    assert open_goals <= MOST_OPEN


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_the_promises_hold(seed: int) -> None:
    town.fill()
    chance, nadia = random.Random(seed), staff_actor("nadia")
    case, at_risk = taken_on(), bool(seed % 2)
    if at_risk:
        mark_at_risk(case.pk, by=nadia)
    for _ in range(STEPS):
        act = chance.choice(ACTS)
        try:
            act(case, nadia, chance)
        except LinkwellError:
            continue  # refused with a sentence, which is right
        town.run_deliveries()
        must_hold(case, at_risk=at_risk)
