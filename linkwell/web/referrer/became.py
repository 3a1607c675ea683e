"""What became of all whom a practice referred, in numbers: its own, so small ones are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from linkwell.evaluation.funnel import StepCount, count
from linkwell.evaluation.queries import of_practices, waits_of
from linkwell.evaluation.rules import Known
from linkwell.evaluation.waits import Wait, usual_wait
from linkwell.kernel import clock
from linkwell.web.design.parts import CountRow
from linkwell.web.design.words import counted, day, number_word
from linkwell.web.funnel_words import STEPS
from linkwell.web.people_words import sentence

_LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Became:
    """How many came how far since a day, and how long people wait."""

    since: str
    offered: int
    steps: tuple[CountRow, ...]
    wait: str


def became_of(practice_ids: Iterable[UUID]) -> Became:
    """Of the last year."""
    own, since = tuple(practice_ids), clock.today() - _LOOKED_BACK
    steps = count(of_practices(own, since)).steps
    return Became(
        since=day(since),
        offered=steps[0].of,
        steps=tuple(_row(one) for one in steps[1:]),
        wait=wait_words(waits_of(own, since)),
    )


def _row(one: StepCount) -> CountRow:
    name, short, _text = STEPS[one.step]
    unknown = f"{one[Known.UNKNOWN]}"
    if one[Known.DISPUTED]:
        unknown += f", and {one[Known.DISPUTED]} disputed"
    return CountRow(name, (f"{one[Known.YES]} of {one.of}", unknown, one[Known.NO]), note=short)


def wait_words(waits: list[Wait]) -> str:
    """The true wait: with those who still wait, else only the quick ones would be counted."""
    usual, now = usual_wait(waits), [one.days for one in waits if one.waits_now]
    if usual is None:
        half = "How long it usually takes until the first talk is not known yet."
    else:
        half = (
            "Of those who do not end before it, half have their first talk within"
            f" {counted(max(usual, 1), 'day', 'days')}."
        )
    if not now:
        return f"{half} Nobody waits now."
    wait = "waits" if len(now) == 1 else "wait"
    longest = f"for {counted(max(now), 'day', 'days')}" if max(now) else "since today"
    return f"{half} {sentence(number_word(len(now)))} {wait} now, the longest {longest}."
