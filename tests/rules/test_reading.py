"""A damaged file gives sentences, never a crash; its good lines still come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.reading import read_csv, read_sheet
from linkwell.directory.rows import clean
from linkwell.kernel.errors import InputAtFault

pytestmark = pytest.mark.rules


def cells(data: bytes) -> list[dict[str, str]]:
    return [row.cells for row in read_sheet(data).rows]


@pytest.mark.parametrize(
    "data",
    [
        "Name,Café\nA,1\n".encode(),
        "\ufeffName,Café\r\nA,1\r\n".encode(),
        "Name,Café\nA,1\n".encode("cp1252"),
        "Name;Café\nA;1".encode(),
        "Name|Café\nA|1".encode(),
        "Name\tCafé\r\nA\t1".encode("utf-16"),
        "Name\tCafé\nA\t1".encode(),
        "\n\n Name , Café \nA,1\n\n,\n".encode(),
    ],
)
def test_reads_what_spreadsheets_write(data: bytes) -> None:
    assert cells(data) == [{"Name": "A", "Café": "1"}]


def test_lines_count_as_an_editor_counts_them() -> None:
    table = read_csv(b'Name,Text\nA,"two\nlines"\nB,x\nC\nD,y\n')
    assert [(row.line, row.cells["Name"]) for row in table.rows] == [(2, "A"), (4, "B"), (6, "D")]
    assert table.rows[0].cells["Text"] == "two lines"
    assert [(r.line, r.sentence) for r in table.refused] == [
        (5, "It has 1 cells where the heading has 2")
    ]


def test_an_open_quotation_mark_loses_only_what_follows() -> None:
    table = read_csv(b'Name,Text\nA,x\nB,"y\nC,z\n')
    assert [row.cells["Name"] for row in table.rows] == ["A"]
    assert table.refused[0].line == 3
    assert "never closes" in table.refused[0].sentence


def test_a_broken_line_does_not_lose_the_next() -> None:
    table = read_csv(b'Name,Text\nA,"x"y\nB,z\n')
    assert [row.cells["Name"] for row in table.rows] == ["B"]
    assert [refusal.line for refusal in table.refused] == [2]


def test_formulas_and_hidden_characters_are_only_text() -> None:
    data = "Name,Text\n=1+1,\u202eevil\u200b \x07bell\n".encode()
    assert cells(data) == [{"Name": "=1+1", "Text": "evil bell"}]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\n,,\n", "empty"),
        (b"Name\nA\0", "not text"),
        (b"Name,Name\nA,B", "Two columns are called “Name”"),
        (b'"Name\nA', "heading"),
        (b",".join([b"x%d" % n for n in range(400)]), "more than 300 columns"),
    ],
)
def test_what_is_no_table_is_refused_whole(data: bytes, why: str) -> None:
    with pytest.raises(InputAtFault, match=why):
        read_csv(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0rest", "old Excel file, or locked"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"x" * 50_000_001, "larger than 50 MB"),
    ],
)
def test_what_is_no_sheet_says_what_to_send_instead(data: bytes, why: str) -> None:
    with pytest.raises(InputAtFault, match=why):
        read_sheet(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        table = read_csv(data)
    except InputAtFault:
        return
    for row in table.rows:
        assert set(row.cells) == set(table.headers)
        for cell in row.cells.values():
            assert cell == clean(cell)
            assert "\0" not in cell


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=8))
def test_no_line_is_lost_in_silence(rows: list[list[str]]) -> None:
    text = "a,b\n" + "".join(f"{left},{right}\n" for left, right in rows)
    try:
        table = read_csv(text.encode("utf-8", "replace"))
    except InputAtFault:
        return
    lines = [row.line for row in table.rows] + [refusal.line for refusal in table.refused]
    assert len(lines) == len(set(lines))
