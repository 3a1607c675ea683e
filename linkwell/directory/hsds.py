"""The Human Services Data Specification 3.1 as one table, and the reading of anything against it.

Source: openreferral/specification, branch 3.1 (CC BY-SA 4.0): the names and types of fields are
restated, no text is. Some fields are ours, since life needs them and HSDS has none: see OURS.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID


class Kind(StrEnum):
    """What a field holds that is no object of its own."""

    TEXT = "text"
    UUID = "uuid"
    URI = "uri"
    EMAIL = "email"
    NUMBER = "number"
    DATE = "date"  # ISO 8601; a moment will do
    MOMENT = "moment"
    FLAG = "flag"
    STATUS = "status"
    PLACE = "place"
    ADDRESS = "address_type"
    FREQ = "freq"
    WEEKDAY = "weekday"
    ROUTE = "route"


CODES: Mapping[Kind, tuple[str, ...]] = {
    Kind.STATUS: ("active", "inactive", "defunct", "temporarily closed"),
    Kind.PLACE: ("physical", "postal", "virtual"),
    Kind.ADDRESS: ("physical", "postal", "virtual"),
    Kind.FREQ: ("WEEKLY", "MONTHLY"),
    Kind.WEEKDAY: ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
    Kind.ROUTE: ("open", "self", "professional", "voucher"),
}

# A field that must be there ends in "!"; a list of objects stands in brackets, one object in
# braces. Every object may also have `attributes` and `metadata`, but for the two themselves.
_TABLE = {
    "service": """id:uuid! organization_id:uuid program_id:uuid name:text! alternate_name:text
        description:text url:uri additional_urls[url] email:email status:status!
        interpretation_services:text application_process:text fees_description:text wait_time:text
        fees:text accreditations:text eligibility_description:text minimum_age:number
        maximum_age:number assured_date:date assurer_email:email licenses:text alert:text
        last_modified:moment phones[phone] schedules[schedule] service_areas[service_area]
        service_at_locations[service_at_location] languages[language] organization{organization}
        funding[funding] cost_options[cost_option] program{program}
        required_documents[required_document] contacts[contact] capacities[service_capacity]""",
    "organization": """id:uuid! name:text! alternate_name:text description:text! email:email
        website:uri additional_websites[url] tax_status:text tax_id:text year_incorporated:number
        legal_status:text logo:text uri:uri parent_organization_id:uuid funding[funding]
        contacts[contact] phones[phone] locations[location] programs[program]
        organization_identifiers[organization_identifier]""",
    "program": "id:uuid! organization_id:uuid name:text! alternate_name:text description:text!",
    "organization_identifier": """id:uuid! organization_id:uuid identifier_scheme:text
        identifier_type:text! identifier:text!""",
    "url": "id:uuid! label:text url:uri! organization_id:uuid service_id:uuid",
    "funding": "id:uuid! organization_id:uuid service_id:uuid source:text",
    "required_document": "id:uuid! service_id:uuid document:text uri:uri",
    "cost_option": """id:uuid! service_id:uuid valid_from:date valid_to:date option:text
        currency:text amount:number amount_description:text""",
    "service_capacity": """id:uuid! service_id:uuid unit{unit}! unit_id:uuid available:number!
        maximum:number description:text updated:moment!""",
    "unit": "id:uuid! name:text! scheme:text identifier:text uri:uri",
    "service_area": """id:uuid! service_id:uuid service_at_location_id:uuid name:text
        description:text extent:text extent_type:text uri:text""",
    "service_at_location": """id:uuid! service_id:uuid location_id:uuid description:text
        service_areas[service_area] contacts[contact] phones[phone] schedules[schedule]
        location{location}""",
    "location": """id:uuid! location_type:place! url:uri organization_id:uuid name:text
        alternate_name:text description:text transportation:text latitude:number longitude:number
        external_identifier:text external_identifier_type:text languages[language]
        addresses[address] contacts[contact] accessibility[accessibility] phones[phone]
        schedules[schedule]""",
    "address": """id:uuid! location_id:uuid attention:text address_1:text! address_2:text
        city:text! region:text state_province:text! postal_code:text! country:text!
        address_type:address_type!""",
    "accessibility": "id:uuid! location_id:uuid description:text details:text url:uri",
    "phone": """id:uuid! location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid
        service_at_location_id:uuid number:text! extension:number type:text description:text
        languages[language]""",
    "contact": """id:uuid! organization_id:uuid service_id:uuid service_at_location_id:uuid
        location_id:uuid name:text title:text department:text email:email phones[phone]""",
    "schedule": """id:uuid! service_id:uuid location_id:uuid service_at_location_id:uuid
        valid_from:date valid_to:date dtstart:date timezone:number until:date count:number
        wkst:weekday freq:freq interval:number byday:text byweekno:text bymonthday:text
        byyearday:text description:text opens_at:text closes_at:text schedule_link:uri
        attending_type:text notes:text""",
    "language": """id:uuid! service_id:uuid location_id:uuid phone_id:uuid name:text code:text
        note:text""",
    "attribute": """id:uuid! link_id:uuid taxonomy_term_id:uuid link_type:text link_entity:text
        value:text taxonomy_term{taxonomy_term} label:text""",
    "taxonomy_term": """id:uuid! code:text name:text! description:text! parent_id:uuid
        taxonomy:text taxonomy_detail{taxonomy} language:text taxonomy_id:uuid term_uri:uri""",
    "taxonomy": "id:uuid! name:text! description:text! uri:uri version:text",
    "metadata": """id:uuid! resource_id:uuid resource_type:text last_action_date:date!
        last_action_type:text! field_name:text! previous_value:text! replacement_value:text!
        updated_by:text!""",
}
OURS = {
    # How people come in; whether it costs nothing; that its needs are all told, none to be heard;
    # that somebody says so of its status, which the standard wants from everybody.
    "service": "referral_route:route free:flag needs_told:flag status_known:flag",
    "location": "step_free:flag",
    "schedule": "term_time:flag exceptions:text",  # in school terms only; "2026-12-25,2027-01-01"
}
SHAPES = tuple(_TABLE)
_WITHOUT = frozenset({"attribute", "metadata", "taxonomy_term", "taxonomy"})
_DEEPEST = 12  # objects within objects: the specification itself needs eight
_MOST = 2_000  # objects in one list
_LONGEST = 20_000  # characters of one text
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+")
_PART = re.compile(r"(\w+)(?::(\w+)|\[(\w+)\]|\{(\w+)\})(!?)")


@dataclass(frozen=True)
class Field:
    """One field of an object: a value of `kind`, else an object of `shape`, or a list of them."""

    kind: Kind | None
    shape: str
    many: bool
    must: bool


@dataclass(frozen=True)
class Finding:
    """What is wrong in a document, and where: "phones/0/number"."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


