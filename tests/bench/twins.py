"""Two lists that name one group, found or not: against a reader's labels of real pairs.

The labels (`tests/labels/twins.csv`) say of 237 pairs of eight lists of Greater Manchester whether
they are one group: of all pairs that share a mark, those with ten points or more, and one in sixty
of the rest. The records stay outside the project: without them nothing is measured.
"""

import csv
import os
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from linkwell.config.bench.made_up import MAPPING
from linkwell.directory.comparing import MOST_SHARE
from linkwell.directory.drafting import Drafting, read_list
from linkwell.directory.queries import postcodes
from linkwell.directory.rules import Listing, LocationType
from linkwell.directory.twins import PERHAPS, SURELY, Traits, marks_of, score
from tests.bench.figures import Figure, Finding
from tests.bench.prose import Share
from tests.bench.real_input import SHEETS
from tests.interop.installation import Installation

LABELS = Path(__file__).parents[1] / "labels" / "twins.csv"
ENTRIES = int(os.environ.get("LINKWELL_TWINS", "10000"))
_SURE, _RIGHT, _FOUND, _A_SECOND = 0.95, 0.6, 0.8, 300


@dataclass(frozen=True)
class Label:
    """What a reader said of a pair; `one_in` how many like it there are."""

    one: tuple[str, str]  # list and record
    other: tuple[str, str]
    one_in: int
    same: bool


def read_labels() -> list[Label]:
    with LABELS.open(newline="", encoding="utf-8") as file:
        return [
            Label(
                (row["list"], row["record"]),
                (row["other_list"], row["other_record"]),
                int(row["one_in"]),
                row["same"] == "yes",
            )
            for row in csv.DictReader(file)
        ]


def twins() -> Sequence[Figure | Finding]:
    """Right and found on real pairs; what the marks miss; and how quickly many are compared."""
    return [*(_on_real_pairs() if SHEETS.is_dir() else ()), *_quickly()]


def _on_real_pairs() -> list[Figure | Finding]:
    known = real_traits()
    scored = [
        (label, score(known[label.one], known[label.other]).points) for label in read_labels()
    ]
    sure = right_from(SURELY, scored)
    right, found = right_from(PERHAPS, scored), found_from(PERHAPS, scored)
    every = list(known.values())
    asked = candidates(every)
    missed = sum(
        score(one, other).points >= PERHAPS and (one.service_id, other.service_id) not in asked
        for one, other in combinations(sorted(every, key=lambda it: it.service_id), 2)
    )
    return [
        Finding(f"surely one group: right {sure}", "right 95 in 100", sure.value >= _SURE),
        Finding(
            f"shown to a curator: right {right}, found {found}",
            "right 6 in 10, found 8 in 10",
            right.value >= _RIGHT and found.value >= _FOUND,
        ),
        Figure("pairs worth showing that share no mark, of a million compared", missed, 0, "pairs"),
    ]


def right_from(points: int, scored: Sequence[tuple[Label, int]]) -> Share:
    shown = [label for label, score in scored if score >= points]
    return Share(sum(label.same for label in shown), len(shown))


def found_from(points: int, scored: Sequence[tuple[Label, int]]) -> Share:
    same = [(label, score) for label, score in scored if label.same]
    return Share(
        sum(label.one_in for label, score in same if score >= points),
        sum(label.one_in for label, _score in same),
    )


def real_traits() -> Mapping[tuple[str, str], Traits]:
    found = {}
    for path in sorted(SHEETS.glob("*.csv")):
        drafts = Drafting(*read_list(path.read_bytes()), postcodes().find_many)
        for draft in drafts:
            record = (path.stem, draft.listing.source_id)
            found[record] = _traits(record, draft.listing)
    return found


