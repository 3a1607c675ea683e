"""Questions about pathways: how many, never who."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from linkwell.evaluation.models import PathwayVersion
from linkwell.evaluation.rules import ASKED, Known, Pathway, Why
from linkwell.evaluation.waits import Wait
from linkwell.kernel import clock
from linkwell.kernel.clock import end_of, start_of


@dataclass(frozen=True)
class Asked:
    """Which referrals: offered from one day to another, both counted, as known after a day."""

    service_id: UUID
    first: date
    last: date
    as_of: date


def by_practice(asked: Asked) -> Mapping[UUID, Counter[Pathway]]:
    """How many referrals of each practice stood at each pathway, as known at the end of `as_of`.

    Counted by the database for whoever runs the service, and for nobody else: no row is read.
    """
    found: dict[UUID, Counter[Pathway]] = defaultdict(Counter)
    period = start_of(asked.first), end_of(asked.last), end_of(asked.as_of)
    with connection.cursor() as cursor:
        cursor.execute(
            "select practice_id, known, why, how_many from linkwell_pathways(%s, %s, %s, %s)",
            [asked.service_id, *period],
        )
        for practice_id, known, why, number in cursor.fetchall():
            found[practice_id][_pathway(known, why)] += number
    return found


def _pathway(known: Iterable[str], why: str) -> Pathway:
    return Pathway(tuple(map(Known, known)), Why(why) if why else None)


def of_practices(practice_ids: Iterable[UUID], since: date) -> Mapping[Pathway, int]:
    """How many referrals of these practices since a day stand now at each pathway."""
    steps = [str(step) for step in ASKED]
    rows = _of(practice_ids, since).filter(known_until=None)
    found = rows.values_list(*steps, "why").annotate(Count("id"))
    return {_pathway(known, why): number for *known, why, number in found.order_by()}


def waits_of(practice_ids: Iterable[UUID], since: date) -> list[Wait]:
    """How long each of them waited, or waits, for the first talk."""
    rows = _of(practice_ids, since).values_list("referral_id", "offered_at")
    times = rows.annotate(
        spoke=Min("known_from", filter=Q(reached=Known.YES)),
        ended=Min("known_from", filter=Q(reached=Known.NO, known_until=None)),
    )
    now = clock.now()
    return [
        Wait(
            days=((spoke or ended or now) - offered).days,
            over=spoke is not None,
            waits_now=spoke is None and ended is None,
        )
        for _referral_id, offered, spoke, ended in times.order_by()
    ]


def _of(practice_ids: Iterable[UUID], since: date) -> QuerySet[PathwayVersion]:
    rows: QuerySet[PathwayVersion] = PathwayVersion.objects.filter(
        practice_id__in=list(practice_ids), offered_at__gte=start_of(since)
    )
    return rows


def quarter_of(day: date) -> tuple[date, date]:
    """The first and last day of the quarter of the year that a day lies in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    in_the_next = first + timedelta(days=95)
    return first, in_the_next.replace(day=1) - timedelta(days=1)
