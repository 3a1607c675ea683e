"""Drafts from what is kept of a list, as if the list came in again: for working rows out anew."""

from collections.abc import Sequence
from dataclasses import replace

from linkwell.directory.documents import FindPlaces, told_by
from linkwell.directory.drafts import Draft
from linkwell.directory.hours import read_hours
from linkwell.directory.identity import made_id
from linkwell.directory.models import SourceRecord
from linkwell.kernel.geography import Place


def drafts_of(records: Sequence[SourceRecord], find_places: FindPlaces) -> list[Draft]:
    """Postcodes are looked up all at once."""
    wanted = dict.fromkeys(code for one in records for code in _codes(one))
    places = dict(zip(wanted, find_places(list(wanted)), strict=True))

    def find(codes: Sequence[str]) -> list[Place | None]:
        unknown = [code for code in codes if code not in places]
        places.update(zip(unknown, find_places(unknown), strict=True))
        return [places[code] for code in codes]

    return [_draft(one, find) for one in records]


def _codes(record: SourceRecord) -> list[str]:
    return [
        address["postal_code"]
        for at in record.document.get("service_at_locations", [])
        for address in at.get("location", {}).get("addresses", [])[:1]
        if "postal_code" in address
    ]


def _draft(record: SourceRecord, find_places: FindPlaces) -> Draft:
    """A sheet's row kept no id in its document: that is how it is known from a feed's record. Its
    hours are read anew, as they were read from the sheet."""
    told = told_by(record.document, record.source_id, find_places)
    listing, organization_id = told.listing, record.organization_key
    if not organization_id:  # it came in before that was kept
        told_id = record.document.get("organization", {}).get("id")
        organization_id = told_id or made_id([listing.organization])
    if "id" in record.document:
        return Draft(0, organization_id, listing, document=record.document, elsewhere=told.places)
    where = told.places[0].where if told.places else None
    listing = replace(listing, where=where, sessions=read_hours(listing.hours))
    return Draft(0, organization_id, listing, record.line_digest)
