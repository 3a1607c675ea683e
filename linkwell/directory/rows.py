"""Rows of a sheet under its heading, whatever file they came in. Nothing is ever computed."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from linkwell.directory.rules import Refusal
from linkwell.kernel.errors import InputAtFault

MOST_BYTES = 50_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CHARACTERS = 20_000  # in one cell


@dataclass(frozen=True)
class Room:
    """How much of us one file may take: its bytes, what it unpacks to, its cells (those of a
    workbook are many times slower to read), and the rows that tables which name each other may come
    to."""

    bytes: int = MOST_BYTES
    unpacked: int = 150_000_000
    cells: int = 60_000_000
    workbook_cells: int = 60_000_000
    parts: int = 20_000_000


OURS = Room()  # whoever runs the machine brings it
# From an address, or through a page: it may be made to fill a machine.
STRANGERS = Room(
    bytes=20_000_000, unpacked=40_000_000, cells=500_000, workbook_cells=150_000, parts=60_000
)

# (line, its cells), or (line, what is wrong with it).
Lines: TypeAlias = Iterator[tuple[int, list[str] | str]]

# Characters that are not seen but change what is: controls, and those that turn the direction.
_UNSEEN = {
    code: " " if chr(code) in "\t\n\r\v\f\x85" else None
    for low, high in ((0, 0x1F), (0x7F, 0x9F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F))
    for code in range(low, high + 1)
} | {0xFEFF: None}


@dataclass(frozen=True)
class Row:
    """The cells of one line, by heading. `line` counts from 1, as the publisher sees it."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """`cut` says that only the first rows were asked for, and there are more."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    refused: tuple[Refusal, ...]
    cut: bool = False


@dataclass(frozen=True)
class First:
    """No more than so many rows, nor than rows of so many cells, are asked for."""

    rows: int
    cells: int


def table_of(lines: Lines, cells: int = OURS.cells, first: First | None = None) -> Table:
    """The table that these lines are: the first that says anything is the heading. `cells` are the
    most that there is room for; `first` asks for no more than the first rows.

    Raises InputAtFault when there is no heading to go by. A line that does not fit it is refused
    by itself; empty lines are passed over.
    """
    headers = _headers(lines)
    rows: list[Row] = []
    refused: list[Refusal] = []
    for line, said in lines:
        if isinstance(said, str):
            refused.append(Refusal(line, said))
        elif any(said):
            fault = _fault(said, headers)
            if fault:
                refused.append(Refusal(line, fault))
            else:
                rows.append(Row(line, dict(zip(headers, said, strict=True))))
        had = len(rows) * len(headers)
        if first is not None and (len(rows) > first.rows or had > first.cells):
            return Table(headers, tuple(rows[:-1]), tuple(refused), cut=True)
        if had > cells:
            raise InputAtFault(
                f"The file has more than {cells:,} cells. Send it in parts, or as CSV"
            )
        if len(rows) + len(refused) > MOST_ROWS:
            raise InputAtFault(f"The file has more than {MOST_ROWS:,} rows. Send it in parts")
    return Table(headers, tuple(rows), tuple(refused))


def clean(text: str) -> str:
    """One line without characters that are not seen, spaces at the ends or doubled."""
    if text.isascii() and text.isprintable():  # nearly every cell: nothing to mend but spaces
        return " ".join(text.split())
    whole = text.encode("utf-8", "replace").decode()  # half a character cannot be kept
    return " ".join(unicodedata.normalize("NFC", whole).translate(_UNSEEN).split())


def _headers(lines: Lines) -> tuple[str, ...]:
    for line, cells in lines:
        if isinstance(cells, str):
            raise InputAtFault(f"The heading cannot be read. {cells}", where=f"line {line}")
        if any(cells):
            return _named(cells)
    raise InputAtFault("The file is empty")


def _named(cells: Iterable[str]) -> tuple[str, ...]:
    headers = tuple(cell or f"column {place}" for place, cell in enumerate(cells, start=1))
    if len(headers) > MOST_COLUMNS:
        raise InputAtFault(f"The heading has more than {MOST_COLUMNS} columns")
    if len(set(headers)) < len(headers):
        twice = next(header for header in headers if headers.count(header) > 1)
        raise InputAtFault(f"Two columns are called “{twice[:60]}”")
    return headers


def _fault(cells: list[str], headers: tuple[str, ...]) -> str:
    if len(cells) != len(headers):
        return f"It has {len(cells)} cells where the heading has {len(headers)}"
    for header, cell in zip(headers, cells, strict=True):
        if len(cell) > MOST_CHARACTERS:
            return f"“{header[:60]}” is longer than {MOST_CHARACTERS:,} characters"
    return ""
