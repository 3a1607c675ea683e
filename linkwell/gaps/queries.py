"""Questions about gaps: how many, and where an area is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum

from linkwell.areas.queries import middle_area_of, middles_of
from linkwell.directory.prose.places import place_name
from linkwell.directory.queries import postcodes
from linkwell.gaps.counting import Counts, added_up, rounded
from linkwell.gaps.models import Gap
from linkwell.gaps.rules import AskedIn, Cell, Kind, Wish
from linkwell.kernel.geography import Place, Point


@dataclass(frozen=True)
class Shown:
    """A quarter, rounded: what a service looked for with people, and what anybody did."""

    stories: Counts
    public: Counts


def shown(service_id: UUID, first: date, last: date) -> Shown:
    """From one day to another, both counted. Whole quarters only: periods that overlap would tell
    of their difference what rounding hides."""
    found: dict[AskedIn, list[tuple[Cell, int]]] = {one: [] for one in AskedIn}
    of_the_days = Gap.objects.filter(day__gte=first, day__lte=last)
    rows = of_the_days.filter(service=service_id) | of_the_days.filter(service=None)
    counts = rows.values_list("asked_in", "need", "kind", "area").annotate(Sum("count"))
    for asked_in, need, kind, area, number in counts.order_by():
        found[AskedIn(asked_in)].append((Cell(Wish(need), Kind(kind), area), number))
    return Shown(*(rounded(added_up(found[one])) for one in AskedIn))


def area_of(place: Place | None) -> str:
    """The smallest area that may be said of a place: that of some eight thousand people (the middle
    layer) where its file is loaded, else the local authority's. Empty where neither is known."""
    if place is None:
        return ""
    return middle_area_of(place.postcode) or place.authority or ""


@dataclass(frozen=True)
class Area:
    name: str
    middle: Point | None


def areas(codes: Iterable[str]) -> Mapping[str, Area]:
    """What people call these areas, and where the middle of their postcodes is."""
    wanted = list(codes)
    middles = middles_of(wanted)
    return {
        code: Area(
            place_name(code) if code else "Place not said",
            middles.get(code) or (postcodes().middle(code) if code else None),
        )
        for code in wanted
    }
