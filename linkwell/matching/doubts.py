"""What is not known about a service, or is worth knowing before anyone goes."""

from collections.abc import Iterator
from datetime import date

from linkwell.directory.freshness import Trouble
from linkwell.directory.rules import (
    KnownBy,
    Listing,
    LocationType,
    ReferralRoute,
    Status,
    takes_age,
)
from linkwell.directory.sessions import next_session
from linkwell.kernel.clock import start_of
from linkwell.kernel.languages import language_name
from linkwell.matching import probably
from linkwell.matching.factors import View, shortened, when, with_quote
from linkwell.matching.gates import ENGLISH, is_step_free, speaks
from linkwell.matching.only_for import only_for, seems_for, speakers_of
from linkwell.matching.request import DAY_NAMES, Gender
from linkwell.needs.rules import Fact

_OLD = 366  # days
_EVERYBODY = ("anyone", "anybody", "everyone", "everybody", "all welcome", "open to all")
_ROOM_LASTS = 14  # days; then places may have gone


def doubts_about(view: View) -> tuple[str, ...]:
    """Sentences, the weightiest first; at least one, since nothing is known for ever."""
    parts = (_for_others, _open, _asked_for, _place, _way_in, _times, _person, _fit, _room)
    return tuple(doubt for part in parts for doubt in part(view)) or tuple(_even_so(view))


def seems_for_others(view: View) -> bool:
    """Does it speak of others than whoever asks, as far as we know them?"""
    return any(True for _ in _for_others(view))


def _for_others(view: View) -> Iterator[str]:
    """The deciding fact: the group says whom it is for, and that is not surely whoever asks."""
    listing, request = view.listing, view.asked.request
    only, seems = only_for(listing), seems_for(listing)
    if only not in (None, request.gender):
        yield f"It says that it is for {_CALLED[only]} only. Ask"
    elif seems not in (None, request.gender):
        yield with_quote(f"It seems to be for {_CALLED[seems]}", listing.eligibility)
    language = speakers_of(listing)
    if language is not None and language != (request.language or ENGLISH):
        spoken = language_name(language)
        yield with_quote(f"It seems to be for people who speak {spoken}", listing.eligibility)


_CALLED = {Gender.FEMALE: "women", Gender.MALE: "men", None: ""}


def _open(view: View) -> Iterator[str]:
    listing = view.listing
    for one in listing.found:
        yield _FOUND[one.what].format(when(one.on, view.today))
    if listing.alert:
        yield f"Its notice says: “{shortened(listing.alert)}”"
    if listing.available == 0:
        yield f"It was full{_told(view)}. Ask"
    if listing.status is Status.UNKNOWN:
        yield "We do not know whether it is still open. Ring first"


def _rhythm(listing: Listing, today: date) -> Iterator[str]:
    """Of sessions that are not on each week."""
    if listing.sessions and next_session(listing.sessions, start_of(today)) is None:
        yield "What we know of its days is over. Ask"
    elif any(one.term_time for one in listing.sessions):
        yield "It is on in school terms. Ask around the holidays"


_FOUND = {
    Trouble.CLOSED: "It was found closed {}. Ask",
    Trouble.FULL: "It was full {}. Ask",
    Trouble.MOVED: "It has moved, somebody found {}. Ask where it meets",
    Trouble.WRONG_NUMBER: "Its number was wrong {}. Look for another",
}


def _asked_for(view: View) -> Iterator[str]:
    """What was asked for and is not known: one question each, for whoever rings."""
    listing, request = view.listing, view.asked.request
    if request.days and not listing.sessions:
        days = " or ".join(DAY_NAMES[day] for day in request.days)
        bare = with_quote(f"Ask whether it is open on {days}", listing.hours)
        yield probably.open_then(view) or bare
    elif request.evenings and not listing.sessions:
        yield with_quote("Ask whether it is on in the evening", listing.hours)
    if request.children and listing.minimum_age is None:
        yield "Ask whether children may come"
    if view.asked.says(Fact.STEP_FREE):
        step_free, where = is_step_free(view.candidate), listing.where
        if step_free is None:
            yield "Ask whether there are steps"
        elif step_free is False and where is not None:
            yield with_quote("There are steps", where.accessibility)
    if speaks(view.candidate, request.language) is None:
        yield f"Ask whether somebody speaks {language_name(request.language)}"
    if view.asked.says(Fact.FREE) and listing.free is None:
        yield probably.costs(view) or with_quote("Ask what it costs", listing.fees)


def _place(view: View) -> Iterator[str]:
    where = view.listing.where
    if where is None or (where.point is None and where.kind is not LocationType.VIRTUAL):
        yield "We do not know where it is. Ask"
    elif where.kind is LocationType.POSTAL:
        yield "This is the charity’s office. Ask where it meets"
    if elsewhere := probably.serves_elsewhere(view):
        yield elsewhere


def _way_in(view: View) -> Iterator[str]:
    route, told = view.listing.route, view.listing.application_process
    if route is ReferralRoute.UNKNOWN:
        yield probably.way_in(view) or with_quote("How people come in is not known. Ask", told)
    elif not view.asked.says(Fact.NO_REFERRAL):
        if route is ReferralRoute.VOUCHER:
            yield "It takes people who bring a voucher. Ask who gives one"
        elif route is ReferralRoute.PROFESSIONAL:
            yield "Somebody has to refer: it is not a place to turn up at"


def _times(view: View) -> Iterator[str]:
    listing = view.listing
    asked_already = bool(view.asked.request.days or view.asked.request.evenings)
    if not listing.sessions and not asked_already:
        words = f"Its hours, in its own words: “{shortened(listing.hours)}”"
        bare = words if listing.hours else "We do not know when it is open. Ask"
        yield probably.open_then(view) or bare
    yield from _rhythm(listing, view.today)
    if listing.checked_on is None:
        yield "Nobody has told us when this was last checked"
    elif (view.today - listing.checked_on).days > _OLD:
        yield f"Last checked {when(listing.checked_on, view.today)}. Ring before anyone goes"


def _person(view: View) -> Iterator[str]:
    age = view.asked.request.age
    said = view.listing.eligibility.casefold()
    everybody = said.startswith(_EVERYBODY) and not any(ch.isdigit() for ch in said)
    if age is not None and takes_age(view.listing, age) is None and not everybody:
        yield probably.takes(view, age) or f"Ask whether they take somebody of {age}"
    if otherwise := probably.says_otherwise(view):
        yield otherwise


def _fit(view: View) -> Iterator[str]:
    wanted = view.asked.needs
    answered = [offer for offer in view.listing.needs if offer.need in wanted]
    if answered and not any(offer.known_by is KnownBy.DECLARED for offer in answered):
        yield "That it helps with this is our reading of its words. Ask"


def _room(view: View) -> Iterator[str]:
    listing = view.listing
    if listing.available is None:
        yield "Nobody has told us whether there is room. Ask"
    elif listing.available and not _is_fresh(view):
        left = "One place was" if listing.available == 1 else f"{listing.available} places were"
        yield f"{left} left{_told(view)}. They may have gone"


def _even_so(view: View) -> Iterator[str]:
    if view.listing.checked_on is not None:
        yield f"Last checked {when(view.listing.checked_on, view.today)}. Ring before a first visit"


def _is_fresh(view: View) -> bool:
    told = view.listing.available_on
    return told is not None and (view.today - told).days <= _ROOM_LASTS


def _told(view: View) -> str:
    told = view.listing.available_on
    return f" {when(told, view.today)}" if told else ""
