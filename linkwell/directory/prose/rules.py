"""What the free texts of a service hide: suggestions, each with the sentence that says it.

A suggestion counts as "unknown, probably": it opens no door and shuts none, until a person says
that it is so. No more than what a sentence says is read in it; the rules are tables of phrases
(`times`, `ages`, `cost`, `places`, `ways_in`), and their measured precision and recall stand in
`docs/benchmarks.md`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from linkwell.directory.prose import ages, cost, places, times
from linkwell.directory.prose import ways_in as ways
from linkwell.directory.prose.ages import ages_in
from linkwell.directory.prose.cost import cost_in
from linkwell.directory.prose.places import places_in
from linkwell.directory.prose.said import (
    BANDS,
    MANY,
    Confidence,
    Field,
    Said,
    Value,
    hints_in,
    sentences,
    session_code,
)
from linkwell.directory.prose.times import times_in
from linkwell.directory.prose.ways_in import ways_in
from linkwell.directory.rules import Listing, ReferralRoute

Reader = Callable[[str], Iterator[Said]]

# Each reader, and what must stand in a sentence before it is worth reading.
_READERS: tuple[tuple[Reader, Callable[[set[str]], bool]], ...] = (
    (times_in, lambda hints: _holds(hints, times.HINTS) and "0" in hints),
    (ages_in, lambda hints: _holds(hints, ages.HINTS) and "0" in hints),
    (cost_in, lambda hints: _holds(hints, cost.HINTS)),
    (ways_in, lambda hints: _holds(hints, ways.HINTS)),
    (places_in, lambda hints: _holds(hints, places.hints())),
)


@dataclass(frozen=True)
class Suggested:
    """A reading that the publisher does not say itself. `against` is what it says instead, where
    the two cannot both be so, else None."""

    said: Said
    against: Value | None = None


def suggestions(listing: Listing) -> tuple[Suggested, ...]:
    """What the texts of a service say beyond what its publisher says, in a fixed order."""
    return tuple(_new_to(listing, read(texts_of(listing))))


def texts_of(listing: Listing) -> tuple[str, ...]:
    texts = (
        listing.description,
        listing.eligibility,
        listing.fees,
        listing.application_process,
        listing.hours,
        listing.alert,
    )
    return tuple(text for text in texts if text)


def read(texts: Iterable[str]) -> tuple[Said, ...]:
    """What texts say, each value once with its best sentence; their order does not matter."""
    best: dict[tuple[Field, Value], Said] = {}
    for said in _read_all(texts):
        had = best.get((said.field, said.value))
        if had is None or _rank(said) < _rank(had):
            best[said.field, said.value] = said
    by_field: dict[Field, list[Said]] = defaultdict(list)
    for said in best.values():
        by_field[said.field].append(said)
    settled = (said for field, some in by_field.items() for said in _settled(field, some))
    return tuple(sorted(settled, key=lambda said: (list(Field).index(said.field), str(said.value))))


def _read_all(texts: Iterable[str]) -> Iterator[Said]:
    for text in texts:
        if _worth(hints_in(text)):
            for sentence in sentences(text):
                yield from _read_one(sentence)


@lru_cache(maxsize=8192)  # the services of a list say many things in the same words
def _read_one(sentence: str) -> tuple[Said, ...]:
    return tuple(said for reader in _worth(hints_in(sentence)) for said in reader(sentence))


def _worth(hints: set[str]) -> list[Reader]:
    return [reader for reader, is_worth in _READERS if is_worth(hints)]


def _holds(hints: set[str], some: frozenset[str]) -> bool:
    return not hints.isdisjoint(some)


def _rank(said: Said) -> tuple[int, str]:
    return BANDS.index(said.confidence), said.sentence


def _settled(field: Field, some: list[Said]) -> list[Said]:
    """Of what can only be one thing: what is stated goes before what is implied; where two things
    are equally sure, neither is."""
    if field in MANY or len(some) == 1:
        return some
    surest = min(BANDS.index(said.confidence) for said in some)
    left = [said for said in some if BANDS.index(said.confidence) == surest]
    return left if len(left) == 1 else [replace(said, confidence=Confidence.MIXED) for said in left]


def _new_to(listing: Listing, found: Iterable[Said]) -> Iterator[Suggested]:
    for said in found:
        if said.field in MANY:
            if not _many(listing, said.field):
                yield Suggested(said)
            continue
        known = _one(listing, said.field)
        if known is None or known != said.value:
            yield Suggested(said, against=known)


def _many(listing: Listing, field: Field) -> tuple[str, ...]:
    if field is Field.AREA:
        return listing.serves
    return tuple(session_code(session) for session in listing.sessions)


def _one(listing: Listing, field: Field) -> Value | None:
    if field is Field.ROUTE:
        return None if listing.route is ReferralRoute.UNKNOWN else listing.route.value
    known: Value | None = getattr(listing, field.value)
    return known
