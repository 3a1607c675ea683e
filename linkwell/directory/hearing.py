"""What a service is for, as heard in its own words: never more than a guess, and marked as one."""

from collections import defaultdict
from collections.abc import Iterable

from linkwell.directory.mapping import said_in
from linkwell.directory.rules import KnownBy, Offered
from linkwell.needs.rules import Need, offered

_PHRASES = 3  # that led to a need, kept to show
_LONGEST = 200  # characters of them


def heard_in(
    texts: Iterable[str], also: Iterable[tuple[Need, tuple[str, ...], str]] = ()
) -> list[Offered]:
    """Each need that the texts speak of, with the phrases that say so, as they are written.

    `also` are phrases that were heard besides: the need, their stems, and their words. "Choir" and
    "choirs" are one thing heard.
    """
    heard: dict[Need, dict[tuple[str, ...], str]] = defaultdict(dict)
    for one in offered(". ".join(texts)):
        heard[Need(one.what)].setdefault(said_in(one.words).stems, one.words)
    for need, stems, written in also:
        heard[need].setdefault(stems, written)
    return [
        Offered(need, KnownBy.INFERRED, "; ".join(list(phrases.values())[:_PHRASES])[:_LONGEST])
        for need, phrases in heard.items()
    ]
