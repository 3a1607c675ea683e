"""Dates, times and numbers as we write them."""

from datetime import UTC, date, datetime, time

import pytest

from linkwell.web.design import words


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (time(14, 0), "2pm"),
        (time(10, 30), "10:30am"),
        (time(0, 5), "12:05am"),
        (time(12, 0), "12 noon"),
        (time(0, 0), "midnight"),
        (datetime(2026, 6, 5, 8, 40, tzinfo=UTC), "9:40am"),  # London, in summer
    ],
)
def test_times(value: time | datetime, written: str) -> None:
    assert words.clock(value) == written


def test_days_carry_their_year_only_when_it_is_another() -> None:
    today = date(2026, 11, 22)
    assert words.day(date(2026, 5, 28), today) == "Thursday 28 May"
    assert words.day(date(2025, 5, 28), today) == "Wednesday 28 May 2025"
    assert words.day(datetime(2026, 6, 5, 23, 30, tzinfo=UTC), today) == "Saturday 6 June"


def test_counts() -> None:
    assert words.counted(1, "thing", "things") == "one thing"
    assert words.counted(0, "thing", "things") == "no things"
    assert words.counted(12, "thing", "things") == "12 things"


@pytest.mark.parametrize("address", ["https://example.org/a?b=c", "HTTP://example.org"])
def test_addresses_that_others_wrote_may_be_web_addresses(address: str) -> None:
    assert words.outside(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "//evil.example", "", "x"],
)
def test_and_nothing_else(address: str) -> None:
    assert words.outside(address) == ""
