"""Questions about entries that may be one group: whom to compare with whom, and what was found.

An entry is compared once it has come in or changed, with those that share a mark with it: a phone,
a page, a name, a word of its name near by. What very many share says nothing of any of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from linkwell.directory.models import Schedule, Service, ServiceAtLocation
from linkwell.directory.pairs import Pair
from linkwell.directory.rules import CLOSED, Day, LocationType, PairState
from linkwell.directory.twins import Factor, Reason, Traits
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.tables.expressions import one_of

MOST_SHARE = 40  # entries with one mark: more of them, and it tells of none


def to_compare(most: int) -> list[UUID]:
    """Entries that have come in or changed since they were compared, in the order of their ids."""
    changed = Q(compared_at=None) | Q(compared_at__lt=F("last_modified"))
    return list(Service.objects.filter(changed).order_by("id").values_list("pk", flat=True)[:most])


def traits_of(service_ids: Iterable[UUID]) -> dict[UUID, Traits]:
    """What is compared of these, as they stand; of closed ones nothing. Three questions."""
    ids = list(service_ids)
    where = _places(ids)
    days: dict[UUID, set[Day]] = defaultdict(set)
    sessions = Schedule.objects.filter(one_of("service_id", ids)).exclude(byday="")
    for service_id, day in sessions.values_list("service_id", "byday"):
        days[service_id].add(Day(day))
    rows = Service.objects.filter(one_of("id", ids)).exclude(status__in=CLOSED)
    found = {}
    for row in rows.select_related("organization"):
        postcode, kind, point = where.get(row.pk, ("", "", None))
        runner = row.organization.name
        found[row.pk] = Traits(
            service_id=row.pk,
            publisher_id=row.publisher_id,
            name=row.name,
            organization="" if runner == row.name else runner,
            phone=row.phone,
            email=row.email,
            site=row.url,
            postcode=postcode,
            point=point if kind == LocationType.PHYSICAL else None,
            days=frozenset(days[row.pk]),
            minimum_age=row.minimum_age,
            maximum_age=row.maximum_age,
        )
    return found


def _places(ids: Sequence[UUID]) -> Mapping[UUID, tuple[Any, ...]]:
    """The first place of each that is somewhere."""
    at = ServiceAtLocation.objects.filter(one_of("service_id", ids)).order_by("-location_id")
    fields = (f"location__{name}" for name in ("postcode", "location_type", "point"))
    return {service: tuple(told) for service, *told in at.values_list("service_id", *fields)}


_SHARING = """
    select distinct a.service_id, b.service_id
    from directory_mark a
    cross join lateral (
        select m.service_id from directory_mark m where m.key = a.key limit %s
    ) b
    where a.service_id = any(%s) and b.service_id <> a.service_id
      and (select count(*) from (
              select from directory_mark c where c.key = a.key limit %s) as few) <= %s
"""


def sharing_a_mark(service_ids: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """Pairs of these and whatever shares a mark with them, each in the order of ids. Answered by
    the index, mark by mark, however many entries there are."""
    with connection.cursor() as cursor:
        share = MOST_SHARE
        cursor.execute(_SHARING, [share + 1, list(service_ids), share + 1, share])
        return {(min(pair), max(pair)) for pair in cursor.fetchall()}


@dataclass(frozen=True)
class Suspected:
    """A pair as a curator reads it: the two entries, how sure it is, and why."""

    pair_id: UUID
    first: UUID
    second: UUID
    names: tuple[str, str]
    score: int
    reasons: tuple[Reason, ...]
    state: PairState
    stays: UUID | None
    decided_on: date | None
    decided_by: str


_LOOKED_THROUGH = 1_000


def open_pairs() -> list[Suspected]:
    """Pairs that nobody has decided, the surest first. Of two groups that several entries tell of,
    the surest pair alone; none of entries that are one already."""
    rows = _both(Pair.objects.filter(state=PairState.OPEN)).order_by("-score", "id")
    return _suspected(_of_two_groups(rows[:_LOOKED_THROUGH]))


def open_pairs_of(service_id: UUID) -> list[Suspected]:
    """Those of one entry that stays."""
    rows = _about(service_id).filter(state=PairState.OPEN).order_by("-score", "id")
    return _suspected(_of_two_groups(rows))


def count_open() -> int:
    return Pair.objects.filter(state=PairState.OPEN).count()


def joined_pairs(most: int) -> list[Suspected]:
    """What was joined last."""
    rows = _both(Pair.objects.filter(state=PairState.SAME))
    return _suspected(rows.order_by("-decided_at", "id")[:most])


def joined_pairs_of(service_id: UUID) -> list[Suspected]:
    """What makes an entry one of several lists, so that it can be taken back."""
    rows = _about(service_id).filter(state=PairState.SAME)
    return _suspected(rows.order_by("decided_at", "id"))


def pair(pair_id: UUID) -> Suspected:
    """NotThere without such a pair."""
    found = _suspected(_both(Pair.objects.filter(pk=pair_id)))
    if not found:
        raise NotThere
    return found[0]


def _about(service_id: UUID) -> QuerySet[Pair]:
    of_it = Q(first=service_id) | Q(first__same_as=service_id)
    of_it |= Q(second=service_id) | Q(second__same_as=service_id)
    return _both(Pair.objects.filter(of_it))


def _both(rows: QuerySet[Pair]) -> QuerySet[Pair]:
    return rows.select_related("first", "second")


def _of_two_groups(rows: Iterable[Pair]) -> Iterator[Pair]:
    told = set[frozenset[UUID]]()
    for row in rows:
        groups = frozenset(one.same_as_id or one.pk for one in (row.first, row.second))
        if len(groups) == 2 and groups not in told:
            told.add(groups)
            yield row


def _suspected(rows: Iterable[Pair]) -> list[Suspected]:
    return [
        Suspected(
            row.pk, row.first_id, row.second_id, (row.first.name, row.second.name), row.score,
            tuple(Reason(Factor(code), points, number) for code, points, number in row.reasons),
            PairState(row.state), row.stays_id,
            clock.on_day(row.decided_at) if row.decided_at else None, row.decided_by,
        )
        for row in rows
    ]  # fmt: skip
