"""A list comes in: read, mapped, written batch by batch, and reported line by line.

Each import is a record (`imports.ListImport`) that says how far it has come. What is in stays in:
whoever is killed is followed by somebody who goes on behind the last batch, never by one who begins
anew. Only once all of a list is in is it asked what it leaves out.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, TypeAlias

from django.db import OperationalError

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.directory import incoming
from linkwell.directory.actions import lists
from linkwell.directory.actions.bringing import (
    Brought,
    Ended,
    begin_list,
    bring_list,
    list_is_in,
    stop_list,
)
from linkwell.directory.actions.lists import Reached, Tally, close_all, import_batch
from linkwell.directory.alone import alone_with
from linkwell.directory.beside import Coming, made_beside
from linkwell.directory.drafting import Drafting, read_list
from linkwell.directory.drafts import Draft
from linkwell.directory.feeds import FeedDrafts, Record
from linkwell.directory.imports import ListImport
from linkwell.directory.mapping import Mapping
from linkwell.directory.queries import known_from, postcodes
from linkwell.directory.rows import Table
from linkwell.directory.rules import Closing, Known, ListState, Refusal, why_not_close
from linkwell.kernel.errors import WrongState

Progress: TypeAlias = Callable[[int, int], None]
Drafted: TypeAlias = Callable[[Sequence[Known]], Coming]

STANDARDS = "the standard’s own words"
_INSTEAD = "It was broken off, and another list of this publisher came in instead."
_BROKE = (
    "Something of ours went wrong at line {line}. What was in by then stays; bring it in again."
)


@dataclass(frozen=True)
class Missing:
    """Services that were open, of which the list says nothing any more; how many of them are
    closed now; and why they are not, where that was asked for."""

    services: tuple[Known, ...]
    closed: int = 0
    why_not: str = ""


@dataclass(frozen=True)
class Report:
    """What became of a file. `no_place` names lines that came in without a place."""

    publisher: str
    mapping: str
    tally: Tally
    refused: tuple[Refusal, ...]
    no_place: tuple[Refusal, ...]
    people: tuple[Refusal, ...]
    missing: Missing
    conflicts: int = 0  # where a group says otherwise; its word stands

    @property
    def came_in(self) -> int:
        return self.tally.came_in

    def to_json(self) -> dict[str, Any]:
        return {
            "publisher": self.publisher,
            "mapping": self.mapping,
            "created": self.tally.created,
            "updated": self.tally.updated,
            "unchanged": self.tally.unchanged,
            "refused": [_line(refusal) for refusal in self.refused],
            "no_place": [_line(refusal) for refusal in self.no_place],
            "people": [_line(refusal) for refusal in self.people],
            "missing": [
                {"source_id": one.source_id, "name": one.name} for one in self.missing.services
            ],
            "closed": self.missing.closed,
            "why_not_closed": self.missing.why_not or None,
            "conflicts": self.conflicts,
        }


def _line(refusal: Refusal) -> dict[str, Any]:
    return {"line": refusal.line, "sentence": refusal.sentence}


def unheard(done: int, lines: int) -> None:
    """Nobody waits."""


def import_sheet(
    data: bytes,
    *,
    publisher: str,
    by: Actor,
    mapping: Mapping | None = None,
    closing: Closing = Closing.NOTHING,
    progress: Progress = unheard,
    source: str = "a sheet",
) -> Report:
    """Bring in a sheet by its mapping, or by the only known one that its heading fits.

    `closing` says what to do with services of this publisher that the sheet leaves out.
    `progress` hears how many lines of how many are done, for somebody who waits. The same sheet
    that was broken off goes on where it was.
    Raises InputAtFault, with nothing written, when it cannot be read or no mapping fits.
    """
    table, used = read_list(data, mapping)
    brought = Brought(
        publisher=publisher,
        source=source,
        digest=sha256(data).hexdigest(),
        spec=used.data,
        mapping=used.name,
        closing=closing,
    )
    with alone_with(publisher):
        row = _broken_off(brought, by) or _begun(brought, data, by)
        return bring_in(row, rows_of(table, used), by=by, progress=progress)


def import_feed(
    records: Sequence[Record],
    *,
    publisher: str,
    by: Actor,
    closing: Closing = Closing.NOTHING,
    progress: Progress = unheard,
    source: str = "a file of the standards",
    data: bytes = b"",
) -> Report:
    """Bring in the records of a feed or file of HSDS or ORUK, as `import_sheet` does a sheet.
    `data` is the file that they are read from; without it nobody can go on but by a new one."""
    brought = Brought(
        publisher=publisher,
        source=source,
        digest=sha256(data).hexdigest() if data else "",
        mapping=STANDARDS,
        closing=closing,
    )
    with alone_with(publisher):
        row = _broken_off(brought, by) or _begun(brought, data, by)
        return bring_in(row, records_of(records), by=by, progress=progress)


def rows_of(table: Table, mapping: Mapping) -> Drafted:
    return lambda known: Drafting(table, mapping, postcodes().find_many, known)


def records_of(records: Sequence[Record]) -> Drafted:
    return lambda _known: FeedDrafts(records, postcodes().find_many)


def _broken_off(brought: Brought, by: Actor) -> ListImport | None:
    """This very list, where it was broken off; whatever else was is stopped. Nobody else brings in
    a list of this publisher meanwhile."""
    with acting_as(by):
        row = ListImport.objects.filter(
            publisher=brought.publisher, state=ListState.COMING_IN
        ).first()
        if row is None:
            return None
        same = (row.digest, row.closing) == (brought.digest, brought.closing) and row.digest
        if same and row.spec == brought.spec:
            return row
        stop_list(row.pk, _INSTEAD, by=by)
    incoming.forget(row.pk)
    return None


def _begun(brought: Brought, data: bytes, by: Actor) -> ListImport:
    with acting_as(by):
        row = bring_list(brought, by=by)
        if data:
            incoming.keep(row.pk, incoming.LIST, data)
        return begin_list(row.pk, by=by)


@contextmanager
def _garbage_can_wait() -> Iterator[None]:
    """A list makes many things and keeps them all: to look among them for what can go takes a
    quarter of the time and finds nothing."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


