"""A spreadsheet as it arrives, CSV or Excel, read into rows of text."""

import codecs
import csv
import io
import re
from collections.abc import Sequence

from linkwell.directory.rows import OURS, First, Lines, Room, Table, clean, table_of
from linkwell.kernel.errors import InputAtFault

_ZIP = b"PK"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # Excel's "Unicode text"
_RARE = 100  # at most one NUL in so many bytes; what has more is no text
_BROKEN = re.compile("[\udc80-\udcff]+")  # bytes that are no character, kept apart until looked at
_NOT_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
_AROUND = 15  # characters shown on both sides of what is broken
_PAGES = (b"<!doctype", b"<html", b"<?xml")
# The first bytes of what people send by mistake, and what to do instead.
_NO_SHEET = {
    b"\xd0\xcf\x11\xe0": "It is an old Excel file, or locked. Save it as .xlsx",
    b"%PDF": "It is a PDF. Send the sheet itself, as CSV or .xlsx",
}


def read_sheet(
    data: bytes, *, sheet: str = "", room: Room = OURS, first: First | None = None
) -> Table:
    """The rows of a sheet, whatever it was saved as; of a workbook, the worksheet `sheet`; the
    first of them, where no more is asked for.

    Raises InputAtFault when it is no table at all.
    """
    _must_be_a_sheet(data, room)
    if data.startswith(_ZIP):
        from linkwell.directory.workbooks import read_workbook  # slow to load, and rarely wanted

        return read_workbook(data, sheet=sheet, room=room, first=first)
    return read_csv(data, room, first)


def read_csv(data: bytes, room: Room = OURS, first: First | None = None) -> Table:
    """The rows of a CSV file in UTF-8, UTF-16 or Windows-1252, with commas, semicolons, tabs
    or bars.

    A line that does not fit the heading, or holds bytes that are no character, is refused by
    itself, and a quotation mark that is never closed refuses the rest of the file.
    """
    _must_be_a_sheet(data, room)
    return table_of(_lines(_decode(data)), room.cells, first)


def _must_be_a_sheet(data: bytes, room: Room) -> None:
    if len(data) > room.bytes:
        raise InputAtFault(f"The file is larger than {room.bytes // 1_000_000} MB")
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        raise InputAtFault("It is a page of the web, and no sheet. Download the sheet itself")
    for magic, why in _NO_SHEET.items():
        if data.startswith(magic):
            raise InputAtFault(f"This file cannot be read as a sheet. {why}")


def _lines(text: str) -> Lines:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    damaged = _BROKEN.search(text) is not None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, _why(error)
            continue
        broken = _broken(cells) if damaged else ""
        yield line, broken or [clean(cell) for cell in cells]


def _broken(cells: Sequence[str]) -> str:
    """Where the first bytes stand that are no character, as a sentence; "" when there are none."""
    for cell in cells:
        if found := _BROKEN.search(cell):
            near = cell[max(0, found.start() - _AROUND) : found.end() + _AROUND]
            shown = clean(_BROKEN.sub("\ufffd", near))
            return f"It holds a character that cannot be read, marked here: “{shown}”"
    return ""


def _why(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "A quotation mark opens here and never closes; this and all after it is left out"
    return f"This cannot be read as a row: {error}"


def _decode(data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    if data.count(0) * _RARE > len(data):  # a stray one is left out with what is not seen
        raise InputAtFault("The file is not text. Save the sheet as CSV or .xlsx")
    text = data.decode("utf-8-sig", errors="surrogateescape")
    if data.startswith(codecs.BOM_UTF8) or _is_utf8(text):
        return text
    return data.decode("cp1252", errors="surrogateescape")


def _is_utf8(text: str) -> bool:
    """Whether what was read as UTF-8 is that, if perhaps damaged in places.

    Bytes that make a character of UTF-8 hardly ever stand together by chance, so each of these
    outweighs one broken place. In Windows-1252 every "é" would be such a place.
    """
    broken = len(_BROKEN.findall(text))
    return not broken or len(_NOT_ASCII.findall(text)) >= broken
