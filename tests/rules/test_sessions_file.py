"""The file of a group's sessions: every week, in London time, for half a year."""

from datetime import UTC, datetime, time
from uuid import UUID

from icalendar import Calendar

from linkwell.directory.rules import Day, Listing, Session
from linkwell.web.public.sessions import WEEKS, calendar_of

CHOIR = Listing(
    "s1",
    "Tidewater, Singers; and friends",
    "A group",
    phone="0161 496 0188",
    sessions=(Session(Day.MO, time(13), time(15)), Session(Day.TH, time(10), time(12))),
)
MONDAY_NOON = datetime(2026, 3, 23, 12, 0, tzinfo=UTC)  # six days before the clocks change


def events(now: datetime = MONDAY_NOON) -> list:  # type: ignore[type-arg]
    return list(
        Calendar.from_ical(calendar_of(CHOIR, UUID(int=7), now, place="1 Lock Lane, M33 7BZ")).walk(
            "VEVENT"
        )
    )


def test_each_session_is_one_event_that_repeats_and_ends() -> None:
    monday, thursday = events()
    assert str(monday["summary"]) == CHOIR.name
    assert monday["dtstart"].dt.isoformat() == "2026-03-23T13:00:00+00:00"
    assert thursday["dtstart"].dt.isoformat() == "2026-03-26T10:00:00+00:00"
    assert monday["rrule"]["count"] == [WEEKS]
    assert str(monday["dtstart"].params["tzid"]) == "Europe/London"
    assert monday["uid"] != thursday["uid"]


def test_what_has_begun_today_begins_next_week() -> None:
    monday, _ = events(datetime(2026, 3, 23, 13, 0, tzinfo=UTC))
    assert monday["dtstart"].dt.isoformat() == "2026-03-30T13:00:00+01:00"


def test_bank_holidays_are_left_out() -> None:
    monday, thursday = events()
    out = {one.dts[0].dt.date().isoformat() for one in monday["exdate"]}
    assert {"2026-04-06", "2026-05-04", "2026-05-25"} <= out
    assert "exdate" not in thursday


def test_where_and_whom_to_ring_stand_there() -> None:
    monday, _ = events()
    assert str(monday["location"]) == "1 Lock Lane, M33 7BZ"
    assert "0161 496 0188" in str(monday["description"])
