"""Opening times in words are read wholly, or left in words."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.hours import in_words, read_hours
from linkwell.directory.rules import Day, Session

pytestmark = pytest.mark.rules


def said(text: str) -> list[str]:
    return [
        f"{s.nth or ''}{s.day} {s.opens:%H:%M}-{s.closes:%H:%M}{' in term' * s.term_time}"
        for s in read_hours(text)
    ]


@pytest.mark.parametrize(
    ("text", "sessions"),
    [
        ("Monday 12noon - 2pm", ["MO 12:00-14:00"]),
        ("Wednesdays 10am to 4pm", ["WE 10:00-16:00"]),
        ("Tuesday and Thursday 10am - 2pm", ["TU 10:00-14:00", "TH 10:00-14:00"]),
        ("Mon - Wed 10am - 3pm", ["MO 10:00-15:00", "TU 10:00-15:00", "WE 10:00-15:00"]),
        ("Tues 11am - 2pm, Fri 11.30am -1.30pm", ["TU 11:00-14:00", "FR 11:30-13:30"]),
        ("Tuesday 1 - 3pm", ["TU 13:00-15:00"]),
        ("Friday 10 - 11.30am", ["FR 10:00-11:30"]),
        ("Friday 2 - 4.30pm", ["FR 14:00-16:30"]),
        ("Tuesdays & Fridays 12pm - 3pm", ["TU 12:00-15:00", "FR 12:00-15:00"]),
        ("Tues/Weds 10am - 12pm. Thurs 10am - 2pm",
         ["TU 10:00-12:00", "WE 10:00-12:00", "TH 10:00-14:00"]),
        ("Saturday 10:30am – 12 noon", ["SA 10:30-12:00"]),
        ("Monday 10am - 12noon and 2pm - 4pm", ["MO 10:00-12:00", "MO 14:00-16:00"]),
        ("Thursday 11am - 2.30pm", ["TH 11:00-14:30"]),
        ("Fri 9 - 5pm", ["FR 09:00-17:00"]),
        ("Sunday 14:00 - 16:00", ["SU 14:00-16:00"]),
        ("1st Saturday 10am - 12noon", ["1SA 10:00-12:00"]),
        ("First Tuesday of the month 10am - 12pm", ["1TU 10:00-12:00"]),
        ("1st and 3rd Thursday of each month, 2pm - 4pm", ["1TH 14:00-16:00", "3TH 14:00-16:00"]),
        ("Last Friday of every month 7pm - 9pm", ["-1FR 19:00-21:00"]),
        ("Last Friday monthly: 7pm - 9pm", ["-1FR 19:00-21:00"]),
        ("Monday 10am - 12pm, 2nd Friday of the month 1pm - 3pm",
         ["MO 10:00-12:00", "2FR 13:00-15:00"]),
        ("Tuesday 10am - 12pm (term time only)", ["TU 10:00-12:00 in term"]),
        ("Term time only: Tue 1pm - 2pm, Thu 1pm - 2pm",
         ["TU 13:00-14:00 in term", "TH 13:00-14:00 in term"]),
        ("Mondays in term time 9am - 11am", ["MO 09:00-11:00 in term"]),
    ],
)  # fmt: skip
def test_reads_what_is_wholly_clear(text: str, sessions: list[str]) -> None:
    assert said(text) == sessions


@pytest.mark.parametrize(
    "text",
    [
        "", "NA", "By appointment", "Tuesday from 11am", "Wednesday 10 - 12", "Monday",
        "10am - 2pm", "Closed during August. Mon 10 - 12noon", "Last Friday 7pm - 9pm",
        "First Tuesday 10am - 12pm", "Monthly, Tuesday 10am - 12pm", "1st - 3rd Friday 1pm - 2pm",
        "Every other Tuesday 10am - 12pm", "Tuesday, 1st Friday 1pm - 2pm", "1st of the month",
        "Mon 1pm - 2pm, Tuesday in term time 3pm - 4pm", "Tuesday of each month 10am - 12pm",
        "Mon 1pm - 2pm term time only, Tue 1pm - 2pm", "1st and last Friday 1pm - 2pm",
        "Mon & Thur 1-3pm (except bank holidays)", "Fri - Mon 10am - 2pm", "Monday 2pm - 10am",
        "Monday 25am - 26pm", "24/7 upon request", "Monday - Friday 8am - 4pm. Please ring.",
        "Monday 10am - 2pm Tuesday", "Mon - - Tue 1pm - 2pm", "Monday 9am - 4.75",
    ],
)  # fmt: skip
def test_leaves_the_rest_in_words(text: str) -> None:
    assert read_hours(text) == ()


SESSIONS = st.builds(
    Session,
    st.sampled_from(Day),
    st.integers(0, 47).map(lambda half: time(half // 4, half % 4 * 15)),
    st.integers(0, 47).map(lambda half: time(12 + half // 4, half % 4 * 15)),
    nth=st.sampled_from([0, 0, 1, 2, 3, 4, 5, -1]),
)


@given(st.sets(SESSIONS, min_size=1, max_size=4), st.booleans())
def test_words_say_again_what_was_read(sessions: set[Session], term: bool) -> None:
    known = {replace(one, term_time=term) for one in sessions}
    words = in_words(known)
    assert set(read_hours(words)) == known, words


def test_what_only_several_weeks_decide_is_told_in_words() -> None:
    every_other = Session(Day.TU, time(10), time(12), interval=2)
    assert in_words([every_other]) == "Tuesday 10am to 12 noon, every 2 weeks"
    some = [every_other, Session(Day.FR, time(14, 30), time(16), nth=-1, term_time=True)]
    assert in_words(some) == (
        "Tuesday 10am to 12 noon, every 2 weeks;"
        " last Friday of the month 2:30pm to 4pm (term time only)"
    )
    assert read_hours(in_words([every_other])) == ()
    assert in_words([]) == ""


@given(st.text(alphabet="MonTueday 0123456789:.-,&ampnoto", max_size=60))
def test_any_words_are_safe(text: str) -> None:
    for session in read_hours(text):
        assert session.opens < session.closes


@given(st.sampled_from(list(Day)), st.integers(8, 11), st.integers(1, 8))
def test_reads_back_what_it_would_write(day: Day, opens: int, closes: int) -> None:
    week = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
    names = dict(zip(Day, week.split(), strict=True))
    text = f"{names[day]} {opens}am - {closes}pm"
    assert read_hours(text) == (Session(day, time(opens), time(closes + 12)),)
