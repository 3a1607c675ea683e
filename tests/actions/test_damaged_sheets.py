"""Whatever a file has suffered, it is read or refused in sentences, and no line is lost in silence.

100 files here, 1,000 by `make bars ONLY=damaged` (LINKWELL_DAMAGED).
"""

import os
import random
from collections.abc import Sequence

import pytest

from linkwell.access.rules import operator
from linkwell.directory.drafting import Drafting, read_list
from linkwell.directory.importing import import_sheet
from linkwell.directory.models import Service
from linkwell.directory.rows import clean
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Place, Point
from tests.damage import LINES, NASTY, as_csv, as_workbook, damaged, rows
from tests.drafts import Drafted, drafted_of

FILES = int(os.environ.get("LINKWELL_DAMAGED", "100"))
EACH = 10  # of which one goes through the database


def places(codes: Sequence[str]) -> list[Place | None]:
    return [Place(code, Point(378944, 392758), "E08000009") for code in codes]


def read(data: bytes) -> Drafted:
    return drafted_of(Drafting(*read_list(data), places))


def tried(data: bytes) -> tuple[Drafted | None, str]:
    try:
        return read(data), ""
    except InputAtFault as fault:
        return None, fault.sentence


def by_name(result: Drafted) -> dict[str, str]:
    return {one.listing.name: one.digest for one in result.drafts}


def test_damaged_files_are_read_or_refused() -> None:
    came, refused, whole = 0, 0, 0
    for seed in range(FILES):
        result, sentence = tried(damaged(seed))
        assert result or (10 < len(sentence) < 500 and clean(sentence) == sentence), seed
        if result is None:
            whole += 1
            continue
        lines = [one.line for one in result.drafts] + [one.line for one in result.refused]
        assert len(set(lines)) == len(lines), seed
        assert all(10 < len(refusal.sentence) < 500 for refusal in result.refused), seed
        assert all(0 < len(one.listing.name) <= 200 for one in result.drafts), seed
        assert len({one.listing.source_id for one in result.drafts}) == len(result.drafts), seed
        came += len(result.drafts)
        refused += len(result.refused)
    print(f"{FILES} files: {came} lines in, {refused} refused, {whole} files refused whole")
    assert came > FILES  # the damage leaves something to read, and leaves its mark
    assert refused > FILES / 4
    assert FILES / 10 < whole < FILES * 0.7


@pytest.mark.django_db
def test_what_is_left_of_damaged_files_can_be_kept() -> None:
    for seed in range(0, FILES, EACH):
        try:
            report = import_sheet(damaged(seed), publisher=f"Damaged {seed}", by=operator("tests"))
        except InputAtFault:
            continue
        kept = Service.objects.filter(publisher__name=report.publisher).count()
        assert kept == report.tally.created == report.came_in, seed


@pytest.mark.parametrize("write", [as_csv, as_workbook])
def test_one_bad_line_costs_no_other(write: object) -> None:
    assert callable(write)
    good = by_name(read(write(rows())))
    assert len(good) == LINES
    for seed in range(FILES // 5):
        chance = random.Random(seed)
        lines = rows()
        row = chance.randrange(LINES)
        lines[row] = [chance.choice([cell, *NASTY]) for cell in lines[row]]
        lines[row] = [cell.replace("\0", "") for cell in lines[row]]  # no workbook can hold it
        lines[row] += chance.choice([[], [], ["one more"]])
        try:
            found = by_name(read(write(lines)))
        except ValueError:  # the library that writes workbooks for the tests refuses it
            continue
        name = f"Table number {row + 1}"
        assert {**good, name: ""}.items() <= {**found, name: ""}.items(), seed
        assert len(found) <= LINES


def test_a_torn_line_is_listed_with_its_number() -> None:
    text = as_csv(rows()).decode().splitlines()
    text[4] = text[4].rsplit(",", 2)[0]
    text[7] = text[7].replace('"', '"x"', 1)
    result = read("\n".join(text).encode())
    assert [refusal.line for refusal in result.refused] == [5, 8]
    assert len(result.drafts) == LINES - 2


def test_a_stray_nul_is_only_left_out() -> None:
    data = as_csv(rows()).replace(b"number 3", b"num\0ber 3")
    assert by_name(read(data)) == by_name(read(as_csv(rows())))
