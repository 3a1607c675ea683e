"""What people ask for: twelve needs, the everyday words for them, and words that mean danger.

The words are data (`lexicon.toml`, `danger.toml`); the ways of reading them are here.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from linkwell.kernel.errors import InputAtFault
from linkwell.needs.words import Phrasebook, Speller, Token, tokens


class Need(StrEnum):
    """The twelve needs. The code is for machines, `label` for people."""

    LONELINESS = "loneliness"
    WELLBEING = "wellbeing"
    ACTIVITY = "activity"
    CONDITION = "condition"
    MONEY = "money"
    FOOD = "food"
    HOUSING = "housing"
    WORK = "work"
    CARING = "caring"
    GRIEF = "grief"
    PRACTICAL = "practical"
    SAFETY = "safety"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def snomed(self) -> str:
        """The code in the Social prescribing needs reference set; empty until one is loaded.

        Its members come from TRUD under a licence that each deployer holds.
        """
        return ""


_LABELS = {
    Need.LONELINESS: "Company",
    Need.WELLBEING: "Low mood or worry",
    Need.ACTIVITY: "Moving more",
    Need.CONDITION: "Living with a condition",
    Need.MONEY: "Money, debt and benefits",
    Need.FOOD: "Food and fuel",
    Need.HOUSING: "Home and surroundings",
    Need.WORK: "Work and learning",
    Need.CARING: "Caring for someone",
    Need.GRIEF: "Loss and grief",
    Need.PRACTICAL: "Getting about and practical help",
    Need.SAFETY: "Safety, family and law",
}


def read_need(code: str) -> Need:
    """The need with this code. Raises InputAtFault, naming the code and the twelve."""
    try:
        return Need(code.strip().lower())
    except ValueError:
        known = ", ".join(Need)
        raise InputAtFault(f"“{code[:40]}” is not a need. The needs are {known}") from None


class Fact(StrEnum):
    """What else a request may say about the service it looks for."""

    FREE = "free"
    NO_REFERRAL = "no_referral"
    STEP_FREE = "step_free"


@dataclass(frozen=True)
class Heard:
    """A need or a fact, and the words of the text, from `start` to `end`, that led to it."""

    what: Need | Fact
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Understood:
    """What a text asks for, in the order in which it says so."""

    needs: tuple[Heard, ...] = ()
    facts: tuple[Heard, ...] = ()

    @property
    def codes(self) -> tuple[Need, ...]:
        """Each need once."""
        return tuple(dict.fromkeys(Need(heard.what) for heard in self.needs))

    def says(self, fact: Fact) -> bool:
        return any(heard.what is fact for heard in self.facts)


def understand(text: str) -> Understood:
    """The needs and facts that a request in plain words holds. Any text will do."""
    needs: list[Heard] = []
    facts: list[Heard] = []
    for heard in _hear(text, _requests()):
        (facts if isinstance(heard.what, Fact) else needs).append(heard)
    return Understood(tuple(needs), tuple(facts))


def offered(text: str) -> tuple[Heard, ...]:
    """The needs that a service's own words say it answers."""
    return tuple(heard for heard in _hear(text, _offers()) if isinstance(heard.what, Need))


@lru_cache(maxsize=8192)  # the same services are asked about again and again
def is_about_harm(names: str, description: str, *, helps_otherwise: bool) -> bool:
    """Is a service above all there for people whom somebody has harmed?

    Its names say so, or its description more than once, or once where it is known for no other
    need. One word among many things that a service does makes it no such place.
    """
    if _harms().find(tokens(names)):
        return True
    return len(_harms().find(tokens(description))) > helps_otherwise


@lru_cache(maxsize=1)
def _harms() -> Phrasebook[bool]:
    data = _read("lexicon.toml")
    return Phrasebook([(said, True) for said in data["harm"]["says"]], ignored=data["ignored"])


@lru_cache(maxsize=1)
def ignored_words() -> frozenset[str]:
    """Words that hold a sentence together and say nothing by themselves."""
    return frozenset(_read("lexicon.toml")["ignored"])


class DangerKind(StrEnum):
    HARM_TO_SELF = "harm_to_self"
    HARM_BY_OTHERS = "harm_by_others"
    HARM_TO_OTHERS = "harm_to_others"


@dataclass(frozen=True)
class Danger:
    """Words, from `start` to `end` of the text, that pause and help."""

    kind: DangerKind
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Help:
    """Somebody to ring now. `phone` is as one dials it; `text` one plain line."""

    name: str
    phone: str
    text: str


