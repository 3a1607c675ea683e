"""The verbs of a gap: count what came of looking, in a story or on the page for everybody."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission, system_actor
from linkwell.gaps.events import LookingCounted
from linkwell.gaps.rules import AskedIn, Cell, Json, cell, judged, wishes
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.ids import new_id


@action(Permission.COUNT_GAPS)
def count(
    changes: Mapping[Cell, int], *, asked_in: AskedIn, service_id: UUID | None, on: date, by: Actor
) -> None:
    """Add these to what was counted of their day. Of two at one moment none is lost."""
    for one in sorted(changes, key=str):  # in one order, so that two never wait for each other
        _add(one, changes[one], asked_in, service_id, on)
    record(LookingCounted(subject_id=new_id(), asked_in=asked_in, on=on))


def count_search(ticked: str, answer: Json, *, area: str) -> None:
    """Anybody looked on the public page. It is not asked who."""
    kind = judged(answer)
    if kind is None:
        return
    looked_for = wishes([ticked] if ticked else [], answer)
    count(
        {cell(wish, kind, area): 1 for wish in looked_for},
        asked_in=AskedIn.PUBLIC,
        service_id=None,
        on=clock.today(),
        by=system_actor("public search", person_id=None, service_id=None),
    )


def _add(one: Cell, number: int, asked_in: AskedIn, service_id: UUID | None, on: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into gaps_gap (id, service_id, asked_in, need, area, day, kind, count)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (day, service_id, asked_in, need, area, kind)"
            " do update set count = gaps_gap.count + excluded.count",
            [new_id(), service_id, asked_in, one.wish, one.area, on, one.kind, number],
        )
