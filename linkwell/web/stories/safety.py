"""The story of alerts and concerns. Of a concern it says that it is there, and no word of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from linkwell.safety.rules import Rung, SaidIn, Why
from linkwell.web.design.words import day
from linkwell.web.people_words import sentence
from linkwell.web.stories.telling import PAPER, RESTRICTED, Context, Teller, Told

_RUNG = {
    Rung.DUTY_CLINICIAN: "The duty clinician was called.",
    Rung.SUPERVISOR: "The supervisor was called.",
    Rung.SAFEGUARDING_LEAD: "The safeguarding lead was called.",
    Rung.TEAM: "Everybody in the team was called.",
}
_WHY = {
    Why.YES: "Whoever refers says that somebody is in danger now.",
    Why.UNKNOWN: "Whoever refers does not know whether anyone is in danger.",
    Why.UNANSWERED: "Nobody answered whether anyone is in danger.",
    Why.CONCERN: "Somebody is in danger now.",
}

_COVER = {
    "rang_in": "They rang, or came.",
    "holder_away": "Their link worker was away.",
    "partner_rang": "A group or service rang about them.",
    "duty": "She was on duty.",
}

SAID_IN = {
    SaidIn.REFERRAL: "in the referral",
    SaidIn.QUESTION: "in what the practice was asked",
    SaidIn.RETURN: "in why the referral went back",
    SaidIn.TALK: "in a talk",
    SaidIn.NEED: "in a need",
    SaidIn.MAP: "on the map of who they can turn to",
    SaidIn.GOAL: "in a goal",
    SaidIn.STEP: "in a small step",
    SaidIn.SEARCH: "in what was looked for",
    SaidIn.LINE: "in a line for a group",
    SaidIn.PARTNER: "in what a group answered",
    SaidIn.PRACTICE: "in a message to the practice",
    SaidIn.TIMES: "in when to ring",
    SaidIn.SPEAKER: "in who speaks for them",
    SaidIn.DECISION: "in a decision",
    SaidIn.PLACE: "in where to meet",
    SaidIn.SEALED: "in why the sealed record was opened",
}


def _mentioned(row: UUID, data: dict[str, Any], context: Context) -> Told:
    words = context.danger.get(row, "")
    where = sentence(SAID_IN[SaidIn(data["said_in"])])
    return Told("Words that mean danger", f"{where}: “{words}”" if words else f"{where}.")


def _looked_at(row: UUID, data: dict[str, Any], context: Context) -> Told:
    again = data["again_on"]
    title = "Looked at: there is danger" if again else "Looked at: nobody is in danger any more"
    until = f" Looks again on {day(date.fromisoformat(again))}." if again else ""
    return Told(title, f"A supervisor: {context.danger.get(row, '')}{until}")


TELLERS: dict[str, Teller] = {
    "DangerMentioned": _mentioned,
    "DangerLookedAt": _looked_at,
    "AlertRaised": lambda _, d, c: Told("Alert", f"{_WHY[Why(d['why'])]} {_RUNG[Rung(d['rung'])]}"),
    "AlertPassedOn": lambda _, d, c: Told(
        "Alert passed on", f"Nobody had it in time. {_RUNG[Rung(d['rung'])]}"
    ),
    "AlertAcknowledged": lambda _, d, c: Told("Somebody has the alert"),
    "ConcernRaised": lambda row, d, c: _concern("A safeguarding concern", row, c),
    "ConcernClosed": lambda row, d, c: _concern("The concern was closed", row, c),
    "RecordCovered": lambda _, d, c: Told(
        "A colleague opened the record", _COVER[d["reason"]], PAPER
    ),
    "GlassBroken": lambda _, d, c: Told("The sealed record was opened", kind=PAPER),
}


def _concern(title: str, concern_id: UUID, context: Context) -> Told:
    """For whoever raised it and for supervisors; of others only that there is something."""
    if concern_id not in context.concerns:
        return Told("Entry you can’t open", kind=RESTRICTED)
    return Told(title, "Restricted.", link=("Open it", reverse("concern", args=[concern_id])))
