"""Names, ages and ways to reach somebody, as plain values."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    POST = "post"


class Safe(StrEnum):
    """Is it safe to use this way of reaching somebody? Not asked is not safe."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


def careful(answers: Iterable[Safe]) -> Safe:
    """Of the answers about one way, one at least, the careful one."""
    return min(answers, key=(Safe.NO, Safe.NOT_ASKED, Safe.YES).index)


BY_PERSON, BY_REFERRER = "person", "referrer"  # who said so of a way


def is_by_voice(said_by: str, said_at: datetime, *, harm_since: datetime | None) -> bool:
    """Did they say so themselves, and since somebody close was said to harm them, if that was?

    What was safe before may be read by that somebody now.
    """
    return said_by == BY_PERSON and (harm_since is None or said_at > harm_since)


class NoNhsNumber(StrEnum):
    """Why a record has no NHS number."""

    NOT_KNOWN = "not_known"
    NOT_REGISTERED = "not_registered"
    RATHER_NOT = "rather_not"
    HELD_BY_ANOTHER = "held_by_another"  # the number given stands on another record: look


@dataclass(frozen=True)
class ContactFact:
    """One way to reach a person, without the number itself."""

    channel: Channel
    safe: Safe
    times: str = ""
    by_voice: bool = True  # the person said so themselves, in a talk


def age_on(born: date, day: date) -> int:
    """Whole years lived on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def search_form(*names: str) -> str:
    """How names are compared: without accents, case, or anything but letters, digits, spaces."""
    text = unicodedata.normalize("NFKD", " ".join(names)).casefold()
    kept = (ch if ch.isalnum() else " " for ch in text if not unicodedata.combining(ch))
    return " ".join("".join(kept).split())


def either_way(typed: str) -> tuple[str, ...]:
    """The search forms to try: as typed, and with the first word last. "Una Byrne" -> "byrne una".

    Nothing when nothing was typed that counts.
    """
    form = search_form(typed)
    first, _, rest = form.partition(" ")
    return tuple(dict.fromkeys(one for one in (form, f"{rest} {first}" if rest else "") if one))


def prefix_range(typed: str) -> tuple[str, str]:
    """The half-open range of search forms that begin with `typed`, in code point order."""
    low = search_form(typed)
    return low, low + "\U0010ffff"


def is_under_18(born: date, day: date) -> bool:
    """Is the person a child in law on `day`?"""
    return age_on(born, day) < 18


class ProxyScope(StrEnum):
    """What somebody may do for a person. Never: see restricted entries."""

    SPEAK = "speak"  # ring, and be rung, on their behalf
    PLAN = "plan"  # see what was chosen, by a link


def is_good_word(word: str, *names: str) -> bool:
    """Fit to guard a page: four letters or more, and no name that everybody knows."""
    letters = search_form(word).replace(" ", "")
    return len(letters) >= 4 and letters not in {search_form(name) for name in names}
