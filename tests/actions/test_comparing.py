"""Entries are compared once they have come in or changed; what was decided stays."""

from typing import Any

import pytest

from linkwell.directory.actions.comparing import compare_all, compare_changed
from linkwell.directory.actions.lists import close_batch
from linkwell.directory.actions.pairs import join_pair, take_apart, tell_apart
from linkwell.directory.comparing import MOST_SHARE, joined_pairs_of, open_pairs, to_compare
from linkwell.directory.pairs import Mark, Pair
from linkwell.directory.rules import PairState
from linkwell.kernel import clock
from tests.joining import CURATOR, HALL, OPERATOR, bring_in

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SAME: dict[str, Any] = {"name": "Tidewater Singers", "organization": "Tidewater Singers"}


def compared() -> list[tuple[str, str]]:
    compare_all(by=OPERATOR)
    return [pair.names for pair in open_pairs()]


def test_two_lists_that_name_one_group_are_found_and_nothing_else_is() -> None:
    first = bring_in("A", **SAME, where=HALL)
    bring_in("A", source_id="2", name="Debt Advice", where=HALL)
    assert compared() == []
    second = bring_in("B", **SAME, where=HALL)
    assert compared() == [("Tidewater Singers", "Tidewater Singers")]
    (found,) = open_pairs()
    assert {found.first, found.second} == {first, second}
    assert sum(reason.points for reason in found.reasons) == found.score == 70


def test_only_what_came_in_or_changed_is_compared() -> None:
    bring_in("A", **SAME)
    assert compare_all(by=OPERATOR).compared == 1
    assert to_compare(10) == []
    assert compare_changed(clock.now()) == 0
    other = bring_in("B", **SAME)
    assert to_compare(10) == [other]
    bring_in("B", **SAME)  # nothing new
    assert compare_changed(clock.now()) == 1
    assert to_compare(10) == []


def test_different_once_is_not_asked_again_until_what_they_say_changes() -> None:
    bring_in("A", **SAME, where=HALL)
    bring_in("B", **SAME, where=HALL)
    compared()
    tell_apart(Pair.objects.get().pk, by=CURATOR)
    assert open_pairs() == []
    bring_in("B", **SAME, where=HALL, description="We sing.")
    assert compared() == []
    bring_in("B", **SAME, where=HALL, phone="0161 496 0120")
    assert compared() == [("Tidewater Singers", "Tidewater Singers")]
    row = Pair.objects.get()
    assert row.state == PairState.OPEN


def test_what_is_no_longer_alike_and_nobody_decided_is_dropped() -> None:
    bring_in("A", **SAME, where=HALL)
    bring_in("B", **SAME, where=HALL)
    assert len(compared()) == 1
    bring_in("B", name="Debt Advice", where=HALL)
    assert compared() == []
    bring_in("B", **SAME, where=HALL)
    assert len(compared()) == 1
    close_batch(["1"], publisher="B", by=OPERATOR)
    assert compared() == []
    assert not Pair.objects.exists()


def test_a_joined_pair_is_kept_through_later_rounds_and_can_be_found_to_take_it_apart() -> None:
    first = bring_in("A", **SAME, where=HALL)
    second = bring_in("B", **SAME, where=HALL, phone="0161 496 0120")
    compared()
    join_pair(Pair.objects.get().pk, stays=first, by=CURATOR)
    assert compared() == []
    bring_in("B", **SAME, phone="0161 496 0120")
    assert compared() == []
    (joined,) = joined_pairs_of(first)
    assert joined.stays == first
    take_apart(joined.pair_id, by=CURATOR)
    assert joined_pairs_of(first) == []
    assert compared() == []  # it was decided, on what they say by themselves
    assert second != first


def test_two_groups_that_several_entries_tell_of_are_asked_about_once() -> None:
    ids = {name: bring_in(name, **SAME, where=HALL) for name in "ABC"}
    assert len(compared()) == 3
    (row,) = [pair for pair in open_pairs() if {pair.first, pair.second} == {ids["A"], ids["B"]}]
    join_pair(row.pair_id, stays=ids["A"], by=CURATOR)
    assert len(compared()) == 1


def test_what_very_many_share_tells_of_none_of_them() -> None:
    for number in range(MOST_SHARE + 1):
        bring_in("A", source_id=str(number), name=f"Club number{number}", phone="0161 496 0120")
    found = compare_all(by=OPERATOR)
    assert (found.compared, found.candidates) == (MOST_SHARE + 1, 0)
    assert Mark.objects.exists()
