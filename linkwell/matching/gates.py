"""Gates: why a service is not shown at all. What is not known passes every one of them, but for
somebody under 18: an open door for adults is no promise to a child.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from linkwell.directory.freshness import Trouble
from linkwell.directory.rules import CLOSED, KnownBy, LocationType, takes_age
from linkwell.kernel.languages import short_code
from linkwell.matching.factors import Candidate, shared_words
from linkwell.matching.only_for import only_for
from linkwell.matching.request import CHILD, EVENING, Asked, Gender
from linkwell.needs.rules import Need, is_about_harm

ENGLISH = "en"


class Gate(StrEnum):
    """Why a service is not shown, in the words of the page. The first that shuts is counted.

    `CLOSED` and `TOO_FAR` come first, since the database counts them unread.
    """

    CLOSED = "Closed"
    TOO_FAR = "Too far"
    FULL = "Full for now"
    NOT_FOR_CHILDREN = "Not known to take somebody under 18"
    OTHER_AGES = "For other ages"
    OTHER_GENDER = "Only for another gender"
    OTHER_LANGUAGES = "In other languages"
    STEPS = "Not step-free"
    NOT_FREE = "Not free"
    OTHER_DAYS = "Not on that day"
    NOT_EVENINGS = "Not in the evening"
    NO_CHILDREN = "Not for children"
    HARM = "For people whom somebody has harmed"
    SOMETHING_ELSE = "For something else"


def gate_of(candidate: Candidate, what: Asked) -> Gate | None:
    """The first gate that a service does not pass, in their order."""
    return next((gate for gate, shuts in _SHUTS.items() if shuts(candidate, what)), None)


def _closed(candidate: Candidate, _what: Asked) -> bool:
    return candidate.listing.status in CLOSED or _found(candidate, Trouble.CLOSED)


def _found(candidate: Candidate, what: Trouble) -> bool:
    """Did somebody find it so, and does that count today?"""
    return any(one.what is what and one.counts for one in candidate.listing.found)


def _full(candidate: Candidate, _what: Asked) -> bool:
    return _found(candidate, Trouble.FULL)


def _too_far(candidate: Candidate, what: Asked) -> bool:
    where, metres = candidate.listing.where, candidate.metres
    if where is None or what.at is None or metres is None or metres <= what.km * 1000:
        return False
    if where.kind is LocationType.POSTAL:  # where it meets is not known; whom it serves may be
        serves = candidate.listing.serves
        return bool(serves) and what.at.authority not in serves
    return where.kind is LocationType.PHYSICAL


def _not_for_children(candidate: Candidate, what: Asked) -> bool:
    age = what.request.age
    return age is not None and what.request.is_child and not takes_age(candidate.listing, age)


def _other_ages(candidate: Candidate, what: Asked) -> bool:
    age = what.request.age
    return age is not None and takes_age(candidate.listing, age) is False


def _other_gender(candidate: Candidate, what: Asked) -> bool:
    """Whom "women only" means is for the group to say: of `other` nobody is turned away here."""
    gender = what.request.gender
    if gender is None or gender is Gender.OTHER:
        return False
    return only_for(candidate.listing) not in (None, gender)


def _other_languages(candidate: Candidate, what: Asked) -> bool:
    return speaks(candidate, what.request.language) is False


def speaks(candidate: Candidate, language: str) -> bool | None:
    """Does somebody there speak it? None: not known. English is taken to be spoken everywhere."""
    if language in ("", ENGLISH):
        return True
    spoken = {short_code(code) for code in candidate.listing.languages}
    if language in spoken:
        return True
    return None if not spoken or None in spoken else False


def _steps(candidate: Candidate, what: Asked) -> bool:
    return what.request.step_free and is_step_free(candidate) is False


def is_step_free(candidate: Candidate) -> bool | None:
    """Can one get in without steps? By phone or online: yes. An office tells nothing of it."""
    where = candidate.listing.where
    if where is None or where.kind is LocationType.POSTAL:
        return None
    return True if where.kind is LocationType.VIRTUAL else where.step_free


def _not_free(candidate: Candidate, what: Asked) -> bool:
    return what.request.free and candidate.listing.free is False


def _other_days(candidate: Candidate, what: Asked) -> bool:
    days, sessions = what.request.days, candidate.listing.sessions
    return bool(days and sessions) and not any(session.day in days for session in sessions)


def _not_evenings(candidate: Candidate, what: Asked) -> bool:
    """Of the sessions, on a day that suits where days were asked for, none begins then."""
    days, sessions = what.request.days, candidate.listing.sessions
    late = (it for it in sessions if it.opens >= EVENING and (not days or it.day in days))
    return what.request.evenings and bool(sessions) and not any(late)


def _no_children(candidate: Candidate, what: Asked) -> bool:
    """Whom a group takes of whom it has said nothing is for it to say: it is asked about. That is
    for a family that looks; where a child is to go, its age is asked for, and is no guess."""
    low = candidate.listing.minimum_age
    return what.request.children and low is not None and low > CHILD


def _harm(candidate: Candidate, what: Asked) -> bool:
    """Help after violence or abuse comes only when safety was asked for or spoken of."""
    if Need.SAFETY in what.needs:
        return False
    listing = candidate.listing
    names = f"{listing.name}. {listing.organization}"
    other = any(offer.need is not Need.SAFETY for offer in listing.needs)
    return is_about_harm(names, listing.description, helps_otherwise=other)


def _something_else(candidate: Candidate, what: Asked) -> bool:
    needs = candidate.listing.needs
    told_all = bool(needs) and all(offer.known_by is KnownBy.DECLARED for offer in needs)
    return told_all and bool(what.needs) and not _speaks_to(candidate, what)


def _speaks_to(candidate: Candidate, what: Asked) -> bool:
    """Whether anything known of the service answers to a need or a word of the request."""
    listing = candidate.listing
    return any(offer.need in what.needs for offer in listing.needs) or bool(
        shared_words(listing, what)
    )


_SHUTS: Mapping[Gate, Callable[[Candidate, Asked], bool]] = {
    Gate.CLOSED: _closed,
    Gate.TOO_FAR: _too_far,
    Gate.FULL: _full,
    Gate.NOT_FOR_CHILDREN: _not_for_children,
    Gate.OTHER_AGES: _other_ages,
    Gate.OTHER_GENDER: _other_gender,
    Gate.OTHER_LANGUAGES: _other_languages,
    Gate.STEPS: _steps,
    Gate.NOT_FREE: _not_free,
    Gate.OTHER_DAYS: _other_days,
    Gate.NOT_EVENINGS: _not_evenings,
    Gate.NO_CHILDREN: _no_children,
    Gate.HARM: _harm,
    Gate.SOMETHING_ELSE: _something_else,
}
