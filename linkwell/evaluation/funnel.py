"""The funnel: how many came how far, each step of those who took the one before.

Pure. `count` is exact, for a practice about its own. `rounded` is all that anybody else is shown:
multiples of five that add up, so that no exact number can be worked out from them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from uuid import UUID

from linkwell.evaluation.rules import ASKED, Known, Pathway, Step, Why

ROUNDED_TO = 5

PARTS = (Known.YES, Known.UNKNOWN, Known.DISPUTED, Known.NO)


@dataclass(frozen=True)
class StepCount:
    """Of those who took the step before: yes, not known, disputed, no."""

    step: Step
    of: int
    parts: Mapping[Known, int]

    def __getitem__(self, known: Known) -> int:
        return self.parts[known]

    @property
    def cannot_say(self) -> int:
        return self[Known.UNKNOWN] + self[Known.DISPUTED]


@dataclass(frozen=True)
class Funnel:
    """`steps` in their order; `why` says of each step what those wait for who are not known."""

    steps: tuple[StepCount, ...]
    why: Mapping[Step, Mapping[Why, int]]

    @property
    def everybody(self) -> int:
        return self.steps[0].of

    def step(self, step: Step) -> StepCount:
        return next(one for one in self.steps if one.step is step)


@dataclass(frozen=True)
class PracticeCount:
    """Each referral of a practice stands in one of three places."""

    got_there: int
    cannot_say: int  # whether they got there is not known, or disputed
    others: int  # no, or not so far yet


@dataclass(frozen=True)
class Rounded:
    """One view, rounded: of all practices together, and of each in the order they were given."""

    funnel: Funnel
    practices: Mapping[UUID, PracticeCount]


def count(pathways: Mapping[Pathway, int]) -> Funnel:
    """Exact: `pathways` says how many referrals stand at each."""
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
    return {why: found[why] for why in Why}


def rounded(by_practice: Mapping[UUID, Mapping[Pathway, int]]) -> Rounded:
    """What may be shown to whoever may not see small numbers; nothing else may be.

    What is shown would be shown as well if it were the truth, and if it were and there were one
    referral more, anywhere: so no number of it is known exactly, also to whoever knows this rule.
    """
    together: Counter[Pathway] = Counter()
    for pathways in by_practice.values():
        together.update(pathways)
    exact = count(together)
    steps = tuple(_round_step(one) for one in exact.steps)
    why = {step: _round_why(exact.step(step), waiting) for step, waiting in exact.why.items()}
    return Rounded(Funnel(steps, why), _round_practices(by_practice))


def _round_step(one: StepCount) -> StepCount:
    parts = round_parts(one[part] for part in PARTS)
    return StepCount(one.step, sum(parts), dict(zip(PARTS, parts, strict=True)))


def _round_why(one: StepCount, waiting: Mapping[Why, int]) -> dict[Why, int]:
    """They add up to what is not known at the step, which comes after its yes."""
    return dict(zip(waiting, round_parts(waiting.values(), before=one[Known.YES]), strict=True))


def _round_practices(
    by_practice: Mapping[UUID, Mapping[Pathway, int]],
) -> dict[UUID, PracticeCount]:
    """Column by column: each adds up to what the funnel shows of all practices together."""
    funnels = [count(pathways) for pathways in by_practice.values()]
    visits = [funnel.step(Step.ATTENDED) for funnel in funnels]
    got_there = [visit[Known.YES] for visit in visits]
    cannot_say = [visit.cannot_say for visit in visits]
    others = [
        funnel.everybody - visit[Known.YES] - visit.cannot_say
        for funnel, visit in zip(funnels, visits, strict=True)
    ]
    shown = round_parts([*got_there, *cannot_say, *others])
    many = len(funnels)
    rows = zip(shown[:many], shown[many : 2 * many], shown[2 * many :], strict=True)
    return {practice: PracticeCount(*row) for practice, row in zip(by_practice, rows, strict=True)}


def round_parts(parts: Iterable[int], *, before: int = 0) -> list[int]:
    """Parts of a whole as multiples of five that add up: controlled rounding.

    Each running total is rounded to the nearest five, and a part is what lies between two of them.
    So a total is at most 2 off and a part at most 4; 0 stands for 0 to 4. `before`: how many come
    before the first part.
    """
    totals = [_nearest(total) for total in accumulate(parts, initial=before)]
    return [after - earlier for earlier, after in pairwise(totals)]


def _nearest(number: int) -> int:
    return (number + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
