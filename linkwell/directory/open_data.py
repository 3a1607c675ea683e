"""The directory as open data is read: which records, page by page, each as we publish it.

Every collection is read in the order of its ids. Whatever the length of a page, it takes the same
number of questions.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorExact
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, UUIDField
from django.db.models.functions import Cast

from linkwell.directory.exporting import published_of
from linkwell.directory.models import (
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from linkwell.directory.publishing import flat, moment
from linkwell.directory.queries import Within
from linkwell.directory.rules import Day, Status
from linkwell.kernel.geography import Place

Record = dict[str, Any]
MOST = 1_000  # records of one page
_MOST_WITH_SERVICES = 50  # organisations of one page that brings their whole services
_AT_ONCE = 500  # records of a stream that are read together
_MOST_WORDS = 20


@dataclass(frozen=True)
class Wanted:
    """What is asked of a collection. None and False: not asked for."""

    page: int = 1
    per_page: int = 50
    search: str | None = None
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    parent_id: UUID | None = None
    modified_after: datetime | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    start_time: time | None = None
    end_time: time | None = None
    day: Day | None = None
    postcode: Place | None = None
    proximity: float | None = None  # metres
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    top_only: bool = False


class Collection(NamedTuple):
    """`rows` in the order of `key`, which is the id that is published; `records` of some rows."""

    key: str
    rows: Callable[[Wanted], QuerySet[Any, Any]]
    records: Callable[[Sequence[Any], Wanted], Iterator[Record]]


@dataclass(frozen=True)
class Page:
    """One page of `total` records, `size` of which are the most that it may hold."""

    number: int
    size: int
    total: int
    contents: tuple[Record, ...]


def page_of(collection: Collection, wanted: Wanted) -> Page:
    rows, size = collection.rows(wanted), _size(wanted)
    first = (wanted.page - 1) * size
    contents = collection.records(list(rows[first : first + size]), wanted)
    return Page(wanted.page, size, rows.count(), tuple(contents))


def one_of(collection: Collection, record_id: UUID, wanted: Wanted) -> Record | None:
    """The record of that id, whole; None if there is none."""
    rows = collection.rows(Wanted()).filter(**{collection.key: record_id})
    return next(collection.records(list(rows[:1]), wanted), None)


def all_of(collection: Collection, wanted: Wanted) -> Iterator[Record]:
    """Every record of the collection, some at a time."""
    rows, at_once = collection.rows(wanted), min(_AT_ONCE, _size(wanted, MOST))
    page = list(rows[:at_once])
    while page:
        yield from collection.records(page, wanted)
        last = page[-1]
        after = last[collection.key] if isinstance(last, dict) else getattr(last, collection.key)
        page = list(rows.filter(**{f"{collection.key}__gt": after})[:at_once])


def _size(wanted: Wanted, most: int | None = None) -> int:
    size = min(most or wanted.per_page, MOST)
    return min(size, _MOST_WITH_SERVICES) if wanted.full_service else size


def version() -> str:
    """Another one after every change of the directory.

    The imports of one publisher follow each other, so that its last moment tells of them all.
    """
    last = Service.objects.values_list("publisher").annotate(Max("last_modified"))
    return repr(sorted(last.order_by()))


# Which

_FILTERS: Mapping[str, Callable[[Any], Q]] = {
    "taxonomy_term_id": lambda term: Q(taxonomy_terms__contains=[term]),
    "taxonomy_id": lambda taxonomy: Q(taxonomy_terms__overlap=_terms_in(taxonomy)),
    "organization_id": lambda organization: Q(organization=organization),
    "modified_after": lambda at: Q(last_modified__gte=at),
    "minimum_age": lambda age: Q(minimum_age__gte=age),
    "maximum_age": lambda age: Q(maximum_age__lte=age),
}
_SESSIONS = {"day": "byday", "start_time": "opens_at__gte", "end_time": "closes_at__lte"}


def _services(wanted: Wanted) -> QuerySet[Service]:
    found = Service.objects.filter(last_modified__isnull=False)
    if wanted.modified_after is None:  # else who copied one hears that another tells of it now
        found = found.filter(same_as=None)
    for name, condition in _FILTERS.items():
        if (value := getattr(wanted, name)) is not None:
            found = found.filter(condition(value))
    said = {at: getattr(wanted, name) for name, at in _SESSIONS.items()}
    session = {at: value for at, value in said.items() if value is not None}
    if session:
        found = found.filter(Exists(Schedule.objects.filter(service=OuterRef("pk"), **session)))
    return _saying(found, wanted, "name", "description").order_by("id")


def _at_locations(wanted: Wanted) -> QuerySet[ServiceAtLocation]:
    found = ServiceAtLocation.objects.filter(service__in=_services(wanted).order_by())
    if (place := wanted.postcode) is not None:
        serves = Q(service__serves=[]) | Q(service__serves__contains=[place.authority or ""])
        found = found.filter(serves)
        if wanted.proximity is not None and place.point is not None:
            near = Location.objects.filter(Within(place.point, wanted.proximity))
            found = found.filter(location__in=near)
    return found.order_by("id")


def _organizations(wanted: Wanted) -> QuerySet[Organization]:
    """Those that a service is of which we publish."""
    asked = Wanted(taxonomy_term_id=wanted.taxonomy_term_id, taxonomy_id=wanted.taxonomy_id)
    theirs = _services(asked).order_by().values("organization")
    return _saying(Organization.objects.filter(pk__in=theirs), wanted, "name").order_by("id")


def _terms(wanted: Wanted) -> QuerySet[TaxonomyTerm]:
    asked = {name: getattr(wanted, name) for name in ("taxonomy_id", "parent_id")}
    found = TaxonomyTerm.objects.filter(**{at: one for at, one in asked.items() if one is not None})
    if wanted.top_only:
        found = found.filter(parent_id=None)
    said = _saying(found, wanted, "name", "description")
    return said.order_by("source_id", "id").distinct("source_id")


def _taxonomies(wanted: Wanted) -> QuerySet[TaxonomyTerm, Record]:
    found = _saying(TaxonomyTerm.objects.exclude(taxonomy_id=None), wanted, "taxonomy")
    told_first = F("taxonomy_detail").asc(nulls_last=True)
    rows = found.order_by("taxonomy_id", told_first, "id").distinct("taxonomy_id")
    return rows.values("taxonomy_id", "taxonomy", "taxonomy_detail")


def _terms_in(taxonomy: UUID) -> ArraySubquery:
    terms = TaxonomyTerm.objects.filter(taxonomy_id=taxonomy)
    return ArraySubquery(terms.values(term=Cast("source_id", UUIDField())))


def _saying(rows: QuerySet[Any], wanted: Wanted, *fields: str) -> QuerySet[Any]:
    """Those that say any of the words; none, where what is searched for holds no word."""
    if wanted.search is None:
        return rows
    words = " OR ".join(re.findall(r"\w+", wanted.search)[:_MOST_WORDS])
    asked = SearchQuery(words, search_type="websearch", config="english")
    return rows.filter(SearchVectorExact(SearchVector(*fields, config="english"), asked))


# What of them

_TERM = ("code", "name", "description", "parent_id", "taxonomy", "language", "taxonomy_id",
         "term_uri")  # fmt: skip


def _of_services(rows: Sequence[Service], wanted: Wanted) -> Iterator[Record]:
    if wanted.minimal:
        yield from map(_minimal, rows)
        return
    for whole in published_of(rows):
        yield whole if wanted.full else flat(whole, "service")


def _minimal(row: Service) -> Record:
    """Read from the row, so that everything can be had at once. The standard's words ask for
    `modified_date`; its schemas for a name and a status, and for `last_modified`."""
    assert row.last_modified is not None
    status = Status.ACTIVE if row.status == Status.UNKNOWN else Status(row.status)
    if row.same_as_id is not None:
        status = Status.INACTIVE
    told = {"id": str(row.pk), "name": row.name, "status": status.value}
    return {**told, **dict.fromkeys(("last_modified", "modified_date"), moment(row.last_modified))}


def _of_at_locations(rows: Sequence[ServiceAtLocation], wanted: Wanted) -> Iterator[Record]:
    services = Service.objects.filter(pk__in={row.service_id for row in rows})
    wholes = {one["id"]: one for one in published_of(list(services))}
    for row in rows:
        whole = wholes[str(row.service_id)]
        at = next(one for one in whole["service_at_locations"] if one["id"] == str(row.pk))
        if wanted.full:
            yield {**at, "service": _without("service_at_locations", whole)}
        else:
            yield {**flat(at, "service_at_location"), "service": flat(whole, "service")}


def _of_organizations(rows: Sequence[Organization], wanted: Wanted) -> Iterator[Record]:
    """An organisation as the first of its services tells of it; whole, with its services."""
    services = _services(Wanted()).filter(organization__in=rows)
    services = services.order_by("organization", "id")
    if not (wanted.full or wanted.full_service):
        services = services.distinct("organization")
    theirs = defaultdict[str, list[Record]](list)
    for whole in published_of(list(services)):
        theirs[whole["organization_id"]].append(whole)
    for row in rows:
        wholes = theirs[str(row.pk)]
        organization = wholes[0]["organization"]
        if not (wanted.full or wanted.full_service):
            yield flat(organization, "organization")
            continue
        told = (one if wanted.full_service else flat(one, "service") for one in wholes)
        yield {**organization, "services": [_without("organization", one) for one in told]}


def _of_terms(rows: Sequence[TaxonomyTerm], wanted: Wanted) -> Iterator[Record]:
    for row in rows:
        said = {name: getattr(row, name) for name in _TERM}
        told = {name: str(value) for name, value in said.items() if value not in (None, "")}
        detail = {"taxonomy_detail": row.taxonomy_detail} if row.taxonomy_detail else {}
        required = {"id": row.source_id, "name": row.name, "description": row.description}
        yield {**required, **told, **detail}


def _of_taxonomies(rows: Sequence[Record], wanted: Wanted) -> Iterator[Record]:
    for row in rows:
        own = str(row["taxonomy_id"])
        name = row["taxonomy"] or own
        yield row["taxonomy_detail"] or {"id": own, "name": name, "description": name}


def _without(name: str, record: Record) -> Record:
    return {one: told for one, told in record.items() if one != name}


COLLECTIONS: Mapping[str, Collection] = {
    "services": Collection("pk", _services, _of_services),
    "service_at_locations": Collection("pk", _at_locations, _of_at_locations),
    "organizations": Collection("pk", _organizations, _of_organizations),
    "taxonomies": Collection("taxonomy_id", _taxonomies, _of_taxonomies),
    "taxonomy_terms": Collection("source_id", _terms, _of_terms),
}
