"""The story of a referral."""

from uuid import UUID

from django.urls import reverse

from linkwell.referrals.rules import Danger, ReturnReason
from linkwell.web.people_words import DANGER, RETURNED
from linkwell.web.stories.telling import PAPER, Context, Teller, Told

TELLERS: dict[str, Teller] = {
    "ReferralReceived": lambda row, d, c: Told("Referred", c.referred.get(row, "")),
    "ReferralAccepted": lambda _, d, c: Told("Taken on"),
    "ReferralReturned": lambda _, d, c: Told(
        "Returned to the practice", f"{RETURNED[ReturnReason(d['reason'])]}."
    ),
    "DangerAnswered": lambda _, d, c: Told(
        "Asked whether anyone is in danger",
        "Nobody answered in time." if d["unanswered"] else DANGER[Danger(d["answer"])],
    ),
    "MoreAsked": lambda _, d, c: Told("Asked the practice for more", kind=PAPER),
    "MoreAnswered": lambda _, d, c: Told("The practice answered", kind=PAPER),
    "ReferralPassedOn": lambda _, d, c: Told("Passed on to somebody who can help more"),
    "ReferralJoined": lambda row, d, c: Told(
        "Referred again", c.referred.get(row, ""), link=_before(row, c)
    ),
    "ReferralLinked": lambda _, d, c: Told("Goes on in the record that we have", kind=PAPER),
    "KeptApart": lambda _, d, c: Told("Compared: nobody we know", kind=PAPER),
    "ReferralDeclined": lambda _, d, c: Told("Said no, this time", "The door stays open."),
}


def _before(row: UUID, context: Context) -> tuple[str, str] | None:
    """Where it was taken on before it was known who they are: what was written down there."""
    case_id = context.before.get(row)
    return ("What was written before that", reverse("case", args=[case_id])) if case_id else None
