"""What is asked for: read from the command line, a line of JSON or a page, and understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Place, Postcodes
from linkwell.matching.weights import Weights, published
from linkwell.needs.rules import Fact, Need, Understood, read_need, understand
from linkwell.needs.words import tokens

DEFAULT_KM = 10.0
DEFAULT_TOP = 10
MOST_KM = 500.0
MOST_TOP = 100
MOST_TEXT = 5_000
_KEYS = frozenset({"id", "at", "need", "text", "km", "top"})


@dataclass(frozen=True)
class Request:
    """Where somebody is, the needs that were ticked, and their words. Each may be missing."""

    at: Place | None = None
    needs: tuple[Need, ...] = ()
    text: str = ""
    km: float = DEFAULT_KM
    top: int = DEFAULT_TOP
    id: str = ""
    child_of: int | None = None  # the age of somebody under 18: only what is known to take them


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
        return self.understood.says(fact)


def asked(request: Request) -> Asked:
    return Asked(request, understand(request.text), published())


def read_request(data: Mapping[str, Any], postcodes: Postcodes) -> Request:
    """A request from JSON values. Raises InputAtFault, naming the key that cannot be used."""
    strange = sorted(set(data) - _KEYS)
    if strange:
        known = ", ".join(sorted(_KEYS))
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
    )


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