@lru_cache(maxsize=64)
def fields_of(shape: str) -> Mapping[str, Field]:
    """The fields of an object of the specification, ours among them."""
    written = f"{_TABLE[shape]} {OURS.get(shape, '')}"
    if shape not in _WITHOUT:
        written += " attributes[attribute]"
    if shape != "metadata":
        written += " metadata[metadata]"
    return {
        name: Field(Kind(kind) if kind else None, many or one, bool(many), must == "!")
        for name, kind, many, one, must in _PART.findall(written)
    }


def read(value: Any, shape: str = "service") -> tuple[dict[str, Any], list[Finding]]:
    """The object with the known fields that say something, in the order of the specification;
    and what is wrong with it. Any value will do.

    What is empty ("", null, an empty list) says nothing, and counts as not being there.
    """
    findings: list[Finding] = []
    clean = _object(value, shape, "", findings, 0)
    return clean or {}, findings


def _object(
    value: Any, shape: str, where: str, findings: list[Finding], depth: int
) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        findings.append(Finding(where, f"It is no {_spoken(shape)}, but {_told(value)}"))
        return None
    if depth > _DEEPEST:
        findings.append(Finding(where, "It lies too deep within other objects"))
        return None
    clean: dict[str, Any] = {}
    for name, field in fields_of(shape).items():
        at = f"{where}/{name}".lstrip("/")
        before = len(findings)
        kept = _field(value.get(name), field, at, findings, depth)
        if not _says_nothing(kept):
            clean[name] = kept
        elif field.must and len(findings) == before:
            findings.append(Finding(at, "It is missing"))
    return clean


