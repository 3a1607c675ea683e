"""HSDS as tables: the CSV files of a datapackage, put together into full services."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from linkwell.directory import hsds
from linkwell.directory.hsds import Field, Kind
from linkwell.directory.rows import OURS, Room
from linkwell.kernel.errors import InputAtFault

# Tables whose file is not called by the plural of their name.
_FILES = {
    "accessibility": "accessibility.csv", "address": "addresses.csv", "funding": "funding.csv",
    "metadata": "metadata.csv", "service_at_location": "service_at_location.csv",
    "service_capacity": "service_capacity.csv", "taxonomy": "taxonomies.csv", "url": "url.csv",
    "program": "programs.csv",
}  # fmt: skip
# One object within another, where the id is called otherwise.
_BY_ID = {"taxonomy_detail": "taxonomy_id"}
_LONGEST_CELL = 1_000_000

Row = dict[str, Any]


def services(files: Mapping[str, bytes], room: Room = OURS) -> Iterator[Row]:
    """Full services, still to be read and checked. `files` are CSV files by their names.

    Raises InputAtFault when there is no table of services, or one that is no CSV; and where they
    come to more than there is room for: rows may name each other again and again.
    """
    if "services.csv" not in files:
        raise InputAtFault("The datapackage has no services.csv")
    cells = sum(data.count(b",") + data.count(b"\n") for data in files.values())
    if cells > room.cells:
        raise InputAtFault(f"The datapackage has more than {room.cells:,} cells. Send it in parts")
    tables = _Tables(files, room)
    return (tables.whole(row, "service") for row in tables.rows("service"))


class _Tables:
    """Rows by their table, and by what they belong to."""

    def __init__(self, files: Mapping[str, bytes], room: Room) -> None:
        self._files, self._room = files, room
        self._parts = 0
        self._rows: dict[str, list[Row]] = {}
        self._by_id: dict[str, dict[str, Row]] = {}
        self._under: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def rows(self, shape: str) -> list[Row]:
        if shape not in self._rows:
            name = _FILES.get(shape, f"{shape}s.csv")
            self._rows[shape] = _read(self._files.get(name, b""), name, shape)
        return self._rows[shape]

    def whole(self, row: Row, shape: str, depth: int = 0) -> Row:
        """A row with all that hangs on it."""
        if depth > 6:
            return row
        self._parts += 1
        if self._parts > self._room.parts:
            told = f"The tables name each other more than {self._room.parts:,} times"
            raise InputAtFault(f"{told}. Send them in parts")
        found = dict(row)
        for name, field in hsds.fields_of(shape).items():
            if field.kind is None and (under := self._within(row, shape, name, field)):
                parts = [self.whole(one, field.shape, depth + 1) for one in under]
                found[name] = parts if field.many else parts[0]
        return found

    def _within(self, row: Row, shape: str, name: str, field: Field) -> list[Row]:
        if not field.many:
            one = self._one(field.shape, row.get(_BY_ID.get(name, f"{name}_id"), ""))
            return [one] if one else []
        column = {"attribute": "link_id", "metadata": "resource_id"}.get(field.shape, f"{shape}_id")
        return self._belonging(field.shape, column).get(row.get("id", ""), [])

    def _one(self, shape: str, own_id: str) -> Row | None:
        if shape not in self._by_id:
            self._by_id[shape] = {row.get("id", ""): row for row in self.rows(shape)}
        return self._by_id[shape].get(own_id) if own_id else None

    def _belonging(self, shape: str, column: str) -> dict[str, list[Row]]:
        if (shape, column) not in self._under:
            under: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows(shape):
                if row.get(column):
                    under[row[column]].append(row)
            self._under[shape, column] = under
        return self._under[shape, column]


def _read(data: bytes, name: str, shape: str) -> list[Row]:
    fields = hsds.fields_of(shape)
    try:
        text = data.decode("utf-8-sig")
        csv.field_size_limit(_LONGEST_CELL)
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except UnicodeDecodeError as fault:
        raise InputAtFault(f"{name} is not UTF-8 text from byte {fault.start} on") from None
    except csv.Error as fault:
        raise InputAtFault(f"{name} is no CSV: {fault}") from None
    return [
        {
            column: _typed(cell, fields.get(column))
            for column, cell in row.items()
            if column and cell
        }
        for row in rows
    ]


def _typed(cell: Any, field: Field | None) -> Any:
    """A cell as JSON would have it; what is no number stays text, and is found out later."""
    if field is None or not isinstance(cell, str):
        return cell
    if field.kind is Kind.FLAG and cell.casefold() in ("true", "false"):
        return cell.casefold() == "true"
    if field.kind is Kind.NUMBER:
        try:
            return float(cell)
        except ValueError:
            return cell
    return cell
