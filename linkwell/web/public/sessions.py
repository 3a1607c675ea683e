"""The weekly sessions of a group, for somebody's own calendar (RFC 5545)."""

from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

from linkwell.directory.rules import Listing, Session
from linkwell.kernel.clock import LONDON, is_working_day

WEEKS = 26  # after that, what we know may not be so any more


def calendar_of(listing: Listing, service_id: UUID, now: datetime, *, place: str) -> bytes:
    """Every session for half a year, without bank holidays, on which most are closed."""
    calendar = Calendar()
    calendar.add("prodid", "-//Linkwell//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", listing.name)
    for number, session in enumerate(listing.sessions):
        calendar.add_component(_weekly(session, listing, f"{service_id}-{number}", now, place))
    return bytes(calendar.to_ical())


def _weekly(session: Session, listing: Listing, uid: str, now: datetime, place: str) -> Event:
    here = now.astimezone(LONDON)
    ahead = (session.day.number - here.weekday()) % 7
    first = here.date() + timedelta(days=ahead)
    starts = datetime.combine(first, session.opens, LONDON)
    if starts <= here:
        starts = datetime.combine(first + timedelta(days=7), session.opens, LONDON)
    event = Event()
    event.add("uid", f"{uid}@linkwell")
    event.add("dtstamp", now)
    event.add("summary", listing.name)
    event.add("dtstart", starts)
    event.add("dtend", datetime.combine(starts.date(), session.closes, LONDON))
    event.add("rrule", {"freq": "weekly", "count": WEEKS})
    for day in (starts.date() + timedelta(weeks=week) for week in range(WEEKS)):
        if day.weekday() < 5 and not is_working_day(day):
            event.add("exdate", datetime.combine(day, session.opens, LONDON))
    if place:
        event.add("location", place)
    ring = f" Ring {listing.phone} before a first visit." if listing.phone else ""
    event.add("description", f"From what we know of it.{ring}")
    return event
