"""Variety: of near-equals not all are of one kind, and nothing else changes."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.matching.request import Request, asked
from linkwell.matching.variety import kinds_of, varied
from linkwell.matching.weights import published

pytestmark = pytest.mark.rules

NEAR, ALIKE = published().variety["near"], published().variety["alike"]
NOTHING = asked(Request(text="lives alone"))


@dataclass(frozen=True)
class Shown:
    name: str
    score: int
    organisation: str = ""


def institutes(*scores: int) -> list[Shown]:
    return [Shown(f"{score} Women’s Institute", score) for score in scores]


def names(options: tuple[Shown, ...]) -> list[str]:
    return [option.name for option in options]


def test_the_third_of_a_kind_waits_for_others_of_nearly_the_same_score() -> None:
    others = [Shown("Sale Choir", 60 - NEAR), Shown("Lunch Table", 60 - NEAR)]
    shown = varied([*institutes(63, 62, 60), *others], NOTHING, 4)
    assert names(shown) == [
        "63 Women’s Institute", "62 Women’s Institute", "Sale Choir", "Lunch Table",
    ]  # fmt: skip


def test_it_does_not_wait_for_what_scores_less() -> None:
    others = [Shown("Sale Choir", 60 - NEAR - 1)]
    shown = varied([*institutes(63, 62, 60), *others], NOTHING, 3)
    assert [option.score for option in shown] == [63, 62, 60]


def test_a_longer_list_has_room_for_more_of_a_kind() -> None:
    pool = [*institutes(*[50] * 9), *(Shown(f"Choir{n}", 50) for n in range(30))]
    for top in (4, 10, 20, 100):
        shown = Counter("Women" in name for name in names(varied(pool, NOTHING, top)))
        assert shown[True] == min(9, ALIKE * -(-top // 10))


def test_what_was_asked_for_may_be_all_there_is() -> None:
    clubs = [Shown(f"{place} Tennis Club", 60) for place in ("Sale", "Hale", "Brooklands")]
    pool = [*clubs, Shown("Bowls", 59)]
    assert names(varied(pool, asked(Request(text="tennis")), 3)) == names(tuple(clubs))
    assert "Bowls" in names(varied(pool, NOTHING, 3))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (Shown("Age UK Sale", 1, "A"), Shown("Age UK (Hale)", 1, "B"), True),
        (Shown("Hale Women’s Institute", 1, "A"), Shown("Women’s Institute - Sale", 1, "B"), True),
        (Shown("Choir", 1, "Tidewater Arts Ltd"), Shown("Dance", 1, "Tidewater Arts"), True),
        (Shown("Choir", 1, "Mencap"), Shown("Dance", 1, "Mencap"), True),
        (Shown("Sale Choir", 1, "A"), Shown("Hale Choir", 1, "B"), False),
        (Shown("Choir", 1, "A"), Shown("Choir", 1, "B"), False),
    ],
)
def test_kinds(one: Shown, other: Shown, alike: bool) -> None:
    shared = set(kinds_of(one, NOTHING)) & set(kinds_of(other, NOTHING))
    assert bool(shared) is alike


options = st.builds(
    Shown,
    st.sampled_from(["Hale Women’s Institute", "Sale Women’s Institute", "Choir", "Age UK"]),
    st.integers(30, 50),
    st.sampled_from(["Age UK", "Lunch Table", "Tidewater Arts"]),
)
pools = st.lists(options, max_size=30).map(lambda all_: sorted(all_, key=lambda one: -one.score))


@given(pools, st.integers(1, 15))
def test_points_still_order_the_list_and_only_near_equals_change_places(
    pool: list[Shown], top: int
) -> None:
    shown = varied(pool, NOTHING, top)
    assert len(shown) == min(top, len(pool))
    assert not Counter(shown) - Counter(pool)
    scores = [option.score for option in shown]
    assert scores == sorted(scores, reverse=True)
    left = Counter(pool) - Counter(shown)
    assert all(option.score <= scores[-1] + NEAR for option in left)
