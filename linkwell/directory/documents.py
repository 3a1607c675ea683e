"""A service as one HSDS 3.1 document, and the listing that matching and pages read from it.

What a source says is kept as such a document; everything else is worked out from it. A document
that we make of a sheet's row holds no ids of its parts: they are made when it is served.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linkwell.directory import wording
from linkwell.directory.hearing import heard_in
from linkwell.directory.rules import (
    KnownBy,
    Listing,
    LocationType,
    Offered,
    Placed,
    ReferralRoute,
    Status,
    Where,
)
from linkwell.directory.schedules import days_left_out, read_date, sessions_of, told_schedules
from linkwell.directory.vocabularies import need_of
from linkwell.kernel import postcode
from linkwell.kernel.degrees import from_wgs84, to_wgs84
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Place, Point
from linkwell.kernel.languages import language_name, short_code
from linkwell.needs.rules import Need

Document = Mapping[str, Any]
FindPlaces = Callable[[Sequence[str]], Sequence[Place | None]]

NEEDS = "Linkwell needs"  # our vocabulary's name, in `taxonomy_term.taxonomy`
_AREA = "http://statistics.data.gov.uk/id/statistical-geography"
_AUTHORITY = re.compile(r"\b(?:E0[6-9]|W06|S12|N09)\d{6}\b")
_LONGEST_NAME = 200
_TOO_FAR = 3_000  # metres between a position and its postcode: then the postcode is believed
_SAME = 1  # metres: so near, it was worked out from the postcode
_OLDEST = 120  # years


@dataclass(frozen=True)
class Told:
    """What a document says: of the service, and each place where it is. `listing.where` is None."""

    listing: Listing
    places: tuple[Placed, ...]


def told_by(document: Document, source_id: str, find_places: FindPlaces) -> Told:
    """What a document that `hsds.read` gave says of a service. Nothing is guessed; of its parts
    those that lack something are read as far as they go.

    `find_places` answers for many postcodes at once.
    """
    organization = document.get("organization", {}).get("name") or document["name"]
    schedules = list(_schedules(document))
    capacity = _capacity(document)
    listing = Listing(
        source_id=source_id,
        name=document["name"][:_LONGEST_NAME],
        organization=organization[:_LONGEST_NAME],
        description=wording.prose(document.get("description", "")),
        url=wording.website(document.get("url", "")),
        phone=_phone(document),
        email=wording.email(document.get("email", "")),
        minimum_age=_age(document.get("minimum_age")),
        maximum_age=_age(document.get("maximum_age")),
        available=capacity.get("available"),
        available_on=read_date(capacity.get("updated")),
        status=_status(document),
        route=ReferralRoute(document.get("referral_route", ReferralRoute.UNKNOWN)),
        application_process=wording.prose(document.get("application_process", "")),
        free=_free(document),
        fees=wording.prose(document.get("fees_description") or document.get("fees", "")),
        eligibility=wording.prose(document.get("eligibility_description", "")),
        alert=wording.prose(document.get("alert", "")),
        checked_on=read_date(document.get("assured_date")),
        serves=tuple(dict.fromkeys(_authorities(document))),
        languages=tuple(dict.fromkeys(_languages(document))),
        hours="; ".join(
            dict.fromkeys(one["description"] for one in schedules if "description" in one)
        ),
        sessions=tuple(dict.fromkeys(sessions_of(schedules))),
        not_on=days_left_out(schedules),
        needs=tuple(_needs(document)),
    )
    return Told(listing, tuple(_places(document, source_id, find_places)))


def document_of(listing: Listing) -> dict[str, Any]:
    """The document that says what a listing says. `told_by` gives the listing back."""
    said = {
        "name": listing.name,
        "description": listing.description,
        "url": listing.url,
        "email": listing.email,
        "status": "" if listing.status is Status.UNKNOWN else listing.status.value,
        "application_process": listing.application_process,
        "fees_description": listing.fees,
        "eligibility_description": listing.eligibility,
        "minimum_age": listing.minimum_age,
        "maximum_age": listing.maximum_age,
        "assured_date": listing.checked_on and listing.checked_on.isoformat(),
        "alert": listing.alert,
        "phones": listing.phone and [{"number": listing.phone}],
        "schedules": told_schedules(listing),
        "service_areas": [_area(code) for code in listing.serves],
        "service_at_locations": listing.where and [{"location": _location(listing.where)}],
        "languages": [{"code": code, "name": language_name(code)} for code in listing.languages],
        "organization": {"name": listing.organization},
        "capacities": _told_capacity(listing),
        "attributes": [_attribute(offer) for offer in listing.needs],
        "referral_route": "" if listing.route is ReferralRoute.UNKNOWN else listing.route.value,
        "free": listing.free,
        "needs_told": True,
    }
    return {field: value for field, value in said.items() if value not in (None, "", [])}


def _said(objects: Sequence[Document], field: str) -> Iterator[Any]:
    """What those of the objects say that say something in this field."""
    return (one[field] for one in objects if field in one)


def _phone(document: Document) -> str:
    """The service's number, else its organisation's; never one that stands under a contact."""
    phones = [
        *document.get("phones", []),
        *document.get("organization", {}).get("phones", []),
    ]
    numbers = (wording.phone(one["number"]) for one in phones if _is_voice(one))
    return next((number for number in numbers if number), "")[:40]


def _is_voice(phone: Document) -> bool:
    return "number" in phone and phone.get("type") not in ("fax", "tty", "pager")


def _status(document: Document) -> Status:
    known = document.get("status_known", True)
    return Status(document.get("status", Status.UNKNOWN)) if known else Status.UNKNOWN


def _age(years: Any) -> int | None:
    return int(years) if years is not None and 0 <= years <= _OLDEST else None


def _free(document: Document) -> bool | None:
    """As it says; else free when every price is nothing, and not free when one is more."""
    if "free" in document:
        return bool(document["free"])
    amounts = list(_said(document.get("cost_options", []), "amount"))
    return None if not amounts else not any(amounts)


def _capacity(document: Document) -> dict[str, Any]:
    """Places that are free, by the newest word; other units (beds, hours) are not places."""
    found = [
        one
        for one in document.get("capacities", [])
        if one.get("unit", {}).get("name", "").casefold() in ("places", "place", "people", "spaces")
        and 0 <= one.get("available", -1) <= 1000
    ]
    return max(found, key=lambda one: str(one.get("updated", "")), default={})


def _told_capacity(listing: Listing) -> list[dict[str, Any]]:
    if listing.available is None:
        return []
    told = {"unit": {"name": "places"}, "available": listing.available}
    if listing.available_on:
        told["updated"] = f"{listing.available_on.isoformat()}T00:00:00Z"
    return [told]


def _authorities(document: Document) -> Iterator[str]:
    for area in document.get("service_areas", []):
        yield from _AUTHORITY.findall(f"{area.get('extent', '')} {area.get('uri', '')}")


def _area(code: str) -> dict[str, str]:
    return {"extent": code, "extent_type": "text", "uri": f"{_AREA}/{code}"}


def _languages(document: Document) -> Iterator[str]:
    for one in document.get("languages", []):
        code = short_code(one.get("code", "")) or short_code(one.get("name", ""))
        if code:
            yield code


def _schedules(document: Document) -> Iterator[dict[str, Any]]:
    """Of the service, of the service at each place, and of the place where no other says when."""
    at_places = document.get("service_at_locations", [])
    own = [*document.get("schedules", [])]
    own += [one for at in at_places for one in at.get("schedules", [])]
    yield from own or (
        one for at in at_places for one in at.get("location", {}).get("schedules", [])
    )


def _needs(document: Document) -> Iterator[Offered]:
    """Those of our own vocabulary; of a document of others, what its terms mean where we know their
    vocabulary, and what its words and terms speak of."""
    terms = list(_said(document.get("attributes", []), "taxonomy_term"))
    if document.get("needs_told") or any(term.get("taxonomy") == NEEDS for term in terms):
        yield from _declared(document)
        return
    meant = {need: term["name"] for term in terms if (need := need_of(term)) is not None}
    yield from (Offered(need, KnownBy.DECLARED, name[:200]) for need, name in meant.items())
    words = [document["name"], wording.prose(document.get("description", ""))]
    heard = heard_in([*words, *_said(terms, "name")])
    yield from (one for one in heard if one.need not in meant)


def _declared(document: Document) -> Iterator[Offered]:
    for one in document.get("attributes", []):
        term = one.get("taxonomy_term", {})
        if term.get("taxonomy") == NEEDS and term.get("code") in set(Need):
            how = one.get("label", KnownBy.DECLARED)
            known = KnownBy(how) if how in set(KnownBy) else KnownBy.DECLARED
            yield Offered(Need(term["code"]), known, one.get("value", "")[:200])


def _attribute(offer: Offered) -> dict[str, Any]:
    told: dict[str, Any] = {
        "label": offer.known_by.value,
        "taxonomy_term": {"code": offer.need.value, "taxonomy": NEEDS},
    }
    return {**told, "value": offer.words} if offer.words else told


def _places(document: Document, source_id: str, find_places: FindPlaces) -> Iterator[Placed]:
    """Each with its own id, or one made of the service's."""
    locations = [
        at["location"] for at in document.get("service_at_locations", []) if "location" in at
    ]
    addresses = list(map(_first_address, locations))
    codes = [_postcode(one.get("postal_code", "")) for one in addresses]
    known = [code for code in codes if code]
    places = dict(zip(known, find_places(known), strict=True))
    for number, (location, code) in enumerate(zip(locations, codes, strict=True)):
        where = _where(location, addresses[number], code, places.get(code))
        yield Placed(place_id(location, source_id, number), where)


