"""Questions about the directory. All SQL about distance is here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from linkwell.directory.freshness import Checked, Found, Part, Source, Trouble
from linkwell.directory.joining import Word
from linkwell.directory.models import (
    Attribute,
    Check,
    FoundWrong,
    KnowHow,
    Location,
    Publisher,
    Schedule,
    Service,
    ServiceAtLocation,
    SourceRecord,
    Suggestion,
)
from linkwell.directory.one_group import OfList, told_by_lists, words_and_lists_of
from linkwell.directory.prose.said import Confidence, Field, Perhaps
from linkwell.directory.rules import (
    CLOSED,
    Day,
    Known,
    KnownBy,
    Listing,
    LocationType,
    Offered,
    ReferralRoute,
    Session,
    Status,
    SuggestionState,
    Where,
)
from linkwell.directory.sessions import never_on
from linkwell.kernel import clock, geography
from linkwell.kernel.errors import NotThere
from linkwell.kernel.geography import Place, Point, Postcodes
from linkwell.needs.rules import Need


@dataclass(frozen=True)
class Listed:
    """One service of the directory, and what its own words seem to say beyond that."""

    service_id: UUID
    listing: Listing
    perhaps: tuple[Perhaps, ...] = ()
    same_as: UUID | None = None  # the entry that tells of it, where that is another


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
    themselves = Service.objects.filter(same_as=None)
    total = themselves.count()
    closed = themselves.filter(status__in=CLOSED).count()
    found = themselves.exclude(status__in=CLOSED)
    if place is not None and place.point is not None:
        found = found.filter(_may_be_near(place.point, metres, place.authority or ""))
    listed = tuple(_read(found.distinct(), place))
    return Reach(listed, closed, total - closed - len(listed))


def listed(service_ids: Iterable[UUID]) -> list[Listed]:
    """These services as they stand now, in the order of their ids."""
    return list(_read(Service.objects.filter(pk__in=list(service_ids)), None))


def places_of(service_ids: Iterable[UUID]) -> Mapping[UUID, list[Where]]:
    """Every place of each of these."""
    at = ServiceAtLocation.objects.filter(service__in=list(service_ids)).order_by("location_id")
    rows = _by_service(at, *(f"location__{field}" for field in _PLACE))
    found = {service_id: [_where(one) for one in each] for service_id, each in rows.items()}
    return defaultdict(list, found)


def entry_name(service_id: UUID) -> str:
    """What an entry is called. NotThere without such an entry."""
    name = Service.objects.filter(pk=service_id).values_list("name", flat=True).first()
    if name is None:
        raise NotThere
    return name


def has_several_places(service_id: UUID) -> bool:
    return ServiceAtLocation.objects.filter(service=service_id).count() > 1


@dataclass(frozen=True)
class Entry:
    """One service as those see it who keep it true: what stands there, who said that a part is
    right, and what colleagues tell each other."""

    listed: Listed
    checks: Mapping[Part, Checked]
    know_how: tuple[KnowHow, ...]
    words: tuple[Word, ...] = ()  # of each list, where several name it
    lists: tuple[OfList, ...] = ()


def entry(service_id: UUID, *, of: Iterable[UUID]) -> Entry:
    """`of`: the services whose know-how the reader may see. NotThere without such an entry.

    A part of which nobody else said anything has the word of the list that it came in with, where
    that is dated.
    """
    found = listed([service_id])
    if not found:
        raise NotThere
    words, lists = words_and_lists_of(service_id)
    they = {service_id, *(one.service_id for one in lists)}
    said = told_by_lists(words, lists) if words else _told_by_list(service_id)
    for row in Check.objects.filter(service__in=they).order_by("on", "id"):
        if (told := said.get(Part(row.part))) is None or told.on <= row.on:
            said[Part(row.part)] = Checked(Part(row.part), Source(row.source), row.on, row.by)
    known = KnowHow.objects.filter(
        service__in=they, organisation_id__in=list(of), ended_on=None
    ).order_by("-on", "-id")
    return Entry(found[0], said, tuple(known), tuple(words), tuple(lists))


def _told_by_list(service_id: UUID) -> dict[Part, Checked]:
    row_of = Service.objects.filter(pk=service_id)
    publisher, when = row_of.values_list("publisher__name", "assured_date").get()
    if when is None:
        return {}
    parts = (part for part in Part if part is not Part.ROOM)  # of which no list tells
    return {part: Checked(part, Source.PUBLISHER, when, publisher) for part in parts}


def spoken_of(service_ids: Iterable[UUID]) -> dict[UUID, Listing]:
    """The same without hours, needs and place: in one question."""
    services = Service.objects.filter(pk__in=list(service_ids))
    return {
        service_id: _listing(
            organization,
            dict(zip(_SAID, said, strict=True)),
            where=None,
            schedules=[],
            needs=[],
        )
        for service_id, organization, *said in services.values_list(
            "id", "organization__name", *_SAID
        )
    }


def known_from(publisher: str) -> tuple[Known, ...]:
    """The services of a publisher's earlier lists. Whoever else brings in a list of it waits until
    the transaction ends, and then goes by what this one left."""
    source = Publisher.objects.select_for_update().filter(name=publisher).first()
    if source is None:
        return ()
    records = SourceRecord.objects.filter(publisher=source).order_by("service__name", "source_id")
    rows = records.values_list(
        "source_id", "service__name", "line_digest", "service__status", "digest"
    )
    return tuple(
        Known(source_id, name, line, status not in CLOSED, bool(digest))
        for source_id, name, line, status, digest in rows
    )


@dataclass(frozen=True)
class ToDecide:
    """An open suggestion, with the service and list that it is about."""

    suggestion_id: UUID
    service: str
    publisher: str
    field: Field
    value: str | int | bool
    against: str | int | bool | None  # what the publisher says instead
    sentence: str
    confidence: Confidence


def to_decide(service_id: UUID | None = None) -> tuple[ToDecide, ...]:
    """Every open suggestion, or those of one service and of what is one with it, by list, service
    and field."""
    open_ones = Suggestion.objects.filter(state=SuggestionState.OPEN)
    its_own = Q(service=service_id) | Q(service__same_as=service_id)
    of_it = open_ones.filter(its_own) if service_id else open_ones
    rows = of_it.values_list(
        "id", "service__name", "service__publisher__name", "field", "value", "against", "sentence",
        "confidence",
    )  # fmt: skip
    return tuple(
        ToDecide(pk, service, publisher, Field(field), value, against, sentence, Confidence(sure))
        for pk, service, publisher, field, value, against, sentence, sure in rows.order_by(
            "service__publisher__name", "service__name", "service", "field", "id"
        )
    )


def _may_be_near(point: Point, metres: float, authority: str) -> Q:
    """As `matching.rules.gate_of` decides, a metre wider, so that it has the last word."""
    near = Location.objects.filter(Within(point, metres + 1)).values("id")
    at = "at_locations__location"
    serves_there = Q(serves=[]) | Q(serves__contains=[authority])
    return (
        Q(at_locations=None)
        | Q(**{f"{at}__in": near})
        | Q(**{f"{at}__point": None})
        | Q(**{f"{at}__location_type": LocationType.VIRTUAL})
        | (Q(**{f"{at}__location_type": LocationType.POSTAL}) & serves_there)
    )


class Within(Func):
    """`point <@ circle`: answered by the GiST index."""

    arg_joiner = " <@ "
    template = "(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, point: Point, metres: float) -> None:
        centre = Func(Value(point.easting), Value(point.northing), function="point")
        super().__init__(F("point"), Func(centre, Value(metres), function="circle"))


def _read(services: QuerySet[Service], place: Place | None) -> Iterator[Listed]:
    """Five flat queries, whatever the number of services."""
    ids = services.values("id")
    schedules = _by_service(Schedule.objects.filter(service__in=ids), "description", *_SESSION)
    needs = _by_service(
        Attribute.objects.filter(service__in=ids).order_by("need"), "need", "known_by", "words"
    )
    places = _by_service(
        ServiceAtLocation.objects.filter(service__in=ids).order_by("location_id"),
        *(f"location__{field}" for field in _PLACE),
    )
    wrong = FoundWrong.objects.filter(
        Q(service__in=ids) | Q(service__same_as__in=ids), ended_on=None
    )
    found = _found(wrong.order_by("on", "id"))
    perhaps = _by_service(
        Suggestion.objects.filter(_COUNTS, service__in=ids).order_by("made_at", "id"),
        "field", "value", "sentence", "against", "state",
    )  # fmt: skip
    own = ("id", "organization__name", "same_as", *_SAID)
    for row in services.order_by("id").values_list(*own):
        service_id, organization, same_as, *said = row
        yield Listed(
            service_id,
            _listing(
                organization,
                dict(zip(_SAID, said, strict=True)),
                where=_nearest([_where(one) for one in places[service_id]], place),
                schedules=schedules[service_id],
                needs=needs[service_id],
                found=found[service_id],
            ),
            tuple(_perhaps(*values) for values in perhaps[service_id]),
            same_as,
        )


def _found(rows: QuerySet[FoundWrong]) -> Mapping[UUID, list[Found]]:
    """Of an entry that stays, also what was found of those that are one with it; each trouble
    once, by its newest word."""
    today = clock.today()
    said: dict[UUID, dict[Trouble, Found]] = defaultdict(dict)
    for service_id, same_as, what, on, until, by_group in rows.values_list(
        "service_id", "service__same_as", "what", "on", "until", "by_group"
    ):
        found = Found(Trouble(what), on, until, today <= until, by_group)
        for one in filter(None, (service_id, same_as)):
            said[one].pop(found.what, None)
            said[one][found.what] = found
    return defaultdict(list, {one: list(each.values()) for one, each in said.items()})


# What is open; and a confirmed area, since of a place that is no authority only its sentence tells.
_COUNTS = Q(state=SuggestionState.OPEN) | Q(state=SuggestionState.CONFIRMED, field=Field.AREA)


def _perhaps(field: str, value: Any, sentence: str, against: Any, state: str) -> Perhaps:
    confirmed = state == SuggestionState.CONFIRMED
    return Perhaps(Field(field), value, sentence, against is not None, confirmed)


_SAID = (
    "source_id", "name", "description", "url", "phone", "status", "referral_route",
    "application_process", "free", "fees_description", "eligibility_description", "alert",
    "assured_date", "serves", "email", "minimum_age", "maximum_age",
    "available", "available_on", "languages", "confirmed_on",
)  # fmt: skip
_SESSION = (
    "byday", "opens_at", "closes_at", "nth", "interval", "valid_from", "valid_to", "term_time",
    "exceptions",
)  # fmt: skip
_PLACE = (
    "location_type", "address", "postcode", "point", "authority", "step_free", "accessibility"
)  # fmt: skip


def _by_service(rows: QuerySet[Any], *fields: str) -> Mapping[UUID, list[tuple[Any, ...]]]:
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for service_id, *values in rows.values_list("service_id", *fields):
        found[service_id].append(tuple(values))
    return found


def _listing(
    organization: str,
    said: Mapping[str, Any],
    *,
    where: Where | None,
    schedules: list[tuple[Any, ...]],
    needs: list[tuple[Any, ...]],
    found: Sequence[Found] = (),
) -> Listing:
    sessions = [_session(*values) for _, *values in schedules if values[0]]
    return Listing(
        source_id=said["source_id"],
        name=said["name"],
        organization=organization,
        description=said["description"],
        url=said["url"],
        phone=said["phone"],
        email=said["email"],
        minimum_age=said["minimum_age"],
        maximum_age=said["maximum_age"],
        available=said["available"],
        available_on=said["available_on"],
        status=Status(said["status"]),
        route=ReferralRoute(said["referral_route"]),
        application_process=said["application_process"],
        free=said["free"],
        fees=said["fees_description"],
        eligibility=said["eligibility_description"],
        alert=said["alert"],
        checked_on=max(filter(None, (said["assured_date"], said["confirmed_on"])), default=None),
        serves=tuple(said["serves"]),
        languages=tuple(said["languages"]),
        where=where,
        hours=schedules[0][0] if schedules else "",
        sessions=tuple(sorted(sessions, key=lambda one: (one.day.number, one.nth, one.opens))),
        not_on=never_on(row[-1] for row in schedules),
        needs=tuple(Offered(Need(need), KnownBy(how), words) for need, how, words in needs),
        found=tuple(found),
    )


def _session(day: str, opens: time, closes: time, *rhythm: Any) -> Session:
    nth, interval, valid_from, valid_to, term_time, exceptions = rhythm
    return Session(
        Day(day), opens, closes, nth, interval, valid_from, valid_to, term_time, tuple(exceptions)
    )


def _where(values: tuple[Any, ...]) -> Where:
    kind, address, postcode, point, authority, step_free, accessibility = values
    return Where(LocationType(kind), address, postcode, point, authority, step_free, accessibility)


def _nearest(wheres: list[Where], place: Place | None) -> Where | None:
    """Of several places the nearest; what has no position counts as here."""
    here = place.point if place is not None else None

    def far(where: Where) -> float:
        return where.point.metres_to(here) if where.point and here else 0.0

    return min(wheres, key=far, default=None)
