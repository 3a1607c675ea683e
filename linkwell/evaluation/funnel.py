"""The funnel: how many came how far, each step of those who took the one before.

Pure. Small numbers are hidden, and so many more with them that nobody can be worked out: within a
step the parts sum to its whole, and its yes is the whole of the next.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linkwell.evaluation.rules import ASKED, Known, Pathway, Step, Why

SMALLEST = 5  # a count from 1 to 4 is not shown

PARTS = (Known.YES, Known.UNKNOWN, Known.DISPUTED, Known.NO)


@dataclass(frozen=True)
class StepCount:
    """Of those who took the step before: yes, not known, disputed, no. None: too few to show."""

    step: Step
    of: int | None
    parts: Mapping[Known, int | None]

    def __getitem__(self, known: Known) -> int | None:
        return self.parts[known]


@dataclass(frozen=True)
class Funnel:
    """`steps` in their order; `why` says of each step what those wait for who are not known."""

    steps: tuple[StepCount, ...]
    why: Mapping[Step, Mapping[Why, int | None]]

    def step(self, step: Step) -> StepCount:
        return next(one for one in self.steps if one.step is step)


def count(pathways: Mapping[Pathway, int]) -> Funnel:
    """Every number, none hidden: `pathways` says how many referrals stand at each."""
    everybody = sum(pathways.values())
    nothing = dict.fromkeys(PARTS, 0)
    steps = [StepCount(Step.OFFERED, everybody, {**nothing, Known.YES: everybody})]
    left = dict(pathways)
    for step in ASKED:
        parts: Counter[Known] = Counter()
        for pathway, number in left.items():
            parts[pathway.of(step)] += number
        steps.append(StepCount(step, sum(left.values()), {part: parts[part] for part in PARTS}))
        left = {pathway: n for pathway, n in left.items() if pathway.of(step) is Known.YES}
    return Funnel(tuple(steps), {step: _waiting(step, pathways) for step in ASKED})


def _waiting(step: Step, pathways: Mapping[Pathway, int]) -> dict[Why, int]:
    """What those wait for whose first step that is not a yes is this one."""
    found: Counter[Why] = Counter()
    for pathway, number in pathways.items():
        first = next((one for one in ASKED if pathway.of(one) is not Known.YES), None)
        if first is step and pathway.why is not None:
            found[pathway.why] += number
    return {why: found[why] for why in Why if found[why]}


def suppressed(funnel: Funnel) -> Funnel:
    """The same for who may not see small numbers.

    A part from 1 to 4 is hidden, and the smallest other part with it, so that it is not what is
    missing from the whole. A yes that is hidden is the whole of the next step, which then hides a
    part as well: else its parts would add up to it.
    """
    steps: list[StepCount] = []
    whole_hidden = _small(funnel.steps[0].of)
    for one in funnel.steps:
        hidden = _hidden([one.parts[part] or 0 for part in PARTS], whole_hidden=whole_hidden)
        if one.step is Step.OFFERED:
            hidden = {0} if whole_hidden else set()
        parts = {
            part: None if number in hidden else one.parts[part] for number, part in enumerate(PARTS)
        }
        steps.append(StepCount(one.step, None if whole_hidden else one.of, parts))
        whole_hidden = parts[Known.YES] is None
    return Funnel(tuple(steps), {one.step: _why(one, funnel) for one in steps[1:]})


def _why(shown: StepCount, funnel: Funnel) -> dict[Why, int | None]:
    """They add up to what is not known at the step: where that is hidden, none of them is shown."""
    waiting = funnel.why[shown.step]
    if shown[Known.UNKNOWN] is None:
        return dict.fromkeys(waiting)
    numbers = suppress_rows([number or 0 for number in waiting.values()], whole_shown=True)
    return dict(zip(waiting, numbers, strict=True))


def suppress_rows(rows: Sequence[int], *, whole_shown: bool) -> list[int | None]:
    """Rows of a table: the small ones are hidden, and more so that no sum tells them.

    `whole_shown`: whether their sum stands somewhere. Where it is hidden, a row is hidden too.
    """
    hidden = _hidden(list(rows), whole_hidden=not whole_shown)
    return [None if number in hidden else row for number, row in enumerate(rows)]


def _hidden(counts: list[int], *, whole_hidden: bool) -> set[int]:
    """Which of the parts of one whole are not shown.

    Where the whole itself is not shown, one part at least is hidden. Where it is, what is hidden
    adds up to what is missing from it: two parts at least, and so much that 1 and 1 is not read
    from a 2. Zeroes are hidden last: they tell least of anybody.
    """
    hidden = {number for number, count in enumerate(counts) if _small(count)}
    by_size = sorted(range(len(counts)), key=lambda number: (counts[number] == 0, counts[number]))
    for number in by_size:
        enough = sum(counts[one] for one in hidden) >= SMALLEST and len(hidden) > 1
        if bool(hidden) if whole_hidden else not hidden or enough:
            break
        hidden.add(number)
    return hidden


def _small(count: int | None) -> bool:
    return count is not None and 0 < count < SMALLEST
