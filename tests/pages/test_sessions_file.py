"""The file of a group's sessions: every week, in London time, for half a year."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from recurring_ical_events import of

from linkwell.directory.rules import Day, Listing, Session
from linkwell.directory.sessions import is_on, next_session
from linkwell.web.public.sessions import WEEKS, calendar_of

CHOIR = Listing(
    "s1",
    "Tidewater, Singers; and friends",
    "A group",
    phone="0161 496 0188",
    sessions=(Session(Day.MO, time(13), time(15)), Session(Day.TH, time(10), time(12))),
)
MONDAY_NOON = datetime(2026, 3, 23, 12, 0, tzinfo=UTC)  # six days before the clocks change


def events(now: datetime = MONDAY_NOON, listing: Listing = CHOIR) -> list:  # type: ignore[type-arg]
    file = calendar_of(listing, UUID(int=7), now, place="1 Lock Lane, M33 7BZ")
    return list(Calendar.from_ical(file).walk("VEVENT"))


def days_in(event: Event) -> list[date]:
    """Those that a calendar would show."""
    file = Calendar()
    file.add_component(event)
    shown = of(file).between((2026, 1, 1), (2028, 1, 1))
    return sorted(one["dtstart"].dt.date() for one in shown)


def test_each_session_is_one_event_that_repeats_and_ends() -> None:
    monday, thursday = events()
    assert str(monday["summary"]) == CHOIR.name
    assert monday["dtstart"].dt.isoformat() == "2026-03-23T13:00:00+00:00"
    assert thursday["dtstart"].dt.isoformat() == "2026-03-26T10:00:00+00:00"
    (until,) = monday["rrule"]["until"]
    assert until - monday["dtstart"].dt == timedelta(weeks=WEEKS, hours=1)  # summer is over
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


RHYTHMS = st.builds(
    Session,
    st.sampled_from(Day),
    st.just(time(10)),
    st.just(time(12)),
    nth=st.sampled_from([0, 1, 2, 4, 5, -1]),
    interval=st.integers(1, 3),
    valid_from=st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    valid_to=st.none() | st.dates(date(2026, 3, 1), date(2026, 10, 1)),
    term_time=st.booleans(),
    exceptions=st.lists(st.dates(date(2026, 3, 1), date(2026, 9, 1)), max_size=5).map(tuple),
)


@given(RHYTHMS)
def test_a_calendar_shows_the_days_on_which_it_is_on(session: Session) -> None:
    """Whatever reads the file, by its own rules, comes to our days."""
    found = events(listing=replace(CHOIR, sessions=(session,)))
    first = next_session([session], MONDAY_NOON)
    if first is None:
        assert found == []
        return
    ahead = (first.date() + timedelta(days=number) for number in range(7 * WEEKS + 1))
    assert days_in(found[0]) == [day for day in ahead if is_on(session, day)]
