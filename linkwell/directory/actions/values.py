"""The columns of the rows that say what a listing says."""

from collections.abc import Iterator
from typing import Any, TypeAlias
from uuid import UUID

from linkwell.directory.rules import Listing, Where

Row: TypeAlias = tuple[Any, ...]


def service_values(said: Listing, organization_id: UUID) -> dict[str, Any]:
    return {
        "organization_id": organization_id,
        "name": said.name,
        "description": said.description,
        "url": said.url,
        "phone": said.phone,
        "email": said.email,
        "minimum_age": said.minimum_age,
        "maximum_age": said.maximum_age,
        "available": said.available,
        "available_on": said.available_on,
        "status": said.status,
        "referral_route": said.route,
        "application_process": said.application_process,
        "fees_description": said.fees,
        "free": said.free,
        "eligibility_description": said.eligibility,
        "alert": said.alert,
        "serves": list(said.serves),
        "languages": list(said.languages),
        "assured_date": said.checked_on,
    }


def location_values(where: Where) -> dict[str, Any]:
    return {
        "location_type": where.kind,
        "address": where.address,
        "postcode": where.postcode,
        "point": where.point,
        "authority": where.authority,
        "step_free": where.step_free,
        "accessibility": where.accessibility,
    }


SCHEDULE = (
    "service", "description", "byday", "opens_at", "closes_at", "nth", "interval", "valid_from",
    "valid_to", "term_time", "exceptions",
)  # fmt: skip


def schedule_rows(service_id: UUID, said: Listing) -> Iterator[Row]:
    """A row of SCHEDULE for each session; the words alone where they were not understood."""
    if not said.sessions and (said.hours or said.not_on):
        yield service_id, said.hours, "", None, None, 0, 1, None, None, False, list(said.not_on)
    for one in said.sessions:
        yield (
            service_id, said.hours, one.day, one.opens, one.closes, one.nth, one.interval,
            one.valid_from, one.valid_to, one.term_time, list(one.exceptions),
        )  # fmt: skip
