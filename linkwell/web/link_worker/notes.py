"""What must be seen on every page about a person: danger mentioned, and what they speak."""

from collections.abc import Sequence
from dataclasses import dataclass

from linkwell.access.queries import duty_line_of
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
    phone, hours = duty_line_of(referral.service_id)
    said = {way.safe for way in ways if way.channel is Channel.PHONE}
    return Risk(
        words=tuple(dict.fromkeys(danger.words for danger in danger_in(referral.said))),
        given_name=person.given_name,
        duty_phone=phone,
        duty_hours=hours,
        may_ring=Safe.YES in said,
        must_not_ring=Safe.YES not in said and Safe.NO in said,
    )


def spoken(language: str) -> str:
    """The name of a language of the referral form, by its code: "ur" -> "Urdu"."""
    return dict(LANGUAGES).get(language, language)
