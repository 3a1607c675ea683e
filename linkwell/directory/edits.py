"""What a group says of itself by its own link, field by field, and how it stands beside what the
group's list says. `guarding` says which of it waits for a curator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid5

from linkwell.directory import wording
from linkwell.directory.documents import Document, document_of
from linkwell.directory.freshness import Part
from linkwell.directory.hours import read_hours
from linkwell.directory.rules import Listing, LocationType, ReferralRoute, Where
from linkwell.directory.sessions import days_in_words, read_days
from linkwell.kernel import clock, postcode
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Place

FindPlace = Callable[[str], Place]  # of a postcode


class EditField(StrEnum):
    """What can be said anew, each as one text."""

    NAME = "name"
    RUN_BY = "run_by"
    DESCRIPTION = "description"
    HOURS = "hours"
    NOT_ON = "not_on"  # days: "24 December 2026 to 3 January 2027"
    COST = "cost"
    FREE = "free"  # "yes", "no", or nothing
    FROM_AGE = "from_age"
    TO_AGE = "to_age"
    WHO = "who"
    WAY_IN = "way_in"  # the code of a way in
    JOIN = "join"
    PLACE = "place"  # the address, and last the postcode
    STEP_FREE = "step_free"
    ACCESS = "access"
    ROOM = "room"  # places that are free
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"

    @property
    def label(self) -> str:
        return _FIELDS[self].label

    @property
    def part(self) -> Part | None:
        """What is checked by saying it; none of name and description."""
        return _FIELDS[self].part


# A text that several places share cannot say which of them it means.
OF_ONE_PLACE = frozenset({EditField.PLACE, EditField.STEP_FREE, EditField.ACCESS})
OF_TIMES = frozenset({EditField.HOURS, EditField.NOT_ON})


def tidy(field: EditField, text: str) -> str:
    """As it is kept. InputAtFault, with what to write instead, where it cannot be read."""
    words = " ".join(text.split())
    if field is EditField.NAME and not words:
        raise InputAtFault("Write the name of the group")
    if not words:
        return ""
    reader = _READERS.get(field)
    return reader(words) if reader else words


def _place(words: str) -> str:
    """The address, a comma, and the postcode as it is written."""
    code = words.rpartition(",")[2].strip() if "," in words else " ".join(words.split()[-2:])
    for last in (code, " ".join(words.split()[-2:]), words.split()[-1]):
        try:
            read = postcode.read(last)
        except InputAtFault:
            continue
        address = words[: len(words) - len(last)].rstrip(" ,")
        return f"{address}, {read}" if address else read
    raise InputAtFault("Write the address, and its postcode last")


def _whole(most: int, otherwise: str) -> Callable[[str], str]:
    def read(words: str) -> str:
        if (number := wording.whole(words, most=most)) is None:
            raise InputAtFault(otherwise)
        return str(number)

    return read


_age = _whole(120, "Write an age in years, such as 18")
_room = _whole(1000, "Write how many places are free, in digits")


def _phone(words: str) -> str:
    if not wording.phone(words):
        raise InputAtFault("Write a phone number, in digits")
    return words


def _email(words: str) -> str:
    if not wording.email(words):
        raise InputAtFault("Write an e-mail address like name@example.org")
    return words


def _website(words: str) -> str:
    if not (found := wording.website(words)):
        raise InputAtFault("Write a web address like www.example.org")
    return found


def _not_on(words: str) -> str:
    return days_in_words(read_days(words, clock.today()))


_READERS: Mapping[EditField, Callable[[str], str]] = {
    EditField.PLACE: _place,
    EditField.NOT_ON: _not_on,
    EditField.FROM_AGE: _age,
    EditField.TO_AGE: _age,
    EditField.ROOM: _room,
    EditField.PHONE: _phone,
    EditField.EMAIL: _email,
    EditField.WEBSITE: _website,
}


def text_of(field: EditField, listing: Listing) -> str:
    """What stands there, as one would write it."""
    return _FIELDS[field].read(listing)


def edited(listing: Listing, said: Mapping[EditField, str], find_place: FindPlace) -> Listing:
    """The same listing, saying these things. Each text is as `tidy` gave it."""
    for field, text in said.items():
        listing = _FIELDS[field].write(listing, text, find_place)
    return listing


def overlaid(
    document: Document, listing: Listing, fields: frozenset[EditField], place_id: str
) -> Document:
    """What we publish: its publisher's document, where these fields say what the listing says."""
    told, gone = document_of(listing), {key for one in fields for key in _FIELDS[one].published}
    kept = {key: value for key, value in document.items() if key not in gone}
    kept |= {key: told[key] for key in gone if key in told}
    if EditField.PHONE in fields and "organization" in kept:
        kept["organization"] = _without(kept["organization"], "phones")
    if fields & OF_ONE_PLACE:
        for at in kept.get("service_at_locations", []):
            at["location"]["id"] = place_id
    elif OF_TIMES & fields and "service_at_locations" in kept:
        kept["service_at_locations"] = [
            _without(at, "schedules")
            | ({"location": _without(at["location"], "schedules")} if "location" in at else {})
            for at in kept["service_at_locations"]
        ]
    return kept


