"""Languages as publishers name them, as ISO 639 codes. A word that is no language is not taken."""

import re
from functools import lru_cache

_BETWEEN = re.compile(r"[;,/&|+()]|\band\b", re.I)
_MOST = 20
# What people who ask call by one name ("Chinese"), and ISO 639 keeps apart: as requests have it.
_ASKED_AS = {"yue": "zh", "syl": "bn", "ckb": "ku", "pnb": "pa"}


def read_languages(text: str) -> tuple[str, ...]:
    """The codes of the languages named in `text`, each once: "Urdu; Farsi" -> ("ur", "fa").

    Names in English or in the language itself, or two-letter codes, with ; , / & or "and" between.
    """
    words = (" ".join(word.split()) for word in _BETWEEN.split(text)) if text else ()
    codes = dict.fromkeys(code for word in words if (code := _code(word)))
    return tuple(codes)[:_MOST]


@lru_cache(maxsize=1024)
def _code(word: str) -> str:
    if not 2 <= len(word) <= 40 or not word.isprintable():  # a signal crashes the look-up
        return ""
    from langcodes import Language, find  # takes a second, and few sheets name languages

    short = len(word) == 2 or (len(word) == 5 and word[2] in "-_")  # "ur", "en-GB"
    try:
        found = Language.get(word) if short else find(word) if _is_name(word) else None
    except (LookupError, ValueError):
        return ""
    if found is None or not found.is_valid() or not found.language:
        return ""
    code = found.prefer_macrolanguage().language or ""
    return _ASKED_AS.get(code, code)


def _is_name(word: str) -> bool:
    """Not "any" or "the", which are codes of languages that nobody here means; but "BSL"."""
    return len(word) > 3 or word.isupper()
