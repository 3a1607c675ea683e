"""Counting: what must add up, and what nobody can work out from what is shown."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from linkwell.evaluation.funnel import (
    PARTS,
    SMALLEST,
    Funnel,
    StepCount,
    count,
    suppress_rows,
    suppressed,
)
from linkwell.evaluation.rules import ASKED, Known, Pathway, Step, Why

YES, NO, UNKNOWN, DISPUTED = Known.YES, Known.NO, Known.UNKNOWN, Known.DISPUTED


@st.composite
def pathway(draw: st.DrawFn) -> Pathway:
    """A yes stands on a yes; the first step that is none is anything else."""
    far = draw(st.integers(0, len(ASKED)))
    rest = draw(st.lists(st.sampled_from([NO, UNKNOWN, DISPUTED]), min_size=6, max_size=6))
    known = (YES,) * far + tuple(rest[: len(ASKED) - far])
    waits = far < len(ASKED) and known[far] is UNKNOWN
    return Pathway(known, Why.WAITS if waits else None)


MANY = st.dictionaries(pathway(), st.integers(0, 60), max_size=12)


@given(MANY)
def test_every_step_is_of_those_who_took_the_one_before(pathways: dict[Pathway, int]) -> None:
    funnel = count(pathways)
    assert [one.step for one in funnel.steps] == list(Step)
    whole: int | None = sum(pathways.values())
    for one in funnel.steps:
        assert one.of == whole == sum(number or 0 for number in one.parts.values())
        whole = one[YES]


def test_a_step_counts_only_those_who_came_to_it() -> None:
    never_reached = Pathway((YES, NO, NO, NO, UNKNOWN, UNKNOWN), None)
    got_there = Pathway((YES, YES, YES, YES, YES, UNKNOWN), Why.NO_WORD)
    funnel = count({never_reached: 7, got_there: 5})
    assert (funnel.step(Step.REACHED).of, funnel.step(Step.REACHED)[NO]) == (12, 7)
    assert (funnel.step(Step.ATTENDED).of, funnel.step(Step.ATTENDED)[UNKNOWN]) == (5, 0)
    assert funnel.step(Step.HELPED)[UNKNOWN] == 5
    assert funnel.why[Step.HELPED] == {Why.NO_WORD: 5}
    assert not any(funnel.why[step] for step in ASKED[:-1])


@given(MANY)
def test_nothing_small_is_shown_and_nothing_shown_is_wrong(pathways: dict[Pathway, int]) -> None:
    true, shown = count(pathways), suppressed(count(pathways))
    for right, one in zip(true.steps, shown.steps, strict=True):
        for was, told in [(right.of, one.of), *((right[p], one[p]) for p in PARTS)]:
            assert told is None or told == was
            assert told is None or told == 0 or told >= SMALLEST
    for right, one in zip(true.steps[1:], shown.steps[1:], strict=True):
        told_why = shown.why[one.step]
        assert sum(n or 0 for n in true.why[one.step].values()) == right[UNKNOWN]
        assert all(number is None or number >= SMALLEST for number in told_why.values())
        if one[UNKNOWN] is None:
            assert not any(told_why.values())


def test_large_numbers_are_all_shown() -> None:
    pathways = {Pathway((YES,) * 6, None): 40, Pathway((NO,) * 6, None): 12}
    assert suppressed(count(pathways)) == count(pathways)


FEW = st.dictionaries(pathway(), st.integers(0, 9), max_size=4)


@given(FEW)
def test_no_small_number_can_be_worked_out(pathways: dict[Pathway, int]) -> None:
    """Whoever tries every funnel that fits what is shown finds two values for each small cell."""
    true, shown = count(pathways), suppressed(count(pathways))
    small = {
        (one.step, part)
        for one in true.steps[1:]
        for part in PARTS
        if 0 < (one[part] or 0) < SMALLEST
    }
    possible: dict[tuple[Step, Known], set[int]] = {cell: set() for cell in small}
    for fitting in _all_that_fit(shown, sum(pathways.values()) + 3):
        for cell in small:
            possible[cell].add(fitting[cell])
        if all(len(values) > 1 for values in possible.values()):
            return
    assert not [cell for cell, values in possible.items() if len(values) < 2]


def _all_that_fit(shown: Funnel, most: int) -> Iterator[dict[tuple[Step, Known], int]]:
    """Every way to fill what is hidden so that all sums are right."""
    first = shown.steps[0]
    for everybody in [first.of] if first.of is not None else range(most + 1):
        yield from _fill(shown.steps[1:], everybody, {})


def _fill(
    steps: tuple[StepCount, ...], whole: int, cells: dict[tuple[Step, Known], int]
) -> Iterator[dict[tuple[Step, Known], int]]:
    if not steps:
        yield dict(cells)
        return
    one, rest = steps[0], steps[1:]
    hidden = [part for part in PARTS if one[part] is None]
    left = whole - sum(one[part] or 0 for part in PARTS)
    if left < 0 or (one.of is not None and one.of != whole) or (not hidden and left):
        return
    for numbers in product(range(left + 1), repeat=max(len(hidden) - 1, 0)):
        last = left - sum(numbers)
        if last < 0:
            continue
        filled = dict(zip(hidden, [*numbers, last], strict=False))
        parts = {part: filled.get(part, one[part] or 0) for part in PARTS}
        here = {(one.step, part): number for part, number in parts.items()}
        yield from _fill(rest, parts[YES], {**cells, **here})


@given(st.lists(st.integers(0, 30), max_size=8), st.booleans())
def test_rows_of_a_table_hide_the_small_and_one_more_where_the_sum_is_shown(
    rows: list[int], whole_shown: bool
) -> None:
    shown = suppress_rows(rows, whole_shown=whole_shown)
    hidden = [row for row, told in zip(rows, shown, strict=True) if told is None]
    assert all(told is None or told == 0 or told >= SMALLEST for told in shown)
    if any(0 < row < SMALLEST for row in rows) and whole_shown and len(rows) > 1:
        assert len(hidden) > 1
    if not any(0 < row < SMALLEST for row in rows):
        assert whole_shown is False or not hidden
