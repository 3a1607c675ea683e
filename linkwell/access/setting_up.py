"""Set a service up from its plan, or bring it up to date: the same file again changes nothing."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from linkwell.access import links
from linkwell.access.actions import action
from linkwell.access.events import (
    MemberJoined,
    MemberLeft,
    PracticeAgreed,
    PracticeAgreementEnded,
    ServiceSetUp,
)
from linkwell.access.models import (
    Assurance,
    Link,
    Membership,
    Organisation,
    PracticeAgreement,
    User,
)
from linkwell.access.plans import MemberPlan, OrganisationPlan, ServicePlan
from linkwell.access.rules import Actor, LinkPurpose, OrganisationKind, Permission, Role
from linkwell.journal.actions import record
from linkwell.kernel import clock

INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class NewLink:
    """A link made just now: whom it is for, what it opens, and the token, told this once."""

    label: str
    purpose: LinkPurpose
    token: str


@action(Permission.MANAGE_ACCESS)
def set_up(plan: ServicePlan, *, by: Actor) -> tuple[Organisation, list[NewLink]]:
    """Create or update what the plan names; the links that this made, for printing once."""
    service = _organisation(OrganisationKind.SERVICE, plan.service)
    Assurance.objects.update_or_create(service=service, defaults=vars(plan.assurance))
    places = {"": service}
    new_links: list[NewLink] = []
    for row in plan.practices:
        places[row.name] = practice = _organisation(OrganisationKind.PRACTICE, row)
        _agree(service, practice, row)
        new_links += _referral_link(service, practice, by)
    for row in plan.partners:
        places[row.name] = _organisation(OrganisationKind.PARTNER, row)
    for member in plan.members:
        new_links += _join(member, places, service.pk, by)
    _end_what_is_not_named(plan, service, places)
    record(
        ServiceSetUp(
            subject_id=service.pk,
            service_id=service.pk,
            practices=len(plan.practices),
            members=len(plan.members),
        )
    )
    return service, new_links


def _end_what_is_not_named(
    plan: ServicePlan, service: Organisation, places: dict[str, Organisation]
) -> None:
    """Whoever left the plan has left; a practice that left it refers no more."""
    _end_agreements(service, [place.pk for place in places.values()])
    shared = PracticeAgreement.objects.exclude(service=service).filter(ended_on=None)
    stays = {(member.email.lower(), places[member.at].pk, member.role) for member in plan.members}
    here = (
        Membership.objects.filter(organisation__in=places.values(), ended_at=None)
        .exclude(organisation_id__in=shared.values("practice_id"))  # not ours alone to say
        .select_related("user")
    )
    for membership in here:
        who = (membership.user.email.lower(), membership.organisation_id, membership.role)
        if who not in stays:
            membership.ended_at = clock.now()
            membership.save(update_fields=["ended_at"])
            record(MemberLeft(subject_id=membership.pk, service_id=service.pk))


def _end_agreements(service: Organisation, named: list[UUID]) -> None:
    """End the agreements of practices that are not named, and revoke their links."""
    agreements = PracticeAgreement.objects.filter(service=service, ended_on=None)
    for agreement in agreements.exclude(practice_id__in=named):
        agreement.ended_on = clock.today()
        agreement.save(update_fields=["ended_on"])
        Link.objects.filter(
            service=service, organisation_id=agreement.practice_id, revoked_at=None
        ).update(revoked_at=clock.now())
        record(
            PracticeAgreementEnded(
                subject_id=agreement.pk, service_id=service.pk, practice_id=agreement.practice_id
            )
        )


def _organisation(kind: OrganisationKind, plan: OrganisationPlan) -> Organisation:
    """The row of this code or name, brought up to date. What the plan leaves empty is not wiped:
    another service's plan may have said it."""
    said = {key: value for key, value in vars(plan).items() if value and key != "agreed_on"}
    same = "ods_code" if plan.ods_code else "name"
    row, _ = Organisation.objects.update_or_create(said, kind=kind, **{same: said[same]})
    return row


def _agree(service: Organisation, practice: Organisation, plan: OrganisationPlan) -> None:
    row, new = PracticeAgreement.objects.update_or_create(
        service=service, practice=practice, defaults={"agreed_on": plan.agreed_on}
    )
    if new:
        record(PracticeAgreed(subject_id=row.pk, service_id=service.pk, practice_id=practice.pk))


def _referral_link(service: Organisation, practice: Organisation, by: Actor) -> list[NewLink]:
    held = Link.objects.filter(
        purpose=LinkPurpose.REFER, service=service, organisation=practice, revoked_at=None
    )
    if held.exists():
        return []
    token = links.issue(
        LinkPurpose.REFER, organisation_id=practice.pk, service_id=service.pk, by=by
    )
    return [NewLink(practice.name, LinkPurpose.REFER, token)]


def _join(
    plan: MemberPlan, places: dict[str, Organisation], service_id: UUID, by: Actor
) -> list[NewLink]:
    user = User.objects.filter(email__iexact=plan.email).first()
    invite = user is None
    if user is None:
        user = User(email=plan.email.lower(), name=plan.name, invited_at=clock.now())
        user.set_unusable_password()
        user.save(force_insert=True)
    at = places[plan.at]
    membership, new = Membership.objects.get_or_create(
        user=user, organisation=at, role=plan.role, ended_at=None
    )
    if plan.employer:
        employer = OrganisationPlan(plan.employer)
        membership.employer = _organisation(OrganisationKind.EMPLOYER, employer)
        membership.save(update_fields=["employer"])
    membership.languages, membership.gender = list(plan.languages), plan.gender
    membership.save(update_fields=["languages", "gender"])
    membership.practices.set([places[name] for name in plan.practices])
    if new:
        record(
            MemberJoined(
                subject_id=membership.pk,
                service_id=service_id,
                organisation_id=at.pk,
                role=Role(plan.role),
            )
        )
    return [_invite(user, by)] if invite else []


def _invite(user: User, by: Actor) -> NewLink:
    token = links.issue(
        LinkPurpose.INVITE, user_id=user.pk, expires_at=clock.now() + INVITATION_LASTS, by=by
    )
    return NewLink(user.name, LinkPurpose.INVITE, token)
