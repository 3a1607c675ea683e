"""The columns of the rows that say what a listing says."""

from collections.abc import Iterator
from datetime import time
from typing import Any
from uuid import UUID

from linkwell.directory.rules import Listing, Where


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


def schedule_values(said: Listing) -> Iterator[tuple[str, str, time | None, time | None]]:
    """Words, day, begin and end of each session; the words alone where they were not understood."""
    if said.hours and not said.sessions:
        yield said.hours, "", None, None
    for session in said.sessions:
        yield said.hours, session.day, session.opens, session.closes
