"""Rows and a mapping become drafts of listings, each line accounted for."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import TypeVar

from linkwell.directory import wording
from linkwell.directory.drafts import Draft
from linkwell.directory.hearing import heard_in
from linkwell.directory.hours import read_hours
from linkwell.directory.identity import identify, made_id
from linkwell.directory.languages import read_languages
from linkwell.directory.mapping import CODES, Mapping, Said, recognise, said_in
from linkwell.directory.reading import read_sheet
from linkwell.directory.rows import OURS, Room, Row, Table
from linkwell.directory.rules import (
    Aside,
    Known,
    KnownBy,
    Listing,
    LocationType,
    Offered,
    ReferralRoute,
    Refusal,
    Status,
    Where,
)
from linkwell.kernel import postcode
from linkwell.kernel.degrees import from_wgs84
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Place, Point
from linkwell.needs.rules import read_need

_LONGEST_NAME = 200
_NUMBER = re.compile(r"(?:(?:unit|suite|room|flat|office|floor)s?\s*)?\S{0,5}|\w+ floor", re.I)

T = TypeVar("T")
FindPlaces = Callable[[Sequence[str]], Sequence[Place | None]]


class Drafting:
    """The drafts of a table, each made when it is asked for.

    `find_places` answers for many postcodes at once; `known` are the services that we have from
    this publisher. What was refused, and what else is `aside`, is known once all have been made.
    """

    def __init__(
        self,
        table: Table,
        mapping: Mapping,
        find_places: FindPlaces,
        known: Collection[Known] = (),
    ) -> None:
        found = identify(table.rows, mapping, known)
        self._ids, self._digests = found.ids, found.digests
        self._refused_before = (*found.repeated, *found.nameless, *table.refused)
        self.unread = len(found.nameless) + len(table.refused)  # lines of who knows what
        self.people: tuple[Refusal, ...] = ()  # a mapping takes no column of people
        self.aside = Aside()
        self._rows = [row for row in table.rows if row.line in self._ids]
        self._places = _Places(self._rows, mapping, find_places)
        self._names = _names(self._rows, mapping, self._places)
        self._mapping = mapping

    def __len__(self) -> int:
        """How many lines there are to draft."""
        return len(self._rows)

    def __iter__(self) -> Iterator[Draft]:
        aside = self.aside = Aside()
        for row in self._rows:
            if (why := _left_out(row, self._mapping)) is not None:
                aside.refused.append(Refusal(row.line, why))
                continue
            aside.named.add(self._ids[row.line])
            try:
                drafted = self._draft(row)
            except InputAtFault as fault:
                aside.refused.append(Refusal(row.line, fault.sentence))
                continue
            if (where := self._places.fault(row)) is not None:
                aside.no_place.append(Refusal(row.line, where))
            yield drafted

    def _draft(self, row: Row) -> Draft:
        listing = _listing(
            row, self._mapping, self._ids[row.line], self._names[row.line], self._places
        )
        organization_id = _text(row, self._mapping, "organization_id")[:100]
        return Draft(
            row.line,
            organization_id or made_id([listing.organization]),
            listing,
            self._digests.get(row.line, ""),
        )

    @property
    def refused(self) -> tuple[Refusal, ...]:
        everything = (*self._refused_before, *self.aside.refused)
        return tuple(sorted(everything, key=lambda refusal: refusal.line))


def read_list(
    data: bytes, mapping: Mapping | None = None, room: Room = OURS
) -> tuple[Table, Mapping]:
    """The rows of a file, and this mapping, or the only known one that its heading fits.

    Raises InputAtFault when it cannot be read or no mapping fits.
    """
    table = read_sheet(data, sheet=mapping.sheet if mapping else "", room=room)
    mapping = mapping or recognise(table.headers)
    mapping.must_fit(table.headers)
    return table, mapping


def _names(rows: Sequence[Row], mapping: Mapping, places: "_Places") -> dict[int, str]:
    """A name for each line. Those that share one are told apart by place, then by postcode."""
    names = {row.line: wording.name(_text(row, mapping, "name")) for row in rows}
    if not mapping.tell_apart:
        return names
    shared = Counter(names.values())
    for row in rows:
        place = _place_in(mapping.known(row.cells.get(mapping.tell_apart, "")))
        if shared[names[row.line]] > 1 or not names[row.line]:
            names[row.line] = ", ".join(part for part in (names[row.line], place) if part)
    shared = Counter(names.values())
    for row in rows:
        where = places.where(row)
        if shared[names[row.line]] > 1 and where is not None and where.postcode:
            names[row.line] += f" ({postcode.outward(where.postcode)})"
    return names


def _place_in(address: str) -> str:
    """The part of an address that people know a place by: "Unit 3, Wesley Centre" -> the second."""
    parts = [part.strip() for part in address.split(",")]
    known = [part for part in parts if part and not _NUMBER.fullmatch(part) and len(part) <= 60]
    return known[0] if known else ""


def _listing(row: Row, mapping: Mapping, own_id: str, name: str, places: "_Places") -> Listing:
    if not name:
        raise InputAtFault("It has no name")
    said = {field: _text(row, mapping, field) for field in mapping.fields}.get
    organization = wording.name(said("organization", "")) or name
    if max(len(name), len(organization)) > _LONGEST_NAME:
        raise InputAtFault(f"Its name is longer than {_LONGEST_NAME} characters")
    description = wording.prose(said("description", ""))
    hours = wording.prose(said("hours", ""))
    return Listing(
        source_id=own_id,
        name=name,
        organization=organization,
        description=description,
        url=wording.website(said("url", "")),
        phone=wording.phone(said("phone", "")),
        email=wording.email(said("email", "")),
        minimum_age=wording.at_least(said("minimum_age", ""), most=120),
        maximum_age=wording.whole(said("maximum_age", ""), most=120),
        available=wording.whole(said("available", ""), most=1000),
        available_on=_date(said("available_on", "")),
        status=_code(row, mapping, "status", Status.UNKNOWN),
        route=_code(row, mapping, "route", ReferralRoute.UNKNOWN),
        application_process=wording.prose(said("application_process", "")),
        free=_code(row, mapping, "free", None),
        fees=wording.prose(said("fees", "")),
        eligibility=wording.prose(said("eligibility", "")),
        alert=wording.prose(said("alert", "")),
        checked_on=_date(said("checked_on", "")),
        serves=mapping.serves,
        languages=read_languages(said("languages", "")),
        where=places.where(row),
        hours=hours,
        sessions=read_hours(hours),
        needs=_needs(row, mapping, {"name": name, "description": description}),
    )


def _left_out(row: Row, mapping: Mapping) -> str | None:
    """Why the line is no service for anybody, where the mapping says so."""
    for rule in mapping.leave_out:
        said = said_in(_all_of(row, rule.columns))
        if any(said.holds(phrase) for phrase in rule.phrases):
            return rule.why
    return None


def _needs(row: Row, mapping: Mapping, texts: dict[str, str]) -> tuple[Offered, ...]:
    """Each need once; what the publisher declares stands above what we hear in its words."""
    column = row.cells.get(mapping.needs_column, "")
    codes = [code for code in column.replace(",", ";").split(";") if code.strip()]
    declared = [*mapping.needs, *map(read_need, codes)]
    needs = {need: Offered(need, KnownBy.DECLARED) for need in declared}
    for offer in _heard([texts[field] for field in mapping.hear], mapping):
        needs.setdefault(offer.need, offer)
    return tuple(needs.values())


def _heard(texts: Sequence[str], mapping: Mapping) -> list[Offered]:
    """The needs that texts speak of, and what a mapping hears besides."""
    said = [Said(text) for text in texts] if mapping.hear_nothing_with or mapping.hear_also else []
    if any(one.holds(phrase) for phrase in mapping.hear_nothing_with for one in said):
        return []
    also = [
        (need, phrase.stems, written)
        for phrase, need in mapping.hear_also
        for written in filter(None, (one.words_of(phrase) for one in said))
    ]
    return heard_in(texts, also)


def _code(row: Row, mapping: Mapping, field: str, unknown: T) -> T:
    code = mapping.codes.get(field)
    if code is None:
        return unknown
    found: T = code.of(_all_of(row, code.columns))
    assert found in CODES[field].values()
    return found


def _all_of(row: Row, columns: Sequence[str]) -> str:
    return ". ".join(row.cells.get(column, "") for column in columns)


def _text(row: Row, mapping: Mapping, field: str) -> str:
    spec = mapping.fields.get(field)
    if spec is None:
        return ""
    if spec.plain:
        return mapping.known(row.cells.get(spec.columns[0], ""))
    if not (spec.columns or spec.where_yes):
        return spec.text
    parts = [mapping.known(row.cells.get(column, "")) for column in spec.columns]
    parts += [words for column, words in spec.where_yes if _says_yes(row.cells.get(column, ""))]
    text = spec.join.join(dict.fromkeys(part for part in parts if part))
    return text + spec.after if text and spec.only_with in text else ""


def _says_yes(cell: str) -> bool:
    return cell.casefold() in ("yes", "y", "true")


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise InputAtFault(f"“{text[:40]}” is not a date. Write it like 2026-05-14") from None


def _named(row: Row, mapping: Mapping) -> str:
    """The only local authority whose places its name says, or ""."""
    said = Said(_text(row, mapping, "name"))
    found = {authority for place, authority in mapping.named if said.holds(place)}
    return found.pop() if len(found) == 1 else ""


class _Places:
    """Where each row is: by its postcode, else by its latitude and longitude."""

    def __init__(self, rows: Sequence[Row], mapping: Mapping, find_places: FindPlaces) -> None:
        self._mapping = mapping
        self._faults: dict[int, str] = {}
        written = {row.line: _text(row, mapping, "postcode") for row in rows}
        codes: dict[int, str] = {}
        for line, text in written.items():
            try:
                if text:
                    codes[line] = postcode.read(text)
            except InputAtFault as fault:
                self._faults[line] = fault.sentence
        found = find_places(list(codes.values()))
        self._places: dict[int, Place] = {}
        for (line, code), place in zip(codes.items(), found, strict=True):
            self._places[line] = place or Place(code, None, None)
            if place is None:
                self._faults[line] = f"We do not know the postcode “{written[line]}”"
            elif place.point is None:
                self._faults[line] = f"The postcode “{written[line]}” is not on our map"

        self._wheres = {row.line: self._where(row) for row in rows}

    def where(self, row: Row) -> Where | None:
        return self._wheres[row.line]

    def fault(self, row: Row) -> str | None:
        """Why the row has no place, where it ought to have one."""
        where = self.where(row)
        if where and (where.point is not None or where.kind is LocationType.VIRTUAL):
            return None
        return self._faults.get(row.line, "It gives neither postcode nor position")

    def _where(self, row: Row) -> Where | None:
        kind = _code(row, self._mapping, "location_type", LocationType.PHYSICAL)
        address = _text(row, self._mapping, "address")
        place = self._places.get(row.line)
        point = (place and place.point) or self._position(row)
        if not (address or place or point or kind is LocationType.VIRTUAL):
            return None
        return Where(
            kind=kind,
            address=address,
            postcode=place.postcode if place else "",
            point=point,
            authority=_named(row, self._mapping)
            if kind is LocationType.POSTAL
            else (place and place.authority) or "",
            step_free=_code(row, self._mapping, "step_free", None),
            accessibility=_text(row, self._mapping, "accessibility"),
        )

    def _position(self, row: Row) -> Point | None:
        latitude, longitude = (
            _text(row, self._mapping, field) for field in ("latitude", "longitude")
        )
        if not (latitude and longitude):
            return None
        try:
            return from_wgs84(float(latitude), float(longitude))
        except ValueError:
            self._faults[row.line] = (
                f"“{latitude[:20]}, {longitude[:20]}” is no position in Britain"
            )
            return None
