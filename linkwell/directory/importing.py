"""A file comes in: read, mapped, written, and reported line by line."""

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

from linkwell.access.rules import Actor
from linkwell.directory.actions import BATCH, Tally, import_all
from linkwell.directory.drafting import drafting
from linkwell.directory.mapping import Mapping
from linkwell.directory.queries import postcodes
from linkwell.directory.rules import Draft, Refusal

Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class Report:
    """What became of a file. `no_place` names lines that came in without a place."""

    publisher: str
    mapping: str
    tally: Tally
    refused: tuple[Refusal, ...]
    no_place: tuple[Refusal, ...]

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
    progress: Progress = lambda done, lines: None,
) -> Report:
    """Bring in a sheet by its mapping, or by the only known one that its heading fits.

    `progress` hears how many lines of how many are done, for somebody who waits.
    Raises InputAtFault, with nothing written, when it cannot be read or no mapping fits.
    """
    with _garbage_can_wait():
        coming, used = drafting(data, postcodes().find_many, mapping)
        lines = len(coming)
        progress(0, lines)
        tally = import_all(
            _a_batch_ahead(coming),
            publisher=publisher,
            by=by,
            told=lambda so_far: progress(so_far.came_in, lines),
        )
        if tally.came_in < lines:  # some were refused
            progress(lines, lines)
    return Report(publisher, used.name, tally, coming.refused, coming.no_place)


def _a_batch_ahead(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The same drafts; those of the next batch are made while the database takes in this one."""
    waiting = iter(drafts)
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(lambda: list(islice(waiting, BATCH)))
        while batch := coming.result():
            coming = beside.submit(lambda: list(islice(waiting, BATCH)))
            yield from batch
