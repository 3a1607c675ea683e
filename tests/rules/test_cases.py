"""How an episode goes on and ends: no dead ends, and no end while danger is open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.cases.rules import (
    CASE,
    FOR_GOOD,
    Because,
    CaseState,
    may_close,
    may_reopen,
    review_by,
)


@pytest.mark.parametrize("state", CaseState)
def test_every_state_leads_on(state: CaseState) -> None:
    assert CASE.open_from(state)


@pytest.mark.parametrize("state", [s for s in CaseState if s is not CaseState.CLOSED])
def test_every_open_case_can_end(state: CaseState) -> None:
    assert CASE.after(state, "closed") is CaseState.CLOSED


@given(st.sampled_from(Because), st.booleans(), st.booleans())
def test_open_danger_ends_by_a_supervisor_only(
    because: Because, at_risk: bool, supervisor: bool
) -> None:
    allowed = may_close(because, at_risk=at_risk, supervisor=supervisor)
    assert allowed is (not at_risk or supervisor or because in FOR_GOOD)


def test_whoever_comes_back_is_welcome_but_for_the_two() -> None:
    assert {one for one in Because if not may_reopen(one, died=False)} == {
        Because.CONSENT_WITHDRAWN,  # and a death that was a mistake can be taken back
    }
    assert not any(may_reopen(one, died=True) for one in Because)


@given(st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_nobody_is_held_longer_than_four_weeks_without_a_look(day: date) -> None:
    assert review_by(day) - day == timedelta(days=28)
