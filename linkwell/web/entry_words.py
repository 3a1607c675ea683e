"""What an entry says, part by part, and who said that it is right."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from linkwell.directory.freshness import Checked, Part, Source
from linkwell.directory.guessing import CODE_WORDS
from linkwell.directory.hours import told_hours
from linkwell.directory.rules import Listing, LocationType, ReferralRoute
from linkwell.directory.sessions import days_off
from linkwell.kernel import clock
from linkwell.web.design.words import short_day
from linkwell.web.group_words import ages_of, cost_of, place_of, room_of

WAYS_IN = {route: CODE_WORDS["route"][route] for route in ReferralRoute} | {
    ReferralRoute.UNKNOWN: ""
}


def said_by(said: Checked) -> str:
    """Somebody who went is known to the week: the day could tell who it was."""
    if said.source is Source.ATTENDANCE:
        return f"Somebody went, week of {short_day(said.on)}"
    return f"{said.by or 'The group'}, {short_day(said.on)}"


def _place(listing: Listing) -> Iterator[str]:
    where = listing.where
    if where is None:
        return
    if where.kind is LocationType.VIRTUAL:
        yield "By phone or online"
    yield place_of(listing)
    if where.kind is LocationType.POSTAL:
        yield "The office; not where it meets"
    yield {True: "Step-free", False: "There are steps", None: ""}[where.step_free]


def _who(listing: Listing) -> Iterator[str]:
    yield ages_of(listing)
    yield listing.eligibility


def _times(listing: Listing) -> Iterator[str]:
    yield told_hours(listing)
    if off := days_off(listing, clock.today()):
        yield f"Not on {off}"


TOLD: Mapping[Part, Callable[[Listing], Iterable[str]]] = {
    Part.CONTACT: lambda it: (it.phone, it.email, it.url),
    Part.PLACE: _place,
    Part.TIMES: _times,
    Part.COST: lambda it: (cost_of(it) or "",),
    Part.WHO: _who,
    Part.WAY_IN: lambda it: (WAYS_IN[it.route], it.application_process),
    Part.ROOM: lambda it: (room_of(it) or "",),
}


def told_of(part: Part, listing: Listing) -> tuple[str, ...]:
    """Each line that says something."""
    return tuple(line for line in TOLD[part](listing) if line)
