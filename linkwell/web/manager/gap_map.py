"""Areas as circles where their people live: the more is missing, the larger. It invents no
borders and no streets; north is up. All that it says stands in the table beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from linkwell.kernel.geography import METRES_IN_A_MILE, Point

SIZE = 300  # of the drawing, each way
_EDGE = 40
_SMALLEST, _LARGEST = 11.0, 30.0
_LEAST = 4 * METRES_IN_A_MILE  # is shown across, also of one area alone
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # miles


@dataclass(frozen=True)
class Mark:
    """`number`: its row in the table."""

    number: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class GapMap:
    marks: tuple[Mark, ...]
    bar: float  # how long the scale is drawn
    bar_label: str
    says: str  # the same in words


@dataclass(frozen=True)
class Spot:
    number: int
    middle: Point
    gaps: int  # as shown


def gap_map(spots: Sequence[Spot]) -> GapMap | None:
    """None where no area is on the map. The largest is drawn first, so that none covers another."""
    if not spots:
        return None
    east = [spot.middle.easting for spot in spots]
    north = [spot.middle.northing for spot in spots]
    across = max(max(east) - min(east), max(north) - min(north), _LEAST)
    scale = (SIZE - 2 * _EDGE) / across
    middle = Point((max(east) + min(east)) / 2, (max(north) + min(north)) / 2)
    most = max(spot.gaps for spot in spots)
    miles = max(bar for bar in _BARS if bar * METRES_IN_A_MILE <= max(across / 2, METRES_IN_A_MILE))
    return GapMap(
        marks=tuple(
            Mark(
                spot.number,
                round(SIZE / 2 + (spot.middle.easting - middle.easting) * scale, 1),
                round(SIZE / 2 - (spot.middle.northing - middle.northing) * scale, 1),
                _radius(spot.gaps, most),
            )
            for spot in sorted(spots, key=lambda spot: -spot.gaps)
        ),
        bar=round(miles * METRES_IN_A_MILE * scale, 1),
        bar_label="1 mile" if miles == 1 else f"{miles} miles",
        says=f"{len(spots)} {'area' if len(spots) == 1 else 'areas'}, numbered as in the table;"
        " the larger a circle, the more gaps. North is up.",
    )


def _radius(gaps: int, most: int) -> float:
    """Its surface grows with the number."""
    part = math.sqrt(gaps / most) if most else 0
    return round(_SMALLEST + (_LARGEST - _SMALLEST) * part, 1)
