"""What a gap is, and how gaps are rounded: what people would argue about."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.evaluation.funnel import ROUNDED_TO
from linkwell.gaps.counting import Counts, added_up, by_need, rounded
from linkwell.gaps.rules import (
    ENOUGH,
    GAPS,
    NEAR,
    Cell,
    Kind,
    Looked,
    Wish,
    cell,
    change,
    judged,
    stands,
    wishes,
)
from linkwell.matching.weights import Factor, published
from linkwell.needs.rules import Need


def option(
    metres: int | None = 800,
    *,
    checked: float = 1.0,
    travel: float = 0.5,
    **answers: float,
) -> dict[str, Any]:
    """As matching keeps one, each with the part of its points; `answers`: for need or words."""
    asked = {Factor(name): points for name, points in (answers or {"need": 1.0}).items()}
    part = {**asked, Factor.DISTANCE: travel, Factor.CHECKED: checked}
    most = published().most(part)
    reasons = [
        {"factor": str(factor), "points": round(part[factor] * most[factor]), "text": ""}
        for factor in part
    ]
    return {"distance_m": metres, "reasons": reasons}


def answer(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"options": list(options), **more}


# --- One search ----------------------------------------------------------------------------------


def test_an_empty_list_found_nothing_and_two_good_options_are_enough() -> None:
    assert judged(answer()) is Kind.NOTHING
    assert ENOUGH == 2
    assert judged(answer(option(), option())) is Kind.FOUND
    assert judged(answer(option(), option(), option(90_000))) is Kind.FOUND


@pytest.mark.parametrize(
    "poor",
    [
        pytest.param([option()], id="one is no choice"),
        pytest.param([option(round(NEAR) + 1)] * 4, id="all are far"),
        pytest.param([option(checked=0.2)] * 4, id="nobody confirmed them for over a year"),
        pytest.param([option(checked=0)] * 4, id="nobody ever did"),
        pytest.param([option(None, travel=0.15)] * 4, id="where they meet is not known"),
        pytest.param([option(need=0, words=1.0)] * 4, id="nothing is known of the need in them"),
        pytest.param([option(words=0.5)] * 4, id="half of two words may be by chance"),
        pytest.param([option(), option(20_000), option(checked=0)], id="only one is good"),
    ],
)
def test_a_list_without_two_good_options_is_poor(poor: list[dict[str, Any]]) -> None:
    assert judged(answer(*poor)) is Kind.POOR


def test_where_no_need_was_heard_most_of_the_words_are_an_answer() -> None:
    assert judged(answer(option(words=0.7), option(words=1.0))) is Kind.FOUND


def test_what_needs_no_travel_is_near_and_just_three_miles_still_are() -> None:
    assert judged(answer(option(None), option(None))) is Kind.FOUND
    assert judged(answer(option(int(NEAR)), option(int(NEAR)))) is Kind.FOUND


def test_where_no_place_was_asked_about_nothing_is_far() -> None:
    nowhere = {"distance_m": None, "reasons": [{"factor": "checked", "points": 100, "text": ""}]}
    assert judged(answer(nowhere, nowhere)) is Kind.FOUND


def test_words_of_danger_are_no_gap() -> None:
    assert judged(answer(help=[{"name": "Samaritans"}])) is None


def test_the_needs_are_those_ticked_and_those_heard_each_once() -> None:
    heard = {"understood": {"needs": [{"need": "food"}, {"need": "money"}]}}
    assert wishes(["money"], answer(query=heard)) == (Wish.MONEY, Wish.FOOD)
    assert wishes([], answer(query={})) == (Wish.UNHEARD,)


def test_there_are_the_twelve_needs_and_words_that_nobody_understood() -> None:
    assert [str(wish) for wish in Wish] == [*map(str, Need), "unheard"]
    assert [wish.label for wish in Wish][:-1] == [need.label for need in Need]


# --- One story and day ---------------------------------------------------------------------------

NINE = datetime(2026, 5, 14, 9, tzinfo=UTC)
AREAS = ("E08000009", "E08000003", "")


def looked(minute: int, kind: Kind, *wanted: Wish, area: str = AREAS[0]) -> Looked:
    return Looked(NINE + timedelta(minutes=minute), str(minute), kind, wanted, area)


@st.composite
def days(draw: st.DrawFn) -> list[Looked]:
    """What happened in one story on one day, also at one moment."""
    return [
        Looked(
            NINE + timedelta(minutes=draw(st.integers(0, 3))),
            str(number),
            draw(st.sampled_from(Kind)),
            tuple(draw(st.lists(st.sampled_from(list(Wish)[:3]), min_size=1, unique=True))),
            draw(st.sampled_from(AREAS)),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


def test_five_tries_in_a_row_are_one_gap() -> None:
    day = [looked(minute, Kind.NOTHING, Wish.FOOD) for minute in range(5)]
    total: Counter[Cell] = Counter()
    for one in day:
        total.update(change(day, one))
    assert +total == {cell(Wish.FOOD, Kind.NOTHING, AREAS[0]): 1}


def test_the_day_counts_by_what_it_ended_with() -> None:
    day = [looked(1, Kind.NOTHING, Wish.FOOD), looked(2, Kind.FOUND, Wish.FOOD)]
    assert stands(day) == {Wish.FOOD: cell(Wish.FOOD, Kind.FOUND, "")}
    day.append(looked(3, Kind.UNSUITED, Wish.FOOD))
    assert stands(day) == {Wish.FOOD: cell(Wish.FOOD, Kind.UNSUITED, AREAS[0])}


def test_what_was_found_tells_nothing_of_where() -> None:
    assert cell(Wish.FOOD, Kind.FOUND, AREAS[0]).area == ""


@given(days(), st.randoms())
def test_the_changes_add_up_to_the_end_of_the_day_in_any_order(
    day: list[Looked], chance: Any
) -> None:
    heard = list(day)
    chance.shuffle(heard)
    total: Counter[Cell] = Counter()
    for one in heard:
        seen = list(day)
        chance.shuffle(seen)
        total.update(change(seen, one))
    assert {one: number for one, number in total.items() if number} == Counter(stands(day).values())
    assert len({one.wish for one, number in total.items() if number}) == sum(total.values())


# --- A quarter, as it is shown -------------------------------------------------------------------

KEYS = [
    cell(wish, kind, area) for wish in Wish for kind in Kind for area in AREAS
]  # with `FOUND` of no area
COUNTS = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 23), max_size=len(KEYS))
KEY = st.sampled_from(KEYS)


def numbers(counts: Counts) -> dict[Cell, int]:
    return {one: number for one, number in counts.cells.items() if number}


@given(COUNTS)
def test_every_number_is_a_five_and_near_the_true_one(exact: dict[Cell, int]) -> None:
    shown, true = rounded(exact), Counts(exact)
    assert all(number >= 0 and number % ROUNDED_TO == 0 for number in shown.cells.values())
    assert abs(shown.all_searched - true.all_searched) <= 2
    for wish in Wish:
        assert abs(shown.searched(wish) - true.searched(wish)) <= 4
        assert abs(shown.of(wish=wish) - true.of(wish=wish)) <= 4
        for area in AREAS:
            assert abs(shown.of(wish=wish, area=area) - true.of(wish=wish, area=area)) <= 4
            for kind in GAPS:
                asked: dict[str, Any] = {"wish": wish, "area": area, "kind": kind}
                assert abs(shown.of(**asked) - true.of(**asked)) <= 4


@given(COUNTS)
def test_what_is_shown_adds_up(exact: dict[Cell, int]) -> None:
    shown = rounded(exact)
    gaps = shown.of()
    assert gaps == sum(shown.of(wish=wish) for wish in Wish)
    assert gaps == sum(shown.of(kind=kind) for kind in GAPS)
    assert gaps == sum(shown.of(area=area) for area in shown.areas)
    assert shown.all_searched == sum(shown.searched(wish) for wish in Wish)


@given(COUNTS, KEY)
def test_nothing_shown_can_be_told_from_one_more_or_from_what_it_says(
    exact: dict[Cell, int], more: Cell
) -> None:
    """What is shown, taken for the truth, would be shown so, and with one more anywhere too: so
    whoever knows this rule still knows no number exactly."""
    shown = numbers(rounded(exact))
    assert numbers(rounded(shown)) == shown
    assert numbers(rounded({**shown, more: shown.get(more, 0) + 1})) == shown


@given(st.lists(st.tuples(KEY, st.integers(0, 9)), max_size=30), st.randoms())
def test_the_order_of_the_days_does_not_matter(rows: list[tuple[Cell, int]], chance: Any) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = rounded(added_up(rows)), rounded(added_up(shuffled))
    assert one == other
    assert by_need(one) == by_need(other)


@given(st.sampled_from(GAPS), st.integers(1, 4))
def test_less_than_five_is_hidden_wherever_it_stands(kind: Kind, few: int) -> None:
    shown = rounded({cell(Wish.FOOD, kind, AREAS[0]): min(few, 2)})
    assert not numbers(shown)
    assert not shown.areas
    both = rounded({cell(Wish.FOOD, kind, AREAS[0]): few, cell(Wish.FOOD, kind, AREAS[1]): 0})
    assert set(numbers(both).values()) <= {ROUNDED_TO}


def test_a_count_that_is_below_0_for_a_moment_counts_as_none() -> None:
    assert not numbers(rounded({cell(Wish.FOOD, Kind.POOR, AREAS[0]): -3}))


def test_the_need_of_which_most_is_missing_stands_first() -> None:
    shown = rounded(
        {cell(Wish.GRIEF, Kind.POOR, AREAS[0]): 20, cell(Wish.FOOD, Kind.FOUND, ""): 40}
    )
    assert by_need(shown)[0] is Wish.GRIEF
    assert sorted(by_need(shown)) == sorted(Wish)
