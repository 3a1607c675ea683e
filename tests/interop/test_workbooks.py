"""An Excel workbook reads as what it shows; one that is damaged or would swell is a sentence."""

import random
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from linkwell.directory.reading import read_sheet
from linkwell.directory.rows import Table
from linkwell.kernel.errors import InputAtFault
from tests.workbooks import SHEET, parts_of, saved, workbook, zipped

pytestmark = pytest.mark.rules

ROWS: list[list[Any]] = [["Name", "Town"], ["Lock Lane Choir", "Sale"], ["Bread Table", None]]


def names(table: Table) -> list[str]:
    return [row.cells["Name"] for row in table.rows]


def shown(value: Any) -> str:
    table = read_sheet(workbook({"a": [["Name", "Value"], ["x", value]]}))
    return table.rows[0].cells["Value"]


def told(data: bytes) -> str:
    try:
        return str(read_sheet(data).refused)
    except InputAtFault as fault:
        return fault.sentence


def swapped(old: str, new: str) -> bytes:
    parts = parts_of(workbook({"a": ROWS}))
    xml = parts[SHEET].decode()
    assert old in xml
    return zipped({**parts, SHEET: xml.replace(old, new).encode()})


def test_a_workbook_reads_like_the_same_sheet_as_csv() -> None:
    table = read_sheet(workbook({"a": [[], *ROWS, [], ["Last", "Sale"]]}))
    assert [row.cells for row in table.rows] == [
        {"Name": "Lock Lane Choir", "Town": "Sale"},
        {"Name": "Bread Table", "Town": ""},
        {"Name": "Last", "Town": "Sale"},
    ]
    assert [row.line for row in table.rows] == [3, 4, 6]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 5, 14), "2026-05-14"),
        (datetime(2026, 5, 14, 10, 30), "2026-05-14 10:30"),  # noqa: DTZ001
        (time(9, 5), "09:05"),
        (12, "12"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        ((0.255, "0.0%"), "25.5%"),
        ((2.5, "£#,##0.00"), "£2.50"),
        ((1234, "[$£-809]#,##0"), "£1234"),
        ((1619121212, "00000000000"), "01619121212"),
        (210843, "210843"),
        (True, "yes"),
        ("=1+1", ""),  # never computed here; Excel keeps its last answer beside it
        ("#N/A", ""),
        ("two\nlines \u202e\u200b", "two lines"),
    ],
)
def test_cells_become_the_text_a_person_reads(value: Any, text: str) -> None:
    assert shown(value) == text


def test_the_answer_of_a_formula_is_what_excel_kept() -> None:
    kept = '<c r="B3" t="str"><f>1+1</f><v>two</v></c>'
    data = swapped("</row></sheetData>", f"{kept}</row></sheetData>")
    assert read_sheet(data).rows[1].cells["Town"] == "two"


def test_the_first_sheet_that_shows_or_the_one_named() -> None:
    book = Workbook()
    book.active.title = "Notes"
    book.active.sheet_state = "hidden"
    for title, name in (("Groups", "Choir"), ("Old", "Gone")):
        book.create_sheet(title).append(["Name"])
        book[title].append([name])
    assert names(read_sheet(saved(book))) == ["Choir"]
    assert names(read_sheet(saved(book), sheet="Old")) == ["Gone"]
    with pytest.raises(InputAtFault, match=r"no sheet “New”\. It has “Notes”, “Groups”, “Old”"):
        read_sheet(saved(book), sheet="New")


def test_what_stands_on_another_sheet_is_not_lost_in_silence() -> None:
    book = workbook({"North": ROWS, "South": ROWS, "Notes": [["Made in May"]], "Empty": []})
    table = read_sheet(book)
    assert names(table) == ["Lock Lane Choir", "Bread Table"]
    (left_out,) = table.refused
    assert left_out.sentence.startswith("The sheet “South” was not read")
    assert read_sheet(book, sheet="South").refused == ()


def test_a_cell_beyond_the_heading_refuses_its_line() -> None:
    table = read_sheet(workbook({"a": [*ROWS, ["Odd", "Sale", "more"], ["Fine"]]}))
    assert names(table) == ["Lock Lane Choir", "Bread Table", "Fine"]
    assert [(one.line, one.sentence) for one in table.refused] == [
        (4, "It has 3 cells where the heading has 2")
    ]


def test_a_row_that_is_far_away_makes_no_rows_between() -> None:
    data = swapped('<row r="3"', '<row r="99999999999"')
    assert [row.line for row in read_sheet(data).rows] == [2, 99999999999]


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ('<row r="3"', '<row r="2"', 3, "out of order"),
        ('<row r="3"', '<row r="x"', 3, "damaged from here"),
        ("</row></sheetData>", "</sheetData>", 3, "damaged from here"),
        ('<c r="B2"', '<c r="ZZZ2"', 2, "a cell in column 18278"),
        ('<c r="B2"', '<c r="?2"', 2, "damaged from here"),
    ],
)
def test_damage_refuses_from_where_it_is(old: str, new: str, line: int, why: str) -> None:
    table = read_sheet(swapped(old, new))
    assert table.refused[0].line == line
    assert why in table.refused[0].sentence
    assert names(table) == ["Lock Lane Choir", "Bread Table"][: line - 2] or why[:6] == "a cell"


def test_what_would_swell_is_not_opened() -> None:
    parts = parts_of(workbook({"a": ROWS}))
    bomb = zipped({**parts, SHEET: parts[SHEET] + b" " * 40_000_000})
    with pytest.raises(InputAtFault, match="would unpack to 40 MB"):
        read_sheet(bomb)
    many = zipped({**parts, **{f"x{number}": b"" for number in range(1_000)}})
    with pytest.raises(InputAtFault, match="would unpack"):
        read_sheet(many)


def test_entities_that_multiply_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    parts = parts_of(workbook({"a": ROWS}))
    xml = parts[SHEET].decode().replace("Lock Lane Choir", "&b;")
    assert "&b;" in xml
    assert "damaged and cannot be read" in told(zipped({**parts, SHEET: (bomb + xml).encode()}))


def test_words_that_excel_keeps_once_for_all_cells() -> None:
    parts = parts_of(workbook({"a": [["Name"], [0], [1], [7]]}))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    types = parts["[Content_Types].xml"].decode().replace("</Types>", override)
    words = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>Choir</t></si><si><r><t>Bread </t></r><r><t>Table</t></r></si></sst>"
    )
    sheet = parts[SHEET].decode().replace('t="n"', 't="s"')
    changed = {"[Content_Types].xml": types, "xl/sharedStrings.xml": words, SHEET: sheet}
    table = read_sheet(zipped({**parts, **{name: x.encode() for name, x in changed.items()}}))
    assert names(table) == ["Choir", "Bread Table"]
    assert [refusal.line for refusal in table.refused] == [4]  # there is no seventh word


def test_a_zip_of_something_else_is_no_workbook() -> None:
    with pytest.raises(InputAtFault, match="no Excel workbook"):
        read_sheet(zipped({"letter.txt": b"Dear all"}))


@given(st.integers(0, 10**9))
def test_any_damage_to_a_workbook_gives_sentences(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(workbook({"a": ROWS}))
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        table = read_sheet(bytes(data[: chance.randint(len(data) // 2, len(data))]))
    except InputAtFault:
        return
    assert len({row.line for row in table.rows}) == len(table.rows)
