"""What we publish of a service: its document made whole, with ids for every part and nobody in it.

Whatever the standard demands and nobody told us is filled in where it can be said truly. Where it
cannot, a text of an address is empty, and any other part is left out.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from linkwell.directory.documents import NEEDS, Document, position
from linkwell.directory.hsds import fields_of
from linkwell.directory.privacy import without_people
from linkwell.kernel.geography import Point
from linkwell.needs.rules import Need


class OnTheMap(NamedTuple):
    """Where a place is on the grid, and the ONS code of its local authority, as far as is known."""

    point: Point | None = None
    authority: str = ""


_NATIONS = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}


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
    whole, _ = without_people(document)
    whole["id"] = str(service_id)
    whole["organization"] = {**whole.get("organization", {}), "id": str(organization_id)}
    if "status" not in whole:
        whole |= {"status": "active", "status_known": False}
    for at, place in zip(whole.get("service_at_locations", []), places, strict=True):
        if "location" in at:
            at["location"] = _on_the_map(at["location"], place)
    return _whole(whole, "service", str(service_id)) or {}


def _on_the_map(location: Document, place: OnTheMap) -> dict[str, Any]:
    kept = {**location, **(position(place.point) if place.point is not None else {})}
    for address in kept.get("addresses", []):
        address.setdefault("state_province", _NATIONS.get(place.authority[:1], ""))
        address.setdefault("address_type", location.get("location_type", "physical"))
    return kept


def _whole(value: Document, shape: str, path: str) -> dict[str, Any] | None:
    """The object with all that it must have, in the order of the standard; None if it lacks any."""
    filled = {**_FILL.get(shape, _nothing)(value), **value}
    filled.setdefault("id", str(uuid5(NAMESPACE_URL, path)))
    whole: dict[str, Any] = {}
    for name, field in fields_of(shape).items():
        told = filled.get(name)
        if told is not None and field.kind is None:
            told = _parts(told, field.shape, f"{path}/{name}", many=field.many)
        if told not in (None, [], {}):
            whole[name] = told
        elif field.must:
            if name not in filled:
                return None
            whole[name] = told
    return whole


def _parts(told: Any, shape: str, path: str, *, many: bool) -> Any:
    if not many:
        return _whole(told, shape, path)
    each = (_whole(one, shape, f"{path}/{number}") for number, one in enumerate(told))
    return [one for one in each if one]


def _nothing(_value: Document) -> dict[str, Any]:
    return {}


def _organization(value: Document) -> dict[str, Any]:
    return {"description": value.get("name", "")}


def _address(value: Document) -> dict[str, Any]:
    """The town is the last part of an address that is written in one line, where it has parts."""
    _street, comma, last = str(value.get("address_1", "")).rpartition(",")
    return {"address_1": "", "city": last.strip() if comma else "", "postal_code": "",
            "country": "GB"}  # fmt: skip


def _term(value: Document) -> dict[str, Any]:
    code = str(value.get("code", ""))
    ours = value.get("taxonomy") == NEEDS and code in set(Need)
    name = Need(code).label if ours else str(value.get("name", code))
    return {"name": name, "description": str(value.get("name", name))}


_FILL = {"organization": _organization, "address": _address, "taxonomy_term": _term}
