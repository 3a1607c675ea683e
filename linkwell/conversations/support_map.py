"""Where each name stands on the support map. Pure geometry: drawn as SVG, listed beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from linkwell.conversations.rules import Ease

SIZE = 300  # of the square that is drawn
MIDDLE = SIZE / 2
RINGS = {Ease.EASY: 54.0, Ease.COULD: 92.0, Ease.NOT_NOW: 126.0}
DOT, LETTER, HEIGHT = 7.0, 7.6, 15.0  # radius of a dot; width of a letter; height of a name
MOST, LONGEST = 10, 12  # names that are drawn; letters of a name
FIRST, ARC = -50.0, 360.0  # degrees: where the first stands


@dataclass(frozen=True)
class Named:
    name: str
    ease: Ease


@dataclass(frozen=True)
class Spot:
    """A dot and its name. `x`, `y`: the dot; `at`, `line`: where the name stands, from `anchor`."""

    name: str
    ease: Ease
    x: float
    y: float
    at: float
    line: float
    anchor: str

    @property
    def dashed(self) -> bool:
        return self.ease is Ease.NOT_NOW

    def box(self) -> tuple[float, float, float, float]:
        """What the name covers: left, top, right, bottom."""
        wide = len(self.name) * LETTER
        left = {"start": self.at, "end": self.at - wide, "middle": self.at - wide / 2}[self.anchor]
        return left, self.line - HEIGHT + 3, left + wide, self.line + 3


def layout(people: Sequence[Named]) -> tuple[Spot, ...]:
    """Places for the names, easiest first, evenly round the middle. The rest stands in the list."""
    drawn = sorted(people, key=lambda one: -one.ease)[:MOST]
    placed: list[Spot] = []
    for number, one in enumerate(drawn):
        placed.append(_place(one, FIRST + ARC * number / len(drawn), placed))
    return tuple(placed)


def _place(one: Named, angle: float, placed: Sequence[Spot]) -> Spot:
    """The first place for its name where nothing else stands; else the least in the way."""
    radius, turn = RINGS[one.ease], math.radians(angle)
    x, y = MIDDLE + radius * math.cos(turn), MIDDLE + radius * math.sin(turn)
    name = one.name if len(one.name) <= LONGEST else f"{one.name[: LONGEST - 1]}…"
    half = len(name) * LETTER / 2
    level = min(max(x, half + 2), SIZE - half - 2)
    beside = [("start", x + 12, y + 5), ("end", x - 12, y + 5)]
    around = [*(beside if x >= MIDDLE else beside[::-1])]
    around += [("middle", level, y - 12), ("middle", level, y + 22)]
    spots = [
        Spot(name, one.ease, round(x, 1), round(y, 1), round(at, 1), round(line, 1), anchor)
        for anchor, at, line in around
    ]
    inside = [spot for spot in spots if _inside(spot)]
    return min(
        inside or spots[2:], key=lambda spot: sum(_in_the_way(spot, other) for other in placed)
    )


def _inside(spot: Spot) -> bool:
    left, top, right, bottom = spot.box()
    return left >= 0 and right <= SIZE and top >= 0 and bottom <= SIZE


def _in_the_way(spot: Spot, other: Spot) -> float:
    """How much of the name would lie over another's name or dot, or its dot under that name."""
    dot = (other.x - DOT, other.y - DOT, other.x + DOT, other.y + DOT)
    mine = (spot.x - DOT, spot.y - DOT, spot.x + DOT, spot.y + DOT)
    pairs = ((spot.box(), other.box()), (spot.box(), dot), (mine, other.box()))
    return sum(_overlap(one, two) for one, two in pairs)


_Box = tuple[float, float, float, float]


def _overlap(one: _Box, two: _Box) -> float:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return max(wide, 0) * max(high, 0)
