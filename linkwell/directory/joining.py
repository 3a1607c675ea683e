"""One entry of several lists: whose word stands in each of its parts, and who says otherwise.

The entry that stays has the first word; where it is silent the next one speaks, in an order that
has nothing to do with which list came in first. A group's own word stands above every list's. What
belongs together ("free", and what it costs) is never taken from two of them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from linkwell.directory.edits import EditField
from linkwell.directory.freshness import Part
from linkwell.directory.guessing import CODE_WORDS
from linkwell.directory.hours import told_hours
from linkwell.directory.rules import KnownBy, Listing, Offered, ReferralRoute, Status, Where
from linkwell.directory.sessions import days_in_words


@dataclass(frozen=True)
class Same:
    """Somebody decided that two entries are one group, of which one stays; `number` says when."""

    stays: UUID
    gives_way: UUID
    number: int


def who_stays(decided: Iterable[Same]) -> dict[UUID, UUID]:
    """Of every entry that is one with another: the one that tells of it.

    Of all that hang together it is the one that never gave way; of several, or of none, the one
    that was chosen last. Whatever was taken back meanwhile leaves no trace in this.
    """
    together: dict[UUID, set[UUID]] = {}
    edges = sorted(decided, key=lambda one: one.number)
    for edge in edges:
        one, other = (together.setdefault(it, {it}) for it in (edge.stays, edge.gives_way))
        if one is not other:
            one |= other
            together.update(dict.fromkeys(other, one))
    gave_way = {edge.gives_way for edge in edges}
    stays: dict[UUID, UUID] = {}
    for edge in edges:  # later ones have the last word
        first = together[edge.stays]
        if edge.stays not in gave_way or first <= gave_way:
            stays.update(dict.fromkeys(first, edge.stays))
    return stays


class Unit(StrEnum):
    """What is told together, in one breath, by one of them."""

    NAME = "name"
    RUN_BY = "run_by"
    DESCRIPTION = "description"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    PLACE = "place"
    TIMES = "times"
    COST = "cost"
    AGES = "ages"
    WHO = "who"
    WAY_IN = "way_in"
    ROOM = "room"
    ALERT = "alert"
    AREA = "area"
    STATUS = "status"

    @property
    def label(self) -> str:
        return _UNITS[self].label

    @property
    def part(self) -> Part | None:
        """What is checked by it; none of the name and such."""
        return _UNITS[self].part

    @property
    def published(self) -> tuple[str, ...]:
        """The keys of a published document that say it."""
        return _UNITS[self].published


@dataclass(frozen=True)
class Member:
    """One of the entries that are one: as it stands by itself, with its group's own word.

    `dropped`: its list has left it out since, so that its words are old. `edits`: in which units
    the group itself has spoken by this entry's link, and when.
    """

    service_id: UUID
    publisher: str
    listing: Listing
    places: tuple[Where, ...] = ()
    dropped: bool = False
    edits: Mapping[Unit, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Word:
    """What one of them says in a unit, and whether it is this that stands."""

    unit: Unit
    service_id: UUID
    text: str
    by_group: bool
    stands: bool


@dataclass(frozen=True)
class Joined:
    """The entry as it is told from now on: without places, which `whose` names like the rest."""

    listing: Listing
    words: tuple[Word, ...]

    def whose(self, unit: Unit) -> UUID | None:
        """Whose word stands there; None where nobody says anything."""
        found = (one.service_id for one in self.words if one.unit is unit and one.stands)
        return next(found, None)


def as_one(members: Iterable[Member], stays: UUID) -> Joined:
    """The entries as one, of which this one stays. The order of `members` does not matter."""
    ordered = in_order(members, stays)
    listing, words = ordered[0].listing, list[Word]()
    for unit in Unit:
        speaker = _speaker(unit, ordered)
        if speaker is not None:
            said = {name: getattr(speaker.listing, name) for name in _UNITS[unit].fields}
            listing = replace(listing, **said)
        words += _words(unit, ordered, speaker)
    return Joined(
        replace(
            listing,
            source_id=next(one for one in ordered if one.service_id == stays).listing.source_id,
            where=None,
            checked_on=_latest(one.listing.checked_on for one in ordered if not one.dropped),
            languages=tuple(dict.fromkeys(code for it in ordered for code in it.listing.languages)),
            needs=tuple(_needs(ordered)),
        ),
        tuple(words),
    )


def in_order(members: Iterable[Member], stays: UUID) -> tuple[Member, ...]:
    """Who speaks first: the one that stays, then whoever was checked last. A list that has left it
    out since speaks last of all."""

    def key(one: Member) -> tuple[bool, bool, int, str, str]:
        checked = one.listing.checked_on or date.min
        first = one.service_id != stays
        return one.dropped, first, -checked.toordinal(), one.publisher, one.listing.source_id

    return tuple(sorted(members, key=key))


def _speaker(unit: Unit, ordered: Sequence[Member]) -> Member | None:
    """The group itself, by its newest word, which may be that there is nothing to say; else the
    first that says anything. Whether there is room goes out of date: the newest word."""
    if by_group := [one for one in ordered if unit in one.edits]:
        return max(by_group, key=lambda one: one.edits[unit])
    saying = [one for one in ordered if not _is_silent(unit, one)]
    if unit is Unit.ROOM and saying:
        return max(saying, key=lambda one: one.listing.available_on or date.min)
    if unit is Unit.STATUS and not saying and all(one.dropped for one in ordered):
        return ordered[0]
    return next(iter(saying), None)


def _words(unit: Unit, ordered: Sequence[Member], speaker: Member | None) -> Iterable[Word]:
    for one in ordered:
        if one is speaker or not _is_silent(unit, one):
            text = _UNITS[unit].text(one)
            yield Word(unit, one.service_id, text, unit in one.edits, one is speaker)


def _is_silent(unit: Unit, one: Member) -> bool:
    listing = one.listing
    if unit is Unit.PLACE:
        return not one.places
    if unit is Unit.STATUS:
        return one.dropped or listing.status is Status.UNKNOWN
    if unit is Unit.RUN_BY:  # a list that names nobody else is told by the name
        return listing.organization == listing.name
    return all(getattr(listing, name) == _SILENT.get(name) for name in _UNITS[unit].fields)


def differing(words: Iterable[Word]) -> dict[Unit, tuple[Word, ...]]:
    """Units in which somebody says otherwise than what stands, with every word of them."""
    by_unit: dict[Unit, list[Word]] = {}
    for word in words:
        by_unit.setdefault(word.unit, []).append(word)
    return {
        unit: tuple(some)
        for unit, some in by_unit.items()
        if len({plain(unit, one.text) for one in some if one.text}) > 1
    }


def texts_of(one: Member) -> dict[Unit, str]:
    """What an entry says in each unit, as one reads it; nothing of where it is silent."""
    told = ((unit, _UNITS[unit].text(one)) for unit in Unit if not _is_silent(unit, one))
    return {unit: text for unit, text in told if text}


def agree(unit: Unit, one: str, other: str) -> bool:
    return plain(unit, one) == plain(unit, other)


def plain(unit: Unit, text: str) -> str:
    """Equal for what says the same: spaces, signs and capitals do not count."""
    if unit is Unit.PHONE:
        return plain_phone(text)
    if unit is Unit.WEBSITE:
        return plain_site(text)
    if unit is Unit.PLACE and (codes := _POSTCODE.findall(text)):
        return " ".join(sorted(set(codes)))  # a street is written in many ways
    return "".join(ch for ch in text.casefold() if ch.isalnum())


_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")


def plain_phone(text: str) -> str:
    """The digits of a number as it is dialled within the country."""
    digits = re.sub(r"\D", "", text)
    national = re.sub(r"^(?:00)?44(?=0?\d{9,10}$)", "", digits)
    return national if digits == national else "0" + national.lstrip("0")


def plain_site(text: str) -> str:
    """Host and path of an address, as one types them."""
    parts = urlsplit(text if "//" in text else f"//{text}")
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}".casefold()


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _needs(ordered: Sequence[Member]) -> Iterable[Offered]:
    """Of all of them; what somebody declares stands above what was heard."""
    found: dict[str, Offered] = {}
    for offer in (offer for one in ordered for offer in one.listing.needs):
        had = found.get(offer.need)
        declares = offer.known_by is KnownBy.DECLARED
        if had is None or (declares and had.known_by is not KnownBy.DECLARED):
            found[offer.need] = offer
    return (found[need] for need in sorted(found))


@dataclass(frozen=True)
class _Unit:
    label: str
    part: Part | None
    fields: tuple[str, ...]
    edits: tuple[EditField, ...]
    published: tuple[str, ...]
    text: Callable[[Member], str]


def _plainly(name: str) -> Callable[[Member], str]:
    return lambda one: str(getattr(one.listing, name))


def _times(one: Member) -> str:
    off = days_in_words(one.listing.not_on)
    return "; ".join(filter(None, (told_hours(one.listing), off and f"not on {off}")))


def _cost(one: Member) -> str:
    free = {True: "Free", False: "Not free", None: ""}[one.listing.free]
    return one.listing.fees or free


def _ages(one: Member) -> str:
    low, high = one.listing.minimum_age, one.listing.maximum_age
    said = [f"from {low}"] if low is not None else []
    return " ".join([*said, *([f"up to {high}"] if high is not None else [])])


def _way_in(one: Member) -> str:
    unknown = one.listing.route is ReferralRoute.UNKNOWN
    route = "" if unknown else CODE_WORDS["route"][one.listing.route]
    return one.listing.application_process or route


def _status(one: Member) -> str:
    closed = CODE_WORDS["status"][Status.INACTIVE]
    return CODE_WORDS["status"].get(one.listing.status, closed)


def _place(one: Member) -> str:
    told = (", ".join(filter(None, (it.address, it.postcode))) or it.kind for it in one.places)
    return "; ".join(sorted(told))


def _room(one: Member) -> str:
    return "" if one.listing.available is None else str(one.listing.available)


_E, _P = EditField, Part
_UNITS: Mapping[Unit, _Unit] = {
    Unit.NAME: _Unit("Name", None, ("name",), (_E.NAME,), ("name",), _plainly("name")),
    Unit.RUN_BY: _Unit(
        "Who runs it", None, ("organization",), (_E.RUN_BY,), ("organization",),
        _plainly("organization"),
    ),
    Unit.DESCRIPTION: _Unit(
        "What happens", None, ("description",), (_E.DESCRIPTION,), ("description",),
        _plainly("description"),
    ),
    Unit.PHONE: _Unit(
        "Phone", _P.CONTACT, ("phone",), (_E.PHONE,), ("phones",), _plainly("phone")
    ),
    Unit.EMAIL: _Unit(
        "E-mail", _P.CONTACT, ("email",), (_E.EMAIL,), ("email",), _plainly("email")
    ),
    Unit.WEBSITE: _Unit(
        "Website", _P.CONTACT, ("url",), (_E.WEBSITE,), ("url",), _plainly("url")
    ),
    Unit.PLACE: _Unit(
        "Where it is", _P.PLACE, (), (_E.PLACE, _E.STEP_FREE, _E.ACCESS),
        ("service_at_locations",), _place,
    ),
    Unit.TIMES: _Unit(
        "Days and times", _P.TIMES, ("hours", "sessions", "not_on"), (_E.HOURS, _E.NOT_ON),
        ("schedules",), _times,
    ),
    Unit.COST: _Unit(
        "Cost", _P.COST, ("free", "fees"), (_E.COST, _E.FREE),
        ("fees_description", "fees", "free", "cost_options"), _cost,
    ),
    Unit.AGES: _Unit(
        "Ages", _P.WHO, ("minimum_age", "maximum_age"), (_E.FROM_AGE, _E.TO_AGE),
        ("minimum_age", "maximum_age"), _ages,
    ),
    Unit.WHO: _Unit(
        "Who may come", _P.WHO, ("eligibility",), (_E.WHO,), ("eligibility_description",),
        _plainly("eligibility"),
    ),
    Unit.WAY_IN: _Unit(
        "How to join", _P.WAY_IN, ("route", "application_process"), (_E.WAY_IN, _E.JOIN),
        ("referral_route", "application_process"), _way_in,
    ),
    Unit.ROOM: _Unit(
        "Places that are free", _P.ROOM, ("available", "available_on"), (_E.ROOM,),
        ("capacities",), _room,
    ),
    Unit.ALERT: _Unit("Alert", None, ("alert",), (), ("alert",), _plainly("alert")),
    Unit.AREA: _Unit(
        "For people in", _P.WHO, ("serves",), (), ("service_areas",),
        lambda one: ", ".join(one.listing.serves),
    ),
    Unit.STATUS: _Unit(
        "Open or closed", None, ("status",), (), ("status", "status_known"), _status
    ),
}  # fmt: skip
_SILENT: Mapping[str, Any] = {one.name: one.default for one in fields(Listing)}
OF_EDITS: Mapping[EditField, Unit] = {
    one: unit for unit, told in _UNITS.items() for one in told.edits
}
