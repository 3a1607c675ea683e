"""Goals, steps, nearness and copies."""

from datetime import timedelta

import pytest

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.conversations.queries import needs_of
from linkwell.demo.seed import own_link, staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import UUID, new_id
from linkwell.plans.actions import (
    NewStep,
    agree_step,
    give_copy,
    move_goal,
    move_step,
    say_nearness,
    set_goal,
)
from linkwell.plans.models import Goal
from linkwell.plans.queries import plan_of
from linkwell.plans.rules import CopyBy, Whose
from linkwell.tasks.queries import open_tasks
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import events, owed, taken_on, talked

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SINGS = "I want to sing with other people again."


@pytest.fixture
@town.story
def case() -> Case:
    town.fill()
    found = taken_on()
    talked(found)
    return found


def goal_of(case: Case, need: bool = False) -> Goal:
    with acting_as(staff_actor("nadia")):
        need_id = needs_of(case.pk)[0].pk if need else None
    return set_goal(case.pk, words=SINGS, need_id=need_id, by=staff_actor("nadia"))


def step(whose: Whose = Whose.PERSON, who: str = "") -> NewStep:
    return NewStep("Ring the choir", whose, clock.today() + timedelta(days=3), who)


def test_a_goal_takes_its_need_into_the_plan(case: Case) -> None:
    goal_of(case, need=True)
    with acting_as(staff_actor("nadia")):
        assert needs_of(case.pk)[0].state == "in_plan"
    assert events(case, "NeedMoved")[0].data["state"] == "in_plan"


def test_a_need_of_somebody_else_is_not_there(case: Case) -> None:
    with pytest.raises(NotThere):
        set_goal(case.pk, words=SINGS, need_id=new_id(), by=staff_actor("nadia"))


def test_three_goals_are_open_at_a_time(case: Case) -> None:
    first = goal_of(case)
    goal_of(case)
    goal_of(case)
    with pytest.raises(WrongState):
        goal_of(case)
    move_goal(first.pk, "set_aside", by=staff_actor("nadia"))
    goal_of(case)


def steps_owed(case: Case) -> set[UUID]:
    with acting_as(staff_actor("nadia")):
        tasks = open_tasks(person_id=case.person_id)
    return {task.about_id for task in tasks if task.kind is TaskKind.NEXT_STEP}


def test_what_the_link_worker_takes_on_is_owed_until_it_is_done(case: Case) -> None:
    nadia = staff_actor("nadia")
    taken = agree_step(goal_of(case).pk, step(Whose.LINK_WORKER), by=nadia)
    town.run_deliveries()
    assert taken.pk in steps_owed(case)
    talked(case)  # a talk ends what was agreed in a talk, and not this
    with acting_as(nadia):
        assert plan_of(case.pk).goals[0][1] == (taken,)
    assert taken.pk in steps_owed(case)
    move_step(taken.pk, "done", by=nadia)
    town.run_deliveries()
    assert taken.pk not in steps_owed(case)
    move_step(taken.pk, "not_done", by=nadia)
    town.run_deliveries()
    assert taken.pk in steps_owed(case)


def test_what_others_do_is_nobodys_task_here(case: Case) -> None:
    before = set(owed(case))
    agree_step(goal_of(case).pk, step(), by=staff_actor("nadia"))
    town.run_deliveries()
    assert set(owed(case)) == before


def test_nearness_is_a_number_from_nought_to_ten_and_keeps_its_history(case: Case) -> None:
    goal, nadia = goal_of(case), staff_actor("nadia")
    for near in (2, 7):
        say_nearness(goal.pk, near, by=nadia)
    assert [event.data["near"] for event in events(case, "NearnessSaid")] == [2, 7]
    with pytest.raises(InputAtFault):
        say_nearness(goal.pk, 11, by=nadia)


def test_a_copy_is_owed_until_it_is_given_and_again_after_a_change(case: Case) -> None:
    nadia, goal = staff_actor("nadia"), goal_of(case)
    with acting_as(nadia):
        assert plan_of(case.pk).copy_owed == clock.today()
    give_copy(case.pk, how=CopyBy.PAPER, by=nadia)
    with acting_as(nadia):
        assert plan_of(case.pk).copy_owed is None
    agree_step(goal.pk, step(), by=nadia)
    with acting_as(nadia):
        assert plan_of(case.pk).copy_owed == clock.today()


@pytest.mark.parametrize("who", ["tom", "kieran", "amara"])
def test_nobody_else_plans(case: Case, who: str) -> None:
    goal = goal_of(case)
    with pytest.raises(NotThere):
        say_nearness(goal.pk, 3, by=staff_actor(who))
    with acting_as(staff_actor(who)):
        assert not Goal.objects.filter(pk=goal.pk).exists()


def test_the_words_of_a_plan_stand_in_no_event(case: Case) -> None:
    agree_step(goal_of(case).pk, step(Whose.SOMEBODY_ELSE, "Carl"), by=staff_actor("nadia"))
    told = str([event.data for name in ("GoalSet", "StepAgreed") for event in events(case, name)])
    assert "sing" not in told
    assert "Carl" not in told


def test_the_person_reads_their_own_plan_by_their_link() -> None:
    from linkwell.demo.cast import PEOPLE

    town.fill()
    maureen = next(person for person in PEOPLE if person.key == "maureen")
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=town.person_ids()["maureen"])
    goal = goal_of(case)
    with acting_as(own_link(maureen)):
        assert Goal.objects.get().pk == goal.pk
