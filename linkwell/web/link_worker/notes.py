"""What must be seen on every page about a person: danger mentioned, and what they speak."""

from collections.abc import Sequence
from dataclasses import dataclass

from linkwell.access.queries import doors_of
from linkwell.needs.rules import danger_in
from linkwell.people.models import Person
from linkwell.people.queries import Way
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.models import Referral
from linkwell.web.referrer.forms import LANGUAGES


@dataclass(frozen=True)
class Risk:
    """Words of the referral that mean danger, and whom to ring about them."""

    words: tuple[str, ...]
    given_name: str
    duty_phone: str
    duty_hours: str
    may_ring: bool
    must_not_ring: bool


def risk_in(referral: Referral, person: Person, ways: Sequence[Way]) -> Risk | None:
    """The danger that a referral mentions; None without any."""
    if not referral.risk_mentioned:
        return None
    phone, hours = duty_line(referral)
    said = {way.safe for way in ways if way.channel is Channel.PHONE}
    return Risk(
        words=tuple(dict.fromkeys(danger.words for danger in danger_in(referral.said))),
        given_name=person.given_name,
        duty_phone=phone,
        duty_hours=hours,
        may_ring=Safe.YES in said,
        must_not_ring=Safe.YES not in said and Safe.NO in said,
    )


def duty_line(referral: Referral) -> tuple[str, str]:
    """Number and hours of the duty line for this referral's practice; empty when none is named."""
    for door in doors_of((referral.practice_id,)):
        if door.service_id == referral.service_id:
            return door.duty_phone, door.duty_hours
    return "", ""


def spoken(language: str) -> str:
    """The name of a language of the referral form, by its code: "ur" -> "Urdu"."""
    return dict(LANGUAGES).get(language, language)