class PutDown(Exception):
    """Whoever brings it in was told to stop; somebody else goes on later."""


def bring_in(
    row: ListImport,
    drafted: Drafted,
    *,
    by: Actor,
    progress: Progress = unheard,
    beside: bool = True,
    told_to_stop: Callable[[], bool] = lambda: False,
) -> Report:
    """All of a list that has begun, from behind what is in already. Called by whoever is alone with
    its publisher. Raises PutDown, between two batches, where it is `told_to_stop`."""
    try:
        with _garbage_can_wait() if beside else nullcontext():
            coming, known = _drafts(row, drafted, by)
            made = made_beside(coming) if beside else iter(coming)
            left = (draft for draft in made if draft.line > row.reached)
            tally = _write(row, left, len(coming), by, progress, told_to_stop)
            return _ended(row, coming, known, tally, by)
    except (OperationalError, PutDown, WrongState):
        raise  # somebody goes on, or has stopped it
    except Exception:
        stop_list(row.pk, _BROKE.format(line=row.reached + 1), by=by)
        incoming.forget(row.pk)
        raise


def _drafts(row: ListImport, drafted: Drafted, by: Actor) -> tuple[Coming, Sequence[Known]]:
    """What comes, as it is told apart by what its publisher had when it began."""
    with acting_as(by):
        before = incoming.known_before(row.pk)
        known = known_from(row.publisher) if before is None else before
    if before is None:
        incoming.keep_known(row.pk, known)
    return drafted(known), known


def _write(
    row: ListImport,
    drafts: Iterator[Draft],
    lines: int,
    by: Actor,
    progress: Progress,
    told_to_stop: Callable[[], bool],
) -> Tally:
    """Each batch in a transaction of its own, with how far that is."""
    total = Tally(row.created, row.updated, row.unchanged)
    progress(total.came_in, lines)
    while batch := tuple(islice(drafts, lists.BATCH)):
        if told_to_stop():
            raise PutDown
        behind = Reached(row.pk, row.reached, lines)
        total += import_batch(batch, publisher=row.publisher, by=by, behind=behind)
        row.reached = batch[-1].line
        progress(total.came_in, lines)
    if total.came_in < lines:  # some were refused
        progress(lines, lines)
    return total


def _ended(
    row: ListImport, coming: Coming, known: Sequence[Known], tally: Tally, by: Actor
) -> Report:
    """What it leaves out, closed if that is wanted and safe; and its end, in one."""
    no_place, refused = tuple(coming.aside.no_place), coming.refused
    with acting_as(by):
        missing = _missing(row, known, coming, by)
        ended = Ended(
            refused, no_place, coming.people, missing.services, missing.closed, missing.why_not
        )
        row = list_is_in(row.pk, ended, by=by)
    incoming.forget(row.pk)
    return Report(
        row.publisher,
        row.mapping,
        tally,
        refused,
        no_place,
        coming.people,
        missing,
        row.conflicts,
    )


def _missing(row: ListImport, known: Sequence[Known], coming: Coming, by: Actor) -> Missing:
    if not row.whole:  # it says what has changed, and nothing of the rest
        return Missing(())
    had = [one for one in known if one.is_open]
    gone = tuple(one for one in had if one.source_id not in coming.aside.named)
    sure = row.closing == Closing.IF_SURE
    why_not = why_not_close(len(gone), len(had), unread=coming.unread) if sure else ""
    if row.closing == Closing.NOTHING or why_not:
        return Missing(gone, why_not=why_not)
    ids = (one.source_id for one in gone)
    return Missing(gone, closed=close_all(ids, publisher=row.publisher, by=by) if gone else 0)
