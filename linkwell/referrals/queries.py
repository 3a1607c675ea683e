"""Questions about referrals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from linkwell.access.models import Membership
from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases.models import Case
from linkwell.kernel.errors import NotThere
from linkwell.people.models import Person
from linkwell.referrals.alike import alike
from linkwell.referrals.models import UNDECIDED, Receipt, Referral
from linkwell.referrals.rules import (
    Danger,
    ReferralState,
    Wants,
    how_pressing,
    must_be_compared,
)
from linkwell.tasks.rules import triage_due


def receipt_for(key: UUID, *, practice_id: UUID) -> Receipt | None:
    """The receipt that this practice's form was given, if it has arrived."""
    return Receipt.objects.filter(key=key, practice_id=practice_id).first()


def referrals_of(person_id: UUID) -> list[Referral]:
    """Every referral on somebody's record, oldest first, each with its practice."""
    rows = Referral.objects.select_related("practice").filter(person_id=person_id)
    return list(rows.order_by("received_at", "id"))


@dataclass(frozen=True)
class Waiting:
    """A referral in the team's queue."""

    referral_id: UUID
    person_id: UUID
    service_id: UUID
    name: str
    birth_date: date
    practice: str
    words: str
    wants: Wants
    received_at: datetime
    due: date
    danger: Danger
    same_nhs_number: bool  # the number given stands on another record too
    alike: bool  # somebody known looks the same: compare
    answered: bool  # the practice has answered what it was asked
    state: ReferralState


def queue(actor: Actor) -> list[Waiting]:
    """What waits for the actor's team: who may be in danger first, then the oldest.

    A link worker who serves named practices sees theirs, and every one that mentions risk.
    """
    services = actor.organisations(*TEAM)
    rows = (
        Referral.objects.filter(state__in=UNDECIDED, service_id__in=services)
        .select_related("practice")
        .order_by("-risk_mentioned", "received_at", "id")
    )
    practices = _practices_served(actor)
    if practices:
        rows = rows.filter(Q(practice_id__in=practices) | Q(risk_mentioned=True))
    rows = list(rows[:200])
    people = Person.objects.in_bulk([row.person_id for row in rows])
    looked_at = {row.person_id for row in rows if row.apart}
    like = {one.referred_id for one in alike(people)} - looked_at if people else set[UUID]()
    found = [_waiting(row, people[row.person_id], like) for row in rows if row.person_id in people]
    return sorted(found, key=lambda one: how_pressing(one.danger))


def _practices_served(actor: Actor) -> list[UUID]:
    if Role.SUPERVISOR in actor.roles():
        return []
    ids = [member.id for member in actor.memberships]
    served = Membership.practices.through.objects.filter(membership_id__in=ids)
    return list(served.values_list("organisation_id", flat=True))


def _waiting(row: Referral, person: Person, like: set[UUID]) -> Waiting:
    return Waiting(
        referral_id=row.pk,
        person_id=row.person_id,
        service_id=row.service_id,
        name=str(person),
        birth_date=person.birth_date,
        practice=row.practice.name,
        words=row.words,
        wants=Wants(row.wants),
        received_at=row.received_at,
        due=triage_due(row.received_at, risk_mentioned=row.risk_mentioned),
        danger=Danger(row.danger),
        same_nhs_number=person.no_nhs_number == "held_by_another",
        alike=row.person_id in like,
        answered=bool(row.answer),
        state=ReferralState(row.state),
    )


@dataclass(frozen=True)
class Referred:
    """A referral as the practice that made it sees it."""

    person_id: UUID
    service_id: UUID
    reference: str
    name: str
    received_at: datetime
    state: ReferralState
    decided_at: datetime | None
    reason: str
    note: str
    passed_to: str = ""
    question: str = ""
    answer: str = ""
    danger: Danger = Danger.NOT_ASKED
    referral_id: UUID | None = None
    practice_id: UUID | None = None
    pause_key: UUID | None = None  # where the question about danger is still open


def referred_by(practice_ids: tuple[UUID, ...]) -> list[Referred]:
    """What became of those a practice referred, newest first.

    A referral that went on in the record of somebody known stands here as the practice wrote it,
    with what became of it there: whether somebody was known is not the practice's to learn.
    """
    found = Referral.objects.filter(practice_id__in=practice_ids).order_by("-received_at", "-id")
    rows = list(found.filter(copy_of=None)[:200])
    went_on = [row.linked_to for row in rows if row.linked_to]
    copies = {row.pk: row for row in found.filter(pk__in=went_on)} if went_on else {}
    asked = [row.pk for row in rows if row.danger == Danger.ASKED]
    keys = dict(
        Receipt.objects.filter(referral_id__in=asked).values_list("referral_id", "key")
        if asked
        else ()
    )
    people = Person.objects.in_bulk([row.person_id for row in rows])
    return [
        _referred(row, copies.get(row.linked_to, row), str(people[row.person_id]), keys)
        for row in rows
        if row.person_id in people
    ]


def _referred(row: Referral, now: Referral, name: str, keys: dict[UUID, UUID]) -> Referred:
    """`row` as the practice wrote it, `now` as it stands."""
    hidden = now.state == ReferralState.LINKED  # never so said
    return Referred(
        person_id=row.person_id,
        service_id=row.service_id,
        reference=row.reference,
        name=name,
        received_at=row.received_at,
        state=ReferralState.RECEIVED if hidden else ReferralState(now.state),
        decided_at=None if hidden else now.decided_at,
        reason=now.reason,
        note=now.decision_note,
        passed_to=now.passed_to,
        question=now.question,
        answer=now.answer,
        danger=Danger(row.danger),
        referral_id=now.pk,
        practice_id=row.practice_id,
        pause_key=keys.get(row.pk),
    )


def number_in_doubt(person: Person) -> bool:
    """Does the NHS number that was given stand on another record, and nobody has said of any
    referral of theirs that they are somebody else?"""
    return must_be_compared(person.no_nhs_number, apart=False) and not (
        Referral.objects.filter(person_id=person.pk, apart=True).exists()
    )


def case_before(copies: Iterable[UUID]) -> dict[UUID, UUID]:
    """Of referrals that went on in another record once they were taken on: the case that was
    opened for each, by referral, where the actor may see it."""
    rows = Case.objects.filter(referral_id__in=list(copies))
    return dict(rows.values_list("referral_id", "pk"))


def latest_referral(person_id: UUID) -> Referral:
    """The newest referral of a person; NotThere without one."""
    row: Referral | None = (
        Referral.objects.filter(person_id=person_id).order_by("-received_at", "-id").first()
    )
    if row is None:
        raise NotThere
    return row
