"""Questions about keeping entries true with their groups: what waits for a curator, what a group
has said, whom to ask next, whom to ring."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from linkwell.access.models import Link
from linkwell.access.rules import LinkPurpose
from linkwell.directory.asking import AGAIN, ASKED_ABOUT, AskedBefore, Candidate, Way
from linkwell.directory.edits import EditField
from linkwell.directory.freshness import HALF_LIFE, Checked, Part, Source, Trouble
from linkwell.directory.keeping import Asking, Edit, NewGroup
from linkwell.directory.models import Check, FoundWrong, Service
from linkwell.directory.rules import CLOSED, EditState, NewGroupState
from linkwell.kernel import clock

_MOST = 200  # entries that are looked at together when somebody is to be asked
_REMEMBERED = timedelta(days=2 * 366)  # how long an unanswered question counts


@dataclass(frozen=True)
class Said:
    """One field as a group says it, beside what stood there."""

    edit_id: UUID
    service_id: UUID
    entry: str
    field: EditField
    value: str
    was: str
    against: str | None
    flagged: bool
    state: EditState
    made_at: datetime
    decided_at: datetime | None
    reason: str


def waiting_edits() -> list[Said]:
    """What waits for a curator, the longest first."""
    rows = Edit.objects.filter(state=EditState.WAITING).order_by("made_at", "id")
    return _said(rows[:_MOST])


def conflicts() -> list[Said]:
    """Where groups and their lists say different things."""
    rows = Edit.objects.filter(state=EditState.STANDING, against__isnull=False)
    return _said(rows.order_by("service__name", "field")[:_MOST])


def open_edits(service_id: UUID) -> list[Said]:
    """Of one entry, what waits for a curator in either way."""
    either = Q(state=EditState.WAITING) | Q(state=EditState.STANDING, against__isnull=False)
    return _said(Edit.objects.filter(either, service=service_id).order_by("made_at", "id"))


def said_by_group(service_id: UUID, *, since: datetime) -> list[Said]:
    """What a group has said of its entry, newest first: what waits, and what became of the rest."""
    told = Q(state=EditState.WAITING) | Q(made_at__gte=since)
    rows = Edit.objects.filter(told, service=service_id).exclude(state=EditState.REPLACED)
    return _said(rows.order_by("-made_at", "id")[:_MOST])


def _said(rows: QuerySet[Edit]) -> list[Said]:
    return [
        Said(
            row.pk, row.service_id, row.service.name, EditField(row.field), row.value,
            row.was, row.against, row.flagged, EditState(row.state), row.made_at,
            row.decided_at, row.reason,
        )
        for row in rows.select_related("service")
    ]  # fmt: skip


@dataclass(frozen=True)
class ToRing:
    """A call that somebody owes a group, with what is known of the parts to ask about."""

    asking_id: UUID
    service_id: UUID
    entry: str
    phone: str
    since: date
    tried_on: date | None


def to_ring() -> list[ToRing]:
    """Groups with only a phone, or that were silent: those that nobody has tried first."""
    rows = Asking.objects.filter(way=Way.RING, answered_on=None).select_related("service")
    rows = rows.order_by(F("tried_on").asc(nulls_first=True), "asked_on", "id")[:_MOST]
    return [
        ToRing(row.pk, row.service_id, row.service.name, row.to, row.asked_on, row.tried_on)
        for row in rows
    ]


def waiting_groups() -> list[NewGroup]:
    """Groups that somebody told us of, and that nobody has looked at, the longest first."""
    rows = NewGroup.objects.filter(state=NewGroupState.WAITING).order_by("told_at", "id")
    return list(rows[:_MOST])


@dataclass(frozen=True)
class ForLinkWorkers:
    """What they alone see of an entry: the organiser's number of a group that was added by hand,
    and how many links the group has."""

    private_phone: str
    links: int


def for_link_workers(service_id: UUID) -> ForLinkWorkers:
    still = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    links = Link.objects.filter(
        still, purpose=LinkPurpose.ENTRY, about_id=OuterRef("pk"), revoked_at=None
    )
    counted = links.order_by().values("about_id").annotate(count=Count("pk")).values("count")
    row = Service.objects.filter(pk=service_id).values_list(
        "told_of__organiser_phone", Subquery(counted)
    )
    phone, count = row.get()
    return ForLinkWorkers(phone or "", count or 0)


# Whom to ask

# Whether a group may be asked at all: s is its entry.
_MAY_BE_ASKED = """
    s.same_as_id is null and s.status <> all(%(closed)s) and (s.phone <> '' or s.email <> '')
      and not exists (select from directory_foundwrong f where f.service_id = s.id
                      and f.what = 'closed' and f.ended_on is null)
      and not exists (select from directory_asking a where a.service_id = s.id
                      and (a.asked_on > %(since)s or (a.way = 'ring' and a.answered_on is null)))