def _field(value: Any, field: Field, where: str, findings: list[Finding], depth: int) -> Any:
    if _says_nothing(value):
        return None
    if field.kind is not None:
        return _value(value, field.kind, where, findings)
    if not field.many:
        return _object(value, field.shape, where, findings, depth + 1)
    if not isinstance(value, list):
        findings.append(Finding(where, f"It is no list, but {_told(value)}"))
        return None
    if len(value) > _MOST:
        findings.append(Finding(where, f"It holds more than {_MOST} objects"))
        return None
    each = (
        _object(one, field.shape, f"{where}/{number}", findings, depth + 1)
        for number, one in enumerate(value)
    )
    return [one for one in each if one] or None


def _says_nothing(value: Any) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def _value(value: Any, kind: Kind, where: str, findings: list[Finding]) -> Any:
    """The value as JSON holds it, or None and a finding."""
    try:
        return _READERS[kind](value, kind)
    except ValueError as fault:
        findings.append(Finding(where, str(fault)))
        return None


def _number(value: Any, kind: Kind) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"It is no number, but {_told(value)}")
    if not abs(value) < 1e12:  # nor NaN
        raise ValueError("It is no number that could be right")
    return int(value) if value == int(value) else value


def _flag(value: Any, kind: Kind) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"It is neither true nor false, but {_told(value)}")
    return value


def _text(value: Any, kind: Kind) -> str:
    if not isinstance(value, str):
        raise ValueError(f"It is no text, but {_told(value)}")
    if len(value) > _LONGEST:
        raise ValueError(f"It is longer than {_LONGEST} characters")
    plain = "".join(ch for ch in value if ch in "\n\t" or ch.isprintable())
    return plain.encode("utf-8", "ignore").decode().strip()


def _uuid(value: Any, kind: Kind) -> str:
    text = _text(value, kind)
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError(f"{_told(text)} is no UUID") from None


def _uri(value: Any, kind: Kind) -> str:
    text = _text(value, kind)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError(f"{_told(text)} is no address of the web") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc or " " in text:
        raise ValueError(f"{_told(text)} is no address of the web")
    return text


def _email(value: Any, kind: Kind) -> str:
    text = _text(value, kind)
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise ValueError(f"{_told(text)} is no e-mail address")
    return text


def _date(value: Any, kind: Kind) -> str:
    text = _text(value, kind)
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"{_told(text)} is no date like 2026-05-14") from None
    return text


def _moment(value: Any, kind: Kind) -> str:
    text = _text(value, kind)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{_told(text)} is no moment like 2026-05-14T10:30:00Z") from None
    return text


def _code(value: Any, kind: Kind) -> str:
    text = _text(value, kind)
    if text not in CODES[kind]:
        known = ", ".join(f"“{code}”" for code in CODES[kind])
        raise ValueError(f"{_told(text)} is none of {known}")
    return text


_READERS = {
    Kind.TEXT: _text,
    Kind.UUID: _uuid,
    Kind.URI: _uri,
    Kind.EMAIL: _email,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.FLAG: _flag,
    **dict.fromkeys(CODES, _code),
}


def _spoken(shape: str) -> str:
    return shape.replace("_", " ")


def _told(value: Any) -> str:
    """Enough of a value to find it again."""
    match value:
        case str():
            return f"“{value[:40]}”"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {str(value)[:40]}"
        case None:
            return "nothing"
        case list():
            return "a list"
        case _:
            return "an object"
