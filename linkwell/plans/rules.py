"""What a goal and a step are, whose turn it is, and when a copy is owed."""

from datetime import date, datetime
from enum import StrEnum

from linkwell.kernel.clock import on_day
from linkwell.kernel.lifecycle import Lifecycle, moves


class GoalState(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    SET_ASIDE = "set_aside"  # not now; no reason is asked for


GOAL = Lifecycle(
    "goal",
    GoalState,
    start=GoalState.OPEN,
    moves=moves(
        ("reached", (GoalState.OPEN, GoalState.SET_ASIDE), GoalState.REACHED),
        ("set_aside", GoalState.OPEN, GoalState.SET_ASIDE),
        ("taken_up_again", (GoalState.REACHED, GoalState.SET_ASIDE), GoalState.OPEN),
    ),
)


class StepState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


STEP = Lifecycle(
    "step",
    StepState,
    start=StepState.OPEN,
    moves=moves(
        ("done", StepState.OPEN, StepState.DONE),
        ("dropped", StepState.OPEN, StepState.DROPPED),
        ("not_done", (StepState.DONE, StepState.DROPPED), StepState.OPEN),
    ),
)


class Whose(StrEnum):
    """Who does a step."""

    PERSON = "person"
    LINK_WORKER = "link_worker"
    SOMEBODY_ELSE = "somebody_else"


class CopyBy(StrEnum):
    """How a copy of the plan was given."""

    PAPER = "paper"
    READ_OUT = "read_out"
    POST = "post"


NEAREST = 10  # how near to a goal somebody says they are: 0 to 10
MOST_OPEN = 3  # goals at one time: more than three is nobody's plan


def may_add_goal(open_goals: int) -> bool:
    return open_goals < MOST_OPEN


def copy_owed_by(changed_at: datetime | None, copied_at: datetime | None) -> date | None:
    """The day by which a copy is to be given: the day of the last change; None when it was."""
    if changed_at is None or (copied_at is not None and copied_at >= changed_at):
        return None
    return on_day(changed_at)
