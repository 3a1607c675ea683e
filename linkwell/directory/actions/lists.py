"""The verbs of the directory: import a batch of what a publisher says; close what it leaves out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.access.scope import acting_as
from linkwell.directory.actions.rows import write
from linkwell.directory.drafts import Draft
from linkwell.directory.events import EntriesWritten, ServicesClosed, ServicesImported
from linkwell.directory.models import FetchedFeed, Publisher, Service, SourceRecord
from linkwell.directory.rules import CLOSED, Status
from linkwell.journal.actions import record
from linkwell.kernel import clock
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


@action(Permission.CURATE_DIRECTORY)
def import_batch(drafts: Sequence[Draft], *, publisher: str, by: Actor) -> Tally:
    """Create what is new, update what has changed, leave the rest; one event for all.

    A draft is known again by its publisher and `source_id`, of which a batch holds each once.
    What the list no longer names stays as it is; `close_all` closes it.
    """
    if len({draft.listing.source_id for draft in drafts}) < len(drafts):
        raise ValueError("A batch names each service once.")
    source, _new = Publisher.objects.get_or_create(name=publisher)
    Publisher.objects.select_for_update().get(pk=source.pk)  # one import of a list at a time
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
        record(EntriesWritten(subject_id=source.pk, services=len(changed)))
    created = sum(draft.listing.source_id not in digests for draft in drafts)
    tally = Tally(created, len(changed) - created, len(drafts) - len(changed))
    record(ServicesImported(subject_id=source.pk, **asdict(tally)))
    return tally


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
    records = SourceRecord.objects.filter(one_of_texts("source_id", source_ids), publisher=source)
    ids = list(records.values_list("service_id", flat=True))  # by itself: quick on new tables too
    closed = (
        Service.objects.filter(one_of("id", ids))
        .exclude(status__in=CLOSED)
        .update(status=Status.INACTIVE, last_modified=clock.now())
    )
    records.update(digest="")
    record(ServicesClosed(subject_id=source.pk, closed=closed))
    return closed
