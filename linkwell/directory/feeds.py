"""What a feed or a file of the standards holds: full services, whatever they are wrapped in.

One service, a list of them, a page of a list (`contents`, in version 1.0 `content`), a line for
each (NDJSON), or a datapackage: a folder or zip of the standard's tables as CSV.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from linkwell.directory import hsds, oruk1, tabular
from linkwell.directory.documents import FindPlaces, told_by
from linkwell.directory.drafts import Draft
from linkwell.directory.identity import made_id
from linkwell.directory.privacy import without_people
from linkwell.directory.rows import OURS, Room
from linkwell.directory.rules import Aside, LocationType, Refusal, Where
from linkwell.kernel.errors import InputAtFault

LARGEST = 200 * 1024 * 1024  # bytes of a file, and of a zip's parts together
EXPORTED = "services.ndjson"  # what `directory export` writes into a folder
_TOLD = 5  # findings of one record: more are not read


class Format(StrEnum):
    AUTO = "auto"
    ORUK1 = "oruk1"
    ORUK3 = "oruk3"
    HSDS3 = "hsds3"
    CSV = "csv"


@dataclass(frozen=True)
class Record:
    """One record of a feed: its place there, from 1, its publisher's own id, and the document that
    was read; or why it did not come in."""

    place: int
    source_id: str
    document: Mapping[str, Any]
    refused: str = ""
    people: tuple[str, ...] = ()  # where somebody was named, and is no longer


def is_feed(data: bytes, format: Format) -> bool:
    """Is it a file of the standards, by what is asked for or by its first bytes? Else a sheet."""
    if format is not Format.AUTO:
        return format is not Format.CSV
    if data.startswith(b"PK"):
        return b"[Content_Types].xml" not in data[:4096] and b"services.csv" in data
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def is_sheet(data: bytes, format: Format) -> bool:
    """Is what stands at an address a sheet? What is neither that nor a file of the standards is
    told of as a feed would be."""
    if format is not Format.AUTO:
        return format is Format.CSV
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start or start.startswith((b"<", b"{", b"[")):
        return False
    if data.startswith(b"PK"):
        return not is_feed(data, format)
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or any(
        sign in start.split(b"\n", 1)[0] for sign in (b",", b";", b"\t", b"|")
    )


def of_folder(folder: Path, format: Format = Format.AUTO) -> list[Record]:
    """The records of an export, or of a datapackage. Raises InputAtFault when it is too large."""
    exported = folder / EXPORTED
    if exported.exists():
        return records_in(exported.read_bytes(), format)
    files = sorted(folder.glob("*.csv"))
    if sum(file.stat().st_size for file in files) > LARGEST:
        raise InputAtFault(f"The files of {folder} are larger than {LARGEST // 1024**2} MB")
    return of_tables({file.name: file.read_bytes() for file in files}, format)


def records_in(data: bytes, format: Format = Format.AUTO, room: Room = OURS) -> list[Record]:
    """Every record of a file, each read against the standard.

    Raises InputAtFault when the file as a whole is nothing that we know.
    """
    if data.startswith(b"PK"):
        return of_tables(_tables_in_zip(data, room), format, room)
    return read(services_in(value_of(data, room)), format)


def of_tables(
    tables: Mapping[str, bytes], format: Format = Format.AUTO, room: Room = OURS
) -> list[Record]:
    """The records of a datapackage: the bytes of its CSV files by their names."""
    return read(tabular.services(tables, room), format)


def read(services: Iterable[Any], format: Format = Format.AUTO) -> list[Record]:
    """Each service read against the standard, in the order of the feed."""
    return [_record(one, place, format) for place, one in enumerate(services, start=1)]


class FeedDrafts:
    """The drafts of a feed's records, each made when it is asked for: as `drafting.Drafting`."""

    def __init__(self, records: Sequence[Record], find_places: FindPlaces) -> None:
        self._records, self._find_places = records, find_places
        self._good: dict[str, Record] = {}
        refused = [Refusal(one.place, one.refused) for one in records if one.refused]
        for one in records:
            first = self._good.get(one.source_id)
            if not one.refused and first is not None:
                told = f"It has the same id as record {first.place}"
                refused.append(Refusal(one.place, told))
            elif not one.refused:
                self._good[one.source_id] = one
        self.refused = tuple(sorted(refused, key=lambda refusal: refusal.line))
        self.aside = Aside(named={one.source_id for one in records if one.source_id})
        self.unread = sum(not one.source_id for one in records)
        self.people = tuple(
            Refusal(one.place, f"Somebody is named, and was left out: {', '.join(one.people)}")
            for one in records
            if one.people
        )

    def __len__(self) -> int:
        return len(self._good)

    def __iter__(self) -> Iterator[Draft]:
        self.aside.no_place.clear()
        for record in self._good.values():
            told = told_by(record.document, record.source_id, self._find_places)
            if not any(_is_somewhere(one.where) for one in told.places):
                self.aside.no_place.append(Refusal(record.place, _NOWHERE))
            organization = record.document.get("organization", {})
            yield Draft(
                line=record.place,
                organization_id=organization.get("id") or made_id([told.listing.organization]),
                listing=told.listing,
                document=record.document,
                elsewhere=told.places,
            )


