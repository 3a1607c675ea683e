"""What prose hides, found or not: precision and recall against a careful reader's labels.

The labels (`tests/labels/prose.csv`) say of 208 records of Greater Manchester what their free texts
say, as somebody read them before any rule was written. Of each list some were drawn by a seed: 80
charities, 44 food banks, all 60 mental health services, 24 of five lists with little prose.
The rules were made on one half and are measured on the other. The records stay outside the project:
without them nothing is measured.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from linkwell.directory.drafting import Drafting, read_list
from linkwell.directory.prose.places import place_name
from linkwell.directory.prose.rules import read, texts_of, word_of
from linkwell.directory.prose.said import Field, Said
from linkwell.directory.rules import Listing
from tests.bench.figures import Finding
from tests.bench.real_input import SHEETS

LABELS = Path(__file__).parents[1] / "labels" / "prose.csv"
HELD_OUT = "held"
Labels = Mapping[tuple[str, str], frozenset[tuple[Field, str]]]  # by list and record
_PRECISION, _RECALL = 0.9, 0.8
_SURE = 1.96  # standard deviations on both sides: 95 in 100


@dataclass(frozen=True)
class Share:
    """`of` which `right` are right, with the interval of Wilson around it."""

    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        share, spread = self.value, _SURE**2 / self.of
        middle = share + spread / 2
        width = _SURE * math.sqrt((share * (1 - share) + spread / 4) / self.of)
        return (middle - width) / (1 + spread), (middle + width) / (1 + spread)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.right} of {self.of} ({low:.0%} to {high:.0%})"


@dataclass(frozen=True)
class Measured:
    """How many values were found that stand there, that do not, and that were missed."""

    found: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> Share:
        return Share(self.found, self.found + self.wrong)

    @property
    def recall(self) -> Share:
        return Share(self.found, self.found + self.missed)

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(
            self.found + other.found, self.wrong + other.wrong, self.missed + other.missed
        )

    def __str__(self) -> str:
        return f"right {self.precision}, found {self.recall}"


def prose() -> list[Finding]:
    """Each field of the half that no rule was made on, and all of them together."""
    if not SHEETS.is_dir():
        print(f"prose: not measured, since {SHEETS} is not here.")
        return []
    labels = read_labels(LABELS, half=HELD_OUT)
    listings = {(name, one.source_id): one for name, one in _listings({name for name, _ in labels})}
    everywhere, unsaid = measure(labels, listings), measure(labels, listings, only_unsaid=True)
    print(f"{len(labels)} records, held out; right: of what is suggested; found: of what is there")
    for field in Field:
        print(f"  {field}: {everywhere[field]}")
        print(f"    where the publisher says nothing of it itself: {unsaid[field]}")
    whole = sum(everywhere.values(), Measured())
    good = whole.precision.value >= _PRECISION and whole.recall.value >= _RECALL
    return [Finding(f"all fields: {whole}", "right 9 in 10, found 8 in 10", good)]


def read_labels(path: Path, *, half: str) -> Labels:
    found: dict[tuple[str, str], set[tuple[Field, str]]] = defaultdict(set)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["half"] == half:
                some = found[row["list"], row["record"]]
                if row["field"] != "nothing":
                    some.add((Field(row["field"]), row["value"]))
    return {record: frozenset(values) for record, values in found.items()}


def measure(
    labels: Labels, listings: Mapping[tuple[str, str], Listing], *, only_unsaid: bool = False
) -> dict[Field, Measured]:
    """`only_unsaid`: but for what the publisher says itself, which is not suggested."""
    total = dict.fromkeys(Field, Measured())
    for record, label in labels.items():
        listing = listings[record]
        read_there = frozenset(map(_labelled, read(texts_of(listing))))
        for field in Field:
            if only_unsaid and word_of(listing, field) is not None:
                continue
            total[field] += compared(_of(field, read_there), _of(field, label))
    return total


def compared(read_there: frozenset[str], stands: frozenset[str]) -> Measured:
    return Measured(len(read_there & stands), len(read_there - stands), len(stands - read_there))


def _of(field: Field, some: Iterable[tuple[Field, str]]) -> frozenset[str]:
    return frozenset(value for one, value in some if one is field)


def _labelled(said: Said) -> tuple[Field, str]:
    if said.field is Field.FREE:
        return said.field, "yes" if said.value else "no"
    return said.field, place_name(str(said.value)) if said.field is Field.AREA else str(said.value)


def _listings(names: Iterable[str]) -> Iterator[tuple[str, Listing]]:
    for name in sorted(names):
        data = (SHEETS / f"{name}.csv").read_bytes()
        drafts = Drafting(*read_list(data), lambda codes: [None] * len(codes))
        yield from ((name, draft.listing) for draft in drafts)
