"""The verbs of whoever decides whether two entries are one group; each can be taken back."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.directory.actions.joined import joined_with, one_at_a_time, write_joined, write_own
from linkwell.directory.comparing import traits_of
from linkwell.directory.events import EntriesJoined, EntriesTakenApart, EntriesToldApart
from linkwell.directory.joining import Same, who_stays
from linkwell.directory.models import Publisher, Service
from linkwell.directory.pairs import Pair
from linkwell.directory.rules import PAIR, PairState
from linkwell.directory.twins import basis_of
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.tables.expressions import one_of


@action(Permission.DECIDE_ENTRY)
def join_pair(pair_id: UUID, *, stays: UUID, by: Actor) -> Pair:
    """They are one group: from now on this entry of the two tells of it, with what both say.
    Nothing of the other is lost. WrongState when they are joined already."""
    row = _held(pair_id)
    if stays not in (row.first_id, row.second_id):
        raise NotThere
    _decide(row, "joined", by, stays=stays)
    gives_way = row.second_id if stays == row.first_id else row.first_id
    record(EntriesJoined(subject_id=row.pk, stays=stays, gives_way=gives_way, score=row.score))
    return row


@action(Permission.DECIDE_ENTRY)
def tell_apart(pair_id: UUID, *, by: Actor) -> Pair:
    """They are different groups, and nobody is asked again until what they say has changed.
    WrongState when that was decided already."""
    row = _held(pair_id)
    _decide(row, "told apart", by)
    record(EntriesToldApart(subject_id=row.pk, score=row.score))
    return row


@action(Permission.DECIDE_ENTRY)
def take_apart(pair_id: UUID, *, by: Actor) -> Pair:
    """They were joined, and are different groups after all: each stands as if they never had been,
    with what was said of it since. WrongState when they are not joined."""
    row = _held(pair_id)
    stayed = row.stays_id
    _decide(row, "taken apart", by)
    assert stayed is not None
    gave_way = row.second_id if stayed == row.first_id else row.first_id
    record(EntriesTakenApart(subject_id=row.pk, stays=stayed, gives_way=gave_way))
    return row


def _held(pair_id: UUID) -> Pair:
    row = Pair.objects.select_for_update().filter(pk=pair_id).first()
    if row is None:
        raise NotThere
    return row


def _decide(row: Pair, move: str, by: Actor, *, stays: UUID | None = None) -> None:
    """Everything that hangs together with the two is put back to its own word, and what is one from
    now on is worked out from there."""
    was = PairState(row.state)
    row.state = PAIR.after(was, move)
    touched = _hanging_together({row.first_id, row.second_id})
    if PairState.SAME in (was, row.state):
        _hold_lists(touched)
        write_own(joined_with(touched))
    row.stays_id, row.decided_at, row.decided_by = stays, clock.now(), by.name
    row.save()
    if PairState.SAME in (was, row.state):
        _join(touched)
    they = traits_of((row.first_id, row.second_id))
    if len(they) == 2:  # else one of them has closed, and is not asked about
        row.basis = basis_of(they[row.first_id], they[row.second_id])
        row.save(update_fields=["basis"])


def _hold_lists(service_ids: Collection[UUID]) -> None:
    """No list of theirs comes in meanwhile."""
    of_them = Publisher.objects.filter(pk__in=_rows(service_ids).values("publisher"))
    list(of_them.order_by("id").select_for_update())
    one_at_a_time()


def _join(touched: Collection[UUID]) -> None:
    """Who tells of whom from now on; whatever is read of any of them is read anew."""
    same = [
        Same(
            row.stays_id,
            row.second_id if row.stays_id == row.first_id else row.first_id,
            int(row.decided_at.timestamp() * 1_000_000) if row.decided_at else 0,
        )
        for row in _pairs_of(touched)
        if row.stays_id is not None
    ]
    stays = who_stays(same)
    _rows(touched).update(same_as=None, last_modified=clock.now())
    for service_id, root in stays.items():
        if service_id != root:
            Service.objects.filter(pk=service_id).update(same_as=root)
    write_joined(sorted(set(stays.values())))


def _hanging_together(service_ids: set[UUID]) -> set[UUID]:
    """These, and all that are one with any of them, directly or not."""
    found = set(service_ids)
    while more := {it for row in _pairs_of(found) for it in (row.first_id, row.second_id)} - found:
        found |= more
    return found


def _pairs_of(service_ids: Collection[UUID]) -> list[Pair]:
    same = Pair.objects.filter(state=PairState.SAME)
    ids = list(service_ids)
    return list(same.filter(one_of("first_id", ids)) | same.filter(one_of("second_id", ids)))


def _rows(service_ids: Collection[UUID]) -> QuerySet[Service]:
    return Service.objects.filter(one_of("id", service_ids))
