"""What is due, for whom and when. Every task has an owner, a date and a why."""

from datetime import date, datetime
from enum import StrEnum

from linkwell.kernel.clock import add_working_days, on_day, working_day_from
from linkwell.kernel.lifecycle import Lifecycle, moves


class TaskKind(StrEnum):
    TRIAGE = "triage"  # a referral waits to be accepted or returned
    ASK_SAFE_WAY = "ask_safe_way"  # a message is held until somebody asks
    FIRST_TALK = "first_talk"  # accepted; the person has not been reached yet
    FIND_OPTIONS = "find_options"  # they have talked; nothing has been chosen yet
    ASK_MORE = "ask_more"  # the practice was asked something about its referral
    TRY_AGAIN = "try_again"  # not reached: when the next try is
    LAST_LETTER = "last_letter"  # not reached three times: write, and wait
    CLOSE_GENTLY = "close_gently"  # no word after the letter: end it, or decide about the risk
    NEXT_STEP = "next_step"  # what was agreed in a talk
    REVIEW = "review"  # an open case without a date, or one that is held or paused
    BOOK_INTERPRETER = "book_interpreter"
    INTERPRETER_OFF = "interpreter_off"  # one is booked for a talk that does not take place
    TALK_OFF = "talk_off"  # a planned talk fell with the end of the story: tell them
    SEND_DETAILS = "send_details"  # chosen, and the partner does not know yet
    CALL_PARTNER = "call_partner"  # a partner with only a phone
    CALL_OFF = "call_off"  # the same, when somebody does not come
    CHASE_PARTNER = "chase_partner"  # no answer: nudge them
    CHOOSE_OTHER = "choose_other"  # the partner said full or not right: choose another together
    LOOK_AGAIN = "look_again"  # they did not get there: look together for something else
    READ_ANSWER = "read_answer"  # the partner answered when they had gone already: read it
    TELL_ANSWER = "tell_answer"  # the partner answered; the person waits to hear
    ASK_VISIT = "ask_visit"  # did they get there, did it help?
    ASK_EIGHT_WEEKS = "ask_eight_weeks"  # are they still going?
    SETTLE = "settle"  # two accounts differ
    FILE_MESSAGE = "file_message"  # a message to the practice is not in its record yet
    TELL_PRACTICE = "tell_practice"  # it has ended: write to the practice
    ENDED_FOR_YOU = "ended_for_you"  # somebody else ended the story of whom you hold: look
    DEBRIEF = "debrief"  # somebody died: talk with your supervisor
    CONCERN = "concern"  # a safeguarding concern waits
    DANGER = "danger"  # words that mean danger were said: make sure that they are safe
    DECIDE_DANGER = "decide_danger"  # the same, for a supervisor: is anybody in danger?
    TALK_IT_OVER = "talk_it_over"  # they are not sure whether they would like to go
    ASK_CONSENT = "ask_consent"  # they took back their consent once, and came back: ask anew
    ASK_LATER = "ask_later"  # three months after the end: how are things?


WORKING_DAYS = {
    TaskKind.TRIAGE: 2,
    TaskKind.ASK_SAFE_WAY: 1,
    TaskKind.FIRST_TALK: 5,
    TaskKind.FIND_OPTIONS: 5,
    TaskKind.ASK_MORE: 2,
    TaskKind.TRY_AGAIN: 2,
    TaskKind.LAST_LETTER: 1,
    TaskKind.CLOSE_GENTLY: 10,
    TaskKind.NEXT_STEP: 5,
    TaskKind.REVIEW: 20,
    TaskKind.BOOK_INTERPRETER: 1,
    TaskKind.INTERPRETER_OFF: 1,
    TaskKind.TALK_OFF: 1,
    TaskKind.SEND_DETAILS: 1,
    TaskKind.CALL_PARTNER: 1,
    TaskKind.CALL_OFF: 1,
    TaskKind.CHASE_PARTNER: 5,
    TaskKind.CHOOSE_OTHER: 1,
    TaskKind.LOOK_AGAIN: 1,
    TaskKind.READ_ANSWER: 1,
    TaskKind.TELL_ANSWER: 1,
    TaskKind.ASK_VISIT: 1,
    TaskKind.ASK_EIGHT_WEEKS: 1,
    TaskKind.SETTLE: 3,
    TaskKind.FILE_MESSAGE: 2,
    TaskKind.TELL_PRACTICE: 2,
    TaskKind.ENDED_FOR_YOU: 1,
    TaskKind.DEBRIEF: 2,
    TaskKind.CONCERN: 1,
    TaskKind.DANGER: 1,
    TaskKind.DECIDE_DANGER: 1,
    TaskKind.TALK_IT_OVER: 1,
    TaskKind.ASK_CONSENT: 1,
    TaskKind.ASK_LATER: 5,
}


# What nothing else would finish: whoever did it says so.
SAID_BY_HAND = frozenset(
    {
        TaskKind.NEXT_STEP,
        TaskKind.REVIEW,
        TaskKind.CALL_OFF,
        TaskKind.READ_ANSWER,
        TaskKind.TELL_ANSWER,
        TaskKind.CHOOSE_OTHER,
        TaskKind.LOOK_AGAIN,
        TaskKind.ENDED_FOR_YOU,
        TaskKind.DEBRIEF,
        TaskKind.TALK_IT_OVER,
        TaskKind.LAST_LETTER,
        TaskKind.BOOK_INTERPRETER,
        TaskKind.INTERPRETER_OFF,
        TaskKind.TALK_OFF,
        TaskKind.ASK_LATER,
        TaskKind.DANGER,
    }
)

# Owed by whoever supervises, whoever holds the case: every supervisor sees it.
SUPERVISORS_OWN = frozenset({TaskKind.DECIDE_DANGER})
# Owed also to somebody whose story has ended, or whose referral was returned: danger has not.
ABOUT_DANGER = (TaskKind.DANGER, TaskKind.DECIDE_DANGER)


# What somebody owes though the story has ended.
OWED_AFTER_THE_END = frozenset(
    {
        TaskKind.TELL_PRACTICE,
        TaskKind.FILE_MESSAGE,
        TaskKind.ENDED_FOR_YOU,
        TaskKind.DEBRIEF,
        TaskKind.CONCERN,
        TaskKind.CALL_OFF,
        TaskKind.INTERPRETER_OFF,
        TaskKind.TALK_OFF,
        TaskKind.TELL_ANSWER,
        *ABOUT_DANGER,
    }
)


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"  # overtaken: nobody has to do it any more


TASK = Lifecycle(
    "task",
    TaskState,
    start=TaskState.OPEN,
    moves=moves(
        ("done", TaskState.OPEN, TaskState.DONE),
        ("dropped", TaskState.OPEN, TaskState.DROPPED),
    ),
)


def triage_due(received: datetime, *, risk_mentioned: bool) -> date:
    """When a referral must be decided: the same day if its words mention danger, or the next on
    which somebody works, as in the evening."""
    if risk_mentioned:
        return working_day_from(received)
    return due_on(TaskKind.TRIAGE, on_day(received))


def first_talk_due(accepted: date, *, risk_mentioned: bool) -> date:
    """When somebody taken on must be spoken to: the same day if the referral mentions danger."""
    return accepted if risk_mentioned else due_on(TaskKind.FIRST_TALK, accepted)


def due_on(kind: TaskKind, received: date) -> date:
    """The working day by which it should be done, counted from the day it arose."""
    return add_working_days(received, WORKING_DAYS[kind])
