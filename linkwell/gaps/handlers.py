"""What a list of options tells of gaps, once it has been shown: later, and in nobody's way."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from linkwell.access.scope import actor_now
from linkwell.connections.models import OptionList
from linkwell.gaps.actions import count
from linkwell.gaps.rules import AskedIn, Kind, Looked, change, judged, wishes
from linkwell.journal.models import Event
from linkwell.kernel import clock


def a_list_was_shown(event: Event) -> None:
    shown: OptionList = OptionList.objects.one(event.subject_id)
    _count(shown, _shown(shown))


def nothing_suited(event: Event) -> None:
    shown: OptionList = OptionList.objects.one(event.subject_id)
    _count(shown, _unsuited(shown))


def _count(shown: OptionList, new: Looked | None) -> None:
    """Only what this adds to its story's day: one need is one gap, however often it is tried."""
    if new is None:
        return
    on = clock.on_day(new.at)
    changes = change(list(_day_of(shown.case_id, on)), new)
    if changes:
        count(changes, asked_in=AskedIn.STORY, service_id=shown.service_id, on=on, by=actor_now())


def _day_of(case_id: UUID, on: date) -> Iterator[Looked]:
    between = clock.start_of(on), clock.end_of(on)
    rows = OptionList.objects.filter(
        Q(shown_at__gte=between[0], shown_at__lt=between[1])
        | Q(nothing_suited_at__gte=between[0], nothing_suited_at__lt=between[1]),
        case_id=case_id,
    )
    for row in rows:
        for one in (_shown(row), _unsuited(row)):
            if one is not None and clock.on_day(one.at) == on:
                yield one


def _shown(row: OptionList) -> Looked | None:
    """None where words of danger led to help instead."""
    kind = judged(row.answer)
    return None if kind is None else _looked(row, row.shown_at, f"{row.pk} 0", kind)


def _unsuited(row: OptionList) -> Looked | None:
    if row.nothing_suited_at is None or judged(row.answer) is None:
        return None
    return _looked(row, row.nothing_suited_at, f"{row.pk} 1", Kind.UNSUITED)


def _looked(row: OptionList, at: datetime, key: str, kind: Kind) -> Looked:
    ticked = row.asked.get("need", ())
    return Looked(at, key, kind, wishes(ticked, row.answer), row.asked.get("area", ""))
