"""The story of a case: begun, held, ended, come back to."""

from datetime import date
from typing import Any
from uuid import UUID

from linkwell.cases.rules import Because
from linkwell.consent.rules import Purpose, Said
from linkwell.web.design.words import day
from linkwell.web.people_words import sentence
from linkwell.web.stories.telling import PAPER, Context, Teller, Told

BECAUSE = {
    Because.COMPLETED: "What was planned is done.",
    Because.PERSON_ENDED: "They wished to stop.",
    Because.LOST_CONTACT: "We could not reach them. The door stays open.",
    Because.PASSED_ON: "Somebody else helps now.",
    Because.MOVED: "They moved away.",
    Because.OUT_OF_SCOPE: "It was not for a link worker.",
    Because.DIED: "They died.",
    Because.CONSENT_WITHDRAWN: "They took back their consent.",
    Because.ADMIN_ERROR: "It was opened by mistake.",
}

TELLERS: dict[str, Teller] = {
    "CaseBegun": lambda _, d, c: Told("First talk"),
    "CaseHeld": lambda _, d, c: Told("Holding", f"We look again by {_day(d['review_on'])}."),
    "CasePaused": lambda _, d, c: Told("Paused", f"We look again by {_day(d['review_on'])}."),
    "CaseResumed": lambda _, d, c: Told("Going on"),
    "EndPlanned": lambda _, d, c: Told("Agreed when this ends", f"{_day(d['on'])}.", PAPER),
    "CaseClosed": lambda _, d, c: _ended(d, c),
    "CaseReopened": lambda _, d, c: Told("Came back", "The same story goes on."),
    "CaseHandedOver": lambda _, d, c: Told("Handed over to a colleague", kind=PAPER),
    "PersonDied": lambda _, d, c: Told("They died", "Nothing is sent any more."),
    "DeathUndone": lambda _, d, c: Told(
        "That they died was a mistake", "Nothing that was cancelled came back by itself."
    ),
    "GuardSet": lambda _, d, c: Told(
        "Nothing goes out before they name a safe way" if d["guarded"] else "The danger is over",
        kind=PAPER,
    ),
    "HomeHidden": lambda _, d, c: Told(
        "Where they live is hidden" if d["hidden"] else "Where they live may be known again",
        kind=PAPER,
    ),
    "ProxyNamed": lambda _, d, c: Told(
        "Somebody speaks for them", f"Until {_day(d['ends_on'])}.", PAPER
    ),
    "ProxyEnded": lambda _, d, c: Told("Nobody speaks for them any more", kind=PAPER),
    "ConsentSaid": lambda _, d, c: _consent(d),
    "ConsentWithdrawn": lambda _, d, c: Told(
        "Took back their consent",
        "Everything open was recalled, whoever knew was told, and the record was locked away.",
    ),
    "DecisionNoted": lambda _, d, c: Told("A decision was noted", kind=PAPER),
    "RiskMarked": lambda _, d, c: Told("Danger or safeguarding is open"),
    "RiskSettled": lambda _, d, c: Told("Looked at: no danger is open", kind=PAPER),
}


def _ended(data: dict[str, Any], context: Context) -> Told:
    """Why; and who ended it, where it was not whoever held it."""
    because = BECAUSE[Because(data["because"])]
    colleague = data.get("colleague_id")
    name = context.names.get(UUID(colleague), "a colleague") if colleague else ""
    return Told("Ended", f"{because} By {name}." if name else because)


_PURPOSES = {
    Purpose.REFER: "being referred",
    Purpose.KEEP_RECORD: "that we write things down",
    Purpose.TELL_PARTNER: "that a group is told these lines",
    Purpose.TELL_PRACTICE: "that the practice hears of it",
    Purpose.EVALUATION: "being counted",
}
_SAID = {Said.YES: "yes to", Said.NO: "no to", Said.NOT_ASKED: "nobody asked about"}


def _consent(data: dict[str, Any]) -> Told:
    said, purpose = Said(data["said"]), Purpose(data["purpose"])
    return Told(sentence(f"{_SAID[said]} {_PURPOSES[purpose]}"), kind=PAPER)


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
