"""Questions about danger: who is called, whose turn it is, what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, connections
from django.db.models import Q

from linkwell.access.models import Assurance, Membership, Organisation
from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases.models import Case
from linkwell.people.rules import Channel, Safe
from linkwell.safety.models import Alert, Concern, FailedSearch, Look, Mention
from linkwell.safety.rules import ALERT_LADDER, AlertState, ConcernState, Rung, reached
from linkwell.tables.expressions import one_of


def alert_clock() -> timedelta:
    """How long one role has before an alert passes on. A setting of the installation."""
    return timedelta(minutes=settings.LINKWELL_ALERT_MINUTES)


@dataclass(frozen=True)
class WayInDanger:
    """A way to reach somebody whose record is locked away, while danger is open; and what was said
    of it."""

    channel: Channel
    value: str
    safe: Safe
    times: str


def ways_in_danger(person_id: UUID) -> list[WayInDanger]:
    """For who is to make sure that somebody is safe. Nothing where no danger is open."""
    with connection.cursor() as cursor:
        cursor.execute("select * from linkwell_reach_in_danger(%s)", [person_id])
        return [
            WayInDanger(Channel(channel), value, Safe(safe), times)
            for channel, value, safe, times in cursor.fetchall()
        ]


def addresses(rung: Rung, service_id: UUID, practice_id: UUID | None) -> list[str]:
    """Where a role is written to: its members and, of a practice or of everybody, the office."""
    match rung:
        case Rung.DUTY_CLINICIAN if practice_id is not None:
            found = [*_office(practice_id), *_emails(practice_id, Role.GP)]
        case Rung.SUPERVISOR:
            found = _emails(service_id, Role.SUPERVISOR)
        case Rung.SAFEGUARDING_LEAD:
            lead = _lead(service_id)
            named = _office(service_id) if _names_lead(service_id) else []
            found = [lead.user.email] if lead else named
        case Rung.TEAM:
            found = [*_emails(service_id, *TEAM), *_office(service_id)]
        case _:
            found = []
    return list(dict.fromkeys(found))


def _office(organisation_id: UUID) -> list[str]:
    email = Organisation.objects.get(pk=organisation_id).email
    return [email] if email else []


def _emails(organisation_id: UUID, *roles: Role) -> list[str]:
    rows = Membership.objects.filter(organisation_id=organisation_id, role__in=roles, ended_at=None)
    return list(rows.order_by("began_at", "id").values_list("user__email", flat=True))


def _names_lead(service_id: UUID) -> str:
    assurance = Assurance.objects.filter(service_id=service_id).first()
    return assurance.safeguarding_lead if assurance else ""


def _lead(service_id: UUID) -> Membership | None:
    """The member whom the service names as safeguarding lead, if it is one of its members."""
    named = Assurance.objects.filter(service_id=service_id).values("safeguarding_lead")
    rows = Membership.objects.filter(
        organisation_id=service_id, user__name__in=named, ended_at=None
    )
    return rows.select_related("user").order_by("began_at", "id").first()


def roles_there(ladder: Iterable[Rung], service_id: UUID, practice_id: UUID | None) -> list[Rung]:
    """The roles of a ladder that can be written to."""
    return [rung for rung in ladder if addresses(rung, service_id, practice_id)]


def is_called(actor: Actor, alert: Alert) -> bool:
    """Has the alert come to a role that the actor holds?"""
    called = reached(ALERT_LADDER, Rung(alert.rung))
    held = {
        Rung.DUTY_CLINICIAN: alert.practice_id in actor.organisations(Role.GP),
        Rung.SUPERVISOR: alert.service_id in actor.organisations(Role.SUPERVISOR),
        Rung.TEAM: alert.service_id in actor.organisations(*TEAM),
    }
    if any(held.get(rung, False) for rung in called):
        return True
    if Rung.SAFEGUARDING_LEAD not in called:
        return False
    lead = _lead(alert.service_id)
    return lead is not None and lead.pk in {member.id for member in actor.memberships}


def open_alerts(actor: Actor) -> list[Alert]:
    """Open alerts that have come to the actor's role, oldest first."""
    return [row for row in alerts_to_see() if is_called(actor, row)]


