"""How each kind of task reads on a list: why it is here, what the button says, where it leads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from linkwell.conversations.queries import agreed_next
from linkwell.diary.queries import times_of
from linkwell.plans.queries import step_words
from linkwell.tasks.queries import Due
from linkwell.tasks.rules import TaskKind
from linkwell.web.design.words import moment

Where = Callable[[Due, UUID], str]


@dataclass(frozen=True)
class Errand:
    """`act` may hold {} for the person's first name; `where` is given the task and the case."""

    why: str
    act: str
    where: Where
    group: str = "people"  # safety, answers, quiet, paper or people: where Today shows it


def _story(task: Due, case_id: UUID) -> str:
    return reverse("case", args=[case_id])


def _danger(task: Due, case_id: UUID) -> str:
    return reverse("danger", args=[task.person_id])


def _of_case(name: str) -> Where:
    return lambda task, case_id: reverse(name, args=[case_id])


def _of_row(name: str) -> Where:
    return lambda task, case_id: reverse(name, args=[task.about_id])


def _of_task(name: str) -> Where:
    return lambda task, case_id: reverse(name, args=[task.task_id])


ERRANDS: Mapping[TaskKind, Errand] = {
    TaskKind.TRIAGE: Errand("New referral", "Read and decide", _of_row("referral")),
    TaskKind.FIRST_TALK: Errand("First talk", "Ring {}", _of_case("reach")),
    TaskKind.ASK_SAFE_WAY: Errand("Ask how it is safe to reach them", "Ask {}", _story),
    TaskKind.FIND_OPTIONS: Errand("Find options together", "Find options", _of_case("ask")),
    TaskKind.ASK_MORE: Errand("The practice was asked something", "Open", _story, "quiet"),
    TaskKind.TRY_AGAIN: Errand("Not reached yet: try again", "Ring {}", _of_case("reach"), "quiet"),
    TaskKind.LAST_LETTER: Errand(
        "Not reached three times: write", "Write", _of_case("last-letter"), "quiet"
    ),
    TaskKind.CLOSE_GENTLY: Errand(
        "No word since the letter", "Decide", _of_case("gentle-end"), "quiet"
    ),
    TaskKind.NEXT_STEP: Errand("What you agreed", "Talk with {}", _of_case("talk")),
    TaskKind.REVIEW: Errand("Is it still right?", "Review", _story, "quiet"),
    TaskKind.BOOK_INTERPRETER: Errand("A talk has no interpreter yet", "Book", _of_case("planned")),
    TaskKind.INTERPRETER_OFF: Errand(
        "The interpreter is to hear that a talk is off. Do not say why", "Tell them", _story
    ),
    TaskKind.TALK_OFF: Errand("A talk is off, since it has ended: tell them", "Tell {}", _story),
    TaskKind.SEND_DETAILS: Errand(
        "Something is chosen, and the group does not know yet", "Connect {}", _of_row("connection")
    ),
    TaskKind.CALL_PARTNER: Errand(
        "They have only a phone: ring them", "Ring them", _of_row("connection")
    ),
    TaskKind.CALL_OFF: Errand(
        "Ring the group: they do not come. Do not say why", "Ring them", _of_task("call-off")
    ),
    TaskKind.CHASE_PARTNER: Errand("No answer yet", "Ask again", _of_row("connection"), "quiet"),
    TaskKind.CHOOSE_OTHER: Errand(
        "They said full or not right: choose another", "Choose", _of_row("connection"), "answers"
    ),
    TaskKind.LOOK_AGAIN: Errand(
        "They did not get there: look for something else", "Look again", _of_row("connection")
    ),
    TaskKind.READ_ANSWER: Errand(
        "The group answered once more", "Read it", _of_row("connection"), "answers"
    ),
    TaskKind.TELL_ANSWER: Errand(
        "They answered: tell them", "Tell {}", _of_row("connection"), "answers"
    ),
    TaskKind.ASK_VISIT: Errand(
        "Did they get there, did it help?", "Ask {}", _of_row("connection-asked"), "quiet"
    ),
    TaskKind.ASK_EIGHT_WEEKS: Errand(
        "Still going, after 8 weeks?", "Ask {}", _of_row("connection-asked"), "quiet"
    ),
    TaskKind.SETTLE: Errand(
        "Two different answers", "Ask again", _of_row("connection-asked"), "answers"
    ),
    TaskKind.FILE_MESSAGE: Errand(
        "Message for the practice is not filed", "Copy it", _of_row("practice-message"), "paper"
    ),
    TaskKind.TELL_PRACTICE: Errand(
        "It has ended, and the practice is not told yet",
        "Write to it",
        _of_row("tell-practice"),
        "paper",
    ),
    TaskKind.ENDED_FOR_YOU: Errand("A colleague ended it: see why", "See why", _story),
    TaskKind.DEBRIEF: Errand("A death: talk with your supervisor", "Open", _story, "after"),
    TaskKind.CONCERN: Errand("A safeguarding concern waits", "Open", _story, "safety"),
    TaskKind.DANGER: Errand(
        "Words that mean danger: make sure that they are safe", "Read them", _danger, "safety"
    ),
    TaskKind.DECIDE_DANGER: Errand(
        "Words that mean danger: a supervisor decides", "Read them", _danger, "safety"
    ),
    TaskKind.TALK_IT_OVER: Errand(
        "They are not sure about going", "Talk with {}", _of_row("connection"), "answers"
    ),
    TaskKind.ASK_CONSENT: Errand(
        "Took back consent before: nothing is sent until you ask anew",
        "Ask {} anew",
        _of_case("agree-anew"),
    ),
    TaskKind.ASK_LATER: Errand(
        "Three months after the end: how are things?", "Ask {}", _of_case("measures")
    ),
}


# What is done by ringing the person: these stand on the sheet for the day.
BY_RINGING = frozenset(
    {
        TaskKind.FIRST_TALK,
        TaskKind.TRY_AGAIN,
        TaskKind.ASK_SAFE_WAY,
        TaskKind.NEXT_STEP,
        TaskKind.TELL_ANSWER,
        TaskKind.ASK_VISIT,
        TaskKind.ASK_EIGHT_WEEKS,
        TaskKind.SETTLE,
        TaskKind.TALK_IT_OVER,
        TaskKind.TALK_OFF,
        TaskKind.ASK_CONSENT,
        TaskKind.ASK_LATER,
        TaskKind.DANGER,
    }
)


def why_words(tasks: Iterable[Due]) -> dict[UUID, str]:
    """Why each of these tasks is on the list, by task: for what was agreed, its own words."""
    known = list(tasks)
    agreed = [task.about_id for task in known if task.kind is TaskKind.NEXT_STEP]
    words = {**agreed_next(agreed), **step_words(agreed)} if agreed else {}
    off = [task.about_id for task in known if task.kind in _OFF]
    was_at = times_of(off) if off else {}
    return {
        task.task_id: (task.kind is TaskKind.NEXT_STEP and words.get(task.about_id))
        or (task.kind in _OFF and _off(task, was_at))
        or ERRANDS[task.kind].why
        for task in known
    }


_OFF = {
    TaskKind.INTERPRETER_OFF: "Tell the interpreter that the talk of {} is off. Do not say why",
    TaskKind.TALK_OFF: "Tell them that the talk of {} is off",
}


def _off(task: Due, was_at: Mapping[UUID, datetime]) -> str:
    """Which talk, for who may still read of it."""
    at = was_at.get(task.about_id)
    return _OFF[task.kind].format(moment(at)) if at else ""
