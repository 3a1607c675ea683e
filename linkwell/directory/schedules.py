"""The schedules of an HSDS document, and the sessions that are read from them and told by them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, time
from typing import Any

from linkwell.directory.rules import Day, Listing, Session
from linkwell.directory.sessions import never_on

Document = Mapping[str, Any]

_MANY = 100  # weeks or months: what comes back more seldom does not come back

_BYDAY = re.compile(r"(?<![\w+-])([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)\b")
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_TERM = re.compile(r"\bterm[\s-]*time\b(?! and| or| &)", re.I)
_OTHER_RHYTHM = ("count", "bymonthday", "byweekno", "byyearday")


def sessions_of(schedules: Sequence[Document]) -> Iterator[Session]:
    """Those of days of the week or month; of what comes in another rhythm only words are told."""
    for one in schedules:
        opens, closes = _clock(one.get("opens_at")), _clock(one.get("closes_at"))
        interval = int(one.get("interval", 1))
        other = any(name in one for name in _OTHER_RHYTHM) or not 0 < interval < _MANY
        if other or opens is None or closes is None or opens >= closes:
            continue
        for nth, day in _days(one, interval):
            yield Session(
                day, opens, closes, nth, interval, *_from_to(one, interval),
                _in_term(one), _exceptions(one),
            )  # fmt: skip


def _days(schedule: Document, interval: int) -> Iterator[tuple[int, Day]]:
    """The days of its rule. `MONTHLY` with a mere day means each of that name."""
    monthly = schedule.get("freq") == "MONTHLY"
    if not monthly and schedule.get("freq") != "WEEKLY":
        return
    for number, day in _BYDAY.findall(schedule.get("byday", "")):
        nth = int(number or 0)
        if (monthly and -1 <= nth <= 5 and (nth or interval == 1)) or not (monthly or number):
            yield nth, Day(day)


def _from_to(schedule: Document, interval: int) -> tuple[date | None, date | None]:
    """Its first day, from which a rhythm counts, and its last."""
    begins = [read_date(schedule.get("dtstart")), read_date(schedule.get("valid_from"))]
    ends = [read_date(schedule.get("until")), read_date(schedule.get("valid_to"))]
    known = [day for day in begins if day is not None]
    last = min((day for day in ends if day is not None), default=None)
    return (max(known, default=None) if interval == 1 else next(iter(known), None)), last


def _in_term(schedule: Document) -> bool:
    words = f"{schedule.get('description', '')} {schedule.get('notes', '')}"
    return bool(schedule.get("term_time") or _TERM.search(words))


def days_left_out(schedules: Sequence[Document]) -> tuple[date, ...]:
    """When nothing of it is on."""
    return never_on(map(_exceptions, schedules))


def _exceptions(schedule: Document) -> tuple[date, ...]:
    """ "2026-12-25,2027-01-01"; what is no date says nothing."""
    found = set()
    for part in _DATE.findall(schedule.get("exceptions", "")):
        with suppress(ValueError):
            found.add(date.fromisoformat(part))
    return tuple(sorted(found))


def read_date(text: Any) -> date | None:
    """The day of "2026-05-14" or of a moment, as it stands there."""
    return date.fromisoformat(text[:10]) if text else None


def _clock(text: Any) -> time | None:
    """ "10:00", "10:00:00Z": London time, whatever zone stands behind it."""
    found = re.match(r"(\d\d?):(\d\d)", text or "")
    hour, minute = (int(found[1]), int(found[2])) if found else (24, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def told_schedules(listing: Listing) -> list[dict[str, Any]]:
    words = {"description": listing.hours} if listing.hours else {}
    if not listing.sessions:
        alone = words | ({"exceptions": _dates(listing.not_on)} if listing.not_on else {})
        return [alone] if alone else []
    return [
        {
            **words,
            "freq": "MONTHLY" if one.nth else "WEEKLY",
            "byday": f"{one.nth or ''}{one.day}",
            "opens_at": f"{one.opens:%H:%M}",
            "closes_at": f"{one.closes:%H:%M}",
            **_rhythm(one),
        }
        for one in listing.sessions
    ]


def _rhythm(session: Session) -> Document:
    """What a session says that not every one does."""
    said = {
        "interval": session.interval if session.interval > 1 else None,
        "valid_from": session.valid_from and session.valid_from.isoformat(),
        "valid_to": session.valid_to and session.valid_to.isoformat(),
        "term_time": session.term_time or None,
        "exceptions": _dates(session.exceptions),
    }
    return {name: value for name, value in said.items() if value}


def _dates(days: Iterable[date]) -> str:
    return ",".join(day.isoformat() for day in days)