def _traits(record: tuple[str, str], listing: Listing) -> Traits:
    where = listing.where
    return Traits(
        service_id=uuid5(NAMESPACE_URL, " ".join(record)),
        publisher_id=uuid5(NAMESPACE_URL, record[0]),
        name=listing.name,
        organization="" if listing.organization == listing.name else listing.organization,
        phone=listing.phone,
        email=listing.email,
        site=listing.url,
        postcode=where.postcode if where else "",
        point=where.point if where and where.kind is LocationType.PHYSICAL else None,
        days=frozenset(session.day for session in listing.sessions),
        minimum_age=listing.minimum_age,
        maximum_age=listing.maximum_age,
    )


def candidates(entries: Sequence[Traits]) -> set[tuple[UUID, UUID]]:
    """As the database finds them: those that share a mark which few have."""
    sharing: dict[int, list[UUID]] = defaultdict(list)
    for one in entries:
        for mark in marks_of(one):
            sharing[mark].append(one.service_id)
    few = (sorted(some) for some in sharing.values() if len(some) <= MOST_SHARE)
    return {pair for some in few for pair in combinations(some, 2)}


_COMPARED = re.compile(r"([\d,]+) compared with ([\d,]+) others in ([\d.]+) s")


def _quickly() -> list[Finding]:
    """A directory made up by a seed, a twentieth of it named twice, through the command line."""
    with tempfile.TemporaryDirectory() as folder:
        here, home = Path(folder), Path(folder) / "house"
        home.mkdir(mode=0o700)
        house = Installation(home)
        (here / "made.toml").write_text(MAPPING)
        for name, rows in (("one", many(ENTRIES)), ("two", again(ENTRIES))):
            (here / f"{name}.csv").write_bytes(_sheet(rows))
            done = house.run("directory", "import", str(here / f"{name}.csv"), "--mapping",
                             str(here / "made.toml"), "--publisher", name)  # fmt: skip
            assert done.returncode == 0, done.stderr
        began = time.perf_counter()
        told = house.run("directory", "duplicates").stdout
        seconds = time.perf_counter() - began
        house.remove()
    compared = _COMPARED.search(told)
    assert compared, told[:500]
    entries, pairs = (int(compared[at].replace(",", "")) for at in (1, 2))
    rate = entries / seconds
    return [
        Finding(
            f"{entries:,} entries, {pairs:,} pairs scored: {rate:,.0f} entries and"
            f" {pairs / seconds:,.0f} pairs a second",
            f"{_A_SECOND} entries a second: a million within an hour",
            rate >= _A_SECOND,
        )
    ]


_HEADING = ("id", "name", "group", "about", "when", "address", "postcode", "web", "way_in", "cost")
Row = tuple[str, ...]


def many(count: int) -> Iterator[Row]:
    """Names of two to four of four hundred words, in some thousands of postcodes."""
    chance = random.Random(1)
    words = ["".join(chance.choices("bcdfglmnprst", k=2)) + end for end in _ENDS for _ in range(40)]
    codes = [f"M{chance.randint(1, 46)} {chance.randint(1, 9)}{a}{b}" for a in "ABDEFGHJ"
             for b in "LNPQRSTUWXYZ" for _ in range(20)]  # fmt: skip
    for number in range(count):
        name = " ".join(chance.sample(words, chance.randint(2, 4))).title()
        site = f"https://g{number}.example/"
        yield (f"B{number}", name, f"{name} Trust", "We meet for company.", "Monday 2pm - 4pm",
               "1 The Road", chance.choice(codes), site, "", "")  # fmt: skip


def again(count: int) -> Iterator[Row]:
    """One in twenty of them, with a letter less in its name, and another website."""
    for number, (own, name, *more) in enumerate(many(count)):
        if number % 20 == 0:
            more[5] = f"https://other{number}.example/"
            yield (f"again{own}", name[:-1], *more)


_ENDS = ("anter", "eldow", "inford", "oskell", "umbry", "aywick", "entrose", "ickling", "ollard",
         "urnham")  # fmt: skip


def _sheet(rows: Iterator[Row]) -> bytes:
    lines = [_HEADING, *rows]
    return "\n".join(",".join(row) for row in lines).encode()
