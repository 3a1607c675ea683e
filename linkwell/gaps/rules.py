"""What a gap is: a need that somebody looked for in an area on a day, and found nothing that helps.

Pure. People would argue about three things, and each is decided here once:

* A search is *empty* where nothing was shown, and *poor* where less than two of the options are
  good: with one there is nothing to choose from, and it may be full. An option is good if it
  answers what was asked (something is known of the need in it; where no need was heard, it writes
  of more than half of the words), is near (three miles, half an hour by bus, or nobody has to
  travel), and somebody confirmed within a year that it is still so. Whether the person would like
  it we do not know; they say so themselves, and then it is that *nothing suited*.
* In a story one need counts once on one day, by what the day ended with: whoever tries five times
  in a row, in other words or with other filters, is one person, and the last try is the answer.
  On another day it is counted anew.
* Words that mean danger lead to help and not to a list. That no list was shown then is no gap.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from linkwell.kernel.geography import METRES_IN_A_MILE
from linkwell.matching.weights import Factor, published
from linkwell.needs.rules import Need

ENOUGH = 2  # good options: less is no choice
NEAR = 3 * METRES_IN_A_MILE
_NO_TRAVEL = 0.45  # of the points for distance: by phone, online or at home; "not known" gets less
_HALF = 0.5  # of the points for words: in one of two that were asked for it may be by chance
_CONFIRMED = 0.4  # of the points for being checked: within a year


class Kind(StrEnum):
    """What came of looking. `FOUND` is no gap: it is what gaps are counted of."""

    FOUND = "found"
    POOR = "poor"
    NOTHING = "nothing"
    UNSUITED = "unsuited"  # there were options; the person said that none would do


GAPS = (Kind.POOR, Kind.NOTHING, Kind.UNSUITED)


class AskedIn(StrEnum):
    STORY = "story"  # by a link worker, with somebody
    PUBLIC = "public"  # by anybody, on the page for everybody


class Wish(StrEnum):
    """What was looked for: one of the twelve needs, or words in which none of them was heard."""

    LONELINESS = "loneliness"
    WELLBEING = "wellbeing"
    ACTIVITY = "activity"
    CONDITION = "condition"
    MONEY = "money"
    FOOD = "food"
    HOUSING = "housing"
    WORK = "work"
    CARING = "caring"
    GRIEF = "grief"
    PRACTICAL = "practical"
    SAFETY = "safety"
    UNHEARD = "unheard"

    @property
    def label(self) -> str:
        if self is Wish.UNHEARD:
            return "Words that we did not understand"
        return Need(self.value).label


Json = Mapping[str, Any]


def judged(answer: Json) -> Kind | None:
    """What an answer of matching, as it is kept, was worth; None where it was help in danger."""
    if answer.get("help"):
        return None
    if not answer["options"]:
        return Kind.NOTHING
    good = sum(map(is_good, answer["options"]))
    return Kind.FOUND if good >= ENOUGH else Kind.POOR


def is_good(option: Json) -> bool:
    """Does it answer, is it near, and did somebody confirm it within a year?"""
    points = {Factor(reason["factor"]): reason["points"] for reason in option.get("reasons", ())}
    most = published().most(points)
    part = {factor: points[factor] / most[factor] for factor in points}
    checked = part.get(Factor.CHECKED, 0) >= _CONFIRMED
    return checked and _answers(part) and _is_near(option.get("distance_m"), part)


def _answers(part: Mapping[Factor, float]) -> bool:
    if Factor.NEED in part:
        return part[Factor.NEED] > 0
    return part.get(Factor.WORDS, 1) > _HALF


def _is_near(metres: int | None, part: Mapping[Factor, float]) -> bool:
    if Factor.DISTANCE not in part:  # no place was asked about: nothing is far from it
        return True
    return part[Factor.DISTANCE] >= _NO_TRAVEL if metres is None else metres <= NEAR


def wishes(ticked: Iterable[str], answer: Json) -> tuple[Wish, ...]:
    """What was looked for: the needs that were ticked, and those heard in the words."""
    understood = answer.get("query", {}).get("understood", {}).get("needs", ())
    found = dict.fromkeys([*ticked, *(one["need"] for one in understood)])
    return tuple(map(Wish, found)) or (Wish.UNHEARD,)


@dataclass(frozen=True, order=True)
class Looked:
    """One thing that happened in a story on a day: a list was shown, or nothing on it suited.

    `id` decides between two of one moment, so that their order is always the same.
    """

    at: datetime
    id: str
    kind: Kind
    wishes: tuple[Wish, ...]
    area: str


@dataclass(frozen=True)
class Cell:
    """What is counted together. A search that found enough tells nothing of its area."""

    wish: Wish
    kind: Kind
    area: str


def stands(looked: Iterable[Looked]) -> Mapping[Wish, Cell]:
    """For each need of one story and day the one thing that counts: the last."""
    return {wish: cell(wish, one.kind, one.area) for one in sorted(looked) for wish in one.wishes}


def cell(wish: Wish, kind: Kind, area: str) -> Cell:
    return Cell(wish, kind, "" if kind is Kind.FOUND else area)


def change(day: Sequence[Looked], new: Looked) -> Mapping[Cell, int]:
    """By how much each count changes with `new`, one of its story's day.

    It is the difference between the day up to `new` and with it. So the changes of all that
    happened on a day add up to what stands at its end, in whichever order they are worked out.
    """
    before = stands(one for one in day if one < new)
    after = stands(one for one in day if one <= new)
    counts: Counter[Cell] = Counter(after.values())
    counts.subtract(before.values())
    return {one: number for one, number in counts.items() if number}
