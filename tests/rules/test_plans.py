"""Goals and steps: no dead ends, three at a time, a copy the same day."""

from datetime import datetime, timedelta

import pytest

from linkwell.kernel.clock import LONDON, on_day
from linkwell.plans.rules import (
    GOAL,
    MOST_OPEN,
    STEP,
    GoalState,
    StepState,
    copy_owed_by,
    may_add_goal,
)

pytestmark = pytest.mark.rules
NOON = datetime(2026, 5, 19, 12, tzinfo=LONDON)


def test_nothing_in_a_plan_is_a_dead_end() -> None:
    assert all(GOAL.open_from(state) for state in GoalState)
    assert all(STEP.open_from(state) for state in StepState)


def test_three_goals_are_enough_at_a_time() -> None:
    assert may_add_goal(MOST_OPEN - 1)
    assert not may_add_goal(MOST_OPEN)


def test_a_copy_is_owed_on_the_day_of_the_last_change_until_it_is_given() -> None:
    assert copy_owed_by(None, None) is None
    assert copy_owed_by(NOON, None) == on_day(NOON)
    assert copy_owed_by(NOON, NOON - timedelta(days=1)) == on_day(NOON)
    assert copy_owed_by(NOON, NOON + timedelta(hours=1)) is None
