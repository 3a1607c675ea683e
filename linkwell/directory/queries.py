"""Questions about the directory. All SQL about distance is here."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from linkwell.directory.models import Location, Schedule, Service
from linkwell.directory.rules import (
    Day,
    KnownBy,
    Listing,
    LocationType,
    Offered,
    ReferralRoute,
    Session,
    Status,
    Where,
)
from linkwell.kernel import geography
from linkwell.kernel.geography import Place, Point, Postcodes
from linkwell.needs.rules import Need


@dataclass(frozen=True)
class Listed:
    """One service of the directory."""

    service_id: UUID
    listing: Listing


@dataclass(frozen=True)
class Reach:
    """The services that may be within reach, and counts of those that were not read."""

    listed: tuple[Listed, ...]
    closed: int
    too_far: int


@lru_cache(maxsize=1)
def postcodes() -> Postcodes:
    """The table of this installation, packed at first use if set-up has not done so."""
    geography.pack(settings.POSTCODES)
    return Postcodes(settings.POSTCODES)


def within_reach(place: Place | None, metres: float) -> Reach:
    """Open services that are within `metres` of a place, or of which that is not known.

    Without a place: all open services.
    """
    total = Service.objects.count()
    closed = Service.objects.filter(status=Status.INACTIVE).count()
    found = Service.objects.exclude(status=Status.INACTIVE)
    if place is not None and place.point is not None:
        found = found.filter(_may_be_near(place.point, metres, place.authority or ""))
    listed = tuple(_read(found.distinct(), place))
    return Reach(listed, closed, total - closed - len(listed))


def listed(service_ids: Iterable[UUID]) -> list[Listed]:
    """These services as they stand now, in the order of their ids."""
    return list(_read(Service.objects.filter(pk__in=list(service_ids)), None))


def _may_be_near(point: Point, metres: float, authority: str) -> Q:
    """As `matching.rules.gate_of` decides, a metre wider, so that it has the last word."""
    near = Location.objects.filter(_Within(point, metres + 1)).values("id")
    at = "at_locations__location"
    serves_there = Q(serves=[]) | Q(serves__contains=[authority])
    return (
        Q(at_locations=None)
        | Q(**{f"{at}__in": near})
        | Q(**{f"{at}__point": None})
        | Q(**{f"{at}__location_type": LocationType.VIRTUAL})
        | (Q(**{f"{at}__location_type": LocationType.POSTAL}) & serves_there)
    )


class _Within(Func):
    """`point <@ circle`: answered by the GiST index."""

    arg_joiner = " <@ "
    template = "(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, point: Point, metres: float) -> None:
        centre = Func(Value(point.easting), Value(point.northing), function="point")
        super().__init__(F("point"), Func(centre, Value(metres), function="circle"))


def _read(services: QuerySet[Service], place: Place | None) -> Iterable[Listed]:
    rows = services.select_related("organization").prefetch_related(
        "at_locations__location", "schedules", "attributes"
    )
    return [Listed(row.pk, _listing(row, place)) for row in rows.order_by("id")]


def _listing(row: Service, place: Place | None) -> Listing:
    schedules = list(row.schedules.all())
    return Listing(
        source_id=row.source_id,
        name=row.name,
        organization=row.organization.name,
        description=row.description,
        url=row.url,
        phone=row.phone,
        status=Status(row.status),
        route=ReferralRoute(row.referral_route),
        application_process=row.application_process,
        free=row.free,
        fees=row.fees_description,
        eligibility=row.eligibility_description,
        alert=row.alert,
        checked_on=row.assured_date,
        serves=tuple(row.serves),
        where=_nearest([at.location for at in row.at_locations.all()], place),
        hours=next((schedule.description for schedule in schedules), ""),
        sessions=tuple(sorted(_sessions(schedules), key=lambda s: (s.day.number, s.opens))),
        needs=tuple(
            Offered(Need(row.need), KnownBy(row.known_by), row.words)
            for row in sorted(row.attributes.all(), key=lambda attribute: attribute.need)
        ),
    )


def _sessions(schedules: Iterable[Schedule]) -> list[Session]:
    return [
        Session(Day(row.byday), row.opens_at, row.closes_at)
        for row in schedules
        if row.byday and row.opens_at is not None and row.closes_at is not None
    ]


def _nearest(locations: list[Location], place: Place | None) -> Where | None:
    """Of several places the nearest; without a place to start from, the first that was written."""
    here = place.point if place is not None else None

    def far(location: Location) -> tuple[float, UUID]:
        point: Point | None = location.point
        return (point.metres_to(here) if point and here else 0.0, location.pk)

    if not locations:
        return None
    row = min(locations, key=far)
    return Where(
        kind=LocationType(row.location_type),
        address=row.address,
        postcode=row.postcode,
        point=row.point,
        authority=row.authority,
        step_free=row.step_free,
        accessibility=row.accessibility,
    )
