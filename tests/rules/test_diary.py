"""A planned talk and its interpreter."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.diary.rules import (
    APPOINTMENT,
    INTERPRETER,
    AppointmentState,
    Interpreter,
    may_relative_interpret,
    needs_interpreter,
    read_time,
    warns,
)

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("asked", "language", "needed"),
    [(True, "en", True), (False, "ur", False), (None, "ur", True), (None, "en", False)],
)
def test_not_asked_is_not_no_for_who_speaks_another_language(
    asked: bool | None, language: str, needed: bool
) -> None:
    assert needs_interpreter(asked, language) is needed


@given(st.sampled_from(Interpreter))
def test_who_needs_one_is_warned_of_until_one_is_booked(interpreter: Interpreter) -> None:
    booked = interpreter not in (Interpreter.NEEDED, Interpreter.NOT_NEEDED)
    assert warns(True, interpreter) is not booked
    assert not warns(False, interpreter)


def test_no_relative_interprets_where_safety_is_flagged() -> None:
    assert not may_relative_interpret(safety=True)
    assert may_relative_interpret(safety=False)


def test_what_was_cancelled_can_be_planned_again_and_what_happened_stays() -> None:
    assert APPOINTMENT.open_from(AppointmentState.CANCELLED_BY_PERSON) == ("planned_again",)
    assert APPOINTMENT.is_final(AppointmentState.HAPPENED)
    assert INTERPRETER.open_from(Interpreter.DID_NOT_COME) == ("booked",)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("10:30am", time(10, 30)),
        ("10.30", time(10, 30)),
        ("2pm", time(14)),
        ("2", time(14)),
        ("at 9", time(9)),
        ("14:00", time(14)),
        ("12", time(12)),
        ("noon", time(12)),
        ("12:15am", time(0, 15)),
    ],
)
def test_a_time_is_read_as_people_say_it(words: str, at: time) -> None:
    assert read_time(words) == at


@pytest.mark.parametrize("words", ["", "soon", "25:00", "10:99", "14pm", "half ten"])
def test_what_is_no_time_is_asked_again(words: str) -> None:
    assert read_time(words) is None
