"""A file comes in: read, mapped, written, and reported line by line; and what it leaves out."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.directory.actions.lists import Tally, close_all, import_all
from linkwell.directory.beside import Coming, made_beside
from linkwell.directory.drafting import drafting
from linkwell.directory.feeds import FeedDrafts, Record
from linkwell.directory.mapping import Mapping
from linkwell.directory.queries import known_from, postcodes
from linkwell.directory.rules import Known, Refusal, why_not_close

Progress: TypeAlias = Callable[[int, int], None]


class Closing(Enum):
    """What to do with open services that a newer list of their publisher leaves out."""

    NOTHING = auto()
    IF_SURE = auto()  # close them where the list can be believed to be whole
    EVEN_IF_UNSURE = auto()


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
        }


def _line(refusal: Refusal) -> dict[str, Any]:
    return {"line": refusal.line, "sentence": refusal.sentence}


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


def import_sheet(
    data: bytes,
    *,
    publisher: str,
    by: Actor,
    mapping: Mapping | None = None,
    closing: Closing = Closing.NOTHING,
    progress: Progress = lambda done, lines: None,
) -> Report:
    """Bring in a sheet by its mapping, or by the only known one that its heading fits.

    `closing` says what to do with services of this publisher that the sheet leaves out.
    `progress` hears how many lines of how many are done, for somebody who waits.
    Raises InputAtFault, with nothing written, when it cannot be read or no mapping fits.
    """

    def drafted(known: Sequence[Known]) -> tuple[Coming, str]:
        coming, used = drafting(data, postcodes().find_many, mapping, known)
        return coming, used.name

    return _import(drafted, publisher=publisher, by=by, closing=closing, progress=progress)


def import_feed(
    records: Sequence[Record],
    *,
    publisher: str,
    by: Actor,
    closing: Closing = Closing.NOTHING,
    progress: Progress = lambda done, lines: None,
) -> Report:
    """Bring in the records of a feed or file of HSDS or ORUK, as `import_sheet` does a sheet."""
    drafts = FeedDrafts(records, postcodes().find_many)
    return _import(
        lambda known: (drafts, "the standard’s own words"),
        publisher=publisher,
        by=by,
        closing=closing,
        progress=progress,
    )


def _import(
    drafted: Callable[[Sequence[Known]], tuple[Coming, str]],
    *,
    publisher: str,
    by: Actor,
    closing: Closing,
    progress: Progress,
) -> Report:
    with _garbage_can_wait(), acting_as(by):
        known = known_from(publisher)
        coming, read_by = drafted(known)
        lines = len(coming)
        progress(0, lines)
        tally = import_all(
            made_beside(coming),
            publisher=publisher,
            by=by,
            told=lambda so_far: progress(so_far.came_in, lines),
        )
        if tally.came_in < lines:  # some were refused
            progress(lines, lines)
        missing = _missing(known, coming, closing, publisher=publisher, by=by)
    return Report(
        publisher,
        read_by,
        tally,
        coming.refused,
        tuple(coming.aside.no_place),
        coming.people,
        missing,
    )


def _missing(
    known: Sequence[Known], coming: Coming, closing: Closing, *, publisher: str, by: Actor
) -> Missing:
    """What the list leaves out, closed if that is wanted and safe."""
    had = [one for one in known if one.is_open]
    gone = tuple(one for one in had if one.source_id not in coming.aside.named)
    sure = closing is Closing.IF_SURE
    why_not = why_not_close(len(gone), len(had), unread=coming.unread) if sure else ""
    if closing is Closing.NOTHING or why_not:
        return Missing(gone, why_not=why_not)
    ids = (one.source_id for one in gone)
    return Missing(gone, closed=close_all(ids, publisher=publisher, by=by))
