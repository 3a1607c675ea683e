"""A list with some variety: of services that score nearly the same, not all are of one kind.

Points stay as they are, and so does the order by score. Only which of near-equals stand on the
list depends on the others: of one organisation, or of one kind of name ("Women's Institute"),
`alike` in each ten come before others that score at most `near` points less.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from linkwell.matching.request import Asked
from linkwell.needs.words import stem, tokens

_TEN = 10
_ASIDE = re.compile(r"\([^)]*\)")
_LEGAL = frozenset(
    map(stem, ("the", "limited", "ltd", "cic", "cio", "charity", "trust", "incorporated"))
)


class Named(Protocol):
    """An option, as far as this rule looks at it."""

    @property
    def name(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def score(self) -> int: ...


T = TypeVar("T", bound=Named)


def varied(best_first: Sequence[T], what: Asked, top: int) -> tuple[T, ...]:
    """The options to show, best first: at most `top`, with variety among near-equals."""
    rule = what.weights.variety
    most = rule["alike"] * -(-top // _TEN)
    seen: Counter[tuple[str, ...]] = Counter()
    chosen: list[int] = []
    waiting: list[int] = []
    for at, one in enumerate(best_first):
        while waiting and best_first[waiting[0]].score - one.score > rule["near"]:
            chosen.append(waiting.pop(0))
        if len(chosen) >= top:
            break
        kinds = list(kinds_of(one, what))
        if any(seen[kind] >= most for kind in kinds):
            waiting.append(at)
        else:
            seen.update(kinds)
            chosen.append(at)
    return tuple(best_first[at] for at in sorted([*chosen, *waiting][:top]))


def kinds_of(option: Named, what: Asked) -> Iterator[tuple[str, ...]]:
    """Its organisation, and the first and the last two words of its name: "Age UK", "Food Bank".

    Not those that were asked for: whoever asks for tennis may see nothing but tennis clubs.
    """
    wanted = {stem(word) for word, weight in what.words.items() if weight >= 1}
    organisation, name = tuple(_words(option.organisation)), tuple(_words(option.name))
    pairs = {pair for pair in (name[:2], name[-2:]) if len(pair) > 1}
    for kind in pairs | ({organisation} if organisation else set()):
        if wanted.isdisjoint(kind):
            yield kind


def _words(name: str) -> Iterator[str]:
    for token in tokens(_ASIDE.sub(" ", name)):
        if token.stem not in _LEGAL:
            yield token.stem
