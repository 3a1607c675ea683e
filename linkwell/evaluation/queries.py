"""Questions about pathways: how many, never who."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

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


def pathways(asked: Asked) -> Mapping[Pathway, int]:
    """How many referrals stood at each pathway, as far as was known at the end of `as_of`."""
    steps = [str(step) for step in ASKED]
    rows = _known(asked).values_list(*steps, "why").annotate(Count("id"))
    return {
        Pathway(tuple(map(Known, known)), Why(why) if why else None): number
        for *known, why, number in rows.order_by()
    }


def by_practice(asked: Asked) -> Mapping[UUID, Mapping[Pathway, int]]:
    """The same for each practice."""
    steps = [str(step) for step in ASKED]
    found: dict[UUID, Counter[Pathway]] = {}
    rows = _known(asked).values_list("practice_id", *steps, "why").annotate(Count("id"))
    for practice_id, *known, why, number in rows.order_by():
        pathway = Pathway(tuple(map(Known, known)), Why(why) if why else None)
        found.setdefault(practice_id, Counter())[pathway] += number
    return found


def of_practices(practice_ids: Iterable[UUID], since: date) -> Mapping[Pathway, int]:
    """How many referrals of these practices since a day stand now at each pathway."""
    steps = [str(step) for step in ASKED]
    rows = _of(practice_ids, since).filter(known_until=None)
    found = rows.values_list(*steps, "why").annotate(Count("id"))
    return {
        Pathway(tuple(map(Known, known)), Why(why) if why else None): number
        for *known, why, number in found.order_by()
    }


def waits_of(practice_ids: Iterable[UUID], since: date) -> list[Wait]:
    """How long each of them waited, or waits, for the first talk."""
    rows = _of(practice_ids, since).values_list("referral_id", "offered_at")
    times = rows.annotate(
        spoke=Min("known_from", filter=Q(reached=Known.YES)),
        ended=Min("known_from", filter=Q(reached=Known.NO)),
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


def _known(asked: Asked) -> QuerySet[PathwayVersion]:
    known_by = end_of(asked.as_of)
    rows: QuerySet[PathwayVersion] = PathwayVersion.objects.filter(
        Q(known_until__isnull=True) | Q(known_until__gte=known_by),
        service_id=asked.service_id,
        offered_at__gte=start_of(asked.first),
        offered_at__lt=min(end_of(asked.last), known_by),
        known_from__lt=known_by,
    )
    return rows


def quarter_of(day: date) -> tuple[date, date]:
    """The first and last day of the quarter of the year that a day lies in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    in_the_next = first + timedelta(days=95)
    return first, in_the_next.replace(day=1) - timedelta(days=1)
