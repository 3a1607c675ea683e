"""Schedules of feeds become sessions, and sessions schedules that say the same."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.hsds import SHAPES
from linkwell.directory.oruk1 import in_words_of_today
from linkwell.directory.rules import Day, Listing, Session
from linkwell.directory.schedules import days_left_out, sessions_of, told_schedules

pytestmark = pytest.mark.rules
MORNING = {"opens_at": "10:00", "closes_at": "12:00:00Z"}
TUESDAY = Session(Day.TU, time(10), time(12))


def read(**said: Any) -> list[Session]:
    return list(sessions_of([{**MORNING, **said}]))


def test_weeks_months_terms_and_days_left_out() -> None:
    assert "schedule" in SHAPES
    assert read(freq="WEEKLY", byday="TU") == [TUESDAY]
    assert read(freq="MONTHLY", byday="2TU,-1TU") == [
        Session(Day.TU, time(10), time(12), nth=nth) for nth in (2, -1)
    ]
    assert read(freq="MONTHLY", byday="TU") == [TUESDAY], "each Tuesday of a month is every week's"
    every_other = read(freq="WEEKLY", interval=2, byday="TU", dtstart="2026-03-03")
    assert (every_other[0].interval, every_other[0].valid_from) == (2, date(2026, 3, 3))
    (course,) = read(
        freq="WEEKLY", byday="TU", valid_from="2026-03-03", valid_to="2026-05-01",
        until="2026-04-20", exceptions="2026-03-31, 2026-02-31,soon",
    )  # fmt: skip
    assert (course.valid_from, course.valid_to) == (date(2026, 3, 3), date(2026, 4, 20))
    assert course.exceptions == (date(2026, 3, 31),)
    (in_term,) = read(freq="WEEKLY", byday="TU", description="Term-time only")
    assert in_term.term_time
    assert read(freq="WEEKLY", byday="TU", description="Term time and holidays") == [TUESDAY]


@pytest.mark.parametrize(
    "said",
    [
        {"freq": "DAILY", "byday": "TU"},
        {"freq": "WEEKLY", "byday": "TU", "count": 4},
        {"freq": "MONTHLY", "bymonthday": "15"},
        {"freq": "WEEKLY", "byday": "2TU"},
        {"freq": "MONTHLY", "byday": "7TU"},
        {"freq": "MONTHLY", "byday": "TU", "interval": 2},
        {"freq": "WEEKLY", "byday": "TU", "interval": 0},
        {"freq": "WEEKLY", "byday": "TU", "closes_at": "09:00"},
    ],
)
def test_another_rhythm_is_left_in_words(said: dict[str, Any]) -> None:
    assert read(**said) == []


def test_holidays_of_version_1_are_days_left_out() -> None:
    week = {"id": "s", "weekday": "Tuesday", "opens_at": "10:00", "closes_at": "12:00"}
    month = {**week, "freq": "MONTHLY", "byday": "1TU"}
    closed = {"id": "h", "closed": True, "start_date": "2026-12-22", "end_date": "2026-12-24"}
    open_late = {**closed, "closed": False, "start_date": "2026-12-29"}
    unread = {**closed, "start_date": "Christmas"}
    old = {
        "id": "x",
        "regular_schedules": [week, month],
        "holiday_schedules": [closed, open_late, unread],
    }
    new = in_words_of_today(old)["schedules"]
    known = [{name: said for name, said in one.items() if said is not None} for one in new]
    assert [one.nth for one in sessions_of(known)] == [0, 1]
    assert days_left_out(known) == tuple(date(2026, 12, day) for day in (22, 23, 24))


@given(
    st.lists(
        st.builds(
            Session,
            st.sampled_from(Day),
            st.just(time(10)),
            st.just(time(12, 30)),
            nth=st.sampled_from([0, 1, 5, -1]),
            interval=st.integers(1, 4),
            valid_from=st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
            valid_to=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
            term_time=st.booleans(),
            exceptions=st.sets(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=3).map(
                lambda days: tuple(sorted(days))
            ),
        ),
        max_size=3,
        unique=True,
    )
)
def test_what_is_told_is_read_again(sessions: list[Session]) -> None:
    listing = Listing("s1", "Choir", "Choir", hours="", sessions=tuple(sessions))
    assert list(sessions_of(told_schedules(listing))) == sessions
