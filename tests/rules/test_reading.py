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


PLACES = ("Café Ormeau", "L’Arche", "Łódź kitchen", "عیدگاہ", "Plain Hall", "£5 lunch")
sheets = st.lists(st.sampled_from(PLACES), min_size=1, max_size=12)


def as_sheet(names: list[str]) -> str:
    return "Number,Name\n" + "".join(f"{at},{name}\n" for at, name in enumerate(names))


@given(sheets, st.sets(st.integers(0, 11), max_size=3), st.sampled_from([0x80, 0xC3, 0xE9, 0xFF]))
def test_a_bad_byte_costs_its_own_line_and_no_other(
    names: list[str], where: set[int], byte: int
) -> None:
    """A sheet stays UTF-8 while more places are characters of it than are broken."""
    bad = {at for at in where if at < len(names)}
    lines = as_sheet(["Café to begin with", "L’Arche", "Łódź", *names]).encode().split(b"\n")
    for at in bad:
        lines[at + 4] += bytes([byte])
    table = read_csv(b"\n".join(lines))
    whole = ["Café to begin with", "L’Arche", "Łódź"]
    good = [name for at, name in enumerate(names) if at not in bad]
    assert [row.cells["Name"] for row in table.rows] == [*whole, *good]
    assert [refusal.line for refusal in table.refused] == [at + 5 for at in sorted(bad)]
    assert all("cannot be read, marked here: “" in one.sentence for one in table.refused)


@given(st.lists(st.sampled_from(["Café Ormeau", "L’Arche", "Plain Hall", "£5 – lunch"])))
def test_what_is_windows_1252_is_read_as_that(names: list[str]) -> None:
    table = read_csv(as_sheet(["Café", *names]).encode("cp1252"))
    assert [row.cells["Name"] for row in table.rows] == ["Café", *names]
    assert table.refused == ()


def test_a_broken_place_is_shown() -> None:
    cut = read_csv(b"Name,Text\nCaf\xc3\xa9,x\nTea,Every day in the Caf\xc3 on Lock Lane\n")
    assert [refusal.sentence for refusal in cut.refused] == [
        "It holds a character that cannot be read, marked here: “day in the Caf\ufffd on Lock Lane”"
    ]
    with pytest.raises(InputAtFault, match="The heading cannot be read"):
        read_csv(b"Caf\xff,Name\n1,Caf\xc3\xa9\n")
    marked = read_csv(b"\xef\xbb\xbfName\nplain\ncaf\xe9\n")  # it says itself that it is UTF-8
    assert [refusal.line for refusal in marked.refused] == [3]
    unknown = read_csv(b"Name\nplain\n\x81\n")  # no character of Windows-1252 either
    assert [refusal.line for refusal in unknown.refused] == [3]


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