_NOWHERE = "It gives no place that we know"


def _is_somewhere(where: Where) -> bool:
    return where.point is not None or where.kind is LocationType.VIRTUAL


def services_in(value: Any) -> list[Any]:
    """The services within what was parsed: an envelope, a list, or one of them."""
    if isinstance(value, dict):
        for wrapped in ("contents", "content", "services", "items"):
            if isinstance(value.get(wrapped), list):
                return list(value[wrapped])
        return [value]
    if isinstance(value, list):
        return value
    raise InputAtFault("This is no service, nor a list of services")


def _record(raw: Any, place: int, format: Format) -> Record:
    """What a service says of itself must be right; a part of it that is not is left out."""
    source_id = str(raw.get("id") or "").strip()[:100] if isinstance(raw, dict) else ""
    old = format is Format.ORUK1 or (format is Format.AUTO and _is_old(raw))
    try:
        clean, findings = hsds.read(oruk1.in_words_of_today(raw) if old else raw)
    except RecursionError:
        return Record(place, source_id, {}, "It is nested too deep")
    weighty = [finding for finding in findings if finding.where.count("/") == 0]
    if weighty:
        told = ". ".join(map(str, weighty[:_TOLD]))
        more = f", and {len(weighty) - _TOLD} more" if len(weighty) > _TOLD else ""
        return Record(place, source_id, {}, f"{told}{more}")
    clean, people = without_people(clean)
    return Record(place, source_id, clean, people=tuple(people))


def _is_old(raw: Any) -> bool:
    return isinstance(raw, dict) and bool(oruk1.SIGNS & raw.keys())


def value_of(data: bytes, room: Room = OURS) -> Any:
    """What JSON says, or a list of what each line of NDJSON says. Raises InputAtFault."""
    if room is not OURS and values_in(data) > room.cells:
        raise InputAtFault(f"The file holds more than {room.cells:,} values. Send it in parts")
    if len(data) > LARGEST:
        raise InputAtFault(f"The file is larger than {LARGEST // 1024**2} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputAtFault(f"The file is not UTF-8 text from byte {fault.start} on") from None
    try:
        return json.loads(text)
    except RecursionError:
        raise InputAtFault("The file is nested too deep") from None
    except ValueError as fault:
        lines = _lines(text)
        if lines is None:
            raise InputAtFault(f"The file is no JSON: {fault}") from None
        return lines


def values_in(data: bytes) -> int:
    """How many values there are at most: each may cost 232 bytes, however short it is written."""
    return max(sum(map(data.count, (b"{", b"[", b","))), data.count(b"\n"))  # a line may be one


def _lines(text: str) -> list[Any] | None:
    """NDJSON: a JSON object on every line. None when it is not that."""
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        return [json.loads(line) for line in lines] if len(lines) > 1 else None
    except (ValueError, RecursionError):
        return None


def _tables_in_zip(data: bytes, room: Room) -> dict[str, bytes]:
    most = LARGEST if room is OURS else room.unpacked
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [part for part in packed.infolist() if part.filename.endswith(".csv")]
            if sum(part.file_size for part in parts) > most or len(parts) > 100:
                raise InputAtFault("The zip file holds more than a directory can")
            return {part.filename.rsplit("/", 1)[-1]: packed.read(part) for part in parts}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise InputAtFault(f"The zip file cannot be opened: {fault}") from None
