"""On which days a session is on: weeks, months, school terms, days left out."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.rules import Day, Session
from linkwell.directory.sessions import (
    AHEAD,
    days_in_words,
    in_school_holidays,
    is_on,
    never_on,
    next_session,
    read_days,
)
from linkwell.kernel.clock import LONDON, is_working_day
from linkwell.kernel.errors import InputAtFault

pytestmark = pytest.mark.rules
MORNING = (time(10), time(12))
NOON = datetime(2026, 11, 2, 12, tzinfo=LONDON)  # a Monday


def on(**more: Any) -> Session:
    return Session(Day.TU, *MORNING, **more)


def days(session: Session, year: int = 2026) -> list[str]:
    every = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    return [f"{day:%m-%d}" for day in every if is_on(session, day)]


def test_every_week_but_on_bank_holidays() -> None:
    assert len(days(on())) == 52
    mondays = days(Session(Day.MO, *MORNING))
    assert "04-06" not in mondays, "Easter Monday"
    assert len(mondays) == 52 - 5


@pytest.mark.parametrize("day", ["2026-12-26", "2027-12-25", "2027-12-26", "2028-01-01",
                                 "2026-04-05"])  # fmt: skip
def test_not_at_christmas_new_year_or_easter_on_a_weekend_either(day: str) -> None:
    """The bank holiday is the Monday then, and the door is locked all the same."""
    found = date.fromisoformat(day)
    weekend = Session(list(Day)[found.weekday()], *MORNING)
    assert not is_on(weekend, found)
    assert is_on(weekend, found + timedelta(days=14))


@pytest.mark.parametrize(
    ("nth", "found"),
    [
        (1, ["01-06", "02-03", "03-03", "04-07"]),
        (3, ["01-20", "02-17", "03-17", "04-21"]),
        (5, ["03-31", "06-30", "09-29", "12-29"]),
        (-1, ["01-27", "02-24", "03-31", "04-28"]),
    ],
)
def test_the_first_third_fifth_or_last_of_a_month(nth: int, found: list[str]) -> None:
    assert days(on(nth=nth))[:4] == found


def test_every_other_week_counts_from_its_first_day() -> None:
    assert days(on(interval=2, valid_from=date(2026, 3, 5)))[:3] == ["03-17", "03-31", "04-14"]
    assert days(on(interval=2)) == [], "nobody knows which weeks"


def test_every_third_month_counts_from_its_first_day() -> None:
    quarterly = on(nth=2, interval=3, valid_from=date(2025, 11, 1))
    assert days(quarterly) == ["02-10", "05-12", "08-11", "11-10"]


def test_from_its_first_day_to_its_last() -> None:
    course = on(valid_from=date(2026, 2, 3), valid_to=date(2026, 2, 17))
    assert days(course) == ["02-03", "02-10", "02-17"]


def test_not_on_days_that_are_left_out() -> None:
    assert "03-17" not in days(on(exceptions=(date(2026, 3, 17),)))


def test_in_school_terms_only() -> None:
    found = days(on(term_time=True))
    assert "06-02" in found
    assert "08-04" not in found
    assert 34 <= len(found) <= 39, "a school year has 39 weeks, and breaks lie differently"


@pytest.mark.parametrize(
    "day",
    ["2026-04-07", "2027-04-01", "2026-05-27", "2026-08-12", "2026-10-28", "2026-12-29",
     "2027-02-17", "2027-01-04"],
)  # fmt: skip
def test_schools_are_closed(day: str) -> None:
    assert in_school_holidays(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-03-10", "2026-06-09", "2026-09-15", "2026-12-08"])
def test_schools_are_open(day: str) -> None:
    assert not in_school_holidays(date.fromisoformat(day))


def test_the_next_one_is_still_to_come() -> None:
    at_eleven = datetime(2026, 11, 3, 11, tzinfo=LONDON)
    assert next_session([on()], NOON) == datetime(2026, 11, 3, 10, tzinfo=LONDON)
    assert next_session([on()], at_eleven) == datetime(2026, 11, 10, 10, tzinfo=LONDON)
    assert next_session([on(), Session(Day.WE, *MORNING)], at_eleven) == datetime(
        2026, 11, 4, 10, tzinfo=LONDON
    )
    assert next_session([on(nth=1)], at_eleven) == datetime(2026, 12, 1, 10, tzinfo=LONDON)
    assert next_session([on(valid_to=date(2026, 11, 2))], NOON) is None
    assert next_session([], NOON) is None


@given(
    st.builds(
        Session,
        st.sampled_from(Day),
        st.just(time(10)),
        st.just(time(12)),
        nth=st.sampled_from([0, 1, 2, 3, 4, 5, -1]),
        interval=st.integers(1, 4),
        valid_from=st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
        valid_to=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
        term_time=st.booleans(),
        exceptions=st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=4).map(tuple),
    ),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001 - in London below
)
def test_the_next_one_is_the_first_day_that_it_is_on(session: Session, at: datetime) -> None:
    now = at.replace(tzinfo=LONDON)
    found = next_session([session], now)
    ahead = (now.date() + timedelta(days=number) for number in range(AHEAD))
    expected = [
        day
        for day in ahead
        if is_on(session, day) and datetime.combine(day, session.opens, LONDON) > now
    ]
    assert (found and found.date()) == (expected[0] if expected else None)
    for day in expected:
        assert day.weekday() == session.day.number
        assert day not in session.exceptions
        assert day.weekday() >= 5 or is_working_day(day)
        assert (day.month, day.day) not in ((12, 25), (12, 26), (1, 1))


TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("24 December to 3 January", "24 December 2026 to 3 January 2027"),
        (
            "24 Dec - 3 Jan 2027, 14 February",
            "24 December 2026 to 3 January 2027, 14 February 2027",
        ),
        ("27 November", "27 November 2027"),
        ("28th of November", "28 November 2026"),
        ("24-27 December", "24 December 2026 to 27 December 2026"),
        ("1 May 2027; 2 May 2027; 4 May 2027", "1 May 2027 to 2 May 2027, 4 May 2027"),
        ("", ""),
    ],
)
def test_days_are_read_as_people_write_them(text: str, told: str) -> None:
    assert days_in_words(read_days(text, TODAY)) == told


@pytest.mark.parametrize(
    "text",
    ["in summer", "31 June", "3 Januember", "May", "12", "1 January 2027 to 1 January 2026",
     "1 January to 31 December 2027", "0 May", "5 May 20271"],
)  # fmt: skip
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(InputAtFault, match="Write"):
        read_days(text, TODAY)


@given(st.sets(st.dates(TODAY, date(2028, 1, 1)), max_size=20))
def test_days_are_written_as_they_are_read(days: set[date]) -> None:
    assert set(read_days(days_in_words(days), TODAY)) == days


def test_a_service_is_off_when_all_of_it_is() -> None:
    one, other = date(2026, 12, 24), date(2026, 12, 25)
    assert never_on([[one, other], [other]]) == (other,)
    assert never_on([]) == ()
