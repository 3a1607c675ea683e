"""Mappings: how one publisher's spreadsheet reads, as data. `drafting.py` uses them.

A mapping is a TOML file in `mappings/`, or the operator's own; `mappings/README.md` says how to
write one. Nothing about any one publisher stands in Python.
"""

import tomllib
from collections import abc
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

from linkwell.directory.rules import LocationType, ReferralRoute, Status
from linkwell.kernel.errors import InputAtFault
from linkwell.needs.rules import Need, read_need
from linkwell.needs.words import stem, tokens

TEXTS = frozenset({
    "name", "organization", "organization_id", "description", "url", "phone", "address", "postcode",
    "latitude", "longitude", "hours", "application_process", "fees", "eligibility", "alert",
    "accessibility", "checked_on", "email", "minimum_age", "maximum_age",
    "available", "available_on", "languages",
})  # fmt: skip
_YES_NO = {"yes": True, "no": False, "unknown": None}
CODES: abc.Mapping[str, abc.Mapping[str, Any]] = {
    "status": {code.value: code for code in Status},
    "route": {code.value: code for code in ReferralRoute},
    "location_type": {code.value: code for code in LocationType},
    "free": _YES_NO,
    "step_free": _YES_NO,
}
_MISSING = frozenset({"", "-", "na", "n/a", "not known", "unknown", "none", "null", "nil", "tbc"})
_KEYS = {"title", "sheet", "headers", "missing", "given_id", "made_id", "tell_apart", "serves",
         "fields", "codes", "named", "needs", "needs_column", "hear",
         "hear_also", "hear_nothing_with", "leave_out"}  # fmt: skip


class Said:
    """A text, its words read once for many phrases."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self.signs = text.casefold()
        self.stems = tuple(token.stem for token in self._tokens)
        self._known = frozenset(self.stems)

    def holds(self, phrase: "Phrase") -> bool:
        return phrase.signs in self.signs if not phrase.stems else self._at(phrase) is not None

    def words_of(self, phrase: "Phrase") -> str:
        """The phrase as the text writes it, "" where it does not hold it or it has no words."""
        at = self._at(phrase)
        if at is None:
            return ""
        first, last = self._tokens[at], self._tokens[at + len(phrase.stems) - 1]
        return self._text[first.start : last.end]

    def _at(self, phrase: "Phrase") -> int | None:
        if not phrase.stems or not self._known.issuperset(phrase.stems):
            return None
        length = len(phrase.stems)
        return next(
            (
                at
                for at, first in enumerate(self.stems)
                if first == phrase.stems[0] and self.stems[at : at + length] == phrase.stems
            ),
            None,
        )


@lru_cache(maxsize=8192)  # a list says the same few words of referral and cost again and again
def said_in(text: str) -> Said:
    return Said(text)


@dataclass(frozen=True)
class Phrase:
    """Words that stand together in a text, in any form; or signs such as "£"."""

    signs: str
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """A text: columns, joined; else a constant. `only_with` keeps it only where it holds that.

    `where_yes` gives words for columns that say "yes"; `after` stands after what there is.
    """

    columns: tuple[str, ...] = ()
    text: str = ""
    join: str = "; "
    only_with: str = ""
    after: str = ""
    where_yes: tuple[tuple[str, str], ...] = ()

    @cached_property
    def plain(self) -> bool:
        """One column as it stands."""
        return len(self.columns) == 1 and not (self.only_with or self.after or self.where_yes)


@dataclass(frozen=True)
class Code:
    """A code by the words of some columns: the first phrase that stands there decides."""

    columns: tuple[str, ...]
    default: Any
    when: tuple[tuple[Phrase, Any], ...]

    def of(self, text: str) -> Any:
        if not self.when:
            return self.default
        said = said_in(text)
        return next((code for phrase, code in self.when if said.holds(phrase)), self.default)


@dataclass(frozen=True)
class LeftOut:
    """Lines that are no service for anybody, by the words of some columns, and why."""

    columns: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    why: str


@dataclass(frozen=True)
class Mapping:
    """A mapping as read and checked."""

    name: str
    title: str
    sheet: str  # the worksheet of a workbook, or "" for the first
    headers: frozenset[str]
    missing: frozenset[str]
    given_id: str  # the column with the publisher's own id, or "" where there is none
    made_id: tuple[str, ...]  # then: the columns that an id is made from
    tell_apart: str  # the column that tells services of one name apart, or ""
    fields: abc.Mapping[str, Field]
    codes: abc.Mapping[str, Code]
    serves: tuple[str, ...]
    named: tuple[tuple[Phrase, str], ...]  # places that a name may say, and their authorities
    needs: tuple[Need, ...]
    needs_column: str
    hear: tuple[str, ...]
    hear_also: tuple[tuple[Phrase, Need], ...]  # what these words mean in this list
    hear_nothing_with: tuple[Phrase, ...]
    leave_out: tuple[LeftOut, ...]
    data: abc.Mapping[str, Any] = field(default_factory=dict, compare=False)  # as it was written

    def known(self, cell: str) -> str:
        """The cell, or "" where it says that nobody knows."""
        short = len(cell) <= self.longest_missing
        return "" if short and cell.casefold().rstrip(".") in self.missing else cell

    @cached_property
    def longest_missing(self) -> int:
        """A cell that is longer says something; full stops at its end are not counted."""
        return max(map(len, self.missing)) + 3

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, in the order of the alphabet."""
        fields, codes = self.fields.values(), self.codes.values()
        read = {self.given_id, *self.made_id, self.tell_apart, self.needs_column}
        read.update(*(field.columns for field in fields), *(code.columns for code in codes))
        read.update(*(rule.columns for rule in self.leave_out))
        read.update(column for field in fields for column, _words in field.where_yes)
        return tuple(sorted(read - {""}))

    def fits(self, headers: Sequence[str]) -> bool:
        return self.headers <= set(headers)

    def must_fit(self, headers: Sequence[str]) -> None:
        """Raises InputAtFault, naming a column that the sheet lacks."""
        lacking = sorted(self.headers - set(headers))
        if lacking:
            raise InputAtFault(f"The sheet has no column “{lacking[0]}”, which {self.name} needs")


