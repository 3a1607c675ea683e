"""What the columns of a sheet may be, guessed from their headings and values; and the mapping that
a curator's choices make. A guess only fills a box in: nothing comes in before somebody has looked.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linkwell.directory.mapping import CODES
from linkwell.directory.rows import Row, Table
from linkwell.kernel import postcode
from linkwell.kernel.errors import InputAtFault

GIVEN_ID = "given_id"
# What a column may say, in the order of the page: its key, and what it is called there.
FIELDS: Mapping[str, str] = {
    "name": "What it is called",
    "organization": "Who runs it",
    "description": "What happens there",
    "hours": "When it is on",
    "address": "Where: the address",
    "postcode": "Where: the postcode",
    "latitude": "Where: latitude",
    "longitude": "Where: longitude",
    "phone": "The group’s phone",
    "email": "The group’s e-mail",
    "url": "Website",
    "free": "Whether it is free",
    "fees": "What it costs, in words",
    "eligibility": "Who may come",
    "minimum_age": "From which age",
    "maximum_age": "Up to which age",
    "route": "How somebody comes in: open, asking, referral",
    "application_process": "How to join, in words",
    "step_free": "Whether it is step-free",
    "accessibility": "Getting in, in words",
    "languages": "Languages spoken there",
    "status": "Whether it is still on",
    "alert": "What to know first",
    "available": "How many places are free",
    "available_on": "When that was told",
    "checked_on": "When it was last checked",
    GIVEN_ID: "The publisher’s own number for it",
}
CODE_WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {"active": "It is on", "inactive": "It has closed", "temporarily closed":
               "It is closed for a while", "unknown": "That says nothing"},
    "route": {"open": "Turn up", "self": "They ask for themselves", "professional":
              "Somebody refers them", "voucher": "With a voucher", "unknown": "That says nothing"},
    "free": {"yes": "It is free", "no": "It costs something", "unknown": "That says nothing"},
    "step_free": {"yes": "It is step-free", "no": "There are steps",
                  "unknown": "That says nothing"},
}  # fmt: skip
_JOINED = {"address": ", "}  # several columns of one field; others with "; "
MOST_VALUES = 30  # of one column that takes codes

# Words of a heading; the first line that has one decides.
_HEADINGS = (
    (GIVEN_ID, r"^(?:id|ref(?:erence)?|unique id|uid|service id|record id)$"),
    ("postcode", r"post ?code"),
    ("latitude", r"^lat(?:itude)?$"),
    ("longitude", r"^(?:lon|lng|long|longitude)$"),
    ("email", r"e-?mail"),
    ("url", r"website|web site|\burl\b|\bweb\b|link"),
    ("phone", r"phone|\btel\b|telephone|mobile"),
    ("checked_on", r"checked|reviewed|updated|verified|assured"),
    ("minimum_age", r"min\w* age|age from|from age|youngest"),
    ("maximum_age", r"max\w* age|age to|to age|oldest"),
    ("step_free", r"step.?free|wheelchair|disabled access"),
    ("accessibility", r"accessib|facilities|getting in"),
    ("languages", r"language"),
    ("free", r"^(?:is it )?free\??$"),
    ("fees", r"cost|price|fee|charge"),
    ("available", r"places|spaces|capacity"),
    ("hours", r"\bwhen\b|opening|hours|times?\b|days?\b|schedule|session"),
    ("application_process", r"how to (?:join|book|refer|apply|access)|booking|referral|to join"),
    ("eligibility", r"who (?:can|may|is)|eligib|\bages?\b|audience|target|for whom"),
    ("status", r"status|still (?:on|open|running)|active"),
    ("organization", r"organi[sz]ation|provider|run by|who runs|charity|company"),
    ("address", r"address|venue|\bwhere\b|location|street|town|city|building|area"),
    ("description", r"descri|about|what happens|what it is|activit|details|summary|information"),
    ("alert", r"\bnotes?\b|alert|important"),
    ("name", r"name|title|\bgroup\b|\bservice\b|\bclub\b|\bproject\b"),
)  # fmt: skip
_PEOPLE = re.compile(
    r"contact (?:name|person)|leader|organiser|coordinator|manager|first name|surname",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d ()-]{9,20}")
_HOURS = re.compile(
    r"\b(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:days?)?\b.*\d", re.IGNORECASE
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}.*")
_MOST_OF_THEM = 0.6
_LOOKED_AT = 200
_OPEN = {
    "yes": r"^(?:y|yes|true|1)$|^free|no charge",
    "no": r"^(?:n|no|false|0)$|^not (?!known|sure|stated)|£\s*[1-9]",
    "active": r"^(?:active|open|yes|y|true|running|live|current)\b",
    "inactive": r"^(?:inactive|closed|ended|no|n|false|stopped)\b",
    "temporarily closed": r"paused|temporar|suspended",
    "open": r"drop|open|turn up|walk",
    "self": r"self|book|call|ring|e-?mail|contact",
    "professional": r"referral|professional|\bgp\b|agency",
    "voucher": r"voucher",
}  # fmt: skip
_ORDER = {"status": ("temporarily closed", "inactive", "active"),
          "route": ("voucher", "self", "professional", "open"),
          "free": ("no", "yes"), "step_free": ("no", "yes")}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, the first values that say something, and what it may be;
    "" where we do not know, or where it may name people."""

    heading: str
    values: tuple[str, ...]
    guess: str


