"""Ages, names and what is due when."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.journal.rules import MOST_ATTEMPTS, next_attempt
from linkwell.kernel import clock
from linkwell.kernel.clock import LONDON
from linkwell.kernel.errors import InputAtFault
from linkwell.people import phones
from linkwell.people.rules import (
    BY_PERSON,
    BY_REFERRER,
    age_on,
    either_way,
    is_by_voice,
    prefix_range,
    search_form,
)
from linkwell.tasks.rules import TaskKind, due_on, first_talk_due, triage_due


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1951, 11, 3), date(2026, 11, 2), 74),
        (date(1951, 11, 3), date(2026, 11, 3), 75),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_is_in_whole_years_lived(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("O’Brien-Ó Súilleabháin", "o brien o suilleabhain"),
        ("  MÜLLER ", "muller"),
        ("李", "李"),
        ("", ""),
    ],
)
def test_names_are_compared_without_accents_case_or_marks(name: str, form: str) -> None:
    assert search_form(name) == form


@given(st.text(max_size=30))
def test_a_search_form_is_settled(name: str) -> None:
    assert search_form(search_form(name)) == search_form(name)


@given(st.text(min_size=1, max_size=20), st.text(max_size=10))
def test_what_begins_with_the_typed_letters_is_in_the_range(typed: str, more: str) -> None:
    low, high = prefix_range(typed)
    name = search_form(typed) + more.replace("\U0010ffff", "")
    assert low <= name < high


@given(st.sampled_from(TaskKind), st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_every_task_is_due_on_a_working_day_to_come(kind: TaskKind, day: date) -> None:
    due = due_on(kind, day)
    assert due > day
    assert clock.is_working_day(due)


def test_a_referral_is_decided_within_two_working_days() -> None:
    assert due_on(TaskKind.TRIAGE, date(2026, 5, 22)) == date(2026, 5, 27)


def test_a_delivery_is_tried_again_later_each_time_and_then_parked() -> None:
    now = clock.now()
    waits = []
    for failed in range(1, MOST_ATTEMPTS):
        when = next_attempt(failed, now)
        assert when is not None
        waits.append(when - now)
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) < timedelta(minutes=5)
    assert next_attempt(MOST_ATTEMPTS, now) is None


def test_a_first_talk_is_owed_the_same_day_when_danger_was_mentioned() -> None:
    saturday = date(2026, 5, 23)
    assert first_talk_due(saturday, risk_mentioned=True) == saturday
    assert first_talk_due(saturday, risk_mentioned=False) == due_on(TaskKind.FIRST_TALK, saturday)


@pytest.mark.parametrize("number", ["0161 496 0127", "07700900418", "01632 960177", "+48221234567"])
def test_a_whole_number_is_taken(number: str) -> None:
    assert phones.read(number)


@pytest.mark.parametrize("number", ["0161 49", "077009004", "0770090041800", "ring me", "0"])
def test_what_cannot_be_dialled_is_not_taken(number: str) -> None:
    with pytest.raises(InputAtFault, match="phone number"):
        phones.read(number)


@pytest.mark.parametrize(
    ("typed", "tried"),
    [
        ("Byrne", ("byrne",)),
        ("Una Byrne", ("una byrne", "byrne una")),
        ("Una O’Brien", ("una o brien", "o brien una")),
        (" . ", ()),
        ("Li Li", ("li li",)),
    ],
)
def test_a_name_is_looked_for_in_either_order(typed: str, tried: tuple[str, ...]) -> None:
    assert either_way(typed) == tried


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2026, 5, 22, 16, 59, tzinfo=LONDON), date(2026, 5, 22)),
        (datetime(2026, 5, 22, 17, tzinfo=LONDON), date(2026, 5, 26)),  # Monday is a bank holiday
        (datetime(2026, 5, 23, 9, tzinfo=LONDON), date(2026, 5, 26)),
        (datetime(2026, 5, 26, 0, tzinfo=LONDON), date(2026, 5, 26)),
    ],
)
def test_danger_is_decided_on_the_day_or_the_next_on_which_somebody_works(
    received: datetime, due: date
) -> None:
    assert triage_due(received, risk_mentioned=True) == due


@pytest.mark.parametrize(
    ("said_by", "hours_after", "counts"),
    [
        (BY_PERSON, 1, True),
        (BY_PERSON, 0, False),
        (BY_PERSON, -1, False),  # what was safe before may be read by somebody else now
        (BY_REFERRER, 1, False),
    ],
)
def test_only_their_own_word_since_they_are_harmed_counts(
    said_by: str, hours_after: int, counts: bool
) -> None:
    harmed = datetime(2026, 5, 22, 12, tzinfo=LONDON)
    said_at = harmed + timedelta(hours=hours_after)
    assert is_by_voice(said_by, said_at, harm_since=harmed) is counts
    assert is_by_voice(said_by, said_at, harm_since=None) is (said_by == BY_PERSON)