def read_mapping(text: str, *, name: str) -> Mapping:
    """The mapping written in `text`. Raises InputAtFault, naming the file and what is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputAtFault(f"This is not TOML: {error}", where=name) from None
    return mapping_of(data, name=name)


def mapping_of(data: dict[str, Any], *, name: str) -> Mapping:
    """The mapping that this data says. Raises InputAtFault, naming what is wrong with it."""
    try:
        return _mapping(data, name)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputAtFault(f"This cannot be a mapping: {_told(error)}", where=name) from None


@lru_cache(maxsize=1)
def known_mappings() -> tuple[Mapping, ...]:
    """The mappings that come with Linkwell, by name."""
    found = sorted(files("linkwell.directory").joinpath("mappings").iterdir(), key=lambda f: f.name)
    return tuple(
        read_mapping(file.read_text("utf-8"), name=file.name)
        for file in found
        if file.name.endswith(".toml")
    )


def recognise(headers: Sequence[str], known: Sequence[Mapping] = ()) -> Mapping:
    """The only mapping that these headings fit. Raises InputAtFault when none does, or several."""
    fitting = [mapping for mapping in known or known_mappings() if mapping.fits(headers)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " and ".join(mapping.name for mapping in fitting)
        raise InputAtFault(f"Both {names} fit this heading. Say which with --mapping")
    shown = ", ".join(headers)[:300]
    raise InputAtFault(f"No mapping fits the heading “{shown}”. Give one with --mapping")


def _mapping(data: dict[str, Any], name: str) -> Mapping:
    _must_be_a_mapping(data)
    missing = {word.casefold() for word in data.get("missing", [])}
    return Mapping(
        name=name,
        title=data["title"],
        sheet=data.get("sheet", ""),
        headers=frozenset(data["headers"]),
        missing=_MISSING | missing,
        given_id=data.get("given_id", ""),
        made_id=tuple(data.get("made_id", ())),
        tell_apart=data.get("tell_apart", ""),
        fields={field: _field(spec) for field, spec in data["fields"].items()},
        codes={field: _code(field, spec) for field, spec in data.get("codes", {}).items()},
        serves=tuple(data.get("serves", ())),
        named=tuple(
            (_phrase(place), authority)
            for authority, places in data.get("named", {}).items()
            for place in places
        ),
        needs=tuple(read_need(code) for code in data.get("needs", ())),
        needs_column=data.get("needs_column", ""),
        hear=tuple(data.get("hear", ())),
        hear_also=tuple(
            (_phrase(words), read_need(code))
            for code, phrases in data.get("hear_also", {}).items()
            for words in phrases
        ),
        hear_nothing_with=tuple(_phrase(words) for words in data.get("hear_nothing_with", ())),
        leave_out=tuple(_left_out(rule) for rule in data.get("leave_out", ())),
        data=data,
    )


def _must_be_a_mapping(data: dict[str, Any]) -> None:
    _only(data, _KEYS, "mapping")
    _only(data["fields"], TEXTS, "[fields]")
    _only(data.get("codes", {}), set(CODES), "[codes]")
    if ("given_id" in data) == ("made_id" in data):
        raise ValueError("give one of given_id and made_id")
    for key in ("title", "sheet", "given_id", "tell_apart", "needs_column"):
        if not isinstance(data.get(key, ""), str):
            raise ValueError(f"“{key}” must be a text")
    _only(dict.fromkeys(data.get("hear", ())), {"name", "description"}, "hear")
    if "name" not in data["fields"]:
        raise ValueError("[fields] must say where the name is")


def _field(spec: str | dict[str, Any]) -> Field:
    if isinstance(spec, str):
        return Field(columns=(spec,))
    lists = {
        "columns": tuple(spec.get("columns", ())),
        "where_yes": tuple(spec.get("where_yes", {}).items()),
    }
    field = Field(**{**spec, **lists})
    texts = (*field.columns, *chain(*field.where_yes), field.text, field.join, field.after)
    if not all(isinstance(part, str) for part in texts):
        raise ValueError("a field is made of texts; write a date in quotation marks")
    return field


def _code(field: str, spec: str | dict[str, Any]) -> Code:
    codes = CODES[field]
    if isinstance(spec, str):
        return Code((), codes[spec], ())
    _only(spec, {"columns", "default", "when"}, f"[codes.{field}]")
    when = [(_phrase(words), codes[row["is"]]) for row in spec["when"] for words in row["words"]]
    return Code(tuple(spec["columns"]), codes[spec.get("default", "unknown")], tuple(when))


def _left_out(rule: dict[str, Any]) -> LeftOut:
    _only(rule, {"columns", "words", "why"}, "[[leave_out]]")
    return LeftOut(tuple(rule["columns"]), tuple(map(_phrase, rule["words"])), rule["why"])


def _phrase(words: str) -> Phrase:
    return Phrase(words.casefold(), tuple(stem(token.word) for token in tokens(words)))


def _only(given: dict[str, Any], known: abc.Set[str], where: str) -> None:
    strange = sorted(set(given) - known)
    if strange:
        raise ValueError(f"{where} has no “{strange[0]}”")


def _told(error: Exception) -> str:
    return f"“{error.args[0]}” is missing or unknown" if isinstance(error, KeyError) else str(error)
