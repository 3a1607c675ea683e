"""Who looks like somebody just referred, which colleague has room, and whether an alert waits:
asked past the first wall.

The answers come from database functions that ask again who the actor is. They tell no more than
deciding needs: names and dates of those who look alike, how many open cases a colleague has, and
of an alert only that nobody has it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from linkwell.access.models import Membership
from linkwell.access.rules import Role
from linkwell.referrals.giving import Colleague


@dataclass(frozen=True)
class Alike:
    """Somebody known to the service who may be the person just referred."""

    referred_id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    birth_date: date
    nhs_number: str
    same_number: bool
    careful: bool  # there is something to read before anybody reaches them: never what
    since: datetime
    holder: str  # who holds an open case; empty when there is none


def alike(referred: Iterable[UUID]) -> list[Alike]:
    """Those who have the same NHS number, or the same name and birth date, as these people.

    Asked by the team of the service about whoever stands in its queue; anybody else learns nothing.
    Sealed records are shown to a supervisor only.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from linkwell_alike(%s)", [list(referred)])
        return [Alike(*row) for row in cursor.fetchall()]


def alert_waits(referral_id: UUID) -> bool:
    """Does this referral call for an alert that nobody has yet?"""
    with connection.cursor() as cursor:
        cursor.execute("select linkwell_alert_waits(%s)", [referral_id])
        return bool(cursor.fetchone()[0])


def colleagues(service_id: UUID) -> list[Colleague]:
    """The link workers of a service, each with the number of open cases. For the team only."""
    with connection.cursor() as cursor:
        cursor.execute("select member_id, open_cases from linkwell_load(%s)", [service_id])
        load = dict(cursor.fetchall())
    rows = (
        Membership.objects.filter(pk__in=load, role=Role.LINK_WORKER)
        .select_related("user")
        .prefetch_related("practices")
        .order_by("user__name", "id")
    )
    return [
        Colleague(
            member_id=row.pk,
            name=row.user.name,
            open_cases=load[row.pk],
            languages=frozenset(row.languages),
            gender=row.gender,
            practices=tuple(one.name for one in row.practices.all()),
            practice_ids=frozenset(one.pk for one in row.practices.all()),
        )
        for row in rows
    ]
