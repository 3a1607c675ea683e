"""The story of reaching and talking."""

from datetime import date
from typing import Any
from uuid import UUID

from linkwell.conversations.reaching import Outcome
from linkwell.conversations.rules import Again, Attendance, NeedState
from linkwell.needs.rules import Need
from linkwell.web.design.words import counted, day
from linkwell.web.link_worker.conversation_words import AGAIN, NEED_STATES, ordinal
from linkwell.web.stories.telling import PAPER, Context, Teller, Told

OUTCOMES = {
    Outcome.NO_ANSWER: "No answer",
    Outcome.NO_MESSAGE: "A machine answered, no message left",
    Outcome.SPOKE: "We spoke",
    Outcome.WRONG_NUMBER: "Wrong number",
    Outcome.SOMEBODY_ELSE: "Somebody else answered, nothing was said",
}


def _contact(row: UUID, data: dict[str, Any], context: Context) -> Told:
    minutes = f" {counted(data['minutes'], 'minute', 'minutes')}." if data["minutes"] else ""
    next_on = f"Next step by {day(date.fromisoformat(data['next_on']))}."
    match Attendance(data["attendance"]):
        case Attendance.MET:
            title = f"{ordinal(data['number'])} conversation"
        case Attendance.THEY_COULD_NOT:
            title = "They couldn’t come this time"
        case _:
            title = "We couldn’t make it this time"
    return Told(title, f"{next_on}{minutes}", words=context.words.get(row, ""))


def _tried(_: UUID, data: dict[str, Any], context: Context) -> Told:
    outcome = Outcome(data["outcome"])
    if outcome is Outcome.SPOKE:
        return Told("Rang, and spoke", kind=PAPER)
    return Told("Tried to ring", f"{OUTCOMES[outcome]}.", PAPER)


def _need(data: dict[str, Any]) -> str:
    return Need(data["need"]).label if data["need"] else "A need in their own words"


def _moved(_: UUID, data: dict[str, Any], context: Context) -> Told:
    return Told(_need(data), f"{NEED_STATES[NeedState(data['state'])]}.", PAPER)


def _looked_back(_: UUID, data: dict[str, Any], context: Context) -> Told:
    outcome, is_map = Again(data["outcome"]), data["is_map"]
    if outcome is Again.SAID:
        return Told("Looked again at who they can turn to")
    title = "Did not look at the map again" if is_map else "Did not ask the questions again"
    return Told(title, f"{AGAIN[outcome]}.", PAPER)


TELLERS: dict[str, Teller] = {
    "TriedToReach": _tried,
    "LastLetterWritten": lambda _, d, c: Told(
        "Wrote, after three tries",
        f"They have until {day(date.fromisoformat(d['decide_on']))}.",
        PAPER,
    ),
    "TryingGoesOn": lambda _, d, c: Told("We go on trying", kind=PAPER),
    "EndedUnreached": lambda _, d, c: Told("Ended gently", "The practice is told.", PAPER),
    "ContactRecorded": _contact,
    "NeedRaised": lambda _, d, c: Told(f"Raised: {_need(d)}", kind=PAPER),
    "NeedMoved": _moved,
    "LookedBack": _looked_back,
}