def danger_in(text: str) -> tuple[Danger, ...]:
    """Every danger phrase in the text, in order; "not suicidal" too: asking costs a moment.

    Up to two other words may stand between the words of a phrase. That none is found is never to
    be read as safety.
    """
    book = _danger_book()
    words = tokens(text)
    stems = book.speller.stems(words)
    passed_over = {
        place
        for at, first in enumerate(stems)
        for phrase in book.not_danger.get(first, ())
        if tuple(stems[at : at + len(phrase)]) == phrase
        for place in range(at, at + len(phrase))
    }
    found = {
        (words[at].start, words[last].end, kind)
        for at, first in enumerate(stems)
        if at not in passed_over
        for phrase, kind in book.by_first.get(first, ())
        if (last := _loosely(phrase, words, stems, at)) is not None
    }
    return tuple(
        Danger(kind, text[start:end], start, end)
        for start, end, kind in sorted(found)
        if not any(
            kind is other and (start, end) != (left, right) and left <= start and end <= right
            for left, right, other in found
        )
    )


def passage(text: str, danger: Danger) -> str:
    """The sentence or line in which words mean danger, at most 300 characters of it."""
    before = max(text.rfind(mark, 0, danger.start) for mark in (". ", "\n", "? ", "! "))
    after = min(
        (place for mark in (".", "\n", "?", "!") if (place := text.find(mark, danger.end)) >= 0),
        default=len(text),
    )
    front = max(before + 1, danger.start - 150)
    return " ".join(text[front : max(danger.end, min(after + 1, front + 300))].split())


def help_for(dangers: Sequence[Danger]) -> tuple[Help, ...]:
    """Who to ring for these dangers, the most urgent first; nobody when there are none."""
    kinds = {danger.kind for danger in dangers}
    return tuple(line for line, helps in _danger_book().help if kinds & helps)


def every_help() -> tuple[Help, ...]:
    """Everybody to ring, for a page that may not read the words again."""
    return tuple(line for line, _ in _danger_book().help)


_GAP = 2


def _loosely(
    phrase: "_Phrase", words: Sequence[Token], stems: Sequence[str], at: int
) -> int | None:
    """The place of the phrase's last word when it starts at `at`, with small gaps, else None."""
    last = at
    for wanted in phrase.stems[1:]:
        window = stems[last + 1 : last + 2 + _GAP]
        if wanted not in window:
            return None
        last += 1 + window.index(wanted)
    if phrase.ends and last + 1 < len(words) and words[last + 1].sentence == words[last].sentence:
        return None
    return last


@dataclass(frozen=True)
class _Phrase:
    stems: tuple[str, ...]
    ends: bool  # counts only at the end of a sentence


@dataclass(frozen=True)
class _DangerBook:
    by_first: dict[str, list[tuple[_Phrase, DangerKind]]]
    not_danger: dict[str, list[tuple[str, ...]]]  # by the first stem, as above
    speller: Speller
    help: tuple[tuple[Help, frozenset[DangerKind]], ...]


@lru_cache(maxsize=1)
def _danger_book() -> _DangerBook:
    data = _read("danger.toml")
    by_first: dict[str, list[tuple[_Phrase, DangerKind]]] = {}
    for kind in DangerKind:
        for said in data[kind]["says"]:
            stems = tuple(token.stem for token in tokens(said))
            by_first.setdefault(stems[0], []).append((_Phrase(stems, said.endswith(".")), kind))
    not_danger: dict[str, list[tuple[str, ...]]] = {}
    for said in data["not_danger"]:
        stems = tuple(token.stem for token in tokens(said))
        not_danger.setdefault(stems[0], []).append(stems)
    return _DangerBook(
        by_first=by_first,
        not_danger=not_danger,
        speller=Speller(data["mended"], never=data["never_mended"]),
        help=tuple(
            (
                Help(line["name"], line["phone"], line["text"]),
                frozenset(DangerKind(kind) for kind in line["kinds"]),
            )
            for line in data["help"]
        ),
    )


def _hear(text: str, book: Phrasebook[Need | Fact | None]) -> Iterator[Heard]:
    for hit in book.find(tokens(text)):
        for what in hit.means:
            if what is not None:
                yield Heard(what, text[hit.start : hit.end], hit.start, hit.end)


@lru_cache(maxsize=1)
def _requests() -> Phrasebook[Need | Fact | None]:
    data = _read("lexicon.toml")
    facts = [(said, Fact(code)) for code, lists in data["facts"].items() for said in lists["says"]]
    return Phrasebook([*_needs(data, "says", "offers"), *facts], ignored=data["ignored"])


@lru_cache(maxsize=1)
def _offers() -> Phrasebook[Need | Fact | None]:
    data = _read("lexicon.toml")
    return Phrasebook(_needs(data, "offers"), ignored=data["ignored"])


def _needs(data: dict[str, Any], *kinds: str) -> list[tuple[str, Need | Fact | None]]:
    phrases: list[tuple[str, Need | Fact | None]] = [
        (said, Need(code))
        for code, lists in data["needs"].items()
        for kind in kinds
        for said in lists[kind]
    ]
    return phrases + [(said, None) for said in data["nothing"]["says"]]


@lru_cache(maxsize=2)
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("linkwell.needs") / name).read_text("utf-8"))
