"""What may be suggested, how sure it is, and the sentences of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import TypeAlias

from linkwell.directory.rules import Day, Session

Value: TypeAlias = str | int | bool
_LONGEST = 300  # characters of a sentence; longer ones are read in pieces


_IN_TERM = " in term"


class Field(StrEnum):
    """What prose may say. Its value: a session ("MO 10:00-12:00", "-1FR 19:00-21:00 in term"),
    years, whether it is free, a referral route, an authority's ONS code or the name of another
    place."""

    HOURS = "hours"
    MINIMUM_AGE = "minimum_age"
    MAXIMUM_AGE = "maximum_age"
    FREE = "free"
    ROUTE = "route"
    AREA = "area"


MANY = (Field.HOURS, Field.AREA)  # of these a service may have several at once


class Confidence(StrEnum):
    """How sure a reading is, the surest first: a band with its reason, not a number."""

    STATED = "stated"
    IMPLIED = "implied"
    MIXED = "mixed"

    @property
    def reason(self) -> str:
        return _REASONS[self]


_REASONS = {
    Confidence.STATED: "The sentence says it outright",
    Confidence.IMPLIED: "The sentence says something that usually means it",
    Confidence.MIXED: "Its words also say otherwise, or make an exception",
}
BANDS = list(Confidence)


@dataclass(frozen=True)
class Said:
    """One reading of one sentence, which stands in the text as it is."""

    field: Field
    value: Value
    sentence: str
    confidence: Confidence


@dataclass(frozen=True)
class Perhaps:
    """What a suggestion says of a service, for whoever looks at it: unless `confirmed` no more than
    a question; `contradicts`: its publisher says something else."""

    field: Field
    value: Value
    sentence: str
    contradicts: bool = False
    confirmed: bool = False


def any_of(*phrases: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """One pattern that finds any of these."""
    return re.compile("|".join(phrases), flags)


def session_code(session: Session) -> str:
    rhythm = _IN_TERM if session.term_time else ""
    return f"{session.nth or ''}{session.day} {session.opens:%H:%M}-{session.closes:%H:%M}{rhythm}"


def read_session(code: str) -> Session:
    day, _, span = code.removesuffix(_IN_TERM).partition(" ")
    opens, _, closes = span.partition("-")
    return Session(
        Day(day[-2:]),
        time.fromisoformat(opens),
        time.fromisoformat(closes),
        int(day[:-2] or 0),
        term_time=code.endswith(_IN_TERM),
    )


_APART = {ord(sign): " " for sign in ".,;:!?()[]/\\&+-–—\"'’‘“”•|*0123456789£"}
_DIGIT = re.compile(r"\d")


def hints_in(text: str) -> set[str]:
    """The first five letters of each word, "£" and, for any number, "0": what to look for before a
    sentence is worth reading, since most are not."""
    found = {word[:5] for word in text.casefold().translate(_APART).split()}
    if "£" in text:
        found.add("£")
    if _DIGIT.search(text):
        found.add("0")
    return found


# A full stop inside a time or a price ends nothing, nor does that of "Mon." before a time; one
# without a space behind it ends a sentence where small letters and a capital meet.
_END = re.compile(r"[.!?]\s+(?=[^\sa-z])|\.(?=[A-Z])|[;•|\n\r]+\s*")
_SHORT = re.compile(
    r"\b(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun|st|dr|mrs?|approx|e\.g|i\.e|incl|no|min|max)\.$",
    re.I,
)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, in pieces of at most 300 characters, each as it stands there."""
    start = 0
    for end in _END.finditer(text):
        stop = end.start() + (end[0][0] in ".!?")  # which stands with its sentence
        if _ends(text, start, stop, spaced=len(end[0]) > 1):
            yield from _pieces(text[start:stop])
            start = end.end()
    yield from _pieces(text[start:])


def _ends(text: str, start: int, stop: int, *, spaced: bool) -> bool:
    if text[stop - 1] != ".":
        return True
    if not spaced:
        return stop > 1 and (text[stop - 2].islower() or text[stop - 2] == ")")
    return not _SHORT.search(text, max(start, stop - 8), stop)


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > _LONGEST:
        cut = sentence.rfind(" ", 1, _LONGEST)
        yield sentence[: cut if cut > 0 else _LONGEST].strip()
        sentence = sentence[cut if cut > 0 else _LONGEST :].strip()
    if sentence.strip():
        yield sentence.strip()