def _without(document: Document, key: str) -> dict[str, object]:
    return {name: value for name, value in document.items() if name != key}


def _number(text: str) -> int | None:
    return int(text) if text else None


def _yes_or_no(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _said(known: bool | None) -> str:
    return "" if known is None else "yes" if known else "no"


def _told_place(listing: Listing) -> str:
    where = listing.where
    return ", ".join(filter(None, (where.address, where.postcode))) if where else ""


def _with_place(listing: Listing, text: str, find_place: FindPlace) -> Listing:
    was = listing.where or Where(LocationType.PHYSICAL)
    if not text:
        return replace(listing, where=None)
    is_office = was.kind is LocationType.POSTAL  # it stays one: nobody meets there
    kind = LocationType.POSTAL if is_office else LocationType.PHYSICAL
    address, _, code = text.rpartition(", ")
    try:
        place = find_place(code)
    except InputAtFault:  # as its list may write it: without a postcode
        where = replace(was, kind=kind, address=text, postcode="", point=None, authority="")
        return replace(listing, where=where)
    where = replace(
        was,
        kind=kind,
        address=address,
        postcode=place.postcode,
        point=place.point,
        authority="" if is_office else place.authority or "",
    )
    return replace(listing, where=where)


def _with_step_free(listing: Listing, text: str, _find: FindPlace) -> Listing:
    where = listing.where or Where(LocationType.PHYSICAL)
    return replace(listing, where=replace(where, step_free=_yes_or_no(text)))


def _with_access(listing: Listing, text: str, _find: FindPlace) -> Listing:
    where = listing.where or Where(LocationType.PHYSICAL)
    return replace(listing, where=replace(where, accessibility=text))


def _with_hours(listing: Listing, text: str, _find: FindPlace) -> Listing:
    sessions = (replace(one, exceptions=listing.not_on) for one in read_hours(text))
    return replace(listing, hours=text, sessions=tuple(sessions))


def _with_not_on(listing: Listing, text: str, _find: FindPlace) -> Listing:
    days = read_days(text, clock.today())
    sessions = (
        replace(one, exceptions=tuple(sorted({*one.exceptions} - {*listing.not_on} | {*days})))
        for one in listing.sessions
    )
    return replace(listing, not_on=days, sessions=tuple(sessions))


def _with_room(listing: Listing, text: str, _find: FindPlace) -> Listing:
    return replace(listing, available=_number(text), available_on=clock.today() if text else None)


def _plain(name: str) -> Callable[[Listing, str, FindPlace], Listing]:
    def write(listing: Listing, text: str, _find: FindPlace) -> Listing:
        return replace(listing, **{name: text})  # type: ignore[arg-type]

    return write


@dataclass(frozen=True)
class _Field:
    """How a field is called, what is checked by it, how it is read and written, and which keys of
    the published document say it."""

    label: str
    part: Part | None
    read: Callable[[Listing], str]
    write: Callable[[Listing, str, FindPlace], Listing]
    published: tuple[str, ...]


_FIELDS: Mapping[EditField, _Field] = {
    EditField.NAME: _Field("Name", None, lambda it: it.name, _plain("name"), ("name",)),
    EditField.RUN_BY: _Field(
        "Who runs it", None, lambda it: it.organization, _plain("organization"), ("organization",)
    ),
    EditField.DESCRIPTION: _Field(
        "What happens", None, lambda it: it.description, _plain("description"), ("description",)
    ),
    EditField.HOURS: _Field(
        "Days and times", Part.TIMES, lambda it: it.hours, _with_hours, ("schedules",)
    ),
    EditField.NOT_ON: _Field(
        "Days it is not on",
        Part.TIMES,
        lambda it: days_in_words(it.not_on),
        _with_not_on,
        ("schedules",),
    ),
    EditField.COST: _Field(
        "Cost", Part.COST, lambda it: it.fees, _plain("fees"), ("fees_description", "fees")
    ),
    EditField.FREE: _Field(
        "Free",
        Part.COST,
        lambda it: _said(it.free),
        lambda it, text, _: replace(it, free=_yes_or_no(text)),
        ("free", "cost_options"),
    ),
    EditField.FROM_AGE: _Field(
        "From age",
        Part.WHO,
        lambda it: "" if it.minimum_age is None else str(it.minimum_age),
        lambda it, text, _: replace(it, minimum_age=_number(text)),
        ("minimum_age",),
    ),
    EditField.TO_AGE: _Field(
        "To age",
        Part.WHO,
        lambda it: "" if it.maximum_age is None else str(it.maximum_age),
        lambda it, text, _: replace(it, maximum_age=_number(text)),
        ("maximum_age",),
    ),
    EditField.WHO: _Field(
        "Who may come",
        Part.WHO,
        lambda it: it.eligibility,
        _plain("eligibility"),
        ("eligibility_description",),
    ),
    EditField.WAY_IN: _Field(
        "How somebody comes in",
        Part.WAY_IN,
        lambda it: "" if it.route is ReferralRoute.UNKNOWN else it.route.value,
        lambda it, text, _: replace(it, route=ReferralRoute(text or ReferralRoute.UNKNOWN)),
        ("referral_route",),
    ),
    EditField.JOIN: _Field(
        "How to join",
        Part.WAY_IN,
        lambda it: it.application_process,
        _plain("application_process"),
        ("application_process",),
    ),
    EditField.PLACE: _Field(
        "Where it is", Part.PLACE, _told_place, _with_place, ("service_at_locations",)
    ),
    EditField.STEP_FREE: _Field(
        "Step-free",
        Part.PLACE,
        lambda it: _said(it.where.step_free) if it.where else "",
        _with_step_free,
        ("service_at_locations",),
    ),
    EditField.ACCESS: _Field(
        "Getting in",
        Part.PLACE,
        lambda it: it.where.accessibility if it.where else "",
        _with_access,
        ("service_at_locations",),
    ),
    EditField.ROOM: _Field(
        "Places that are free",
        Part.ROOM,
        lambda it: "" if it.available is None else str(it.available),
        _with_room,
        ("capacities",),
    ),
    EditField.PHONE: _Field(
        "Phone", Part.CONTACT, lambda it: it.phone, _plain("phone"), ("phones",)
    ),
    EditField.EMAIL: _Field(
        "E-mail", Part.CONTACT, lambda it: it.email, _plain("email"), ("email",)
    ),
    EditField.WEBSITE: _Field("Website", Part.CONTACT, lambda it: it.url, _plain("url"), ("url",)),
}


def own_place(service_id: UUID) -> str:
    """What a place is called that is an entry's own, since its group says where it is."""
    return str(uuid5(service_id, "place"))


def conflict(*, said: str, listed: str, now: str) -> str | None:
    """What the list says from now on against the group's word; None where it says what it said
    before, or what the group says."""
    return None if now in (said, listed) else now
