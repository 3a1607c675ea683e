"""How well everyday words are understood: of the needs meant, how many are heard (recall), and of
those heard, how many are meant (precision). What is reached is held.

`sheets/plain_words.tsv` holds invented sentences: what must be heard, and what may be heard too
without harm; those without a need are what letters are full of. `sheets/relevance_needs.tsv` says
the same of the needs of the shared folder `relevance`, by their ids.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from linkwell.needs.rules import Need, understand
from tests.shared import SHARED

pytestmark = pytest.mark.rules

SHEETS = Path(__file__).parents[1] / "sheets"
RELEVANCE = SHARED / "relevance" / "needs.jsonl"


@dataclass(frozen=True)
class Said:
    text: str
    meant: frozenset[Need]
    harmless: frozenset[Need] = frozenset()


@dataclass(frozen=True)
class Understanding:
    recall: float
    precision: float
    faults: str


def measured(said: Iterable[Said]) -> Understanding:
    meant = found = heard = right = 0
    faults = []
    for one in said:
        codes = set(understand(one.text).codes)
        meant, found = meant + len(one.meant), found + len(one.meant & codes)
        heard, right = heard + len(codes), right + len(codes & (one.meant | one.harmless))
        if codes < one.meant or codes - one.meant - one.harmless:
            faults.append(f"{one.text} -> {', '.join(sorted(codes)) or 'nothing'}")
    return Understanding(found / meant, right / heard, "\n".join(faults))


def needs(codes: str) -> frozenset[Need]:
    return frozenset(map(Need, codes.split()))


def rows(name: str) -> Iterator[list[str]]:
    with (SHEETS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def test_what_people_say_is_understood() -> None:
    said = [Said(text, needs(must), needs(may)) for must, may, text in rows("plain_words.tsv")]
    assert {need for one in said for need in one.meant} == set(Need)
    reached = measured(said)
    assert reached.recall >= 0.95, reached.faults
    assert reached.precision >= 0.90, reached.faults


@pytest.mark.skipif(not RELEVANCE.is_file(), reason=f"not measured: {RELEVANCE} is not here")
def test_the_needs_of_the_shared_folder_are_understood() -> None:
    labels = {key: (needs(must), needs(may)) for key, must, may in rows("relevance_needs.tsv")}
    lines = RELEVANCE.read_text("utf-8").splitlines()
    said = [Said(row["text"], *labels[row["id"]]) for row in map(json.loads, lines)]
    reached = measured(said)
    assert reached.recall >= 0.95, reached.faults
    assert reached.precision >= 0.98, reached.faults


def test_a_sheet_without_a_fault_is_whole_and_faults_are_named() -> None:
    good, bad = Said("in debt", needs("money")), Said("in debt", needs("food"))
    assert measured([good]) == Understanding(1.0, 1.0, "")
    assert measured([bad]) == Understanding(0.0, 0.0, "in debt -> money")
    assert measured([Said("in debt", needs("food"), needs("money")), good]).precision == 1.0
