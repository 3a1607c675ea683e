"""The official files as published, told apart by what stands in them, row by row."""

import csv
import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, TypeAlias

from linkwell.areas.rules import Kind, vintage_of
from linkwell.directory.reading import read_sheet
from linkwell.kernel import postcode
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Point

Values: TypeAlias = dict[str, Any]  # of one row, by the name of its field

_EXPECTED = (
    "This is none of the files we know. We read ONSPD (the CSV, or its zip), file 7 of the indices"
    " of deprivation (CSV), epraccur.csv and ePCN.xlsx, as they are published"
)
_MEMBER = re.compile(r"(?:.*/)?Data/ONSPD_[^/]*_UK\.csv", re.I)
_MOST_UNPACKED = 4_000_000_000  # bytes of a file in a zip; ONSPD has 1.3 billion

# Columns of ONSPD by both families of its headings; areas carry the year of their codes in them.
_ONSPD = {
    "postcode": r"pcds",
    "ended": r"doterm",
    "east": r"(os)?east1m",
    "north": r"(os)?nrth1m|north1m",
    "authority": r"(os)?laua|lad\d\dcd",
    "lsoa": r"lsoa21(cd)?",
    "msoa": r"msoa21(cd)?",
    "icb": r"icb(\d\dcd)?",
}
_UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError)
_ON_GRID = ("E", "W", "S")  # countries whose metres are on the National Grid
_GP_PRACTICE = "4"
_EPRACCUR_COLUMNS = 27


@dataclass(frozen=True)
class OfficialFile:
    """A file that was recognised. `census` says which small areas it ranks."""

    kind: Kind
    vintage: str
    rows: Iterator[Values]
    census: str = ""


