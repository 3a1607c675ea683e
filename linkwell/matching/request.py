"""What is asked for: read from the command line, a line of JSON or a page, and understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import cached_property
from typing import Any

from linkwell.directory.rules import Day
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Place, Postcodes
from linkwell.kernel.languages import read_language
from linkwell.matching.weights import Weights, published
from linkwell.needs.rules import Fact, Need, Understood, read_need, understand
from linkwell.needs.words import tokens

DEFAULT_KM = 10.0
DEFAULT_TOP = 10
MOST_KM = 500.0
MOST_TOP = 100
MOST_TEXT = 5_000
MOST_AGE = 120
ADULT = 18
CHILD = 15  # the oldest of whom “children” is said
EVENING = time(17)
DAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), Day, strict=True))
DAY_NAMES = dict(
    zip(
        Day,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
KEYS = (
    "id", "at", "need", "text", "km", "age", "gender", "language", "step_free", "free", "day",
    "top",
)  # fmt: skip


class Gender(StrEnum):
    """As a person says it of themselves."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


@dataclass(frozen=True)
class Request:
    """Where somebody is, the needs that were ticked, their words, and what must fit them.

    Each may be missing. What is asked for by a key hides what is known not to fit; what is only
    heard in the words costs points and is doubted, since they may not be about the person.
    """

    at: Place | None = None
    needs: tuple[Need, ...] = ()
    text: str = ""
    km: float = DEFAULT_KM
    top: int = DEFAULT_TOP
    id: str = ""
    age: int | None = None  # in years; under 18, only what is known to take them is shown
    gender: Gender | None = None
    language: str = ""  # ISO 639-1
    step_free: bool = False
    free: bool = False
    days: tuple[Day, ...] = ()  # those that suit, in the order of the week
    evenings: bool = False  # sessions that begin then, on the days that suit
    children: bool = False  # what is known to be for older people alone is not shown

    @property
    def is_child(self) -> bool:
        return self.age is not None and self.age < ADULT


@dataclass(frozen=True)
class Asked:
    """A request as understood. `needs` are the ticked ones first, then those that were heard."""

    request: Request
    understood: Understood
    weights: Weights

    @property
    def km(self) -> float:
        return self.request.km

    @property
    def at(self) -> Place | None:
        """Where the person is, if that is a point on the map."""
        place = self.request.at
        return place if place is not None and place.point is not None else None

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        return tuple(dict.fromkeys([*self.request.needs, *self.understood.codes]))

    @cached_property
    def words(self) -> Mapping[str, float]:
        """The words that say which service is meant, with their weights, once for each stem."""
        facts = [(fact.start, fact.end) for fact in self.understood.facts]
        found: dict[str, tuple[str, float]] = {}
        for token in tokens(self.request.text):
            weight = self.weights.of_word(token.word)
            in_fact = any(start <= token.start < end for start, end in facts)
            if weight and not in_fact and len(token.word) > 2:
                found.setdefault(token.stem, (token.word, weight))
        return dict(found.values())

    def says(self, fact: Fact) -> bool:
        """Was it asked for, by its key or in words?"""
        by_key = {Fact.FREE: self.request.free, Fact.STEP_FREE: self.request.step_free}
        return by_key.get(fact, False) or self.understood.says(fact)


def asked(request: Request) -> Asked:
    return Asked(request, understand(request.text), published())


def read_request(data: Mapping[str, Any], postcodes: Postcodes) -> Request:
    """A request from JSON values. Raises InputAtFault, naming the key that cannot be used."""
    strange = sorted(set(data) - set(KEYS))
    if strange:
        known = ", ".join(KEYS)
        raise InputAtFault(f"“{strange[0][:40]}” cannot be asked for. Use {known}")
    at, text = _text(data, "at"), _text(data, "text")
    if len(text) > MOST_TEXT:
        raise InputAtFault(f"text: it is longer than {MOST_TEXT:,} characters")
    place = postcodes.place(at) if at else None
    if place is not None and place.point is None:
        raise InputAtFault(f"at: the postcode “{at.strip()}” is not on our map of Great Britain")
    return Request(
        at=place,
        needs=tuple(dict.fromkeys(read_need(code) for code in _texts(data, "need"))),
        text=text,
        km=_number(data, "km", DEFAULT_KM, most=MOST_KM),
        top=int(_number(data, "top", DEFAULT_TOP, most=MOST_TOP, whole=True)),
        id=_text(data, "id"),
        age=_age(data),
        gender=_gender(data),
        language=_language(data),
        step_free=_yes(data, "step_free"),
        free=_yes(data, "free"),
        days=_days(data),
    )


def _age(data: Mapping[str, Any]) -> int | None:
    value = data.get("age")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_AGE:
        raise InputAtFault(f"age: write whole years, from 0 to {MOST_AGE}")
    return value


def _gender(data: Mapping[str, Any]) -> Gender | None:
    said = _text(data, "gender").lower()
    if not said:
        return None
    if said not in list(Gender):
        raise InputAtFault(f"gender: “{said[:40]}” is not one of {', '.join(Gender)}")
    return Gender(said)


def _language(data: Mapping[str, Any]) -> str:
    said = _text(data, "language")
    try:
        return read_language(said) if said else ""
    except InputAtFault as fault:
        raise InputAtFault(f"language: {fault.sentence}") from None


def _yes(data: Mapping[str, Any], key: str) -> bool:
    value = data.get(key)
    if value is not None and not isinstance(value, bool):
        raise InputAtFault(f"{key}: write true or false")
    return bool(value)


def _days(data: Mapping[str, Any]) -> tuple[Day, ...]:
    codes = [code.strip().lower() for code in _texts(data, "day")]
    for code in codes:
        if code not in DAYS:
            raise InputAtFault(f"day: “{code[:40]}” is not one of {', '.join(DAYS)}")
    return tuple(day for code, day in DAYS.items() if code in codes)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputAtFault(f"{key}: write it as text, in quotation marks")
    return _whole(value, key).strip()


def _texts(data: Mapping[str, Any], key: str) -> list[str]:
    value = data.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputAtFault(f"{key}: write it as a list of texts")
    return [_whole(item, key) for item in value]


def _whole(value: str, key: str) -> str:
    """Half characters (lone surrogates) cannot be shown or kept."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InputAtFault(f"{key}: it holds characters that are broken") from None
    return value


def _number(
    data: Mapping[str, Any], key: str, default: float, *, most: float, whole: bool = False
) -> float:
    value = data.get(key)
    if value is None:
        return default
    good = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
    if not good or not 0 < value <= most:
        kind = "a whole number" if whole else "a number"
        raise InputAtFault(f"{key}: write {kind} above 0, at most {most:g}")
    return float(value)
