"""The story of a referral."""

from linkwell.referrals.rules import ReturnReason
from linkwell.web.people_words import RETURNED
from linkwell.web.stories.telling import Teller, Told

TELLERS: dict[str, Teller] = {
    "ReferralReceived": lambda _, d, c: Told("Referred"),
    "ReferralAccepted": lambda _, d, c: Told("Taken on"),
    "ReferralReturned": lambda _, d, c: Told(
        "Returned to the practice", f"{RETURNED[ReturnReason(d['reason'])]}."
    ),
    "ReferralDeclined": lambda _, d, c: Told("Said no, this time", "The door stays open."),
}
