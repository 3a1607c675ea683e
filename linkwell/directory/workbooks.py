"""Excel workbooks (.xlsx) as rows of text, read as what they show. No formula is ever computed.

A workbook is a zip of XML, so it can be small and swell, or be damaged anywhere. What it would
unpack to is looked at first; whatever else goes wrong inside becomes a sentence.
"""

import io
import math
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

from linkwell.directory.rows import MOST_COLUMNS, OURS, First, Lines, Room, Table, clean, table_of
from linkwell.directory.rules import Refusal
from linkwell.kernel.errors import InputAtFault

MOST_UNPACKED: Final = OURS.unpacked  # bytes
MOST_PARTS: Final = 1_000  # files in the zip
MOST_RATIO: Final = 100  # unpacked to packed; real sheets stay below 30
_SMALL: Final = 10_000_000  # bytes unpacked, where the ratio does no harm

_DAMAGED = (
    "The workbook is damaged and cannot be read. Open it in Excel and save it again, or as CSV"
)
_ZEROS = re.compile(r"0{2,20}")  # a number format that keeps leading noughts: "00000"
_POUNDS = re.compile(r"£|\[\$£")


def read_workbook(
    data: bytes, *, sheet: str = "", room: Room = OURS, first: First | None = None
) -> Table:
    """The rows of the worksheet called `sheet`, else of the first that is not hidden.

    Raises InputAtFault when there is none, or the file is no workbook, or would swell.
    """
    _must_stay_small(data, room)
    with _opened(data) as book:
        read = _worksheet(book, sheet)
        table = table_of(_lines(read), room.workbook_cells, first)
        left_out = () if sheet else tuple(_not_read(book, read))
    return replace(table, refused=(*table.refused, *left_out))


def _must_stay_small(data: bytes, room: Room) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception:  # whatever a damaged zip does to the library
        raise InputAtFault(_DAMAGED) from None
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        raise InputAtFault("This is a zip, but no Excel workbook. Send the sheet as CSV or .xlsx")
    unpacked = sum(part.file_size for part in parts)  # zipfile never reads more than it says
    swells = unpacked > _SMALL and unpacked > len(data) * MOST_RATIO
    if swells or unpacked > room.unpacked or len(parts) > MOST_PARTS:
        raise InputAtFault(
            f"The workbook would unpack to {unpacked // 1_000_000:,} MB, which no list of services"
            " needs. Save the one sheet as CSV"
        )


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, about styles and extensions
        try:
            book = load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False, keep_vba=False
            )
        except Exception:  # whatever a damaged file does to the library
            raise InputAtFault(_DAMAGED) from None
        with closing(book):
            yield book


def _worksheet(book: Any, name: str) -> Any:
    sheets = book.worksheets
    if name:
        found = next((one for one in sheets if one.title.strip() == name.strip()), None)
        if found is None:
            there = ", ".join(f"“{one.title[:60]}”" for one in sheets[:20])
            raise InputAtFault(f"The workbook has no sheet “{name[:60]}”. It has {there}")
        return found
    shown = [one for one in sheets if one.sheet_state == "visible"] or sheets
    if not shown:
        raise InputAtFault("The workbook has no worksheet")
    return shown[0]


def _not_read(book: Any, read: Any) -> Iterator[Refusal]:
    """The other sheets that anybody sees, where they hold more than a heading."""
    seen = (one for one in book.worksheets if one.sheet_state == "visible" and one is not read)
    for other in seen:
        if sum(any(cells) for _line, cells in islice(_lines(other), 50)) > 1:
            name = other.title[:60]
            how = f'a mapping with `sheet = "{name}"` brings it in'
            yield Refusal(1, f"The sheet “{name}” was not read: {how}")


def _lines(sheet: Any) -> Lines:
    """Each row as wide as the first that says anything; a workbook leaves out empty cells.

    The library's own rows are not used: it passes over rows that are out of order in silence,
    and makes up as many empty ones as a damaged row number says.
    """
    last, width = 0, 0
    try:
        for line, found in _rows(sheet):
            if line <= last:
                yield (
                    last + 1,
                    "The rows are out of order from here; this and all after is left out",
                )
                return
            last = line
            if found and max(found) > MOST_COLUMNS:
                yield line, f"It has a cell in column {max(found)}; {MOST_COLUMNS} are the most"
                continue
            width = width or max(found, default=0)
            wide = max(width, max(found, default=0))
            yield line, [found.get(place, "") for place in range(1, wide + 1)]
    except Exception:  # whatever a damaged sheet does to the library
        yield last + 1, "The workbook is damaged from here; this and all after it is left out"


def _rows(sheet: Any) -> Iterator[tuple[int, dict[int, str]]]:
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for line, cells in parser.parse():
            texts = ((cell["column"], clean(_shown(ReadOnlyCell(sheet, **cell)))) for cell in cells)
            yield line, {column: text for column, text in texts if text}


def _shown(cell: ReadOnlyCell) -> str:
    """The text that a person reads in the cell; dates as 2026-05-14, errors as nothing."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number(value, str(cell.number_format))
    if isinstance(value, datetime):
        day, at = value.date().isoformat(), value.time()
        return f"{day} {at:%H:%M}" if at != time() else day
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _number(value: float, form: str) -> str:
    if not math.isfinite(value):
        return ""
    if form.endswith("%"):
        return f"{_plain(round(value * 100, 10))}%"
    if _POUNDS.search(form):
        return f"£{_plain(value)}" if float(value).is_integer() else f"£{value:,.2f}"
    text = _plain(value)
    return text.zfill(len(form)) if _ZEROS.fullmatch(form) else text


def _plain(value: float) -> str:
    """Fifteen digits, as Excel shows them: 0.1 + 0.2 is 0.3, and 12.0 is 12."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(value, ".15g")
