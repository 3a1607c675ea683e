"""What the free texts of a service hide: suggestions, each with the sentence that says it.

A suggestion counts as "unknown, probably": it opens no door and shuts none, until a person says
that it is so. No more than what a sentence says is read in it; the rules are tables of phrases
(`times`, `ages`, `cost`, `places`, `routes`), and their measured precision and recall stand in
`docs/benchmarks.md`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from linkwell.directory.prose import ages, cost, places, routes, times
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
from linkwell.directory.rules import Listing, ReferralRoute, SuggestionState

Reader = Callable[[str], Iterator[Said]]

# Each reader, and what must stand in a sentence before it is worth reading.
_READERS: tuple[tuple[Reader, Callable[[set[str]], bool]], ...] = (
    (times.times_in, lambda hints: _holds(hints, times.HINTS) and "0" in hints),
    (ages.ages_in, lambda hints: _holds(hints, ages.HINTS) and "0" in hints),
    (cost.cost_in, lambda hints: _holds(hints, cost.HINTS)),
    (routes.routes_in, lambda hints: _holds(hints, routes.HINTS)),
    (places.places_in, lambda hints: _holds(hints, places.hints())),
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
    for said in chain.from_iterable(map(_read_text, texts)):
        had = best.get((said.field, said.value))
        if had is None or _rank(said) < _rank(had):
            best[said.field, said.value] = said
    by_field: dict[Field, list[Said]] = defaultdict(list)
    for said in best.values():
        by_field[said.field].append(said)
    settled = (said for field, some in by_field.items() for said in _agreed(field, some))
    return tuple(sorted(settled, key=lambda said: (list(Field).index(said.field), str(said.value))))


@lru_cache(maxsize=8192)  # branches of one group, and many hours and prices, are told alike
def _read_text(text: str) -> tuple[Said, ...]:
    if not _worth(hints_in(text)):
        return ()
    return tuple(
        said
        for sentence in sentences(text)
        for reader in _worth(hints_in(sentence))
        for said in reader(sentence)
    )


def _worth(hints: set[str]) -> list[Reader]:
    return [reader for reader, is_worth in _READERS if is_worth(hints)]


def _holds(hints: set[str], some: frozenset[str]) -> bool:
    return not hints.isdisjoint(some)


def _rank(said: Said) -> tuple[int, str]:
    return BANDS.index(said.confidence), said.sentence


def _agreed(field: Field, some: list[Said]) -> list[Said]:
    """Of what can only be one thing: what is stated goes before what is implied; where two things
    are equally sure, neither is."""
    if field in MANY or len(some) == 1:
        return some
    surest = min(BANDS.index(said.confidence) for said in some)
    left = [said for said in some if BANDS.index(said.confidence) == surest]
    return left if len(left) == 1 else [replace(said, confidence=Confidence.MIXED) for said in left]


def _new_to(listing: Listing, found: Iterable[Said]) -> Iterator[Suggested]:
    """Of what may be several things at once, more of them contradict nothing."""
    for said in found:
        known = word_of(listing, said.field)
        if known is None or (said.field not in MANY and known != said.value):
            yield Suggested(said, against=known)


def word_of(listing: Listing, field: Field) -> Value | None:
    """What its publisher says itself of a field; None where it says nothing."""
    if field is Field.AREA:
        return ", ".join(listing.serves) or None
    if field is Field.HOURS:
        return ", ".join(map(session_code, listing.sessions)) or None
    if field is Field.ROUTE:
        return None if listing.route is ReferralRoute.UNKNOWN else listing.route.value
    known: Value | None = getattr(listing, field.value)
    return known


@dataclass(frozen=True)
class Had:
    """A suggestion that we have, with its state."""

    suggested: Suggested
    state: SuggestionState


def settled(
    listing: Listing, found: Iterable[Suggested], had: Iterable[Had]
) -> tuple[list[Suggested], list[Had]]:
    """What is suggested for the first time, and each that we had as it stands from now on.

    A confirmed value stands for as long as the publisher says of the field what it said when that
    was confirmed: nothing, or what was contradicted. Then its own word stands. Beside a value that
    stands no other comes back that was set aside for it. What was refused stays refused.
    """
    had = list(had)
    again = {_key(one.said): one for one in found}
    decided = {one.suggested.said.field for one in had if _holds_good(listing, one)} - {*MANY}
    stand: list[Had] = []
    for one in had:
        once_more = again.pop(_key(one.suggested.said), None)
        if one.state is SuggestionState.REFUSED or _holds_good(listing, one):
            stand.append(one)
        elif once_more is None or one.suggested.said.field in decided:
            stand.append(Had(one.suggested, SuggestionState.SUPERSEDED))
        else:
            stand.append(Had(once_more, SuggestionState.OPEN))
    return list(again.values()), stand


def _holds_good(listing: Listing, had: Had) -> bool:
    said, against = had.suggested.said, had.suggested.against
    return had.state is SuggestionState.CONFIRMED and _same(word_of(listing, said.field), against)


def _same(one: Value | None, other: Value | None) -> bool:
    return type(one) is type(other) and one == other


def _key(said: Said) -> tuple[Field, Value, str]:
    return said.field, said.value, said.sentence
