"""Entries of two lists that may be one group, and what becomes of them."""

from dataclasses import replace
from typing import Any

from django.db.models import Model

from linkwell.access.rules import Actor, ActorKind, Member, Role, operator
from linkwell.directory.actions.lists import import_batch
from linkwell.directory.actions.pairs import join_pair
from linkwell.directory.drafts import Draft
from linkwell.directory.hours import read_hours
from linkwell.directory.keeping import Edit
from linkwell.directory.models import (
    Attribute,
    Check,
    FoundWrong,
    Location,
    Schedule,
    Service,
    SourceRecord,
    Suggestion,
)
from linkwell.directory.pairs import Pair
from linkwell.directory.queries import postcodes
from linkwell.directory.rules import Listing, LocationType, Where
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID, new_id
from linkwell.tables.writing import writing

OPERATOR = operator("tests")
CURATOR = Actor(
    id=new_id(),
    kind=ActorKind.MEMBER,
    name="Ruth",
    memberships=(Member(new_id(), new_id(), Role.SUPERVISOR),),
)
HALL = Where(LocationType.PHYSICAL, "Hall, Sale", "M33 7BP")


def draft(source_id: str = "1", **said: Any) -> Draft:
    listing = Listing(source_id=source_id, name="Choir", organization="Choir")
    listing = replace(listing, **said)
    if listing.where is not None:  # as a list that comes in has it
        place = postcodes().place(listing.where.postcode)
        where = replace(listing.where, point=place.point, authority=place.authority or "")
        listing = replace(listing, where=where)
    return Draft(1, "org", replace(listing, sessions=read_hours(listing.hours)))


def bring_in(publisher: str, *, source_id: str = "1", **said: Any) -> UUID:
    import_batch([draft(source_id, **said)], publisher=publisher, by=OPERATOR)
    return Service.objects.get(publisher__name=publisher, source_id=source_id).pk


def pair(one: UUID, other: UUID) -> UUID:
    """The two as the worker would find them."""
    first, second = sorted((one, other))
    with writing():
        row, _new = Pair.objects.get_or_create(
            first_id=first,
            second_id=second,
            defaults={"score": 60, "reasons": [], "basis": "", "made_at": clock.now()},
        )
    return row.pk


def join(stays: UUID, gives_way: UUID) -> UUID:
    pair_id = pair(stays, gives_way)
    join_pair(pair_id, stays=stays, by=CURATOR)
    return pair_id


_MOMENTS = {"last_modified", "compared_at", "made_at", "decided_at", "was"}


def content(service_id: UUID) -> dict[str, Any]:
    """Everything that the tables hold of an entry, without ids of ours and moments."""
    service = Service.objects.get(pk=service_id)
    of_it = {
        model.__name__: sorted(
            (_plain(row) for row in model._default_manager.filter(service=service)), key=str
        )
        for model in (Attribute, Check, Edit, FoundWrong, Schedule, SourceRecord, Suggestion)
    }
    places = Location.objects.filter(services_here__service=service)
    return {
        "service": _plain(service) | {"terms": len(service.taxonomy_terms)},
        "run by": service.organization.name,
        "places": sorted((_plain(row, "source_id") for row in places), key=str),
        **of_it,
    }


def _plain(row: Model, *but: str) -> dict[str, Any]:
    said = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        name: str(value)
        for name, value in said.items()
        if not isinstance(value, UUID) and name not in _MOMENTS | {"same_as", "publisher", *but}
    }
