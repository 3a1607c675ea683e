"""Words in a text: where they stand, their stems, their slips of the key, and phrases of them.

Shared by `needs/rules.py` (what people ask for) and by matching (what services say).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz.distance import OSA
from Stemmer import Stemmer

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?;:|\n\r•]")
_LONGEST_WORD = 30  # longer ones are no words, and stemming them is a waste
_ENGLISH = Stemmer("english")
_TAKES_BACK = frozenset({"no", "not", "never", "without"})

# One spelling for each way of saying no, so that phrases need only one of them.
_SAME = {
    "cannot": "cant", "couldnt": "cant", "cudnt": "cant",
    "dont": "not", "doesnt": "not", "didnt": "not", "isnt": "not", "arent": "not",
    "wasnt": "not", "havent": "not", "hasnt": "not", "aint": "not",
}  # fmt: skip


class Token(NamedTuple):
    """One word of a text: as compared, its stem, its place in the text and its sentence."""

    word: str
    stem: str
    start: int
    end: int
    sentence: int
    capital: bool  # written with a capital inside a sentence: perhaps a name


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without its ending, in English: "feeding" -> "feed" (Snowball, Porter2)."""
    return str(_ENGLISH.stemWord(word)) if len(word) <= _LONGEST_WORD else word


def tokens(text: str) -> list[Token]:
    """The words of any text, in order."""
    found: list[Token] = []
    sentence, last = 0, -1
    for match in _WORD.finditer(text):
        start, end = match.span()
        begins = last < 0 or (
            text[last:start] != " " and bool(_SENTENCE_END.search(text, last, start))
        )
        sentence, last = sentence + begins, end
        word, stemmed, upper = _read(match[0])
        found.append(Token(word, stemmed, start, end, sentence, upper and not begins))
    return found


@lru_cache(maxsize=65536)
def _read(written: str) -> tuple[str, str, bool]:
    """As compared, without case, apostrophes and accents ("Café" -> "cafe", "can't" -> "cant");
    its stem; and whether it begins with a capital."""
    spread = unicodedata.normalize("NFKD", written.casefold())
    word = "".join(ch for ch in spread if ch.isalnum())
    word = _SAME.get(word, word)
    return word, stem(word), written[0].isupper()


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """About 82,000 English words, lower case: a word among them is no slip of the key.

    Source: the frequency dictionary in the package symspellpy (MIT), made from SCOWL and Google
    Books n-grams.
    """
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return frozenset(line.split(" ", 1)[0] for line in text.splitlines())


class Speller:
    """Mends slips in long words, towards `words` only. Real English words are never changed."""

    def __init__(self, words: Iterable[str], *, never: Iterable[str] = ()) -> None:
        long_words = sorted({word for word in words if len(word) >= 6})
        self._known = frozenset(stem(word) for word in words)
        self._never = frozenset(never)
        self._by_letter: Mapping[str, list[str]] = defaultdict(list)
        for word in long_words:
            self._by_letter[word[0]].append(word)
        self._mend = lru_cache(maxsize=4096)(self._search)

    def stems(self, text: Sequence[Token]) -> list[str]:
        """The stem of each token, or of the word that was probably meant."""
        known = self._known
        return [
            said if said in known or len(word) < 5 or capital else self._mend(word) or said
            for word, said, _start, _end, _sentence, capital in text
        ]

    def _search(self, word: str) -> str | None:
        """At most one slip, two in words of nine letters or more; the first letter is right."""
        if len(word) > _LONGEST_WORD or word in self._never or word in english_words():
            return None
        slips = 2 if len(word) >= 9 else 1
        near = [
            (distance, other)
            for other in self._by_letter.get(word[0], ())
            if (distance := OSA.distance(word, other, score_cutoff=slips)) <= slips
        ]
        return stem(min(near)[1]) if near else None


@dataclass(frozen=True)
class Hit(Generic[T]):
    """A phrase found in a text, from `start` to `end`, and what it stands for."""

    means: tuple[T, ...]
    start: int
    end: int


@dataclass(frozen=True)
class _Phrase(Generic[T]):
    """The stems that are said in a row; of some, by their place, only the form written; and what
    it stands for."""

    stems: list[str]
    exact: tuple[tuple[int, str], ...]
    means: tuple[T, ...]


class _Part(NamedTuple):
    """One word of a phrase: any form of it, or only the form written."""

    word: str
    stem: str
    exact: bool


class Phrasebook(Generic[T]):
    """Phrases and what they stand for. Words of `ignored` do not count, in phrase or text.

    "=benefits" in a phrase is that very form, not "benefit" or "benefited".
    """

    def __init__(self, phrases: Iterable[tuple[str, T]], *, ignored: Iterable[str] = ()) -> None:
        self._ignored = frozenset(ignored)
        meanings: dict[tuple[_Part, ...], list[T]] = defaultdict(list)
        for phrase, meaning in phrases:
            meanings[self._parts(phrase)].append(meaning)
        self._by_first: dict[str, list[_Phrase[T]]] = defaultdict(list)
        for parts in sorted(meanings, key=len, reverse=True):
            exact = tuple((at, word) for at, (word, _, exactly) in enumerate(parts) if exactly)
            self._by_first[parts[0].stem].append(
                _Phrase([part.stem for part in parts], exact, tuple(dict.fromkeys(meanings[parts])))
            )
        self._speller = Speller(part.word for parts in meanings for part in parts)

    def _parts(self, phrase: str) -> tuple[_Part, ...]:
        parts = tuple(
            _Part(token.word, token.stem, phrase[: token.start].endswith("="))
            for token in tokens(phrase)
            if token.word not in self._ignored
        )
        if not parts:
            raise ValueError(f"The phrase “{phrase}” holds no word that counts.")
        return parts

    def find(self, text: Sequence[Token]) -> list[Hit[T]]:
        """The longest phrases in order, none overlapping, each within one sentence.

        A phrase straight after "no", "not", "never" or "without" is passed over.
        """
        ignored, by_first = self._ignored, self._by_first
        counted = [token for token in text if token.word not in ignored]
        stems = self._speller.stems(counted)
        hits: list[Hit[T]] = []
        after = 0
        for at, first in enumerate(stems):
            if at < after or first not in by_first:  # few words begin a phrase
                continue
            phrase = self._longest(by_first[first], counted, stems, at)
            if phrase is None:
                continue
            after = at + len(phrase.stems)
            if not self._taken_back(counted, at):
                hits.append(Hit(phrase.means, counted[at].start, counted[after - 1].end))
        return hits

    @staticmethod
    def _longest(
        begun: Sequence[_Phrase[T]], counted: Sequence[Token], stems: Sequence[str], at: int
    ) -> _Phrase[T] | None:
        for phrase in begun:
            after = at + len(phrase.stems)
            if (
                stems[at:after] == phrase.stems
                and counted[after - 1].sentence == counted[at].sentence
                and all(counted[at + place].word == word for place, word in phrase.exact)
            ):
                return phrase
        return None

    @staticmethod
    def _taken_back(counted: Sequence[Token], at: int) -> bool:
        before = counted[at - 1] if at else None
        return (
            before is not None
            and before.word in _TAKES_BACK
            and before.sentence == counted[at].sentence
        )