def place_id(location: Document, source_id: str, number: int) -> str:
    """The publisher's own id of a place, or one made of its service's and its number there."""
    made = f"{source_id}#{number}" if number else source_id
    return str(location.get("id") or made)[:100]


def _first_address(location: Document) -> Document:
    addresses: list[Document] = location.get("addresses", [])
    return addresses[0] if addresses else {}


def _where(location: Document, address: Document, code: str, place: Place | None) -> Where:
    kind = LocationType(location.get("location_type", LocationType.PHYSICAL))
    given = _AUTHORITY.search(location.get("external_identifier", ""))
    return Where(
        kind=kind,
        address=_address(location, address, code),
        postcode=place.postcode if place else code,
        point=_point(location, place),
        authority=given[0] if given else _authority(kind, place),
        step_free=location.get("step_free"),
        accessibility="; ".join(
            " ".join(one[part] for part in ("description", "details") if part in one)
            for one in location.get("accessibility", [])
        ),
    )


def _authority(kind: LocationType, place: Place | None) -> str:
    """Where people meet: which an office does not tell."""
    return "" if place is None or kind is LocationType.POSTAL else place.authority or ""


def _postcode(text: str) -> str:
    try:
        return postcode.read(text)
    except InputAtFault:
        return ""


def _address(location: Document, address: Document, code: str) -> str:
    """Its parts in order, none said twice."""
    told = ""
    for part in (
        location.get("name", ""),
        *(address.get(name, "") for name in ("address_1", "address_2", "city", "region")),
    ):
        words = wording.prose(part)
        if words and words.casefold() not in told.casefold() and words != code:
            told = f"{told}, {words}" if told else words
    return told


