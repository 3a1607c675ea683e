"""What somebody is typing: words that are whole, the one that has only begun, and the words that
were probably meant where none that we know is written so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from linkwell.needs.rules import Need, ignored_words
from linkwell.needs.words import stem, tokens

SHORTEST = 2  # letters that are worth a question
MOST = 6  # words that are looked at: the last ones
_LONGEST = 40  # letters of a word
# They hold a sentence together too, in what one asks for; names may hold them, and are found by
# their other words.
_IDLE = frozenset({
    "about", "around", "at", "by", "for", "from", "go", "help", "in", "into", "near", "nearby",
    "need", "next", "not", "on", "one", "out", "please", "show", "someone", "somebody",
    "something", "somewhere", "that", "the", "there", "to", "up", "want", "what", "where",
    "with", "who",
})  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """`whole`: words after which something else came. `begun`: the last, maybe unfinished."""

    whole: tuple[str, ...] = ()
    begun: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.whole, self.begun) if self.begun else self.whole


def read_typed(text: str) -> Typed:
    """The words that count, as they are compared: without case, accents and apostrophes."""
    found = [token for token in tokens(text[-300:]) if len(token.word) <= _LONGEST]
    if not found:
        return Typed()
    open_ended = text.rstrip("’'`") == text.rstrip()[: found[-1].end] if text else False
    last = found[-1].word if open_ended else ""
    before = found[:-1] if open_ended else found
    whole = [it.word for it in before if counts(it.word)]
    if whole and last and not counts(last):
        last = ""
    return Typed(tuple(dict.fromkeys(whole))[-MOST:], last)


def counts(word: str) -> bool:
    return word not in _IDLE and word not in ignored_words()


class Class(IntEnum):
    """How a group answers to what was typed, the best first."""

    NAME = 0  # all the words stand in its names
    WORDS = 1  # in its names and in what it says of itself
    NEED = 2  # it answers a need that was heard in them


# As far away, it is, as if it were so many metres further than one whose name says it.
BEHIND: Mapping[Class, int] = {Class.NAME: 0, Class.WORDS: 1_500, Class.NEED: 3_000}


@dataclass(frozen=True)
class Known:
    """A word of the directory, and in how many names it stands."""

    word: str
    names: int


def meant(written: str, known: Sequence[Known], *, begun: bool) -> str:
    """The word that was probably meant; what was written where none is near.

    One slip, or two in words of eight letters and more; the first letter is right. Of what has
    only begun, the beginning of a word is compared. Of several the nearest, then the commonest.
    """
    slips = 2 if len(written) >= 8 else 1
    known = [it for it in known if it.word[:1] == written[:1]]
    cuts = (len(written), len(written) - 1, len(written) + 1) if begun else (None,)
    for cut in cuts:
        near = process.extract(
            written, [it.word[:cut] for it in known], scorer=OSA.distance, score_cutoff=slips,
            limit=None,
        )  # fmt: skip
        if near:
            _slips, _names, word = min(
                (far, -known[at].names, known[at].word) for _, far, at in near
            )
            return word
    return written


def quoted(lexeme: str, weights: str = "", *, begins: bool = False) -> str:
    """One lexeme of a tsquery."""
    flags = ("*" if begins else "") + weights
    inner = lexeme.replace("\\", "").replace("'", "")
    return f"'{inner}'" + (f":{flags}" if flags else "")


def query(
    typed: Typed, completed: Iterable[str], *, weights: str = "", needs: Iterable[Need] = ()
) -> str:
    """The tsquery that all these words answer, or one of the needs. `completed` are whole words
    that the begun one may become."""
    every = [_either(word, weights) for word in typed.whole]
    if typed.begun:
        # Of two letters only names know what they may become.
        more = completed if len(typed.begun) > SHORTEST else ()
        stems = sorted({stem(word) for word in (typed.begun, *more)})
        parts = [quoted(typed.begun, weights, begins=True), *(quoted(it, weights) for it in stems)]
        every.append(f"({' | '.join(parts)})")
    both = " & ".join(every)
    other = [quoted(f"={need.value}") for need in needs]
    return " | ".join([f"({both})", *other] if both else other)


def _either(word: str, weights: str) -> str:
    one, other = quoted(word, weights), quoted(stem(word), weights)
    return one if one == other else f"({one} | {other})"
