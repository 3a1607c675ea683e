"""Weekly sessions inside a sentence. What comes in another rhythm is no session."""

import re
from collections.abc import Iterator

from linkwell.directory.hours import DAY_OF, hours_within
from linkwell.directory.prose.said import Confidence, Field, Said, session_code
from linkwell.directory.rules import Day, Session

HINTS = frozenset({name[:5] for name in DAY_OF} | {"daily", "every", "days", "weekd", "weeke"})

_NAME = rf"(?:{'|'.join(sorted(DAY_OF, key=len, reverse=True))})"
_WIDE = {
    "monday - sunday": re.compile(r"\b(?:daily|every ?day|(?:7|seven) days a week)\b"),
    "monday - friday": re.compile(r"\b(?:every )?weekdays?\b"),
    "saturday, sunday": re.compile(r"\b(?:every )?weekends?\b"),
}
_BUT = re.compile(
    rf"(monday - sunday|monday - friday)[ ,]*\(?(?:except|excluding|but not|not) (?:on )?"
    rf"({_NAME}(?:(?:, ?| ?& ?| and | or |/){_NAME})*)\b\)?"
)
_OTHER_RHYTHM = re.compile(
    r"\b(?:fortnight\w*|bi-?weekly|monthly|once a month|alternate|every (?:other|second|two|2)"
    r"|(?:weeks?|days?|\w+day) (?:of|in) (?:the|each|every) month)\b"
)
_NOT_ON = re.compile(
    r"\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th|except|excluding|closed|not(?: open)?"
    r"|apart from)(?: and \w+)?(?: on)?[ :(]*$"
)
_SHORTER = re.compile(r"\b(?:except|but)(?: on)? \(?$")  # "except Thursday 10am - 1pm"
_A_DATE = re.compile(
    r"\s*(?:st|nd|rd|th)?\s*(?:of )?(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)"
)
_HOLIDAYS = re.compile(
    r"\b(?:except|excluding|not open|not|closed)(?: on| for)? (?:public|bank) holidays?"
)
_EXCEPTION = re.compile(
    r"\b(?:except|excluding|unless|apart from|not|term[ -]?time|holidays?|vary|varies|usually"
    r"|sometimes|check|appointment)\b"
)
_BY_PHONE = re.compile(
    r"\b(?:ring|call|phone|telephone|tel|contact|e-?mail|office(?: is)? (?:open|hours)|lines?)\b"
)


def times_in(sentence: str) -> Iterator[Said]:
    words = _plain(" ".join(sentence.casefold().split()))
    if _OTHER_RHYTHM.search(words):
        return
    found: dict[Session, Confidence] = {}
    for start, end, sessions in hours_within(words):
        before, after = words[:start], words[end:]
        if found and _SHORTER.search(before):
            days = {session.day for session in sessions}
            found = {one: Confidence.STATED for one in found if one.day not in days}
            found |= dict.fromkeys(sessions, Confidence.STATED)
        elif not _NOT_ON.search(before) and not _A_DATE.match(after):
            found |= dict.fromkeys(sessions, _how_sure(before, after))
    for session, confidence in found.items():
        yield Said(Field.HOURS, session_code(session), sentence, confidence)


def _plain(words: str) -> str:
    """Names of days for what means several: "daily (except Sat)"."""
    for days, phrase in _WIDE.items():
        words = phrase.sub(days, words)
    return _BUT.sub(_without, words)


def _without(found: re.Match[str]) -> str:
    last = 7 if found[1].endswith("sunday") else 5
    left_out = {DAY_OF[name] for name in re.findall(_NAME, found[2])}
    days = [day for day in list(Day)[:last] if day not in left_out]
    return ", ".join(name for name in _ONE_NAME if DAY_OF[name] in days)


_ONE_NAME = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _how_sure(before: str, after: str) -> Confidence:
    if _EXCEPTION.search(_HOLIDAYS.sub("", after)):
        return Confidence.MIXED
    return Confidence.IMPLIED if _BY_PHONE.search(before) else Confidence.STATED
