"""When a session that comes back is on: which weeks and months, school terms, days that are left
out. In London time, as RFC 5545 counts."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from dateutil.easter import easter

from linkwell.directory.rules import Listing, Session
from linkwell.kernel.clock import LONDON, is_working_day
from linkwell.kernel.errors import InputAtFault

AHEAD = 370  # days that are looked through for the next one: beyond a year nobody knows


def is_on(session: Session, day: date) -> bool:
    """Is it on that day? On bank holidays most are closed; in school holidays those of terms are.

    Of a rhythm of several weeks or months nothing is known without the day from which it counts.
    """
    return (
        session.day.number == day.weekday()
        and (session.valid_from is None or session.valid_from <= day)
        and (session.valid_to is None or day <= session.valid_to)
        and _in_its_month(session.nth, day)
        and _in_its_turn(session, day)
        and day not in session.exceptions
        and not (session.term_time and in_school_holidays(day))
        and not _most_are_closed(day)
    )


def _most_are_closed(day: date) -> bool:
    """Bank holidays; and the days that they are for, where these fall on a weekend."""
    if day.weekday() < 5:
        return not is_working_day(day)
    return (day.month, day.day) in ((12, 25), (12, 26), (1, 1)) or day == easter(day.year)


def next_session(sessions: Iterable[Session], now: datetime) -> datetime | None:
    """When the next one begins, in London time, within a year."""
    here = now.astimezone(LONDON)
    known = list(sessions)
    for ahead in range(AHEAD if known else 0):
        day = here.date() + timedelta(days=ahead)
        starts = [datetime.combine(day, one.opens, LONDON) for one in known if is_on(one, day)]
        if to_come := [start for start in starts if start > here]:
            return min(to_come)
    return None


def in_school_holidays(day: date) -> bool:
    """Are most state schools of England closed, or many? Each council sets its own days; these are
    wide, so that nobody is sent to a locked door.

    Source: GOV.UK, School term and holiday dates: three terms, each with a half-term break, two
    weeks at Christmas and Easter, about six in summer.
    """
    sunday = easter(day.year)
    spring = date(day.year, 5, 31) - timedelta(days=date(day.year, 5, 31).weekday())
    breaks = (
        (date(day.year, 1, 1), date(day.year, 1, 4)),
        (date(day.year, 2, 12), date(day.year, 2, 22)),
        (sunday - timedelta(days=8), sunday + timedelta(days=13)),
        (spring, spring + timedelta(days=6)),
        (date(day.year, 7, 21), date(day.year, 9, 4)),
        (date(day.year, 10, 19), date(day.year, 11, 1)),
        (date(day.year, 12, 19), date(day.year, 12, 31)),
    )
    return any(first <= day <= last for first, last in breaks)


def _in_its_month(nth: int, day: date) -> bool:
    """The first (1) to fifth of its name in the month, or the last (-1); 0: each of them."""
    if nth < 0:
        return (day + timedelta(days=7)).month != day.month
    return nth in (0, (day.day + 6) // 7)


def _in_its_turn(session: Session, day: date) -> bool:
    first = session.valid_from
    if session.interval == 1:
        return True
    if first is None:
        return False
    if session.nth:
        months = (day.year - first.year) * 12 + day.month - first.month
        return months % session.interval == 0
    weeks = (_monday(day) - _monday(first)).days // 7
    return weeks % session.interval == 0


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


_MONTHS = "january february march april may june july august september october november december"
_MONTH = {name[:3]: number for number, name in enumerate(_MONTHS.split(), start=1)}
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+(?:of\s+)?([a-z]+))?(?:\s+(\d{4}))?"
_DAYS = re.compile(rf"{_DAY}(?:\s*(?:-|–|to|until)\s*{_DAY})?")
_MOST = 100  # days in all: what is closed for longer is not open


def read_days(text: str, today: date) -> tuple[date, ...]:
    """The days of "24 December to 3 January, 14 February": without a year, the next ones.

    InputAtFault, with what to write instead, where a part cannot be read.
    """
    found = set[date]()
    for part in re.split(r"[,;]", " ".join(text.casefold().split())):
        if part.strip():
            found |= _span(part.strip(), today)
    if len(found) > _MOST:
        raise InputAtFault(f"Write at most {_MOST} days")
    return tuple(sorted(found))


def _span(part: str, today: date) -> set[date]:
    read = _DAYS.fullmatch(part)
    if read is None:
        raise InputAtFault(_UNREAD.format(part))
    last = _date(read[4] or read[1], read[5] or read[2], read[6] or read[3], today, part)
    if read[4] is None:
        return {last}
    first = _date(read[1], read[2] or read[5], read[3], today, part)
    if not read[6] and not read[3] and last < first:
        last = _date(read[4], read[5] or read[2], None, first, part)
    if read[6] and not read[3]:
        first = _date(read[1], read[2] or read[5], read[6], today, part)
        first = first if first <= last else first.replace(year=first.year - 1)
    if not 0 <= (last - first).days < _MOST:
        raise InputAtFault(_UNREAD.format(part))
    return {first + timedelta(days=number) for number in range((last - first).days + 1)}


_UNREAD = "“{}” is not a day we can read. Write days like 24 December to 3 January, 14 February"


def _date(day: str, month: str | None, year: str | None, today: date, part: str) -> date:
    number = _MONTH.get((month or "")[:3], 0)
    if number and month and not _MONTHS.split()[number - 1].startswith(month):
        number = 0
    try:
        found = date(int(year) if year else today.year, number, int(day))
        return found if year or found >= today else found.replace(year=found.year + 1)
    except ValueError:
        raise InputAtFault(_UNREAD.format(part)) from None


def days_in_words(days: Iterable[date]) -> str:
    """ "24 December 2026 to 3 January 2027, 14 February 2027", which `read_days` gives back."""
    parts, run = [], list[date]()
    for day in [*sorted(days), None]:
        if run and (day is None or day - run[-1] > timedelta(days=1)):
            parts.append(" to ".join(map(_in_words, dict.fromkeys((run[0], run[-1])))))
            run = []
        if day is not None:
            run.append(day)
    return ", ".join(parts)


def days_off(listing: Listing, today: date) -> str:
    """The days to come on which none of it is on, in words; empty where there are none."""
    return days_in_words(day for day in listing.not_on if day >= today)


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def never_on(exceptions: Iterable[Iterable[date]]) -> tuple[date, ...]:
    """The days that all schedules of a service leave out."""
    each = [set(days) for days in exceptions]
    return tuple(sorted(set.intersection(*each))) if each else ()