"""
# One part, where nobody spoke of it since the list did; and where somebody did. Each is read in the
# order of an index, so that of a million entries a few hundred are looked at.
_BY_ITS_LIST = f"""
    (select s.id from directory_service s
     where (s.assured_date is null or s.assured_date < %(today)s - {{days}})
       and not exists (select from directory_check c where c.service_id = s.id
                       and c.part = '{{part}}'
                       and (s.assured_date is null or c."on" > s.assured_date))
       and {_MAY_BE_ASKED}
     order by s.assured_date nulls first, s.id limit %(most)s)
"""  # noqa: S608 - our own words
_BY_SOMEBODY = f"""
    (select s.id from directory_check c join directory_service s on s.id = c.service_id
     where c.part = '{{part}}' and c."on" < %(today)s - {{days}}
       and (s.assured_date is null or c."on" > s.assured_date) and {_MAY_BE_ASKED}
     order by c."on", c.service_id limit %(most)s)
"""  # noqa: S608 - our own words
# Per entry, the oldest of its parts, counted in half-lives of that part; the oldest entries first.
# Whoever is among them is among those of the part that is oldest.
_OLDEST = """
    with perhaps as materialized ({each})
    select s.id from directory_service s
    cross join (values {parts}) as p(part, half_life)
    left join directory_check c on c.service_id = s.id and c.part = p.part
    where s.id in (select id from perhaps)
    group by s.id
    order by max((%(today)s - coalesce(greatest(c."on", s.assured_date), date '1900-01-01'))
                 / p.half_life::float) desc, s.id
    limit %(most)s
"""
_PARTS = {str(part): days for part, days in HALF_LIFE.items() if part in ASKED_ABOUT}
_WHOM = _OLDEST.format(
    each=" union ".join(
        kind.format(part=part, days=days)
        for part, days in _PARTS.items()
        for kind in (_BY_ITS_LIST, _BY_SOMEBODY)
    ),
    parts=", ".join(f"('{part}', {days})" for part, days in _PARTS.items()),
)


def due_candidates(today: date) -> list[Candidate]:
    """The entries that it is longest since anybody spoke of, some more than will be asked."""
    values: dict[str, Any] = {
        "closed": [status.value for status in CLOSED],
        "since": today - AGAIN,
        "today": today,
        "most": _MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WHOM, values)
        ids = [row[0] for row in cursor.fetchall()]
    return candidates(ids)


def candidate(service_id: UUID) -> Candidate:
    (one,) = candidates([service_id])
    return one


def candidates(service_ids: Sequence[UUID]) -> list[Candidate]:
    """These entries, as far as asking goes."""
    checks: dict[UUID, dict[Part, Checked]] = defaultdict(dict)
    for row in Check.objects.filter(service__in=service_ids):
        said = Checked(Part(row.part), Source(row.source), row.on, row.by)
        checks[row.service_id][said.part] = said
    shut = set(
        FoundWrong.objects.filter(
            service__in=service_ids, what=Trouble.CLOSED, ended_on=None
        ).values_list("service_id", flat=True)
    )
    return [
        Candidate(
            service_id=row.pk,
            group=row.organization_id,
            email=row.email,
            phone=row.phone,
            checks=_with_list(checks[row.pk], row.assured_date),
            closed=row.status in CLOSED or row.pk in shut,
        )
        for row in Service.objects.filter(pk__in=service_ids)
    ]


def _with_list(said: Mapping[Part, Checked], listed_on: date | None) -> dict[Part, Checked]:
    """A part of which nobody said anything since has the word of its list."""
    if listed_on is None:
        return dict(said)
    told: dict[Part, Checked] = {
        part: Checked(part, Source.PUBLISHER, listed_on) for part in Part if part is not Part.ROOM
    }
    newer = {part: one for part, one in said.items() if one.on >= listed_on}
    return {**told, **newer}


def asked_before(
    services: Iterable[UUID], groups: Iterable[UUID], to: Iterable[str], today: date
) -> list[AskedBefore]:
    """What was asked of these entries, and of these groups and addresses."""
    about = Q(service__in=list(services)) | Q(group__in=list(groups)) | Q(to__in=list(to))
    rows = Asking.objects.filter(about, asked_on__gt=today - _REMEMBERED)
    return [
        AskedBefore(
            row.service_id, row.group, Way(row.way), row.to, row.asked_on,
            row.answered_on is not None,
        )
        for row in rows
    ]  # fmt: skip
