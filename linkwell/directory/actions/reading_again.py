"""The verb of working rows out anew from what is kept of the lists: after a change of how prose or
hours are read, or of how entries are joined. Twice is as good as once."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.directory.actions.joined import join_again, joined_with, one_at_a_time, write_own
from linkwell.directory.events import EntriesReadAgain
from linkwell.directory.exporting import published_of
from linkwell.directory.models import Publisher, Service, SourceRecord
from linkwell.directory.queries import listed, places_of
from linkwell.journal.actions import record
from linkwell.tables.expressions import one_of

_AT_ONCE = 500


@dataclass(frozen=True)
class ReadAgain:
    """How many entries were read, and of how many something else is told since."""

    read: int = 0
    changed: int = 0

    def __add__(self, other: "ReadAgain") -> "ReadAgain":
        return ReadAgain(self.read + other.read, self.changed + other.changed)


def read_all_again(*, by: Actor, told: Callable[[int], None] = lambda done: None) -> ReadAgain:
    """Every entry of which a document is kept, some at a time: each batch stands by itself, so that
    it may be ended and begun again. `told` hears how many are done."""
    total = ReadAgain()
    for publisher_id, some in _batches():
        total += read_again(publisher_id, some, by=by)
        told(total.read)
    return total


def _batches() -> Iterator[tuple[UUID, list[UUID]]]:
    for publisher_id in Publisher.objects.order_by("id").values_list("pk", flat=True):
        rows = SourceRecord.objects.filter(publisher=publisher_id).order_by("service_id")
        ids = list(rows.values_list("service_id", flat=True))
        for first in range(0, len(ids), _AT_ONCE):
            yield publisher_id, ids[first : first + _AT_ONCE]


@action(Permission.CURATE_DIRECTORY)
def read_again(publisher_id: UUID, service_ids: Sequence[UUID], *, by: Actor) -> ReadAgain:
    """These entries of one list. What is told as before counts as not modified."""
    Publisher.objects.select_for_update().get(pk=publisher_id)
    one_at_a_time()
    touched = [*service_ids, *(one for one in joined_with(service_ids) if one not in service_ids)]
    before = _told(touched)
    moments = dict(_rows(touched).values_list("pk", "last_modified"))
    write_own(service_ids)
    join_again(service_ids)
    after = _told(touched)
    same = [one for one in touched if before.get(one) == after.get(one)]
    by_moment: dict[object, list[UUID]] = defaultdict(list)
    for one in same:
        by_moment[moments.get(one)].append(one)
    for moment, ids in by_moment.items():
        _rows(ids).update(last_modified=moment)
    done = ReadAgain(len(service_ids), len(touched) - len(same))
    record(EntriesReadAgain(subject_id=publisher_id, read=done.read, changed=done.changed))
    return done


def _rows(service_ids: Sequence[UUID]) -> QuerySet[Service]:
    return Service.objects.filter(one_of("id", service_ids))


def _told(service_ids: Sequence[UUID]) -> Mapping[UUID, tuple[object, ...]]:
    """What we publish of each, and what pages and matching read."""
    services = list(_rows(service_ids).order_by("id"))
    public = {one["id"]: {**one, "last_modified": ""} for one in published_of(services)}
    places = places_of(service_ids)
    return {
        one.service_id: (public.get(str(one.service_id)), one.listing, places[one.service_id])
        for one in listed(service_ids)
    }
