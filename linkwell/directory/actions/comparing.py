"""The verb of looking for entries that may be one group; and the worker's round of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce, Now

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission, system_actor
from linkwell.access.scope import acting_as
from linkwell.directory.comparing import sharing_a_mark, to_compare, traits_of
from linkwell.directory.events import EntriesCompared
from linkwell.directory.models import Service
from linkwell.directory.pairs import Mark, Pair
from linkwell.directory.rules import PAIR, PairState
from linkwell.directory.twins import Score, Traits, basis_of, marks_of, score
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.tables.expressions import one_of

AT_ONCE = 500
_A_ROUND = 40  # batches: the worker has other things to do


@dataclass(frozen=True)
class Compared:
    """How many entries were compared, with how many, and what is new or scored anew."""

    compared: int = 0
    candidates: int = 0
    pairs: int = 0

    def __add__(self, other: "Compared") -> "Compared":
        return Compared(
            self.compared + other.compared,
            self.candidates + other.candidates,
            self.pairs + other.pairs,
        )


def compare_all(*, by: Actor, most: int | None = None) -> Compared:
    """Whatever has come in or changed, in batches; at most so many of them."""
    total, batches = Compared(), 0
    while most is None or batches < most:
        with acting_as(by):
            ids = to_compare(AT_ONCE)
        if not ids:
            break
        done = compare(ids, by=by)
        if not done.compared:
            break
        total, batches = total + done, batches + 1
    return total


def compare_changed(now: datetime) -> int:
    """The worker's round; how many entries."""
    actor = system_actor("comparing entries", person_id=None, service_id=None)
    return compare_all(by=actor, most=_A_ROUND).compared


@action(Permission.TELL_DIRECTORY)
def compare(service_ids: Sequence[UUID], *, by: Actor) -> Compared:
    """Compare these with whatever shares a mark with them. What was decided stays, unless what it
    was decided on has changed; what nobody decided and is no longer alike is dropped."""
    rows = Service.objects.filter(one_of("id", service_ids)).order_by("id")
    free = rows.select_for_update(skip_locked=True)  # a list that comes in has others: later
    ids = list(free.values_list("pk", flat=True))
    mine = traits_of(ids)
    Mark.objects.filter(one_of("service_id", ids)).delete()
    Mark.objects.copy_values(
        ("service", "key"), ((one, key) for one in mine for key in sorted(marks_of(mine[one])))
    )
    candidates = sharing_a_mark(ids)
    others = {one for pair in candidates for one in pair} - mine.keys()
    found = _scored(candidates, mine | traits_of(others))
    pairs = _keep(ids, found)
    rows.filter(one_of("id", ids)).update(compared_at=Coalesce("last_modified", Now()))
    done = Compared(len(ids), len(candidates), pairs)
    told = asdict(done)
    del told["candidates"]
    record(EntriesCompared(subject_id=service_ids[0], **told))
    return done


_Found = Mapping[tuple[UUID, UUID], tuple[Score, str]]


def _scored(candidates: set[tuple[UUID, UUID]], traits: Mapping[UUID, Traits]) -> _Found:
    found = {}
    for first, second in candidates:
        if first in traits and second in traits:
            one, other = traits[first], traits[second]
            scored = score(one, other)
            if scored.band is not None:
                found[first, second] = scored, basis_of(one, other)
    return found


def _keep(service_ids: Sequence[UUID], found: _Found) -> int:
    """The rows as they are from now on: how many are new or scored anew."""
    of_first, of_second = (one_of(f"{name}_id", service_ids) for name in ("first", "second"))
    had = Pair.objects.filter(of_first) | Pair.objects.filter(of_second)
    known = {(row.first_id, row.second_id): row for row in had.select_for_update()}
    new = [pair for pair in found if pair not in known]
    now = clock.now()
    Pair.objects.copy_values(
        ("first", "second", "score", "reasons", "basis", "state", "stays", "made_at",
         "decided_at", "decided_by"),
        (
            (*pair, found[pair][0].points, _plainly(found[pair][0]), found[pair][1],
             PairState.OPEN, None, now, None, "")
            for pair in new
        ),
    )  # fmt: skip
    changed = sum(_renew(row, found.get(pair)) for pair, row in known.items())
    return len(new) + changed


def _renew(row: Pair, now: tuple[Score, str] | None) -> bool:
    """Whether it says anything else than before."""
    if now is None:
        if row.state == PairState.OPEN:
            row.delete()
        return False
    scored, basis = now
    if row.basis == basis and row.score == scored.points:
        return False
    if row.state == PairState.DIFFERENT and row.basis != basis:
        row.state = PAIR.after(PairState.DIFFERENT, "asked again")
    row.score, row.reasons, row.basis = scored.points, _plainly(scored), basis
    row.save()
    return True


def _plainly(scored: Score) -> list[list[object]]:
    return [[one.factor.value, one.points, one.number] for one in scored.reasons]
