"""What is written down of a talk: needs, the map of who one turns to, and when "Thursday" is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.conversations.rules import (
    NEED,
    TICKED,
    Ease,
    NeedState,
    RaisedBy,
    Ticks,
    raised_by,
    read_ticks,
    read_when,
)
from linkwell.conversations.support_map import MOST, SIZE, Named, layout
from linkwell.needs.rules import Need

pytestmark = pytest.mark.rules

TUESDAY = date(2026, 5, 19)
NEEDS = st.frozensets(st.sampled_from(list(Need)))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Now", TUESDAY),
        ("today", TUESDAY),
        ("tomorrow", date(2026, 5, 20)),
        ("Thursday", date(2026, 5, 21)),
        ("thu", date(2026, 5, 21)),
        ("on Tuesday", date(2026, 5, 26)),
        ("next Monday", date(2026, 5, 25)),
        ("In a week", date(2026, 5, 26)),
        ("in two weeks", date(2026, 6, 2)),
        ("in 10 days", date(2026, 5, 29)),
        ("in a fortnight", date(2026, 6, 2)),
        ("28 May", date(2026, 5, 28)),
        ("Thursday 28th May", date(2026, 5, 28)),
        ("3 feb", date(2027, 2, 3)),
        ("28/5", date(2026, 5, 28)),
        ("28/5/2026", date(2026, 5, 28)),
    ],
)
def test_a_day_is_read_as_people_say_it(words: str, day: date) -> None:
    assert read_when(words, TUESDAY) == day


@pytest.mark.parametrize(
    "words",
    ["", "soon", "when she likes", "31 June", "18 May 2026", "in 99 years", "m", "1/1/2031"],
)
def test_what_is_no_day_to_come_is_asked_again(words: str) -> None:
    assert read_when(words, TUESDAY) is None


@given(st.text(max_size=30), st.dates(date(2024, 1, 1), date(2035, 1, 1)))
def test_a_day_is_never_in_the_past_nor_more_than_a_year_away(words: str, today: date) -> None:
    found = read_when(words, today)
    assert found is None or today <= found <= today + timedelta(days=366)


def test_no_state_of_a_need_is_a_dead_end() -> None:
    for state in NeedState:
        assert NEED.open_from(state)
    assert NeedState.MET not in TICKED


def test_whoever_the_referral_speaks_of_it_raised_it_first() -> None:
    assert raised_by(Need.GRIEF, [Need.GRIEF]) is RaisedBy.REFERRER
    assert raised_by(Need.FOOD, [Need.GRIEF]) is RaisedBy.PERSON


@given(NEEDS, NEEDS)
def test_only_what_changed_on_the_page_changes(
    ticked: frozenset[Need], shown: frozenset[Need]
) -> None:
    ticks = read_ticks(ticked=ticked, shown=shown)
    assert set(ticks.raised) == ticked - shown
    assert set(ticks.dropped) == shown - ticked


def test_a_page_left_as_it_was_changes_nothing() -> None:
    assert read_ticks(ticked=[Need.FOOD], shown=[Need.FOOD]) == Ticks((), ())


PEOPLE = st.lists(
    st.builds(
        Named, st.text(alphabet="abcdefghij", min_size=1, max_size=20), st.sampled_from(Ease)
    ),
    max_size=14,
)


@given(PEOPLE)
def test_everybody_who_is_drawn_stands_inside_the_picture(people: list[Named]) -> None:
    spots = layout(people)
    assert len(spots) == min(len(people), MOST)
    for spot in spots:
        left, top, right, bottom = spot.box()
        assert left >= 0
        assert right <= SIZE
        assert top >= 0
        assert bottom <= SIZE


@given(PEOPLE)
def test_who_is_easier_to_ask_stands_nearer_the_middle(people: list[Named]) -> None:
    far = dict.fromkeys(Ease, 0.0)
    for spot in layout(people):
        far[spot.ease] = ((spot.x - 150) ** 2 + (spot.y - 150) ** 2) ** 0.5
        assert spot.dashed == (spot.ease is Ease.NOT_NOW)
    known = [far[ease] for ease in sorted(Ease, reverse=True) if far[ease]]
    assert known == sorted(known)


@given(st.lists(st.sampled_from(Ease), max_size=6))
def test_six_names_do_not_lie_over_each_other(eases: list[Ease]) -> None:
    names = ("Pat", "Carl", "Jean", "Pharmacist", "Sister", "Dr Osei")
    spots = layout([Named(name, ease) for name, ease in zip(names, eases, strict=False)])
    for number, one in enumerate(spots):
        for other in spots[number + 1 :]:
            a, b = one.box(), other.box()
            wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            assert wide <= 0 or high <= 0, (one, other)
