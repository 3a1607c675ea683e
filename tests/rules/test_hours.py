"""Opening times in words are read wholly, or left in words."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.hours import read_hours
from linkwell.directory.rules import Day, Session

pytestmark = pytest.mark.rules


def said(text: str) -> list[str]:
    return [f"{s.day} {s.opens:%H:%M}-{s.closes:%H:%M}" for s in read_hours(text)]


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
    ],
)  # fmt: skip
def test_reads_what_is_wholly_clear(text: str, sessions: list[str]) -> None:
    assert said(text) == sessions


@pytest.mark.parametrize(
    "text",
    [
        "", "NA", "By appointment", "Tuesday from 11am", "Wednesday 10 - 12", "Monday",
        "10am - 2pm", "Closed during August. Mon 10 - 12noon", "1st Saturday 10am - 12noon",
        "Mon & Thur 1-3pm (except bank holidays)", "Fri - Mon 10am - 2pm", "Monday 2pm - 10am",
        "Monday 25am - 26pm", "24/7 upon request", "Monday - Friday 8am - 4pm. Please ring.",
        "Monday 10am - 2pm Tuesday", "Mon - - Tue 1pm - 2pm", "Monday 9am - 4.75",
    ],
)  # fmt: skip
def test_leaves_the_rest_in_words(text: str) -> None:
    assert read_hours(text) == ()


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
