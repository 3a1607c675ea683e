"""A spreadsheet as it arrives, read into rows of text. Nothing in it is ever computed."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from linkwell.directory.rules import Refusal
from linkwell.kernel.errors import InputAtFault

MOST_BYTES = 50_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CHARACTERS = 20_000  # in one cell

# Characters that are not seen but change what is: controls, and those that turn the direction.
_UNSEEN = {
    code: " " if chr(code) in "\t\n\r\v\f\x85" else None
    for low, high in ((0, 0x1F), (0x7F, 0x9F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F))
    for code in range(low, high + 1)
} | {0xFEFF: None}


@dataclass(frozen=True)
class Row:
    """The cells of one line, by heading. `line` counts from 1, the heading being the first."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    refused: tuple[Refusal, ...]


def read_csv(data: bytes) -> Table:
    """The rows of a CSV file in UTF-8 or Windows-1252, with commas, semicolons or tabs.

    Raises InputAtFault when it is no table at all. A line that does not fit the heading is
    refused by itself, and a quotation mark that is never closed refuses the rest of the file.
    """
    text = _decode(data)
    reader = _Lines(text)
    headers = _headers(reader)
    rows: list[Row] = []
    refused: list[Refusal] = []
    for line, cells in reader:
        if isinstance(cells, str):
            refused.append(Refusal(line, cells))
        elif any(cells):
            fault = _fault(cells, headers)
            if fault:
                refused.append(Refusal(line, fault))
            else:
                rows.append(Row(line, dict(zip(headers, cells, strict=True))))
        if len(rows) + len(refused) > MOST_ROWS:
            raise InputAtFault(f"The file has more than {MOST_ROWS:,} rows. Send it in parts")
    return Table(headers, tuple(rows), tuple(refused))


def clean(text: str) -> str:
    """One line without characters that are not seen, spaces at the ends or doubled."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_UNSEEN).split())


class _Lines:
    """(line, cells) for each record, or (line, what is wrong with it)."""

    def __init__(self, text: str) -> None:
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def __iter__(self) -> Iterator[tuple[int, list[str] | str]]:
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, _why(error)
                continue
            yield line, [clean(cell) for cell in cells]


def _why(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "A quotation mark opens here and never closes; this and all after it is left out"
    return f"This cannot be read as a row: {error}"


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise InputAtFault(f"The file is larger than {MOST_BYTES // 1_000_000} MB")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputAtFault("The file is in UTF-16. Save it as CSV in UTF-8")
    if b"\0" in data:
        raise InputAtFault("The file is not text. Save the sheet as CSV")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _headers(lines: _Lines) -> tuple[str, ...]:
    for _line, cells in lines:
        if isinstance(cells, str):
            raise InputAtFault(f"The heading cannot be read. {cells}", where="line 1")
        if not any(cells):
            continue
        named = [cell for cell in cells if cell]
        if len(cells) > MOST_COLUMNS:
            raise InputAtFault(f"The heading has more than {MOST_COLUMNS} columns")
        if len(set(named)) < len(named):
            twice = next(cell for cell in named if named.count(cell) > 1)
            raise InputAtFault(f"Two columns are called “{twice[:60]}”")
        return tuple(cell or f"column {place}" for place, cell in enumerate(cells, start=1))
    raise InputAtFault("The file is empty")


def _fault(cells: list[str], headers: tuple[str, ...]) -> str:
    if len(cells) != len(headers):
        return f"It has {len(cells)} cells where the heading has {len(headers)}"
    for header, cell in zip(headers, cells, strict=True):
        if len(cell) > MOST_CHARACTERS:
            return f"“{header}” is longer than {MOST_CHARACTERS:,} characters"
    return ""
