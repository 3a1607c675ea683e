"""What a reader said of real pairs, and how it is counted. The records are elsewhere."""

import pytest

from tests.bench.real_input import SHEETS
from tests.bench.twins import Label, candidates, found_from, read_labels, real_traits, right_from

LABELS = read_labels()


def test_the_labels_are_of_237_pairs_each_once() -> None:
    pairs = {frozenset((label.one, label.other)) for label in LABELS}
    assert len(pairs) == len(LABELS) == 237
    assert sum(label.same for label in LABELS) == 40


def test_right_and_found_are_counted_with_those_that_each_stands_for() -> None:
    def label(*, same: bool, one_in: int = 1) -> Label:
        return Label(("a", "1"), ("b", "2"), one_in, same)

    scored = [
        (label(same=True), 80),
        (label(same=False), 60),
        (label(same=True), 30),
        (label(same=True, one_in=8), 0),
    ]
    assert str(right_from(45, scored)).startswith("1 of 2 ")
    assert str(found_from(45, scored)).startswith("1 of 10 ")


@pytest.mark.skipif(not SHEETS.is_dir(), reason=f"The real lists are not here: {SHEETS}")
def test_every_label_is_of_records_that_are_there_and_what_is_one_shares_a_mark() -> None:
    known = real_traits()
    asked = candidates(list(known.values()))
    ids = {
        label: sorted((known[label.one].service_id, known[label.other].service_id))
        for label in LABELS
    }
    assert [label for label in LABELS if label.same and tuple(ids[label]) not in asked] == []
