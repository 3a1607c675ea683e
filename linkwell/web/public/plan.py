"""Where things are, as a plan: north is up, rings say how far. It invents no streets."""

from collections.abc import Sequence
from dataclasses import dataclass

from linkwell.kernel.geography import METRES_IN_A_MILE, Point

SIZE = 300  # of the drawing, each way
_MIDDLE, _REACH = SIZE / 2, SIZE / 2 - 24
_RINGS = (0.25, 0.5, 1, 2, 3, 5, 10)  # miles
_NAMES = {0.25: "¼ mile", 0.5: "½ mile", 1: "1 mile"}


@dataclass(frozen=True)
class Pin:
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Ring:
    label: str
    radius: float
    y: float  # where its label stands


@dataclass(frozen=True)
class Plan:
    pins: tuple[Pin, ...]
    rings: tuple[Ring, ...]
    says: str  # the same in words


def plan(here: Point, there: Sequence[tuple[int, Point]]) -> Plan | None:
    """Numbered points around a middle; None where there are none. The furthest stands at the edge.

    Where two fall together the lower number lies on top: it is drawn last.
    """
    if not there:
        return None
    furthest = max(here.metres_to(point) for _, point in there)
    reach = max(furthest, 0.25 * METRES_IN_A_MILE)
    scale = _REACH / reach
    pins = [
        Pin(
            number,
            round(_MIDDLE + (point.easting - here.easting) * scale, 1),
            round(_MIDDLE - (point.northing - here.northing) * scale, 1),
        )
        for number, point in there
    ]
    rings = [miles for miles in _RINGS if miles * METRES_IN_A_MILE <= reach * 1.001][-2:]
    return Plan(
        pins=tuple(sorted(pins, key=lambda pin: -pin.number)),
        rings=tuple(_ring(miles, scale) for miles in rings),
        says=f"{len(pins)} places around you; the furthest is {reach / METRES_IN_A_MILE:.1f} miles"
        " away. North is up.",
    )


def _ring(miles: float, scale: float) -> Ring:
    radius = round(miles * METRES_IN_A_MILE * scale, 1)
    return Ring(_NAMES.get(miles, f"{miles:g} miles"), radius, round(_MIDDLE - radius - 4, 1))
