"""Opening times in words, read only when every word of them is understood, and told in words.

"Tues 11am - 2pm, 1st Friday of the month 11.30am -1.30pm" becomes two sessions. Anything that is
not wholly days, times, months, school terms and joining words ("by appointment", "every other
week", "from 11am") is left in words: a wrong hour sends somebody to a locked door. Hours inside a
longer text are found by `hours_within`, for `prose` to judge by what stands around them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import time
from functools import lru_cache
from itertools import takewhile

from linkwell.directory.rules import Day, Listing, Session

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
_NTH = {
    form: number
    for number, forms in {1: "1st first", 2: "2nd second", 3: "3rd third", 4: "4th fourth",
                          5: "5th fifth", -1: "last"}.items()
    for form in forms.split()
}  # fmt: skip
_MONTH = r"(?:of|in)\s+(?:the|each|every)\s+month|(?:each|every)\s+month|monthly"
_TERM = r"\(?(?:in\s+|during\s+)?(?:school\s+)?term[\s-]*time(?:\s+only)?\)?"
_TOKEN = re.compile(
    rf"\s*(?:(?P<time>{_CLOCK})\s*(?:-|–|—|to|until)\s*(?P<until>{_CLOCK})(?![\d:])"
    rf"|(?P<month>{_MONTH})\b|(?P<term>{_TERM})"
    rf"|(?P<nth>{'|'.join(_NTH)})\b"
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
    nths: list[int] = field(default_factory=list)  # which of these days in a month; none: all
    sessions: list[Session] = field(default_factory=list)
    timed: bool = False  # the waiting days have had a time already
    reach: bool = False  # "Monday -": the next day ends a range
    unsure: bool = False  # "last Friday": of each month, or a week ago?
    groups: int = 0  # of days that have a time together
    term: bool = False
    term_of: tuple[int, ...] = ()  # how many groups there may be, where school terms are spoken of

    def begin_days(self) -> None:
        """What comes next is of other days."""
        if self.timed:
            self.days, self.nths, self.timed = [], [], False

    @property
    def is_whole(self) -> bool:
        waiting = bool(self.days or self.nths) and not self.timed
        return not (
            waiting or self.reach or self.unsure or (self.term and self.groups not in self.term_of)
        )


@lru_cache(maxsize=4096)  # many services of one list keep the same hours
def read_hours(text: str) -> tuple[Session, ...]:
    """The sessions of `text` in the order of the week; empty when anything is unsure."""
    words = " ".join(text.casefold().split())
    if not words or len(words) > _LONGEST:
        return ()
    reader = _Reader()
    for match in _parts(words):
        if match is None or not _take(reader, match):
            return ()
    if not reader.is_whole:
        return ()
    found = {replace(one, term_time=reader.term) for one in reader.sessions}
    return tuple(sorted(found, key=_order))


def _order(session: Session) -> tuple[int, int, time, time]:
    return session.day.number, session.nth % 7, session.opens, session.closes  # the last is last


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
    if match["nth"]:
        return _take_nth(reader, match["nth"])
    if match["month"]:
        reader.unsure = False
        return bool(reader.nths and reader.days)
    if match["term"]:
        return _take_term(reader)
    if match["range"]:
        ready = bool(reader.days) and not (reader.timed or reader.reach or reader.nths)
        reader.reach = True
        return ready
    if match["time"]:
        return _take_time(reader, match["time"], match["until"])
    return not reader.reach


def _take_day(reader: _Reader, day: Day) -> bool:
    reader.begin_days()
    if not reader.days:
        reader.groups += 1
    if reader.reach:
        first = reader.days[-1]
        reader.reach = False
        reader.days += list(Day)[first.number + 1 : day.number + 1]
        return first.number < day.number
    reader.days.append(day)
    return True


def _take_nth(reader: _Reader, form: str) -> bool:
    """ "1st" is of a month, "first" only where a month is spoken of."""
    reader.begin_days()
    reader.nths.append(_NTH[form])
    ready = not (reader.days or reader.reach or (reader.unsure and form[0].isdigit()))
    reader.unsure = not form[0].isdigit()
    return ready


def _take_term(reader: _Reader) -> bool:
    """Said before everything or after it, it is of all; between a day and its time, of that day,
    which must be the only one then."""
    amid = bool(reader.days) and not reader.timed
    everything = tuple(range(1, 100)) if not reader.groups else (reader.groups,)
    ready = not (reader.term or reader.reach or (amid and reader.groups > 1))
    reader.term, reader.term_of = True, (1,) if amid else everything
    return ready


def _take_time(reader: _Reader, opens: str, closes: str) -> bool:
    span = _span(opens, closes)
    if span is None or not reader.days or reader.reach:
        return False
    reader.sessions += [
        Session(day, *span, nth=nth) for day in reader.days for nth in reader.nths or [0]
    ]
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


_NAMES = {day: names[0].capitalize() for day, names in _DAYS.items()}
_FORMS = {0: "", **{number: form for form, number in reversed(_NTH.items())}, -1: "last"}


def told_hours(listing: Listing) -> str:
    """As its own words say it, else as its sessions do."""
    return listing.hours or in_words(listing.sessions)


def in_words(sessions: Iterable[Session]) -> str:
    """As one would write them: "1st and 3rd Tuesday of the month 10am to 12 noon (term time
    only)". `read_hours` gives them back, but for what only several weeks or days decide."""
    known = sorted(sessions, key=_order)
    in_term = bool(known) and all(one.term_time for one in known)
    alike: dict[object, list[Session]] = {}
    for one in known:
        said = replace(one, day=Day.MO, nth=0, exceptions=())
        alike.setdefault((said, one.day if one.nth else None), []).append(one)
    parts = [_alike_in_words(group, in_term=in_term) for group in alike.values()]
    return "; ".join(parts) + (" (term time only)" if in_term else "")


def _alike_in_words(sessions: list[Session], *, in_term: bool) -> str:
    """Sessions that differ in nothing but the day, or in which of these days in a month."""
    one = sessions[0]
    days = " and ".join(dict.fromkeys(_NAMES[each.day] for each in sessions))
    if one.nth:
        nths = " and ".join(dict.fromkeys(_FORMS[each.nth] for each in sessions))
        days = f"{nths} {days} of the month"
    rhythm = "month" if one.nth else "week"
    often = f", every {one.interval} {rhythm}s" if one.interval > 1 else ""
    only = " (term time only)" if one.term_time and not in_term else ""
    return f"{days} {_hour(one.opens)} to {_hour(one.closes)}{often}{only}"


def _hour(at: time) -> str:
    if at == time(12):
        return "12 noon"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
