"""What was agreed to: the newest answer counts, and not asked is not a yes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.consent.rules import Agreement, Basis, Purpose, Said, agreed, may_decide, open_bases
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
    assert may_decide(basis, decided_by=" ") is (basis in (Basis.OWN_DECISION, Basis.COMPETENT))


@given(st.integers(0, 15))
def test_a_child_under_16_decides_who_understands_enough_or_a_parent(age: int) -> None:
    assert open_bases(age) == (Basis.COMPETENT, Basis.PARENTAL)


@pytest.mark.parametrize("age", [16, 17])
def test_at_16_and_17_they_decide_or_best_interests_a_parent_or_a_court(age: int) -> None:
    assert set(open_bases(age)) == {
        Basis.OWN_DECISION,
        Basis.BEST_INTERESTS,
        Basis.PARENTAL,
        Basis.COURT,
    }


@given(st.integers(18, 120))
def test_no_parent_decides_for_an_adult(age: int) -> None:
    assert set(open_bases(age)) == {
        Basis.OWN_DECISION,
        Basis.ATTORNEY,
        Basis.DEPUTY,
        Basis.BEST_INTERESTS,
    }


@given(st.integers(0, 120))
def test_they_can_decide_themselves_at_any_age_and_it_is_named_first(age: int) -> None:
    assert open_bases(age)[0].is_their_own
    assert len(set(open_bases(age))) == len(open_bases(age))


def test_every_basis_is_open_at_some_age() -> None:
    assert {basis for age in (10, 16, 18) for basis in open_bases(age)} == set(Basis)