@contextmanager
def opened(path: Path, vintage: str = "") -> Iterator[OfficialFile]:
    """The official file at `path`. Raises InputAtFault, saying what was expected."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive:
                yield from _zip(path, archive, vintage)
        else:
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
                yield _csv(path.name, text, vintage)
    except _UNREADABLE as error:
        raise InputAtFault(f"{path} cannot be read: {str(error)[:100]}") from None


def _zip(path: Path, archive: zipfile.ZipFile, vintage: str) -> Iterator[OfficialFile]:
    if "[Content_Types].xml" in archive.namelist():
        yield OfficialFile(Kind.NETWORKS, vintage_of(path.name, vintage), _networks(path))
        return
    member = next((one for one in archive.infolist() if _MEMBER.fullmatch(one.filename)), None)
    if member is None or member.file_size > _MOST_UNPACKED:
        raise InputAtFault(_EXPECTED)
    with io.TextIOWrapper(archive.open(member), "utf-8-sig", "replace", newline="") as text:
        yield _csv(member.filename.rpartition("/")[2], text, vintage)


def _csv(name: str, text: TextIO, vintage: str) -> OfficialFile:
    lines = csv.reader(text)
    try:
        first = next(lines, [])
    except csv.Error:
        raise InputAtFault(_EXPECTED) from None
    if len(first) == _EPRACCUR_COLUMNS and re.fullmatch(r"[A-Z]\d{5}|[A-Z0-9]{3,8}", first[0]):
        return OfficialFile(Kind.PRACTICES, vintage_of(name, vintage), _practices(first, lines))
    if columns := _onspd(first):
        return OfficialFile(Kind.POSTCODES, vintage_of(name, vintage), _postcodes(columns, lines))
    for census, year in (("2021", "2025"), ("2011", "2019")):
        if (named := _iod(first, census)) is not None:
            of = vintage_of(name, vintage) if vintage else year
            return OfficialFile(Kind.DEPRIVATION, of, _ranks(named, lines), census)
    raise InputAtFault(_EXPECTED)


def _onspd(headers: Sequence[str]) -> dict[str, int] | None:
    names = [header.strip().lower() for header in headers]
    found = {
        field: next((at for at, name in enumerate(names) if re.fullmatch(form, name)), -1)
        for field, form in _ONSPD.items()
    }
    return None if -1 in found.values() else found


def _postcodes(columns: dict[str, int], lines: Iterator[list[str]]) -> Iterator[Values]:
    """Those in use. A line that is cut off has no last column and so cannot be placed."""
    for cells in _whole(lines, max(columns.values())):
        said = {field: cells[at].strip() for field, at in columns.items()}
        if said["ended"]:
            continue
        east, north = said.pop("east"), said.pop("north")
        on_grid = east.isdecimal() and north.isdecimal() and said["authority"][:1] in _ON_GRID
        yield {
            "postcode": postcode.read(said["postcode"]),
            "lsoa": said["lsoa"][:9],
            "msoa": said["msoa"][:9],
            "authority": said["authority"][:9],
            "icb": said["icb"][:9],
            "point": Point(float(east), float(north)) if on_grid else None,
        }


def _iod(headers: Sequence[str], census: str) -> tuple[int, int, int] | None:
    def column(start: str) -> int:
        return next((at for at, one in enumerate(headers) if one.strip().startswith(start)), -1)

    overall = "Index of Multiple Deprivation (IMD)"
    found = column(f"LSOA code ({census})"), column(f"{overall} Rank"), column(f"{overall} Decile")
    return None if -1 in found else found


def _ranks(columns: tuple[int, int, int], lines: Iterator[list[str]]) -> Iterator[Values]:
    for cells in _whole(lines, max(columns)):
        lsoa, rank, decile = (cells[at].strip() for at in columns)
        yield {
            "lsoa": lsoa[:9],
            "rank": _whole_number(rank, most=99_999),
            "decile": _whole_number(decile, most=10),
        }


def _practices(first: list[str], lines: Iterator[list[str]]) -> Iterator[Values]:
    """GP practices only: the file lists prisons, hospices and walk-in centres as well."""
    for cells in (first, *_whole(lines, _EPRACCUR_COLUMNS - 1)):
        if cells[25].strip() == _GP_PRACTICE:
            yield {
                "code": cells[0].strip()[:8],
                "name": cells[1].strip()[:200],
                "postcode": cells[9].strip()[:8],
                "icb": cells[3].strip()[:8],
                "active": cells[12].strip() == "A",
            }


def _networks(path: Path) -> Iterator[Values]:
    """Networks that have not closed, with the practices that have not left them."""
    data = path.read_bytes()
    members: dict[str, list[str]] = defaultdict(list)
    for row in read_sheet(data, sheet="PCN Core Partner Details").rows:
        if not _cell(row.cells, "Relationship End Date"):
            code = _cell(row.cells, "Partner Organisation Code")
            members[_cell(row.cells, "PCN Code")].append(code[:8])
    for row in read_sheet(data, sheet="PCNDetails").rows:
        if not _cell(row.cells, "Close Date"):
            code = _cell(row.cells, "PCN Code")
            yield {
                "code": code[:8],
                "name": _cell(row.cells, "PCN Name")[:200],
                "sub_icb": _cell(row.cells, "Current Sub ICB Loc Code")[:8],
                "practices": sorted(set(members[code])),
            }


def _cell(cells: dict[str, str], ending: str) -> str:
    """The cell of the only column whose heading ends so: NHS England adds words before it."""
    found = [text for header, text in cells.items() if header.endswith(ending)]
    if not found:
        raise InputAtFault(f"The workbook has no column “{ending}”")
    return found[0]


def _whole(lines: Iterator[list[str]], last: int) -> Iterator[list[str]]:
    number = 1
    try:
        for number, cells in enumerate(lines, start=2):
            if len(cells) <= last:
                raise InputAtFault(
                    f"It has {len(cells)} cells and is cut off", where=f"line {number}"
                )
            yield cells
    except csv.Error as error:
        raise InputAtFault(f"This cannot be read: {error}", where=f"line {number + 1}") from None


def _whole_number(text: str, *, most: int) -> int:
    if not text.isdecimal() or len(text) > 6 or not 0 < int(text) <= most:
        raise InputAtFault(f"“{text[:20]}” is no number from 1 to {most:,}")
    return int(text)
