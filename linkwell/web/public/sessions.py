"""The sessions of a group, for somebody's own calendar (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from icalendar import Calendar, Event

from linkwell.directory.rules import Listing, Session
from linkwell.directory.sessions import is_on, next_session
from linkwell.kernel.clock import LONDON

WEEKS = 26  # after that, what we know may not be so any more


def calendar_of(listing: Listing, service_id: UUID, now: datetime, *, place: str) -> bytes:
    """Every session for half a year, without bank holidays, on which most are closed."""
    calendar = Calendar()
    calendar.add("prodid", "-//Linkwell//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", listing.name)
    for number, session in enumerate(listing.sessions):
        starts = next_session([session], now)
        if starts is not None:
            uid = f"{service_id}-{number}"
            calendar.add_component(_coming_back(session, starts, listing, uid, now, place))
    return bytes(calendar.to_ical())


def _coming_back(
    session: Session, starts: datetime, listing: Listing, uid: str, now: datetime, place: str
) -> Event:
    event = Event()
    event.add("uid", f"{uid}@linkwell")
    event.add("dtstamp", now)
    event.add("summary", listing.name)
    event.add("dtstart", starts)
    event.add("dtend", datetime.combine(starts.date(), session.closes, LONDON))
    last = min(filter(None, (starts.date() + timedelta(weeks=WEEKS), session.valid_to)))
    event.add("rrule", _rule(session, datetime.combine(last, session.closes, LONDON)))
    for day in _would_be_on(session, starts.date(), last):
        if not is_on(session, day):
            event.add("exdate", datetime.combine(day, session.opens, LONDON))
    if place:
        event.add("location", place)
    ring = f" Ring {listing.phone} before a first visit." if listing.phone else ""
    event.add("description", f"From what we know of it.{ring}")
    return event


def _rule(session: Session, until: datetime) -> dict[str, Any]:
    return {
        "freq": "monthly" if session.nth else "weekly",
        "interval": session.interval,
        "byday": f"{session.nth or ''}{session.day}",
        "until": until.astimezone(UTC),
    }


def _would_be_on(session: Session, first: date, last: date) -> Iterator[date]:
    """The days of its rule."""
    days = rrule(
        MONTHLY if session.nth else WEEKLY,
        dtstart=datetime.combine(first, time()),
        until=datetime.combine(last, time()),
        interval=session.interval,
        byweekday=weekday(session.day.number, session.nth or None),
    )
    return (moment.date() for moment in days)