def _point(location: Document, place: Place | None) -> Point | None:
    """Its own position where that is near its postcode; else the postcode's."""
    centre = place.point if place else None
    if "latitude" not in location or "longitude" not in location:
        return centre
    try:
        own = from_wgs84(location["latitude"], location["longitude"])
    except ValueError:
        return centre
    if centre is None:
        return own
    return own if _SAME <= own.metres_to(centre) <= _TOO_FAR else centre


def position(point: Point) -> dict[str, float]:
    """Degrees, to a centimetre; nothing of what does not lie in Great Britain."""
    try:
        latitude, longitude = to_wgs84(point)
    except ValueError:
        return {}
    return {"latitude": round(latitude, 7), "longitude": round(longitude, 7)}


def _location(where: Where) -> dict[str, Any]:
    address = {"address_1": where.address, "postal_code": where.postcode}
    told: dict[str, Any] = {
        "location_type": where.kind.value,
        "addresses": [{part: words for part, words in address.items() if words}],
        "step_free": where.step_free,
        "accessibility": where.accessibility and [{"description": where.accessibility}],
    }
    if where.point is not None and not where.postcode:
        told |= position(where.point)
    if where.authority and where.kind is LocationType.POSTAL:
        told["external_identifier"] = where.authority
        told["external_identifier_type"] = _AREA
    return {field: value for field, value in told.items() if value not in (None, "", [], [{}])}
