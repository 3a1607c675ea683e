"""How far an entry can be relied on, and how long what was found wrong counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.freshness import (
    HALF_LIFE,
    LONGEST,
    TRUST,
    Checked,
    Found,
    Part,
    Source,
    Standing,
    Sure,
    Trouble,
    confidence,
    how_sure,
    is_over,
    may_count_until,
    standing,
)

TODAY = date(2026, 6, 1)
DAYS = st.integers(0, 4000)


def checked(part: Part, source: Source, days_ago: int) -> Checked:
    return Checked(part, source, TODAY - timedelta(days=days_ago))


def test_every_part_has_a_half_life_and_every_source_a_worth() -> None:
    assert set(HALF_LIFE) == set(Part)
    assert set(TRUST) == set(Source)
    assert all(0 < worth <= 1 for worth in TRUST.values())


def test_room_is_old_in_weeks_and_a_place_in_years() -> None:
    said = {part: how_sure(checked(part, Source.PROVIDER, 60), TODAY) for part in Part}
    assert (said[Part.ROOM], said[Part.TIMES], said[Part.PLACE]) == (Sure.ASK, Sure.SURE, Sure.SURE)
    assert how_sure(checked(Part.TIMES, Source.PROVIDER, 120), TODAY) is Sure.LIKELY


def test_who_was_there_is_believed_further_than_a_list() -> None:
    a_list, a_visit = (
        confidence(checked(Part.TIMES, source, 30), TODAY)
        for source in (Source.PUBLISHER, Source.ATTENDANCE)
    )
    assert a_list < a_visit


def test_what_nobody_said_is_to_be_asked() -> None:
    assert how_sure(None, TODAY) is Sure.ASK


@given(part=st.sampled_from(Part), source=st.sampled_from(Source), days=DAYS, more=DAYS)
def test_it_only_ever_gets_less(part: Part, source: Source, days: int, more: int) -> None:
    then = confidence(checked(part, source, days), TODAY)
    later = confidence(checked(part, source, days + more), TODAY)
    assert 0 <= later <= then <= 1


@given(part=st.sampled_from(Part), source=st.sampled_from(Source))
def test_after_one_half_life_half_is_left(part: Part, source: Source) -> None:
    after = confidence(checked(part, source, HALF_LIFE[part]), TODAY)
    assert after == pytest.approx(TRUST[source] / 2)


def test_a_date_that_is_still_to_come_counts_as_today() -> None:
    assert confidence(checked(Part.COST, Source.PROVIDER, -9), TODAY) == 1


@pytest.mark.parametrize(
    ("until", "may"),
    [(-1, False), (0, True), (1, True), (LONGEST.days, True), (LONGEST.days + 1, False)],
)
def test_a_word_of_today_counts_for_a_year_at_most(until: int, may: bool) -> None:
    assert may_count_until(TODAY + timedelta(days=until), TODAY) is may


def test_on_its_date_it_still_counts_and_the_day_after_it_is_a_question() -> None:
    assert Found.of(Trouble.FULL, TODAY, TODAY, TODAY).counts
    assert not Found.of(Trouble.FULL, TODAY, TODAY - timedelta(days=1), TODAY).counts


@pytest.mark.parametrize("trouble", Trouble)
def test_it_is_over_once_all_that_it_was_about_is_right(trouble: Trouble) -> None:
    assert is_over(trouble, Part)
    assert not is_over(trouble, ())
    assert not is_over(trouble, set(Part) - trouble.parts)


def test_a_number_that_is_right_does_not_open_what_is_closed() -> None:
    assert not is_over(Trouble.CLOSED, [Part.CONTACT, Part.TIMES])


def found(what: Trouble) -> Found:
    return Found.of(what, TODAY, TODAY, TODAY)


@pytest.mark.parametrize(
    ("days_ago", "stands"),
    [
        (0, Standing.CONFIRMED),
        (183, Standing.CONFIRMED),
        (184, Standing.NOT_CONFIRMED),
        (366, Standing.NOT_CONFIRMED),
        (367, Standing.HIDDEN),
    ],
)
def test_half_a_year_and_a_year(days_ago: int, stands: Standing) -> None:
    assert standing(TODAY - timedelta(days=days_ago), [], TODAY) is stands


def test_the_public_does_not_see_what_was_found_closed_also_once_that_has_lapsed() -> None:
    assert standing(TODAY, [found(Trouble.CLOSED)], TODAY) is Standing.HIDDEN
    lapsed = Found.of(Trouble.CLOSED, TODAY, TODAY - timedelta(days=1), TODAY)
    assert standing(TODAY, [lapsed], TODAY) is Standing.HIDDEN


@pytest.mark.parametrize("what", [Trouble.FULL, Trouble.MOVED, Trouble.WRONG_NUMBER])
def test_full_moved_and_a_wrong_number_hide_nothing_from_the_public(what: Trouble) -> None:
    assert standing(TODAY, [found(what)], TODAY) is Standing.CONFIRMED


def test_a_list_that_says_no_dates_is_shown_and_not_confirmed() -> None:
    assert standing(None, [], TODAY) is Standing.NOT_CONFIRMED
