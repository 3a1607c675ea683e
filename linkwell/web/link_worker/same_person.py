"""Is this somebody we know? Who looks the same stands beside them, and two buttons say so."""

from dataclasses import dataclass

from django.urls import reverse

from linkwell.access.rules import Actor, Role
from linkwell.kernel import nhs_number
from linkwell.people.models import Person
from linkwell.people.rules import search_form
from linkwell.referrals.alike import Alike, alike
from linkwell.referrals.models import UNDECIDED, Referral
from linkwell.referrals.queries import number_in_doubt
from linkwell.referrals.rules import ReferralState
from linkwell.web.design.words import day


@dataclass(frozen=True)
class Likeness:
    """Somebody known who may be the person just referred, beside that person."""

    name: str
    born: str
    nhs_number: str
    since: str
    holder: str
    same_name: bool
    same_birth: bool
    same_number: bool
    careful: bool
    same: str  # where "the same person" is posted


@dataclass(frozen=True)
class Doubt:
    """Whom we know that may be this person. `number`: the NHS number that was given and stands on
    another record; then it has to be answered before anybody is taken on. `apart`: where "somebody
    else" is posted; empty where the reader may not see whom to compare with."""

    name: str
    born: str
    nhs_number: str
    number: str
    taken_on: bool
    known: tuple[Likeness, ...]
    apart: str


def doubt_about(row: Referral, person: Person, actor: Actor) -> Doubt | None:
    """What is to be said about the person of a referral, while it is; None where nothing is.

    Once somebody was taken on, only whose number it is. Who looks the same in a sealed record is
    shown to a supervisor alone, and so is the answer.
    """
    waits, taken_on = row.state in UNDECIDED, row.state == ReferralState.ACCEPTED
    number = person.stated_nhs_number if number_in_doubt(person) else ""
    if not (number and (waits or taken_on)) and (row.apart or not waits):
        return None
    known = alike([row.person_id])
    if not number and not known:
        return None
    sees = known or row.service_id in actor.organisations(Role.SUPERVISOR)
    return Doubt(
        name=str(person),
        born=_born(person),
        nhs_number=_shown(person.stated_nhs_number),
        number=_shown(number),
        taken_on=taken_on,
        known=tuple(_likeness(row, person, one) for one in known),
        apart=reverse("apart", args=[row.pk]) if sees else "",
    )


def _likeness(row: Referral, person: Person, known: Alike) -> Likeness:
    return Likeness(
        name=f"{known.given_name} {known.family_name}",
        born=_born(known),
        nhs_number=_shown(known.nhs_number),
        since=day(known.since),
        holder=known.holder,
        same_name=search_form(known.family_name, known.given_name) == person.search_name,
        same_birth=known.birth_date == person.birth_date,
        same_number=known.same_number,
        careful=known.careful,
        same=reverse("same", args=[row.pk, known.person_id]),
    )


def _born(who: Person | Alike) -> str:
    return day(who.birth_date).split(" ", 1)[1]


def _shown(digits: str) -> str:
    return nhs_number.show(digits) if digits else ""