def alerts_to_see(about: Iterable[UUID] = ()) -> list[Alert]:
    """Every open alert that the actor may see, and each about these referrals, oldest first."""
    rows = Alert.objects.filter(Q(state=AlertState.OPEN) | Q(about_id__in=list(about)))
    return list(rows.select_related("acknowledged_by__user").order_by("raised_at", "id")[:250])


def open_concerns(*states: ConcernState) -> list[Concern]:
    """Concerns in these states, of those the actor may read, oldest first, with who has each."""
    rows = Concern.objects.filter(state__in=states).select_related("acknowledged_by__user")
    return list(rows.order_by("raised_at", "id")[:50])


def concerns_about(person_id: UUID) -> list[Concern]:
    """Concerns about somebody that the actor may read, newest first."""
    return list(Concern.objects.filter(person_id=person_id).order_by("-raised_at", "-id"))


def danger_is_open(person_id: UUID) -> bool:
    """Is an alert not acknowledged, or a concern not closed, of those the actor may read?"""
    alerts = Alert.objects.filter(person_id=person_id, state=AlertState.OPEN)
    concerns = Concern.objects.filter(person_id=person_id)
    return bool(alerts.exists() or concerns.exclude(state=ConcernState.CLOSED).exists())


def open_mentions(person_ids: Iterable[UUID]) -> list[Mention]:
    """Words that mean danger about these people which nobody has settled, oldest first."""
    rows = Mention.objects.filter(one_of("person_id", person_ids), settled_at__isnull=True)
    return list(rows.order_by("said_at", "id"))


def open_danger(case: Case) -> frozenset[str]:
    """What is open about somebody, each by a sign of its own: every mention of danger that nobody
    has settled, and what their case knows of it."""
    said = {str(one.pk) for one in open_mentions([case.person_id])}
    known = {"risk": case.at_risk, "alert": case.danger_open}
    return frozenset(said | {sign for sign, is_open in known.items() if is_open})


def looks_at(person_id: UUID) -> list[Look]:
    """What supervisors found about somebody, newest first."""
    rows = Look.objects.filter(person_id=person_id).select_related("member__user")
    return list(rows.order_by("-looked_at", "-id"))


def mentions_about(person_id: UUID) -> list[Mention]:
    """All words that mean danger about somebody, settled or not, oldest first: for their story."""
    return list(Mention.objects.filter(person_id=person_id).order_by("said_at", "id"))


def overdue(table: str, now: datetime) -> list[tuple[UUID, UUID, UUID]]:
    """What nobody has acknowledged in time: (id, person, service). Asked as `bulk`: it crosses
    services; each is then handled for its person."""
    if table not in (Alert._meta.db_table, Concern._meta.db_table):
        raise ValueError(table)
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            f"select id, person_id, service_id from {table}"  # noqa: S608 - one of two names
            " where state = 'open' and turn_until <= %s order by turn_until limit 500",
            [now],
        )
        rows: list[tuple[UUID, UUID, UUID]] = cursor.fetchall()
    return rows


def failures(member_id: UUID, since: datetime) -> list[datetime]:
    """When somebody looked for a caller and found nobody, from then on."""
    rows = FailedSearch.objects.filter(member_id=member_id, at__gt=since, refused=False)
    return list(rows.values_list("at", flat=True))


def refusals(service_ids: Iterable[UUID], since: datetime) -> list[tuple[str, datetime]]:
    """Who looked for callers too often, and when: (name, moment), newest first."""
    rows = FailedSearch.objects.filter(service_id__in=list(service_ids), at__gt=since, refused=True)
    return list(rows.order_by("-at").values_list("member__user__name", "at")[:20])


def privacy_lead(service_id: UUID) -> str:
    """Where the privacy lead is written to: one address, the member who has been it longest."""
    return next(iter(_emails(service_id, Role.PRIVACY_LEAD)), "")
