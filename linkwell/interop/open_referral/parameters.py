"""What may be asked of the open data: one table of parameters, and which address takes which.

The same table reads a request and describes itself (`description.py`). What cannot be read is a
sentence that says which parameter, and why; an empty value says nothing, and counts as not given.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import partial
from typing import Any

from django.http import QueryDict

from linkwell.directory.open_data import MOST, Wanted
from linkwell.directory.queries import postcodes
from linkwell.directory.rules import Day
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.ids import UUID, read_id

NDJSON = "ndjson"
_FORMATS = ("json", NDJSON)
_LAST_PAGE = 1_000_000_000


@dataclass(frozen=True)
class Parameter:
    """`read` makes a value of a text, or raises InputAtFault with a sentence about it."""

    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    description: str


def _whole(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 1_000 and int(text) > 0):
        raise InputAtFault(f"“{text[:40]}” is no whole number from 1 on")
    return min(int(text), most)


def _number(text: str, most: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= most:
        raise InputAtFault(f"“{text[:40]}” is no number from 0 to {most:,.0f}")
    return number


def _flag(text: str) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    if text.lower() not in known:
        raise InputAtFault(f"“{text[:40]}” is neither true nor false")
    return known[text.lower()]


def _id(text: str) -> UUID:
    found = read_id(text)
    if found is None:
        raise InputAtFault(f"“{text[:40]}” is no UUID")
    return found


def _moment(text: str) -> datetime:
    """What names no zone is taken for UTC."""
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputAtFault(f"“{text[:40]}” is no moment like 2026-05-14T10:30:00Z") from None


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise InputAtFault(f"“{text[:40]}” is no time like 14:30") from None


def _one_of(codes: tuple[str, ...], text: str) -> str:
    if text not in codes:
        known = ", ".join(f"“{code}”" for code in codes)
        raise InputAtFault(f"“{text[:40]}” is none of {known}")
    return text


_TEXT: Mapping[str, Any] = {"type": "string"}
_UUID = {"type": "string", "format": "uuid"}
_FLAG = {"type": "boolean"}
_AGE = {"type": "number", "minimum": 0, "maximum": 150}

PARAMETERS: Mapping[str, Parameter] = {
    "page": Parameter(
        partial(_whole, most=_LAST_PAGE),
        {"type": "integer", "minimum": 1, "default": 1},
        "Which page, from 1 on.",
    ),
    "per_page": Parameter(
        partial(_whole, most=MOST),
        {"type": "integer", "minimum": 1, "default": Wanted.per_page},
        f"Records of a page: {MOST:,} at most, however many are asked for.",
    ),
    "format": Parameter(
        partial(_one_of, _FORMATS),
        {"type": "string", "enum": list(_FORMATS), "default": "json"},
        "ndjson: all records, each on a line, without pages.",
    ),
    "search": Parameter(str, _TEXT, "Words; records that say any of them, in any form of it."),
    "taxonomy_term_id": Parameter(_id, _UUID, "Of services that use this term anywhere."),
    "taxonomy_id": Parameter(_id, _UUID, "Of this taxonomy, or of services that use any of it."),
    "organization_id": Parameter(_id, _UUID, "Of services of this organisation."),
    "parent_id": Parameter(_id, _UUID, "Terms right below this one."),
    "top_only": Parameter(_flag, _FLAG, "Terms that have no other above them."),
    "modified_after": Parameter(
        _moment,
        {"type": "string", "format": "date-time"},
        "Of services whose last_modified is this moment or later.",
    ),
    "minimum_age": Parameter(
        partial(_number, most=150), _AGE, "Of services whose minimum age is this or more."
    ),
    "maximum_age": Parameter(
        partial(_number, most=150), _AGE, "Of services whose maximum age is this or less."
    ),
    "day": Parameter(
        lambda text: Day(_one_of(tuple(Day), text.upper())),
        {"type": "string", "enum": list(Day)},
        "Of services with a weekly session on this day. Asked for with start_time or end_time,"
        " one session is all of it.",
    ),
    "start_time": Parameter(
        _time, _TEXT, "Of services with a weekly session that begins then or later: 14:30."
    ),
    "end_time": Parameter(
        _time, _TEXT, "Of services with a weekly session that ends then or earlier: 16:00."
    ),
    "postcode": Parameter(
        lambda text: postcodes().place(text),
        _TEXT,
        "Of services that serve where it is, or of which nobody says whom they serve.",
    ),
    "proximity": Parameter(
        partial(_number, most=2_000_000),
        {"type": "number", "minimum": 0, "maximum": 2_000_000},
        "Metres from the middle of the postcode, which is then needed too.",
    ),
    "minimal": Parameter(_flag, _FLAG, "Only what says whether a record has changed."),
    "full": Parameter(_flag, _FLAG, "Each record with all that belongs to it."),
    "full_service": Parameter(
        _flag, _FLAG, "With every service of it, whole; a page then holds 50 at most."
    ),
}

_LIST = ("search", "page", "per_page", "format")
_OF_SERVICES = (
    *_LIST, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full",
    "minimum_age", "maximum_age", "start_time", "end_time", "day",
)  # fmt: skip
OF_LISTS: Mapping[str, tuple[str, ...]] = {
    "services": (*_OF_SERVICES, "minimal"),
    "service_at_locations": (*_OF_SERVICES, "postcode", "proximity"),
    "organizations": (*_LIST, "taxonomy_term_id", "taxonomy_id", "full", "full_service"),
    "taxonomies": _LIST,
    "taxonomy_terms": (*_LIST, "taxonomy_id", "parent_id", "top_only"),
}
OF_RECORDS: Mapping[str, tuple[str, ...]] = {"organizations": ("full_service",)}


def read(given: QueryDict, taken: tuple[str, ...]) -> tuple[Wanted, str]:
    """What is asked for, and the format of the answer. Raises InputAtFault."""
    said: dict[str, Any] = {}
    for name, texts in given.lists():
        if name not in taken:
            known = ", ".join(taken) or "none at all"
            raise InputAtFault(f"There is no such parameter here, but {known}", where=name[:40])
        if len(texts) > 1:
            raise InputAtFault("It is given more than once", where=name)
        if texts[0]:
            said[name] = _value(name, texts[0])
    if "proximity" in said and "postcode" not in said:
        raise InputAtFault("It is measured from a postcode, and none is given", where="proximity")
    answer_format = said.pop("format", _FORMATS[0])
    return Wanted(**said), answer_format


def _value(name: str, text: str) -> Any:
    try:
        return PARAMETERS[name].read(text)
    except InputAtFault as fault:
        raise InputAtFault(fault.sentence, where=name) from None