def columns_of(table: Table, shown: int = 3) -> list[Column]:
    """Every column, in the order of the sheet. What may stand once is guessed once."""
    rows = table.rows[:_LOOKED_AT]
    guessed = list(_guessed(table.headers, rows))
    once = set[str]()
    columns = list[Column]()
    for heading, guess in zip(table.headers, guessed, strict=True):
        if guess in once:
            guess = ""
        if guess != "address":  # often in several columns
            once.add(guess)
        values = dict.fromkeys(filter(None, (row.cells[heading] for row in rows)))
        columns.append(Column(heading, tuple(values)[:shown], guess))
    return columns


def _guessed(headings: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    for heading in headings:
        values = [value for row in rows if (value := row.cells[heading])]
        yield "" if _PEOPLE.search(heading) else _by_values(values) or _by_heading(heading)


def _by_heading(heading: str) -> str:
    plain = heading.replace("_", " ").strip()
    for field, words in _HEADINGS:
        if re.search(words, plain, re.IGNORECASE):
            return field
    return ""


def _by_values(values: Sequence[str]) -> str:
    """What most values look like, whatever the heading says."""
    if not values:
        return ""
    for field, looks in (
        ("postcode", _is_postcode),
        ("email", _EMAIL.fullmatch),
        ("url", _URL.fullmatch),
    ):
        if sum(1 for value in values if looks(value)) >= len(values) * _MOST_OF_THEM:
            return field
    return ""


def _is_postcode(value: str) -> bool:
    try:
        return len(value) <= 8 and bool(postcode.read(value))
    except InputAtFault:
        return False


def values_of(table: Table, headings: Iterable[str]) -> list[str]:
    """What stands in these columns, the most frequent first."""
    found = Counter(row.cells.get(heading, "") for row in table.rows for heading in headings)
    found.pop("", None)
    return [value for value, _count in found.most_common(MOST_VALUES)]


def guess_code(field: str, value: str) -> str:
    """What a value may mean where a field takes codes; "unknown" where we do not know."""
    for code in _ORDER[field]:
        if re.search(_OPEN[code], value.strip(), re.IGNORECASE):
            return code
    return "unknown"


def fields_in(spec: Mapping[str, Any]) -> dict[str, str]:
    """Which field each column of a mapping is, as far as a page can say it."""
    found: dict[str, str] = {}
    for field, said in {**spec.get("codes", {}), **spec.get("fields", {})}.items():
        columns = [said] if isinstance(said, str) else said.get("columns", ())
        if field in FIELDS and (field not in CODES or not isinstance(said, str)):
            found |= dict.fromkeys(columns, field)
    if spec.get("given_id"):
        found[str(spec["given_id"])] = GIVEN_ID
    return found


def codes_in(spec: Mapping[str, Any]) -> dict[str, list[str]]:
    """The columns of each field that takes codes."""
    return {
        field: list(said["columns"])
        for field, said in spec.get("codes", {}).items()
        if isinstance(said, dict) and field in CODE_WORDS
    }


def spec_of(title: str, chosen: Mapping[str, str], table: Table) -> dict[str, Any]:
    """The mapping that says which field each column is. Raises InputAtFault where it has no name.

    `chosen` is the field of each column that is read.
    """
    columns: dict[str, list[str]] = {}
    for heading, field in chosen.items():
        columns.setdefault(field, []).append(heading)
    if "name" not in columns:
        raise InputAtFault("Say in which column the name of each group is")
    given = columns.pop(GIVEN_ID, [])
    if len(given) > 1:
        raise InputAtFault("Only one column can be the publisher’s own number")
    codes = {field: columns.pop(field) for field in CODE_WORDS if field in columns}
    never_changes = [*columns["name"], *columns.get("postcode", [])]
    return {
        "title": title,
        "headers": sorted(chosen),
        **({"given_id": given[0]} if given else {"made_id": never_changes}),
        "hear": [field for field in ("name", "description") if field in columns],
        "fields": {field: _field(field, said) for field, said in columns.items()},
        "codes": {field: _code(field, said, table) for field, said in codes.items()},
    }


def _field(field: str, columns: Sequence[str]) -> str | dict[str, Any]:
    if len(columns) == 1:
        return columns[0]
    return {"columns": list(columns), "join": _JOINED.get(field, "; ")}


def _code(field: str, columns: Sequence[str], table: Table) -> dict[str, Any]:
    values = values_of(table, columns)
    return code_of(columns, {value: guess_code(field, value) for value in values})


def code_of(columns: Sequence[str], meant: Mapping[str, str]) -> dict[str, Any]:
    """A field that takes codes, by what each value means. The longest is looked for first: “not
    free” stands before “free”."""
    longest = sorted(meant, key=lambda value: (-len(value), value))
    return {
        "columns": list(columns),
        "default": "unknown",
        "when": [{"words": [value], "is": meant[value]} for value in longest],
    }
