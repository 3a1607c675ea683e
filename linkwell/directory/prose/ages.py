"""Whom a sentence takes by age, in years. "Older people" is no age, nor is that of a family's
child or of whoever comes in cheaper.
"""

import re
from collections.abc import Iterator

from linkwell.directory.prose.said import Confidence, Field, Said, any_of

HINTS = frozenset({
    "age", "aged", "ages", "over", "under", "old", "year", "years", "yr", "yrs", "olds", "least",
    "must", "for", "plus", "peopl", "adult", "minim", "maxim", "only",
})  # fmt: skip

_OLDEST = 110
_N = r"(\d{1,3})"
_OLD = r"(?:\s*-?\s*(?:years?|yrs?)[ -](?:olds?|of age))"
_YEARS = rf"(?:{_OLD}|\s*-?\s*(?:years?|yrs?)s?)?"
_WHO = (
    r"(?:people|persons?|adults?|anyone|anybody|everyone|those|somebody|women|men|ladies|residents?"
    r"|carers?|patients?|clients?|individuals|children|teenagers|girls|boys|youths?)"
)
_AGED = r"(?:age[ds]?(?: groups?| range)?(?: of| from| between| is)*)"
_TO = r"\s*(?:-|–|—|to|and|until|up to)\s*"
_END = (
    r"(?=\s*(?:$|[.,;:)!/&]|(?:and|or|who|with|only|in|from|living|welcome|can|may|are|is|to join)"
    r"\b))"
)

# Each pattern by itself: a bound is one number, a range two.
_RANGES = [
    re.compile(pattern)
    for pattern in (
        rf"\b{_AGED}\s*{_N}{_YEARS}{_TO}{_N}\b(?!\+)",
        rf"\b{_N}{_TO}{_N}{_OLD}",
        rf"\bfrom {_N} to {_N}(?: ?(?:years|yrs)\b|{_OLD})(?! ago)",
        rf"\b(?:for|{_WHO}),? \(?{_N}\s*(?:-|–)\s*{_N}(?: ?years| ?yrs|s)?\)?{_END}",
    )
]
_LEAST = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?:no|not (?:\w+ )?for|excluding|nobody) (?:\w+ )?under[- ](?:the age of )?{_N}s?\b",
        rf"\bover[- ]{_N}[’']?s\b",
        rf"\b(?:over|above|from|least|reached)(?: the)?(?: minimum)? age of {_N}\b",
        rf"\b(?:aged?|{_WHO})(?: who are)?(?: aged?)? (?:over|above|at least) {_N}{_YEARS}{_END}",
        rf"\b(?:over|at least) {_N}{_OLD}",
        rf"\bmust be (?:aged )?(?:over |at least )?{_N}{_YEARS}(?: or over| and over|\+)?{_END}",
        rf"\b{_N}{_YEARS} ?(?:and|or|&) ?(?:over|above|older|upwards?)\b",
        rf"\b(?:{_AGED}|{_WHO}|for)\s*\(?{_N}(?:\+|{_YEARS}\s*plus\b)",
        rf"(?:^|\()\s*{_N}\+(?=\s*(?:$|\)|only|years|yrs))",
        rf"\bminimum age:?(?: is| of)? {_N}\b",
        rf"\b(?:from|starting at)(?: the)? ages? (?:of )?{_N}\b",
    )
]
_MOST = [
    re.compile(pattern)
    for pattern in (
        rf"\bunder[- ]{_N}[’']?s\b",
        rf"\b(?:under|below|up to|until)(?: the)? age (?:of )?{_N}\b",
        rf"\b(?:aged?|{_WHO})(?: aged?)? (?:under|below|up to) {_N}{_YEARS}{_END}",
        rf"\b(?:under|up to) {_N}{_OLD}",
        rf"\b(?:{_AGED} |{_WHO} )?{_N}{_YEARS} (?:and|or|&) (?:under|below|younger)\b",
        rf"\bmaximum age:?(?: is| of)? {_N}\b",
    )
]
_REFUSES = re.compile(r"\b(?:no|not|excludes?|excluding|nobody|except|cannot|unless)\b[^.]*$")
_NO_BOUND = any_of(
    r"\b(?:famil(?:y|ies)|parents?|mothers?|fathers?|mums?|dads?|carers?|grandparents?)\b[^.;]*"
    r"\b(?:child(?:ren)?|bab(?:y|ies)|sons?|daughters?|toddlers?|teenagers?|under[- ]\d+s)\b",
    r"£|\bfree\b|\b(?:concession|discount|half[ -]price|reduced|rate)",
    r"\b(?:accompanied|supervised|with an adult)\b",
    r"\b(?:all ages|majority|average|most are|members (?:are )?aged)\b",
)
_HEDGED = any_of(
    r"\b(?:mainly|mostly|primarily|particularly|especially|usually|normally|depending|exceptions?"
    r"|also|some|main)\b",
    r"\b(?:including|such as|range of|pre-?school|playgroups?|projects)\b",
)


def ages_in(sentence: str) -> Iterator[Said]:
    words = sentence.casefold()
    if _NO_BOUND.search(words):
        return
    confidence = Confidence.MIXED if _HEDGED.search(words) else Confidence.STATED
    for field, years in dict.fromkeys(_bounds(words)):
        if years <= _OLDEST:
            yield Said(field, years, sentence, confidence)


def _bounds(words: str) -> Iterator[tuple[Field, int]]:
    """Each bound; what stands in a range is not read again by itself."""
    for pattern in _RANGES:
        for found in pattern.finditer(words):
            low, high = int(found[1]), int(found[2])
            if low < high:
                yield Field.MINIMUM_AGE, low
                yield Field.MAXIMUM_AGE, high
                words = words[: found.start()] + " " * len(found[0]) + words[found.end() :]
    for field, patterns in ((Field.MINIMUM_AGE, _LEAST), (Field.MAXIMUM_AGE, _MOST)):
        for pattern in patterns:
            for found in pattern.finditer(words):
                one = found[0].startswith(("over", "under"))
                if not (one and _REFUSES.search(words, 0, found.start())):
                    yield field, int(found[1])
