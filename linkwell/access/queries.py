"""Questions about who there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from linkwell.access.explain import Explanation, Stands, explain
from linkwell.access.models import (
    Assurance,
    Membership,
    Organisation,
    PracticeAgreement,
    Relationship,
    User,
)
from linkwell.access.readiness import ASKED, Named, missing
from linkwell.access.rules import Actor, ActorKind, Member, OrganisationKind, Role
from linkwell.access.sharing import Kind, Verb
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.tables.record_classes import RecordClass


def actor_for(user: User) -> Actor:
    """The signed-in user as an actor, with the memberships of this moment."""
    return Actor(
        id=user.pk,
        kind=ActorKind.MEMBER,
        name=user.name,
        memberships=tuple(members_of(user.pk) if user.members is None else user.members),
    )


def members_of(user_id: UUID) -> list[Member]:
    return list(map(_member, _open_memberships(user_id)))


def user_with_members(user_id: UUID) -> User | None:
    """A user and the memberships of this moment, in one question; None without any."""
    rows = list(_open_memberships(user_id).select_related("user"))
    if not rows:
        return None
    user: User = rows[0].user
    user.members = list(map(_member, rows))
    return user


def _open_memberships(user_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(user_id=user_id, ended_at=None).order_by("began_at", "id")


def _member(row: Membership) -> Member:
    return Member(row.pk, row.organisation_id, Role(row.role))


def held_by(membership_ids: Iterable[UUID]) -> "QuerySet[Relationship, UUID]":
    """Ids of the people on these members' caseloads, and of those whose record was locked away on
    them. Only what the actor may see of them comes through the walls of the table that is asked."""
    rows: QuerySet[Relationship] = QuerySet(Relationship)
    theirs = rows.filter(
        member_id__in=list(membership_ids),
        kind__in=(Kind.CASELOAD, Kind.RECEIPT),
        ended_at__isnull=True,
        expires_at__isnull=True,
    )
    return theirs.values_list("person_id", flat=True)


def membership_in(actor: Actor, organisation_id: UUID, *roles: Role) -> Membership:
    """The actor's own membership there, in one of `roles`; NotThere without one."""
    for member in actor.memberships:
        if member.organisation_id == organisation_id and member.role in roles:
            return Membership.objects.get(pk=member.id)
    raise NotThere


@dataclass(frozen=True)
class Door:
    """Where a practice's referrals go: a service it has a signed agreement with."""

    service_id: UUID
    service_name: str
    practice_id: UUID
    practice_name: str
    duty_phone: str
    duty_hours: str


def doors_of(practice_ids: tuple[UUID, ...]) -> list[Door]:
    """The services that these practices may refer to, oldest agreement first."""
    rows = (
        _standing_agreements()
        .filter(practice_id__in=practice_ids)
        .select_related("service__assurance", "practice")
        .order_by("agreed_on", "id")
    )
    return [_door(row) for row in rows]


def has_agreed(practice_id: UUID, service_id: UUID) -> bool:
    """May that practice refer to that service today?"""
    return _standing_agreements().filter(practice_id=practice_id, service_id=service_id).exists()


def agreed_between(service_id: UUID, first: date, last: date) -> set[UUID]:
    """The practices that might refer to that service on some day from the first to the last."""
    rows = PracticeAgreement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=first), service_id=service_id, agreed_on__lte=last
    )
    return set(rows.values_list("practice_id", flat=True))


def _standing_agreements() -> QuerySet[PracticeAgreement]:
    return PracticeAgreement.objects.filter(ended_on=None, agreed_on__lte=clock.today())


def _door(row: PracticeAgreement) -> Door:
    assurance = getattr(row.service, "assurance", None)
    return Door(
        service_id=row.service_id,
        service_name=row.service.name,
        practice_id=row.practice_id,
        practice_name=row.practice.name,
        duty_phone=getattr(assurance, "duty_phone", ""),
        duty_hours=getattr(assurance, "duty_hours", ""),
    )


def duty_line_of(service_id: UUID) -> tuple[str, str]:
    """Number and hours of the duty line that a service has named; empty where it has not."""
    rows = Assurance.objects.filter(service_id=service_id)
    return next(iter(rows.values_list("duty_phone", "duty_hours")), ("", ""))


def organisation(organisation_id: UUID) -> Organisation:
    return Organisation.objects.get(pk=organisation_id)


def explain_access(
    user_id: UUID, person_id: UUID, record_class: RecordClass, verb: Verb = Verb.READ
) -> Explanation:
    """Why that user may or may not; asked by somebody who may see the person's relationships."""
    rows = list(Relationship.objects.filter(person_id=person_id))
    if not rows:
        raise NotThere
    stands = [
        Stands(Kind(row.kind), row.organisation_id, row.member_id)
        for row in rows
        if row.ended_at is None
    ]
    return explain(
        members_of(user_id),
        stands,
        rows[0].service_id,
        record_class,
        verb,
        locked=_is_locked(person_id),
    )


def _is_locked(person_id: UUID) -> bool:
    """Is the record locked away? For members of its service."""
    with connection.cursor() as cursor:
        cursor.execute("select %s = any (linkwell_locked())", [person_id])
        return bool(cursor.fetchone()[0])


def readiness(service: Organisation) -> Named:
    """What a service has named so far."""
    assurance = Assurance.objects.filter(service=service).first()
    agreements = PracticeAgreement.objects.filter(service=service, ended_on=None).select_related(
        "practice"
    )
    return Named(
        service=service.name,
        assurance={key: getattr(assurance, key, "") for key in ASKED},
        signed=tuple(row.practice.name for row in agreements if row.agreed_on),
        unsigned=tuple(row.practice.name for row in agreements if not row.agreed_on),
        silent=tuple(row.practice.name for row in agreements if not row.practice.email),
    )


def service_codes() -> list[str]:
    """The ODS code of each service; the demo town's begin with DEMO."""
    services = Organisation.objects.filter(kind=OrganisationKind.SERVICE)
    return list(services.values_list("ods_code", flat=True))


def what_is_missing() -> list[str]:
    """Why a live start is refused; empty when it may go on."""
    services = Organisation.objects.filter(kind=OrganisationKind.SERVICE).order_by("name")
    if not services:
        return ["There is no service yet: write its plan and run `linkwell setup FILE`."]
    return [sentence for service in services for sentence in missing(readiness(service))]


def supervisor_of(service_id: UUID) -> UUID | None:
    """The membership of whoever has supervised a service longest; None where nobody does."""
    rows = Membership.objects.filter(
        organisation_id=service_id, role=Role.SUPERVISOR, ended_at=None
    ).order_by("began_at", "id")
    return rows.values_list("id", flat=True).first()


def holder_of(person_id: UUID, *, else_: Membership) -> Membership:
    """Who has this person on the caseload: `else_` if she still has, or if nobody does."""
    standing = Relationship.objects.select_related("member").filter(
        person_id=person_id, kind=Kind.CASELOAD, ended_at=None
    )
    members = [row.member for row in standing if row.member is not None]
    return else_ if else_ in members or not members else members[0]
