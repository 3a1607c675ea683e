"""What we publish of a service: its document made whole, with ids for every part and nobody in it.

Whatever the standard asks for and nobody told us is filled in where it can be said truly, and the
part is left out where it cannot. `hsds.read` finds nothing wrong with what comes out.
"""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from linkwell.directory.documents import NEEDS, Document, position
from linkwell.directory.hsds import fields_of
from linkwell.directory.privacy import without_people
from linkwell.kernel.geography import Point
from linkwell.needs.rules import Need

_NATIONS = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}


def published(
    document: Document,
    *,
    service_id: UUID,
    organization_id: UUID,
    points: Mapping[str, tuple[Point | None, str]],
) -> dict[str, Any]:
    """A full service as HSDS 3.1 has it, which ORUK 3.0 takes too.

    `points` tells of each place, by the id that the document gives it or by its number, where it
    is on the grid, and the ONS code of its local authority.
    """
    whole, _ = without_people(document)
    whole["id"] = str(service_id)
    whole["organization"] = {**whole.get("organization", {}), "id": str(organization_id)}
    if "status" not in whole:
        whole |= {"status": "active", "status_known": False}
    for number, at in enumerate(whole.get("service_at_locations", [])):
        if "location" in at:
            point, authority = points.get(str(number), (None, ""))
            at["location"] = _on_the_map(at["location"], point, authority)
    return _whole(whole, "service", str(service_id)) or {}


def _on_the_map(location: Document, point: Point | None, authority: str) -> dict[str, Any]:
    kept = {**location, **(position(point) if point is not None else {})}
    for address in kept.get("addresses", []):
        address.setdefault("state_province", _NATIONS.get(authority[:1], "England"))
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
    """The town is the last part of an address that is written in one line."""
    lines = str(value.get("address_1", ""))
    town = lines.rpartition(",")[2].strip() or str(value.get("state_province", ""))
    return {"address_1": "", "city": town, "postal_code": "", "country": "GB"}


def _term(value: Document) -> dict[str, Any]:
    code = str(value.get("code", ""))
    ours = value.get("taxonomy") == NEEDS and code in set(Need)
    name = Need(code).label if ours else str(value.get("name", code))
    return {"name": name, "description": str(value.get("name", name))}


_FILL = {"organization": _organization, "address": _address, "taxonomy_term": _term}
