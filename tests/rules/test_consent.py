"""What was agreed to: the newest answer counts, and not asked is not a yes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.consent.rules import Agreement, Basis, Purpose, Said, agreed, may_decide
from linkwell.kernel.ids import new_id

NOON = datetime(2026, 5, 19, 11, tzinfo=UTC)
SINGERS, DESK = new_id(), new_id()


def answer(said: Said, hours: int, recipient: object = None) -> Agreement:
    return Agreement(Purpose.TELL_PARTNER, said, NOON + timedelta(hours=hours), recipient)  # type: ignore[arg-type]


def test_not_asked_is_not_a_yes() -> None:
    assert agreed([], Purpose.TELL_PARTNER) is Said.NOT_ASKED


def test_the_newest_answer_holds() -> None:
    answers = [answer(Said.YES, 1), answer(Said.NO, 2)]
    assert agreed(answers, Purpose.TELL_PARTNER) is Said.NO
    assert agreed([*answers, answer(Said.YES, 3)], Purpose.TELL_PARTNER) is Said.YES


def test_what_was_said_of_one_recipient_says_nothing_of_another() -> None:
    answers = [answer(Said.YES, 1, SINGERS)]
    assert agreed(answers, Purpose.TELL_PARTNER, SINGERS) is Said.YES
    assert agreed(answers, Purpose.TELL_PARTNER, DESK) is Said.NOT_ASKED


@given(st.lists(st.tuples(st.sampled_from(Said), st.integers(0, 99)), max_size=6))
def test_an_answer_to_another_purpose_never_counts(others: list[tuple[Said, int]]) -> None:
    answers = [Agreement(Purpose.EVALUATION, said, NOON + timedelta(h)) for said, h in others]
    assert agreed(answers, Purpose.TELL_PRACTICE) is Said.NOT_ASKED


@pytest.mark.parametrize("basis", Basis)
def test_a_decision_for_somebody_names_who_made_it(basis: Basis) -> None:
    assert may_decide(basis, decided_by="Carl Ashdown, attorney")
    assert may_decide(basis, decided_by=" ") is (basis is Basis.OWN_DECISION)
