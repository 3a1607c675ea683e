"""Weekly opening times in words, read only when every word of them is understood.

"Tues 11am - 2pm, Fri 11.30am -1.30pm" becomes two sessions. Anything that is not wholly days,
times and joining words ("by appointment", "term time only", "from 11am") is left in words: a
wrong hour sends somebody to a locked door. Hours inside a longer text are found by `hours_within`,
for `prose` to judge by what stands around them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from functools import lru_cache
from itertools import takewhile

from linkwell.directory.rules import Day, Session

_DAYS = {
    Day.MO: ("monday", "mon"),
    Day.TU: ("tuesday", "tues", "tue"),
    Day.WE: ("wednesday", "weds", "wed"),
    Day.TH: ("thursday", "thurs", "thur", "thu"),
    Day.FR: ("friday", "fri"),
    Day.SA: ("saturday", "sat"),
    Day.SU: ("sunday", "sun"),
}
DAY_OF = {
    form: day for day, names in _DAYS.items() for name in names for form in (name, name + "s")
}
_NOON = r"12\s*noon|12\s*midday|noon|midday"
_CLOCK = rf"(?:{_NOON}|\d{{1,2}}(?:[.:]\d{{2}})?\s*(?:am|pm)?)"
_TOKEN = re.compile(
    rf"\s*(?:(?P<time>{_CLOCK})\s*(?:-|–|—|to|until)\s*(?P<until>{_CLOCK})(?![\d:])"
    rf"|(?P<day>{'|'.join(sorted(DAY_OF, key=len, reverse=True))})\b\.?"
    r"|(?P<range>-|–|—|to\b)|(?P<join>,|;|&|\+|/|and\b|\.|:|every\b|open\b))"
)
_DAY = re.compile(rf"\b(?:{'|'.join(sorted(DAY_OF, key=len, reverse=True))})\b")
_LONGEST = 300
_TRIES = 5  # times of day to leave off at the end, until the rest reads as hours
_TOO_LONG = 12  # hours: what nobody means by "1 - 3pm"


@dataclass
class _Reader:
    """What has been read so far: days waiting for a time, and sessions made."""

    days: list[Day] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    timed: bool = False  # the waiting days have had a time already
    reach: bool = False  # "Monday -": the next day ends a range


@lru_cache(maxsize=4096)  # many services of one list keep the same hours
def read_hours(text: str) -> tuple[Session, ...]:
    """The weekly sessions of `text` in the order of the week; empty when anything is unsure."""
    words = " ".join(text.casefold().split())
    if not words or len(words) > _LONGEST:
        return ()
    reader = _Reader()
    for match in _parts(words):
        if match is None or not _take(reader, match):
            return ()
    if reader.reach or (reader.days and not reader.timed):
        return ()
    return tuple(sorted(set(reader.sessions), key=lambda s: (s.day.number, s.opens, s.closes)))


def hours_within(words: str) -> Iterator[tuple[int, int, tuple[Session, ...]]]:
    """Where in `words`, in small letters, days and times stand together that read as hours."""
    at = 0
    while first := _DAY.search(words, at):
        at = first.end()
        run = takewhile(bool, _parts(words, first.start()))
        timed = [part.end() for part in run if part and part["time"]]  # nothing ends by a day
        for end in timed[: -_TRIES - 1 : -1]:
            if sessions := read_hours(words[first.start() : end]):
                yield first.start(), end, sessions
                at = end
                break


def _parts(words: str, at: int = 0) -> Iterator[re.Match[str] | None]:
    while at < len(words):
        match = _TOKEN.match(words, at)
        yield match
        if match is None:
            return
        at = match.end()


def _take(reader: _Reader, match: re.Match[str]) -> bool:
    if match["day"]:
        return _take_day(reader, DAY_OF[match["day"]])
    if match["range"]:
        ready = bool(reader.days) and not reader.timed and not reader.reach
        reader.reach = True
        return ready
    if match["time"]:
        return _take_time(reader, match["time"], match["until"])
    return not reader.reach


def _take_day(reader: _Reader, day: Day) -> bool:
    if reader.timed:
        reader.days, reader.timed = [], False
    if reader.reach:
        first = reader.days[-1]
        reader.reach = False
        reader.days += list(Day)[first.number + 1 : day.number + 1]
        return first.number < day.number
    reader.days.append(day)
    return True


def _take_time(reader: _Reader, opens: str, closes: str) -> bool:
    span = _span(opens, closes)
    if span is None or not reader.days or reader.reach:
        return False
    reader.sessions += [Session(day, *span) for day in reader.days]
    reader.timed = True
    return True


def _span(opens: str, closes: str) -> tuple[time, time] | None:
    """Half a day is borrowed from the other end where that leaves only one sense: "1 - 3pm"."""
    starts, ends = _readings(opens), _readings(closes)
    if len(starts) == len(ends) == 2:
        return None
    guessing = len(starts) + len(ends) > 2
    spans = [
        (start, end)
        for start in starts
        for end in ends
        if start < end and not (guessing and end.hour - start.hour >= _TOO_LONG)
    ]
    return spans[0] if len(spans) == 1 else None


def _readings(written: str) -> list[time]:
    """The times of day that `written` may mean: one, or two where am and pm are left out."""
    if re.fullmatch(_NOON, written):
        return [time(12)]
    match = re.fullmatch(r"(\d{1,2})(?:[.:](\d{2}))?\s*(am|pm)?", written)
    assert match is not None
    hour, minute = int(match[1]), int(match[2] or 0)
    if minute > 59 or hour > 23 or (hour > 12 and match[3]) or (hour == 0 and match[3]):
        return []
    if hour > 12 or hour == 0:
        return [time(hour, minute)]
    morning, evening = time(hour % 12, minute), time(hour % 12 + 12, minute)
    return {"am": [morning], "pm": [evening]}.get(match[3] or "", [morning, evening])
