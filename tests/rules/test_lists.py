"""When a feed is asked for its changes only, and whether that is what it answered."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.rules import (
    OVERLAP,
    WHOLE_EVERY,
    ReadBefore,
    changes_since,
    says_all,
)

pytestmark = pytest.mark.rules

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def read(days: float, *, whole: bool = True, asked: bool = False) -> ReadBefore:
    return ReadBefore(NOW - timedelta(days=days), whole, asked)


def test_a_feed_that_was_never_read_is_read_whole() -> None:
    assert changes_since([], NOW) is None


def test_after_a_whole_reading_only_changes_are_asked_for_with_a_day_of_overlap() -> None:
    assert changes_since([read(2)], NOW) == NOW - timedelta(days=3)
    since = changes_since([read(1, whole=False, asked=True), read(2)], NOW)
    assert since == NOW - timedelta(days=1) - OVERLAP


def test_once_a_week_all_of_it_is_read_whatever_came_between() -> None:
    changes = [read(day, whole=False, asked=True) for day in range(1, 7)]
    assert changes_since([*changes, read(7)], NOW) is None
    assert changes_since([*changes, read(6.9)], NOW) is not None


def test_a_feed_that_answered_with_all_it_has_is_not_asked_again_this_week() -> None:
    assert changes_since([read(1, whole=True, asked=True), read(2)], NOW) is None
    assert changes_since([read(1), read(8, whole=True, asked=True)], NOW) is not None


@given(
    st.lists(
        st.builds(read, st.floats(0, 30), whole=st.booleans(), asked=st.booleans()),
        max_size=20,
    )
)
def test_what_is_asked_for_reaches_back_behind_the_last_reading(rows: list[ReadBefore]) -> None:
    rows.sort(key=lambda row: row.at, reverse=True)
    since = changes_since(rows, NOW)
    if since is not None:
        assert since < rows[0].at
        assert any(row.whole and row.at > NOW - WHOLE_EVERY for row in rows)


@pytest.mark.parametrize(
    ("days", "had", "all_of_it"),
    [([], 3, False), ([1.0], 3, False), ([1.0, None], 3, False), ([1.0, 1.0, 1.0], 3, True),
     ([1.0, 9.0], 3, True), ([None, None, None, None], 3, True), ([], 0, False), ([1.0], 1, True)],
)  # fmt: skip
def test_a_full_answer_is_told_by_its_number_or_an_older_record(
    days: list[float | None], had: int, all_of_it: bool
) -> None:
    modified = [None if day is None else NOW - timedelta(days=day) for day in days]
    assert says_all(modified, had, NOW - timedelta(days=2)) is all_of_it
