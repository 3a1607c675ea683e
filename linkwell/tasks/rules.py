"""What is due, for whom and when. Every task has an owner, a date and a why."""

from datetime import date
from enum import StrEnum

from linkwell.kernel.clock import add_working_days
from linkwell.kernel.lifecycle import Lifecycle, moves


class TaskKind(StrEnum):
    TRIAGE = "triage"  # a referral waits to be accepted or returned
    ASK_SAFE_WAY = "ask_safe_way"  # a message is held until somebody asks
    FIRST_TALK = "first_talk"  # accepted; the person has not been reached yet
    FIND_OPTIONS = "find_options"  # they have talked; nothing has been chosen yet


WORKING_DAYS = {
    TaskKind.TRIAGE: 2,
    TaskKind.ASK_SAFE_WAY: 1,
    TaskKind.FIRST_TALK: 5,
    TaskKind.FIND_OPTIONS: 5,
}


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"


TASK = Lifecycle(
    "task",
    TaskState,
    start=TaskState.OPEN,
    moves=moves(("done", TaskState.OPEN, TaskState.DONE)),
)


def triage_due(received: date, *, risk_mentioned: bool) -> date:
    """When a referral must be decided: the same day if its words mention danger."""
    return received if risk_mentioned else due_on(TaskKind.TRIAGE, received)


def first_talk_due(accepted: date, *, risk_mentioned: bool) -> date:
    """When somebody taken on must be spoken to: the same day if the referral mentions danger."""
    return accepted if risk_mentioned else due_on(TaskKind.FIRST_TALK, accepted)


def due_on(kind: TaskKind, received: date) -> date:
    """The working day by which it should be done, counted from the day it arose."""
    return add_working_days(received, WORKING_DAYS[kind])
