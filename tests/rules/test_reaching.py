"""Reaching somebody: varied times, within what suits, and what follows when nobody answers."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.conversations.reaching import (
    Outcome,
    Part,
    Stage,
    Tried,
    decide_on,
    letter_channel,
    letter_text,
    next_try,
    part_of,
    read_times,
    stage,
    unreached,
)
from linkwell.kernel.clock import LONDON, add_working_days, is_working_day, on_day
from linkwell.people.rules import Channel, ContactFact, Safe

pytestmark = pytest.mark.rules

MONDAY = date(2026, 5, 11)


def at(day: int, hour: int, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LONDON)


def no(day: int, hour: int) -> Tried:
    return Tried(at(day, hour), Outcome.NO_ANSWER)


def test_the_first_try_is_due_five_working_days_after_acceptance() -> None:
    best = next_try([], accepted=MONDAY, now=at(11, 15))
    assert best.on == date(2026, 5, 18)


def test_where_danger_was_mentioned_the_first_try_is_today() -> None:
    best = next_try([], accepted=MONDAY, now=at(11, 15), at_risk=True)
    assert (best.on, best.part) == (MONDAY, Part.AFTERNOON)


def test_after_a_vain_try_where_danger_was_mentioned_it_is_tried_again_the_same_day() -> None:
    best = next_try([no(11, 10)], accepted=MONDAY, now=at(11, 10), at_risk=True)
    assert (best.on, best.part) == (MONDAY, Part.AFTERNOON)
    best = next_try([no(11, 18)], accepted=MONDAY, now=at(11, 18), at_risk=True)
    assert best.on == date(2026, 5, 12)


TRIES = st.lists(
    st.builds(
        lambda days, hour: Tried(at(11, hour) + timedelta(days=days), Outcome.NO_ANSWER),
        st.integers(0, 60),
        st.integers(8, 19),
    ),
    min_size=1,
    max_size=2,
)


@given(TRIES)
def test_the_next_try_is_on_another_working_day_and_at_another_time(tries: list[Tried]) -> None:
    now = max(one.at for one in tries)
    best = next_try(tries, accepted=MONDAY, now=now)
    assert is_working_day(best.on)
    assert best.on > on_day(now)
    assert best.part not in {part_of(one.at) for one in tries} or len(tries) == 2


@given(st.integers(8, 19), st.integers(0, 3))
def test_three_tries_as_advised_are_varied_and_one_is_outside_nine_to_five(
    hour: int, late: int
) -> None:
    hours = {Part.EARLY: 8, Part.MORNING: 10, Part.AFTERNOON: 14, Part.EVENING: 18}
    tries = [Tried(at(11, hour), Outcome.NO_ANSWER)]
    while len(tries) < 3:
        best = next_try(tries, accepted=MONDAY, now=tries[-1].at)
        on = add_working_days(best.on, late)
        moment = datetime(on.year, on.month, on.day, hours[best.part], tzinfo=LONDON)
        tries.append(Tried(moment, Outcome.NO_ANSWER))
    assert len({on_day(one.at) for one in tries}) == 3
    assert len({part_of(one.at) for one in tries}) == 3
    assert any(part_of(one.at).outside_hours for one in tries)


@given(TRIES, st.frozensets(st.sampled_from(list(Part)), min_size=1))
def test_nobody_is_rung_at_a_time_that_does_not_suit(
    tries: list[Tried], suits: frozenset[Part]
) -> None:
    now = max(one.at for one in tries)
    assert next_try(tries, accepted=MONDAY, now=now, suits=suits).part in suits
    assert next_try(tries, accepted=MONDAY, now=now, suits=suits, at_risk=True).part in suits


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Landline, mornings. No messages", {Part.MORNING}),
        ("After 1pm", {Part.AFTERNOON, Part.EVENING}),
        ("Only 10am to noon, ask for Jo first", {Part.MORNING}),
        ("between 2 and 4", {Part.AFTERNOON}),
        ("9-11am", {Part.MORNING}),
        ("before 9am", {Part.EARLY}),
        ("evenings or afternoons", {Part.AFTERNOON, Part.EVENING}),
        ("after 5.30pm", {Part.EVENING}),
        ("from 14:00", {Part.AFTERNOON, Part.EVENING}),
    ],
)
def test_times_are_read_from_plain_words(words: str, parts: set[Part]) -> None:
    assert read_times(words) == frozenset(parts)


@pytest.mark.parametrize("words", ["", "Ask for Jo", "not mornings", "No calls after 5pm", "any"])
def test_what_cannot_be_read_is_left_to_a_human(words: str) -> None:
    assert read_times(words) is None


@given(st.text(max_size=60))
def test_reading_times_never_breaks(words: str) -> None:
    assert read_times(words) is None or read_times(words) <= set(Part)  # type: ignore[operator]


THREE = [no(11, 10), no(13, 14), no(15, 18)]


def test_after_three_tries_somebody_writes_and_waits_ten_working_days() -> None:
    assert stage(THREE[:2], letter_at=None, today=date(2026, 5, 15)) is Stage.TRYING
    assert stage(THREE, letter_at=None, today=date(2026, 5, 15)) is Stage.WRITE
    written, ends = at(18, 9), date(2026, 6, 2)  # 25 May is a bank holiday
    assert decide_on(on_day(written)) == ends
    assert stage(THREE, letter_at=written, today=ends - timedelta(days=1)) is Stage.WAITING
    assert stage(THREE, letter_at=written, today=ends) is Stage.DECIDE


def test_ringing_again_at_once_is_no_other_try() -> None:
    at_once = [no(11, 10), no(11, 11), no(11, 11)]
    assert unreached(at_once) == [no(11, 10)]
    assert stage(at_once, letter_at=None, today=date(2026, 5, 11)) is Stage.TRYING


def test_of_one_day_two_tries_count_at_most() -> None:
    one_day = [no(11, 10), no(11, 14), no(11, 18)]
    assert unreached(one_day) == one_day[:2]
    assert stage([*one_day, no(12, 10)], letter_at=None, today=date(2026, 5, 12)) is Stage.WRITE


def test_a_part_of_today_that_is_over_is_no_time_to_try() -> None:
    tries = [no(11, 10)]
    later = next_try(tries, accepted=MONDAY, now=at(13, 21))
    assert later.on == date(2026, 5, 14)
    assert next_try(tries, accepted=MONDAY, now=at(13, 9)).on == date(2026, 5, 13)


def test_another_try_after_the_letter_begins_anew() -> None:
    tries = [*THREE, no(20, 11)]
    assert stage(tries, letter_at=at(18, 9), today=date(2026, 7, 1)) is Stage.TRYING
    assert unreached(tries, letter_at=at(18, 9)) == [no(20, 11)]


def test_who_was_spoken_to_is_not_unreached() -> None:
    spoke = Tried(at(16, 10), Outcome.SPOKE)
    assert unreached([*THREE, spoke]) == []


def test_the_letter_goes_by_a_safe_way_or_is_held() -> None:
    def fact(channel: Channel, safe: Safe) -> ContactFact:
        return ContactFact(channel, safe)

    text = fact(Channel.TEXT, Safe.YES)
    assert letter_channel([fact(Channel.POST, Safe.YES), text]) is Channel.POST
    assert letter_channel([fact(Channel.POST, Safe.NOT_ASKED), text]) is Channel.TEXT
    assert letter_channel([fact(Channel.TEXT, Safe.NO), text]) is Channel.POST
    assert letter_channel([]) is Channel.POST


def test_the_letter_says_no_more_than_that_somebody_rang() -> None:
    text = " ".join(
        letter_text(given_name="Una", service="Millrace", phone="0161 496 0100", until="2 June")
    )
    for word in ("practice", "doctor", "referred", "link worker", "lonely"):
        assert word not in text
