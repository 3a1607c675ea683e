"""Open Referral UK 1.0, which most English feeds still serve, told in the words of HSDS 3.1.

What 3.1 has no field for (reviews, the name of whoever assured the record) is left out; the days
of holidays are ours.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from linkwell.directory.rules import ReferralRoute

Object = Mapping[str, Any]

# Only version 1.0 has these, and every full record has some of them.
SIGNS = frozenset({
    "eligibilitys", "service_taxonomys", "regular_schedules", "holiday_schedules", "fundings",
    "reviews", "deliverable_type", "attending_type", "attending_access", "pc_metadata",
})  # fmt: skip

_ROUTES = {
    "referral": ReferralRoute.PROFESSIONAL,
    "appointment": ReferralRoute.SELF,
    "drop-in": ReferralRoute.OPEN,
}
_ELSEWHERE = frozenset({"phone", "online"})  # of `attending_type`
_OF_A_MONTH = re.compile(r"(?<!\w)(?:-1|[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)\b")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def in_words_of_today(old: Any) -> Any:
    """The object of a full service record, renamed and moved, still to be read and checked.

    What is no object comes back as it is.
    """
    if not isinstance(old, dict):
        return old
    eligible = _first(old.get("eligibilitys"))
    return {
        **_kept(
            old, "name description url email status fees accreditations assured_date cost_options"
        ),
        "id": made_uuid("service", old.get("id")),
        "organization": _organization(old.get("organization")),
        "referral_route": _ROUTES.get(str(old.get("attending_access")).casefold()),
        "minimum_age": eligible.get("minimum_age"),
        "maximum_age": eligible.get("maximum_age"),
        "eligibility_description": _one(eligible.get("eligibility")),
        "funding": _each(old, "fundings", "funding", source="source"),
        "languages": _each(old, "languages", "language", name="language"),
        "cost_options": [
            {**one, "id": _id("cost_option", one)} for one in _objects(old.get("cost_options"))
        ],
        "service_areas": _each(
            old, "service_areas", "service_area", name="service_area", extent="extent", uri="uri"
        ),
        "contacts": [_contact(one) for one in _objects(old.get("contacts"))],
        "schedules": [
            {**_schedule(one), "exceptions": _closed(old)}
            for one in _objects(old.get("regular_schedules"))
        ],
        "service_at_locations": _places(old),
        "attributes": [_attribute(one) for one in _objects(old.get("service_taxonomys"))],
    }


def made_uuid(shape: str, own: Any) -> str:
    """An id as version 3 wants it: its own where that is a UUID, else always the same one."""
    try:
        return str(UUID(str(own)))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"oruk-1.0:{shape}:{own}"))


def _id(shape: str, one: Object) -> str:
    return made_uuid(shape, one.get("id") or sorted(one.items(), key=str))


def _each(old: Object, field: str, shape: str, **names: str) -> list[dict[str, Any]]:
    """The objects of a list, with some of their fields, by the names that they have today."""
    return [
        {"id": _id(shape, one), **{new: one.get(name) for new, name in names.items()}}
        for one in _objects(old.get(field))
    ]


def _organization(old: Any) -> Any:
    if not isinstance(old, dict):
        return old
    return {
        **_kept(old, "name description email logo uri"),
        "id": made_uuid("organization", old.get("id")),
        "description": old.get("description") or old.get("name"),
        "website": old.get("url"),
    }


def _contact(old: Object) -> dict[str, Any]:
    phones = [
        {"id": _id("phone", one), "number": one.get("number")}
        for one in _objects(old.get("phones"))
    ]
    return {**_kept(old, "name title"), "id": _id("contact", old), "phones": phones}


def _schedule(old: Object) -> dict[str, Any]:
    """`weekday` names a day or several; `byday` is as in version 3, with a sign of the week."""
    days = str(old.get("byday") or old.get("weekday") or "").upper().replace(" ", "")
    freq = str(old.get("freq") or "").upper()
    parts = [part[-2:] if part[:1].isdigit() else part[:2] for part in days.split(",")]
    found = [day for day in parts if day in _DAYS]
    if freq.startswith("MONTH") and old.get("byday"):
        found = _OF_A_MONTH.findall(days)
    return {
        **_kept(
            old, "description opens_at closes_at interval bymonthday valid_from valid_to dtstart"
            " until count"
        ),
        "id": _id("schedule", old),
        "byday": ",".join(found),
        "freq": "MONTHLY" if freq.startswith("MONTH") else "WEEKLY" if found or freq else None,
    }  # fmt: skip


def _closed(old: Object) -> str | None:
    """The days of holidays on which it is closed, as our `exceptions`."""
    days = set[date]()
    for one in _objects(old.get("holiday_schedules")):
        if one.get("closed") in (True, "true", "True"):
            days |= _between(one.get("start_date"), one.get("end_date"))
    return ",".join(day.isoformat() for day in sorted(days)) or None


def _between(first: Any, last: Any) -> set[date]:
    """Nothing where a day cannot be read, or lies far from the other."""
    try:
        begins, ends = (date.fromisoformat(str(day)[:10]) for day in (first, last or first))
    except ValueError:
        return set()
    count = (ends - begins).days + 1
    return {begins + timedelta(days=number) for number in range(count if count < 100 else 0)}


def _places(old: Object) -> list[dict[str, Any]]:
    """Its places; for what comes by phone or online, and has none, that it is nowhere."""
    places = [_place(at) for at in _objects(old.get("service_at_locations"))]
    if not places and str(old.get("attending_type")).casefold() in _ELSEWHERE:
        own = {"id": made_uuid("virtual", old.get("id")), "location_type": "virtual"}
        places = [{"id": made_uuid("virtual at", old.get("id")), "location": own}]
    return places


def _place(at: Object) -> dict[str, Any]:
    location = at.get("location")
    return {
        "id": _id("service_at_location", at),
        "schedules": [_schedule(one) for one in _objects(at.get("regular_schedule"))],
        "location": _location(location) if isinstance(location, dict) else location,
    }


def _location(old: Object) -> dict[str, Any]:
    addresses = [
        {
            **_kept(one, "address_1 city state_province postal_code country"),
            "id": _id("address", one),
            "address_type": "physical",
        }
        for one in _objects(old.get("physical_addresses"))
    ]
    return {
        **_kept(old, "name description"),
        "latitude": _number(old.get("latitude")),
        "longitude": _number(old.get("longitude")),
        "id": _id("location", old),
        "location_type": "physical",
        "addresses": addresses,
        "accessibility": _each(
            old, "accessibility_for_disabilities", "accessibility", description="accessibility"
        ),
    }


def _attribute(old: Object) -> dict[str, Any]:
    taxonomy = old.get("taxonomy")
    term = taxonomy if isinstance(taxonomy, dict) else {}
    own = made_uuid("taxonomy", term.get("id") or term.get("name"))
    return {
        "id": _id("attribute", old),
        "taxonomy_term": {
            "id": own,
            "code": term.get("id"),
            "name": term.get("name"),
            "description": term.get("name"),
            "taxonomy": term.get("vocabulary"),
        },
    }


def _objects(value: Any) -> list[Object]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _first(value: Any) -> Object:
    return next(iter(_objects(value)), {})


def _one(text: Any) -> Any:
    return None if isinstance(text, str) and text.casefold() in ("null", "none") else text


def _number(value: Any) -> Any:
    """Version 1.0 feeds write positions as text now and then."""
    try:
        return float(value) if isinstance(value, str) and value.strip() else value
    except ValueError:
        return value


def _kept(old: Object, names: str) -> dict[str, Any]:
    """The fields that kept their name. Nulls and empty texts say nothing, as everywhere."""
    return {name: old[name] for name in names.split() if name in old}
