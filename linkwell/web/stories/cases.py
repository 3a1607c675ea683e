"""The story of a case: begun, held, ended, come back to."""

from datetime import date

from linkwell.cases.rules import Because
from linkwell.web.design.words import day
from linkwell.web.stories.telling import PAPER, Teller, Told

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
    "CaseClosed": lambda _, d, c: Told("Ended", BECAUSE[Because(d["because"])]),
    "CaseReopened": lambda _, d, c: Told("Came back", "The same story goes on."),
    "CaseHandedOver": lambda _, d, c: Told("Handed over to a colleague", kind=PAPER),
    "RiskMarked": lambda _, d, c: Told("Danger or safeguarding is open"),
    "RiskSettled": lambda _, d, c: Told("Looked at: no danger is open", kind=PAPER),
}


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
