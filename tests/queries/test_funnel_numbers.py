"""Counting: what must add up, and what nobody can work out from what is shown.

Pure, but beside the queries: trying every view takes longer than one waits for the rules.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.evaluation.funnel import (
    ROUNDED_TO,
    Funnel,
    PracticeCount,
    Rounded,
    count,
    round_parts,
    rounded,
)
from linkwell.evaluation.rules import ASKED, TOLD_BY_BOTH, Known, Pathway, Step, Why

YES, NO, UNKNOWN, DISPUTED = Known.YES, Known.NO, Known.UNKNOWN, Known.DISPUTED

View = Mapping[UUID, Mapping[Pathway, int]]


def up_to(step: Step, part: Known, why: Why | None = None) -> Pathway:
    """Yes before that step, and nothing after it."""
    before = ASKED.index(step)
    return Pathway((*[YES] * before, part, *[NO] * (len(ASKED) - before - 1)), why)


HELPED = up_to(Step.HELPED, YES)
KINDS = [
    HELPED,
    *(up_to(step, NO) for step in ASKED),
    *(up_to(step, DISPUTED) for step in TOLD_BY_BOTH),
    *(up_to(step, UNKNOWN, why) for step in ASKED for why in Why),
]


@st.composite
def pathway(draw: st.DrawFn) -> Pathway:
    """One of the kinds; whatever is known of the steps after the first that is not a yes."""
    kind = draw(st.sampled_from(KINDS))
    rest = draw(st.lists(st.sampled_from([NO, UNKNOWN, DISPUTED]), min_size=6, max_size=6))
    first = next((number for number, one in enumerate(kind.known) if one is not YES), len(ASKED))
    return replace(kind, known=(*kind.known[: first + 1], *rest)[: len(ASKED)])


MANY = st.dictionaries(pathway(), st.integers(0, 60), max_size=12)
FEW = st.dictionaries(pathway(), st.integers(0, 4), max_size=4)
VIEWS = st.lists(MANY | FEW, min_size=1, max_size=4).map(
    lambda found: {UUID(int=number): pathways for number, pathways in enumerate(found)}
)


@given(MANY)
def test_every_step_is_of_those_who_took_the_one_before(pathways: dict[Pathway, int]) -> None:
    funnel = count(pathways)
    assert [one.step for one in funnel.steps] == list(Step)
    whole = sum(pathways.values())
    for one in funnel.steps:
        assert one.of == whole == sum(one.parts.values())
        whole = one[YES]


def test_a_step_counts_only_those_who_came_to_it() -> None:
    never_reached = Pathway((YES, NO, NO, NO, UNKNOWN, UNKNOWN), None)
    got_there = Pathway((YES, YES, YES, YES, YES, UNKNOWN), Why.NO_WORD)
    funnel = count({never_reached: 7, got_there: 5})
    assert (funnel.step(Step.REACHED).of, funnel.step(Step.REACHED)[NO]) == (12, 7)
    assert (funnel.step(Step.ATTENDED).of, funnel.step(Step.ATTENDED)[UNKNOWN]) == (5, 0)
    assert funnel.step(Step.HELPED)[UNKNOWN] == funnel.why[Step.HELPED][Why.NO_WORD] == 5
    assert not any(any(funnel.why[step].values()) for step in ASKED[:-1])


@given(st.lists(st.integers(0, 40)), st.integers(0, 40))
def test_parts_are_fives_that_add_up_and_are_not_far_off(parts: list[int], before: int) -> None:
    shown = round_parts(parts, before=before)
    assert all(number % ROUNDED_TO == 0 for number in shown)
    assert all(abs(told - true) < ROUNDED_TO for told, true in zip(shown, parts, strict=True))
    whole = round_parts([before, *parts])
    assert shown == whole[1:]
    assert abs(sum(whole) - before - sum(parts)) <= 2
    fives = [ROUNDED_TO * part for part in parts]
    assert round_parts(fives, before=ROUNDED_TO * before) == fives


@given(VIEWS)
def test_what_is_shown_adds_up_and_is_not_far_off(view: View) -> None:
    shown, true = rounded(view), exact(view)
    told, was = cells(shown), cells(true)
    assert told.keys() == was.keys()
    for cell, number in told.items():
        assert number % ROUNDED_TO == 0
        assert abs(number - was[cell]) <= (2 if cell[1] in ("of", YES) else 4), cell
    whole = shown.funnel.everybody
    for one in shown.funnel.steps:
        assert one.of == whole == sum(one.parts.values())
        whole = one[YES]
    for step in ASKED:
        assert sum(shown.funnel.why[step].values()) == shown.funnel.step(step)[UNKNOWN]
    visits, rows = shown.funnel.step(Step.ATTENDED), shown.practices.values()
    assert sum(row.got_there for row in rows) == visits[YES]
    assert sum(row.cannot_say for row in rows) == visits.cannot_say
    assert sum(row.others for row in rows) == (
        shown.funnel.everybody - visits[YES] - visits.cannot_say
    )


# --- What nobody can work out ---------------------------------------------------------------------

Cells = dict[tuple[object, object], int]


def cells(view: Rounded) -> Cells:
    """Every number of a view that is shown, or follows from those that are."""
    found: Cells = {}
    for one in view.funnel.steps:
        asked = [YES] if one.step is Step.OFFERED else [YES, UNKNOWN, NO]
        for part in [*asked, *([DISPUTED] if one.step in TOLD_BY_BOTH else [])]:
            found[one.step, part] = one[part]
        found[one.step, "of"] = one.of
    for step, waiting in view.funnel.why.items():
        found |= {(step, why): number for why, number in waiting.items()}
    for practice, row in view.practices.items():
        found |= {(practice, column): number for column, number in vars(row).items()}
    return found


def column(pathway: Pathway) -> str:
    first = next((step for step in ASKED if pathway.of(step) is not YES), Step.HELPED)
    if first is Step.HELPED:
        return "got_there"
    visit = pathway.of(Step.ATTENDED)
    told = first is Step.ATTENDED and visit in (UNKNOWN, DISPUTED)
    return "cannot_say" if told else "others"


def exact(view: View) -> Rounded:
    """The same view with its true numbers."""
    rows = {}
    for practice, pathways in view.items():
        row = Counter({"got_there": 0, "cannot_say": 0, "others": 0})
        for pathway, number in pathways.items():
            row[column(pathway)] += number
        rows[practice] = PracticeCount(**row)
    return Rounded(count(together(view)), rows)


def together(view: View) -> Counter[Pathway]:
    return sum(map(Counter, view.values()), Counter[Pathway]())


def one_more(view: View, practice: UUID, kind: Pathway, number: int = 1) -> View:
    return {**view, practice: Counter(view[practice]) + Counter({kind: number})}


def taken_for_true(shown: Rounded) -> View:
    """A view whose true numbers are those shown."""
    waiting: dict[str, list[Pathway]] = defaultdict(list)
    for kind, number in _kinds_of(shown.funnel):
        waiting[column(kind)] += [kind] * number
    view = {}
    for practice, row in shown.practices.items():
        own: list[Pathway] = []
        for name, number in vars(row).items():
            own += waiting[name][:number]
            waiting[name] = waiting[name][number:]
        view[practice] = Counter(own)
    assert not any(waiting.values())
    return view


def _kinds_of(funnel: Funnel) -> Iterator[tuple[Pathway, int]]:
    yield HELPED, funnel.step(Step.HELPED)[YES]
    for step in ASKED:
        yield up_to(step, NO), funnel.step(step)[NO]
        yield up_to(step, DISPUTED), funnel.step(step)[DISPUTED]
        for why, number in funnel.why[step].items():
            yield up_to(step, UNKNOWN, why), number


@given(VIEWS)
def test_what_is_shown_could_be_true_and_so_could_one_more_of_any_kind(view: View) -> None:
    """So there are two values of every number at least, whatever else is known of the view."""
    shown = rounded(view)
    as_told = taken_for_true(shown)
    assert rounded(as_told) == shown
    assert cells(exact(as_told)) == cells(shown)
    certain = set(cells(shown))
    for practice, kind in product(view, KINDS):
        another = one_more(as_told, practice, kind)
        assert rounded(another) == shown
        true = cells(exact(another))
        certain = {cell for cell in certain if true[cell] == cells(shown)[cell]}
    assert not certain


VISITS = [up_to(Step.ATTENDED, part) for part in (NO, DISPUTED)]
UNHEARD = [up_to(Step.ATTENDED, UNKNOWN, why) for why in (Why.NO_WORD, Why.NOT_YET)]


@pytest.mark.parametrize(
    ("practices", "kinds", "most"),
    [
        (1, [HELPED, *VISITS, *UNHEARD], 7),
        (1, [HELPED, up_to(Step.HELPED, NO), up_to(Step.REACHED, NO)], 17),
        (2, [HELPED, UNHEARD[0], VISITS[0]], 7),
        (3, [HELPED, VISITS[0]], 7),
    ],
)
def test_whoever_tries_every_view_that_would_show_the_same_knows_no_number(
    practices: int, kinds: Sequence[Pathway], most: int
) -> None:
    """Every view of up to `most` referrals of these kinds: whoever knows the rule, and that there
    are no other kinds, still finds two values of each number that is not the same in all views."""
    by_what_is_shown: dict[str, list[Cells]] = defaultdict(list)
    for view in _every_view(practices, kinds, most):
        by_what_is_shown[repr(rounded(view))].append(cells(exact(view)))
    everywhere = [one for found in by_what_is_shown.values() for one in found]
    open_ones = _cells_of_two_values(everywhere)
    assert len(open_ones) > 10
    for shown, found in by_what_is_shown.items():
        assert open_ones == _cells_of_two_values(found), shown


def _every_view(practices: int, kinds: Sequence[Pathway], most: int) -> Iterator[View]:
    nobody = {UUID(int=number): Counter[Pathway]() for number in range(practices)}
    places = [None, *product(nobody, kinds)]
    for chosen in combinations_with_replacement(places, most):
        view = {practice: Counter[Pathway]() for practice in nobody}
        for place in filter(None, chosen):
            view[place[0]][place[1]] += 1
        yield view


def _cells_of_two_values(found: Sequence[Cells]) -> set[object]:
    values: dict[object, set[int]] = defaultdict(set)
    for one in found:
        for cell, number in one.items():
            values[cell].add(number)
    return {cell for cell, numbers in values.items() if len(numbers) > 1}


@given(VIEWS, st.sampled_from(KINDS), st.sampled_from(KINDS), st.data())
def test_between_two_days_a_number_crosses_to_the_next_five_or_stays(
    view: View, before: Pathway, after: Pathway, data: st.DataObject
) -> None:
    """One referral that came, or went further: nothing is learned but whose number crossed."""
    practice = data.draw(st.sampled_from(list(view)))
    earlier = data.draw(st.sampled_from([view, one_more(view, practice, before)]))
    first, second = cells(rounded(earlier)), cells(rounded(one_more(view, practice, after)))
    assert all(abs(second[cell] - first[cell]) in (0, ROUNDED_TO) for cell in first)
