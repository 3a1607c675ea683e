"""The verbs of the directory: import a batch of what a publisher says; close what it leaves out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from uuid import UUID

from django.db.models import F, Q

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.access.scope import acting_as
from linkwell.directory.actions.joined import join_again, one_at_a_time
from linkwell.directory.actions.rows import write
from linkwell.directory.drafts import Draft
from linkwell.directory.events import EntriesWritten, ServicesClosed, ServicesImported
from linkwell.directory.imports import ListImport
from linkwell.directory.models import FetchedFeed, Publisher, Service, SourceRecord
from linkwell.directory.rules import CLOSED, ListState, Status
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import WrongState
from linkwell.tables.expressions import one_of, one_of_texts

BATCH = 500


@dataclass(frozen=True)
class Tally:
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def came_in(self) -> int:
        return self.created + self.updated + self.unchanged

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


def import_all(
    drafts: Iterable[Draft],
    *,
    publisher: str,
    by: Actor,
    told: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """Bring in the drafts of one publisher, all or none of them, in batches of 500.

    `told` hears what has come in after each batch.
    """
    total, waiting = Tally(), iter(drafts)
    with acting_as(by):
        while batch := tuple(islice(waiting, BATCH)):
            total += import_batch(batch, publisher=publisher, by=by)
            told(total)
    return total


@dataclass(frozen=True)
class Reached:
    """The import that a batch belongs to, the last line of it that was in before, and how many
    there are to bring in."""

    import_id: UUID
    line: int
    lines: int


@action(Permission.CURATE_DIRECTORY)
def import_batch(
    drafts: Sequence[Draft], *, publisher: str, by: Actor, behind: Reached | None = None
) -> Tally:
    """Create what is new, update what has changed, leave the rest; one event for all.

    A draft is known again by its publisher and `source_id`, of which a batch holds each once.
    What the list no longer names stays as it is; `close_all` closes it. How far the import has
    come is written with it: of two that go on with one list the second writes nothing.
    """
    if len({draft.listing.source_id for draft in drafts}) < len(drafts):
        raise ValueError("A batch names each service once.")
    source, _new = Publisher.objects.get_or_create(name=publisher)
    Publisher.objects.select_for_update().get(pk=source.pk)  # one import of a list at a time
    _after_others(source)
    FetchedFeed.objects.filter(publisher=source).delete()  # what is here is no longer that
    digests = dict(
        SourceRecord.objects.filter(
            one_of_texts("source_id", (draft.listing.source_id for draft in drafts)),
            publisher=source,
        ).values_list("source_id", "digest")
    )
    changed = [draft for draft in drafts if digests.get(draft.listing.source_id) != draft.digest]
    if changed:
        write(changed, source, known=frozenset(digests))
        _join_again(changed, source, digests)
        record(EntriesWritten(subject_id=source.pk, services=len(changed)))
    created = sum(draft.listing.source_id not in digests for draft in drafts)
    tally = Tally(created, len(changed) - created, len(drafts) - len(changed))
    if behind is not None:
        _now_behind(behind, drafts[-1].line, tally)
    record(ServicesImported(subject_id=source.pk, **asdict(tally)))
    return tally


def _now_behind(before: Reached, line: int, tally: Tally) -> None:
    rows = ListImport.objects.filter(
        pk=before.import_id, state=ListState.COMING_IN, reached=before.line
    )
    added = {name: F(name) + number for name, number in asdict(tally).items()}
    if rows.update(reached=line, lines=before.lines, **added) != 1:
        raise WrongState("Somebody else goes on with this list, or has stopped it.")


def _after_others(source: Publisher) -> None:
    """Where entries of this list are one with others, lists write into each other's entries."""
    joined = Service.objects.exclude(same_as=None)
    if joined.filter(Q(publisher=source) | Q(same_as__publisher=source)).exists():
        one_at_a_time()


def _join_again(changed: Sequence[Draft], source: Publisher, known: Mapping[str, str]) -> None:
    had = [one.listing.source_id for one in changed if one.listing.source_id in known]
    if had:
        rows = Service.objects.filter(one_of_texts("source_id", had), publisher=source)
        join_again(list(rows.values_list("pk", flat=True)))


def close_all(source_ids: Iterable[str], *, publisher: str, by: Actor) -> int:
    """Close services that their list leaves out, all or none, in batches of 500: how many."""
    closed, waiting = 0, iter(source_ids)
    with acting_as(by):
        while batch := tuple(islice(waiting, BATCH)):
            closed += close_batch(batch, publisher=publisher, by=by)
    return closed


@action(Permission.CURATE_DIRECTORY)
def close_batch(source_ids: Sequence[str], *, publisher: str, by: Actor) -> int:
    """Close these services of a publisher until a list of its names them again: how many.

    A service that is closed already stays as it is. One event for all.
    """
    source = Publisher.objects.select_for_update().get(name=publisher)
    _after_others(source)
    records = SourceRecord.objects.filter(one_of_texts("source_id", source_ids), publisher=source)
    ids = list(records.values_list("service_id", flat=True))  # by itself: quick on new tables too
    closed = (
        Service.objects.filter(one_of("id", ids))
        .exclude(status__in=CLOSED)
        .update(status=Status.INACTIVE, last_modified=clock.now())
    )
    records.update(digest="")
    join_again(ids)
    record(ServicesClosed(subject_id=source.pk, closed=closed))
    return closed
