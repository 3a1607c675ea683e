"""What we publish of a service: its document made whole, with ids for every part and nobody in it.

Whatever the standard demands and nobody told us is filled in where it can be said truly. Where it
cannot, a text of an address is empty, and any other part is left out.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from linkwell.directory.documents import NEEDS, Document, position
from linkwell.directory.hsds import Kind, fields_of
from linkwell.directory.privacy import without_people
from linkwell.directory.schedules import days_left_out
from linkwell.directory.sessions import days_in_words
from linkwell.kernel.geography import Point
from linkwell.needs.rules import Need


class OnTheMap(NamedTuple):
    """Our id of a service's being at a place; where that is on the grid, and the ONS code of its
    local authority, as far as is known."""

    id: UUID | None = None
    point: Point | None = None
    authority: str = ""


_NATIONS = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
Ids = Mapping[str, str]  # what the publisher calls something -> what we call it


def published(
    document: Document,
    *,
    service_id: UUID,
    organization_id: UUID,
    places: Sequence[OnTheMap],
) -> dict[str, Any]:
    """A full service as HSDS 3.1 has it, which ORUK 3.0 takes too.

    `places` tells of each `service_at_location` of the document, in its order.
    """
    kept, _ = without_people(document)
    ours = {"id": str(service_id), "organization_id": str(organization_id)}
    whole = {**kept, **ours, "organization": {**kept.get("organization", {})}}
    whole["organization"]["id"] = str(organization_id)
    if "status" not in whole:
        whole |= {"status": "active", "status_known": False}
    ids = {kept.get("id", ""): str(service_id)}
    ids[kept.get("organization", {}).get("id", "")] = str(organization_id)
    for at, place in zip(whole.get("service_at_locations", []), places, strict=True):
        if place.id is not None:
            ids[at.get("id", "")] = at["id"] = str(place.id)
        if "location" in at:
            at["location"] = _on_the_map(at["location"], place)
    made = _whole(whole, "service", str(service_id), ids) or {}
    for at in made.get("service_at_locations", []):
        at["service_id"] = str(service_id)
        if "location" in at:
            at["location_id"] = at["location"]["id"]
    return made


def flat(value: Document, shape: str) -> dict[str, Any]:
    """The object as the standard's lists have it: without what there may be several of."""
    fields = fields_of(shape)
    return {
        name: told if fields[name].kind else flat(told, fields[name].shape)
        for name, told in value.items()
        if not fields[name].many
    }


def terms_of(document: Document) -> Iterator[dict[str, Any]]:
    """The terms of any taxonomy that a document uses, anywhere in it, as we publish them."""
    for name, told in document.items():
        for one in told if isinstance(told, list) else [told]:
            if name == "taxonomy_term":
                if term := _whole_term(json.dumps(one, sort_keys=True)):
                    yield term
            elif isinstance(one, dict):
                yield from terms_of(one)


@lru_cache(maxsize=10_000)
def _whole_term(written: str) -> dict[str, Any] | None:
    """Kept, since a list uses few terms many times; nobody changes what this gives."""
    return _whole(json.loads(written), "taxonomy_term", "", {})


def _on_the_map(location: Document, place: OnTheMap) -> dict[str, Any]:
    kept = {**location, **(position(place.point) if place.point is not None else {})}
    for address in kept.get("addresses", []):
        address.setdefault("state_province", _NATIONS.get(place.authority[:1], ""))
        address.setdefault("address_type", location.get("location_type", "physical"))
    return kept


def _whole(value: Document, shape: str, path: str, ids: Ids) -> dict[str, Any] | None:
    """The object with all that it must have, in the order of the standard; None if it lacks any."""
    filled = {**_FILL.get(shape, _nothing)(value), **value}
    filled.setdefault("id", str(uuid5(NAMESPACE_URL, path)))
    whole: dict[str, Any] = {}
    for name, field in fields_of(shape).items():
        told = filled.get(name)
        if told is not None:
            if field.kind is None:
                told = _parts(told, field.shape, f"{path}/{name}", ids, many=field.many)
            elif field.kind is Kind.UUID:
                told = ids.get(told, told)
            elif field.kind is Kind.MOMENT:
                told = moment(datetime.fromisoformat(told))
        if told not in (None, [], {}):
            whole[name] = told
        elif field.must:
            if name not in filled:
                return None
            whole[name] = told
    return whole


def _parts(told: Any, shape: str, path: str, ids: Ids, *, many: bool) -> Any:
    if not many:
        return _whole(told, shape, path, ids)
    each = (_whole(one, shape, f"{path}/{number}", ids) for number, one in enumerate(told))
    return [one for one in each if one]


def moment(at: datetime) -> str:
    """As RFC 3339 has it, in UTC; what names no zone is taken for UTC."""
    known = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    try:
        known = known.astimezone(UTC)
    except OverflowError:  # at the very ends of the calendar
        known = known.replace(tzinfo=UTC)
    return known.isoformat().replace("+00:00", "Z")


def _nothing(_value: Document) -> dict[str, Any]:
    return {}


def _organization(value: Document) -> dict[str, Any]:
    return {"description": value.get("name", "")}


def _address(value: Document) -> dict[str, Any]:
    """The town is the last part of an address that is written in one line, where it has parts."""
    _street, comma, last = str(value.get("address_1", "")).rpartition(",")
    return {"address_1": "", "city": last.strip() if comma else "", "postal_code": "",
            "country": "GB"}  # fmt: skip


def _schedule(value: Document) -> dict[str, Any]:
    """What the standard has no field for, in words (specification #167)."""
    days = days_left_out([value])
    told = ["In school term time only."] if value.get("term_time") else []
    told += [f"Not on {days_in_words(days)}."] if days else []
    return {"notes": " ".join(told)} if told else {}


def _taxonomy(value: Document) -> dict[str, Any]:
    name = str(value.get("name", ""))
    return {"id": str(uuid5(NAMESPACE_URL, name)), "name": name, "description": name}


def _term(value: Document) -> dict[str, Any]:
    """A term without an id of its own has the same one wherever it stands."""
    detail = _taxonomy(value.get("taxonomy_detail", {"name": value.get("taxonomy", "")}))
    detail |= value.get("taxonomy_detail", {})
    code = str(value.get("code", ""))
    ours = value.get("taxonomy") == NEEDS and code in set(Need)
    name = Need(code).label if ours else str(value.get("name", code))
    own = uuid5(NAMESPACE_URL, f"{detail['name']}/{code or name}")
    told = {"id": str(own), "name": name, "description": str(value.get("name", name))}
    return {**told, "taxonomy_id": detail["id"]} if detail["name"] else told


_FILL = {
    "organization": _organization,
    "address": _address,
    "schedule": _schedule,
    "taxonomy": _taxonomy,
    "taxonomy_term": _term,
}
