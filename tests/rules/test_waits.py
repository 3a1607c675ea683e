"""The true wait: whoever still waits counts too."""

from statistics import median_low

from hypothesis import given
from hypothesis import strategies as st

from linkwell.evaluation.waits import Wait, usual_wait


def spoke(*days: int) -> list[Wait]:
    return [Wait(one, over=True) for one in days]


def waits(*days: int) -> list[Wait]:
    return [Wait(one, over=False, waits_now=True) for one in days]


def test_where_all_have_spoken_it_is_the_middle_one() -> None:
    assert usual_wait(spoke(2, 5, 9)) == 5


def test_whoever_still_waits_makes_it_longer() -> None:
    assert usual_wait([*spoke(2, 5, 9), *waits(20, 20, 20)]) == 9
    assert usual_wait([*spoke(2, 5, 9), *waits(20, 20, 20, 20)]) is None


def test_whoever_has_waited_a_day_says_nothing_of_a_later_one() -> None:
    assert usual_wait([*spoke(2, 5, 9), *waits(1, 1, 1)]) == 5


def test_of_nobody_nothing_is_known() -> None:
    assert usual_wait([]) is None


@given(st.lists(st.integers(0, 90), min_size=1))
def test_it_is_the_median_where_nobody_waits(days: list[int]) -> None:
    assert usual_wait(spoke(*days)) == median_low(days)


@given(st.lists(st.integers(0, 90), min_size=1), st.lists(st.integers(0, 90)))
def test_those_who_wait_never_make_it_shorter(days: list[int], still: list[int]) -> None:
    alone, with_them = usual_wait(spoke(*days)), usual_wait([*spoke(*days), *waits(*still)])
    assert alone is not None
    assert with_them is None or with_them >= alone
