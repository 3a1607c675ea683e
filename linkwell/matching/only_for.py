"""Whom a service is for: beyond doubt ("women only"), or as it seems ("Women over 18").

What is beyond doubt hides it from others; what seems so is asked about.
"""

import re
from functools import lru_cache

from linkwell.directory.rules import Listing
from linkwell.kernel.languages import code_of
from linkwell.matching.request import Gender

_SAID = {
    Gender.FEMALE: r"(?:women|woman|ladies|females?|girls)",
    Gender.MALE: r"(?:men|man|gentlemen|males?|boys)",
}
_ONLY = {
    gender: re.compile(
        rf"\b(?:{said}[ -]only|(?<!the )only (?:for |open to )?{said}"
        rf"|(?:exclusively|solely) for {said})\b"
    )
    for gender, said in _SAID.items()
}
_ANY = {gender: re.compile(rf"\b{said}\b") for gender, said in _SAID.items()}
_HARMLESS = re.compile(r"\ball (?:ages|abilities|levels|faiths|backgrounds|welcome over)\b")
# Nobody else may join: its rules say so, whatever its listing says.
_BY_RULE = re.compile(r"\bwomen[’']?s[’']? institutes?\b|\btownswomen[’']?s guild")
# Beside one of these it may be one evening of several, or the very opposite.
_NOT_SURE = re.compile(
    r"\b(?:all|any|anyone|anybody|everyone|everybody|mixed|couples?|famil(?:y|ies)|not|no|never|also"
    r"|except|unless|but|other|some|children|led|run|voice|charge|staff|cooks?|tutors?|sessions?|hours?|class(?:es)?|groups|rooms?|spaces?|areas?"
    r"|mornings?|afternoons?|evenings?|nights?|days?|\w+days?|swims?|swimming)\b"
)


def only_for(listing: Listing) -> Gender | None:
    """The gender that a service is only for, where its name or eligibility says so surely."""
    return _only_for(listing.name, listing.eligibility)


@lru_cache(maxsize=8192)  # the same services are asked about again and again
def _only_for(name: str, eligibility: str) -> Gender | None:
    if _BY_RULE.search(name.casefold()):
        return Gender.FEMALE
    said = _HARMLESS.sub("", f"{name}. {eligibility}".casefold())
    if "only" not in said and "ly for" not in said:
        return None
    found = [gender for gender, phrase in _ONLY.items() if phrase.search(said)]
    spoken_of = [gender for gender, word in _ANY.items() if word.search(said)]
    return found[0] if found and spoken_of == found and not _NOT_SURE.search(said) else None


_SEEMS = {
    Gender.FEMALE: re.compile(
        r"\b(?:women|woman|ladies|females?|girls|(?:grand)?mothers?|mums?|mams?|widows|sisters)\b"
    ),
    Gender.MALE: re.compile(
        r"\b(?:men|man|gentlemen|males?|boys|lads|(?:grand)?fathers?|dads?|widowers|blokes)\b"
    ),
}
_WHOEVER = re.compile(
    r"\b(?:all|any|anyone|anybody|everyone|everybody|mixed|couples?|famil(?:y|ies)|parents?"
    r"|not only|also)\b"
)
_SPOKEN = re.compile(r"\b(?:who|that) speaks? (\w+)|\b(\w+)[ -]speak(?:ing|ers?)\b|\bspeak (\w+)")


def seems_for(listing: Listing) -> Gender | None:
    """The only gender that its eligibility speaks of, though it does not say "only"."""
    return _seems_for(listing.eligibility)


@lru_cache(maxsize=8192)
def _seems_for(eligibility: str) -> Gender | None:
    said = _HARMLESS.sub("", eligibility.casefold())
    spoken_of = [gender for gender, word in _SEEMS.items() if word.search(said)]
    return spoken_of[0] if len(spoken_of) == 1 and not _WHOEVER.search(said) else None


def speakers_of(listing: Listing) -> str | None:
    """The language, by its two-letter code, whose speakers its eligibility says it is for."""
    return _speakers_of(listing.eligibility)


@lru_cache(maxsize=8192)
def _speakers_of(eligibility: str) -> str | None:
    words = (word for found in _SPOKEN.findall(eligibility) for word in found if word)
    return next((code for word in words if (code := code_of(word))), None)
