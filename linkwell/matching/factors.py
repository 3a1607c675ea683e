"""What each factor finds in a service: a part of its points, and the sentence that says why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from linkwell.directory.prose.said import Perhaps
from linkwell.directory.rules import KnownBy, Listing, LocationType, ReferralRoute, Where
from linkwell.kernel.geography import in_miles, walking_minutes
from linkwell.matching.request import Asked
from linkwell.matching.weights import Factor, Weights
from linkwell.needs.words import stem, tokens

_WALK = 1600.0  # metres that people think of in minutes on foot
_QUOTED = 90


@dataclass(frozen=True)
class Candidate:
    """A listing, and the metres from where the person is to its point, or None without either.

    What its words `perhaps` mean changes neither gate nor point: only what there is to ask.
    """

    service_id: UUID
    listing: Listing
    metres: float | None = None
    perhaps: tuple[Perhaps, ...] = ()


@dataclass(frozen=True)
class Finding:
    """`part` of a factor's points (0 to 1) and why; `could_be` and `if_` say what would add."""

    part: float
    text: str
    could_be: float = 0.0
    if_: str = ""


@dataclass(frozen=True)
class View:
    """Everything that a factor may look at."""

    asked: Asked
    candidate: Candidate
    weights: Weights
    today: date

    @property
    def listing(self) -> Listing:
        return self.candidate.listing


def need(view: View) -> Finding:
    numbers = view.weights.parts[Factor.NEED]
    wanted = view.asked.needs
    answered = [offer for offer in view.listing.needs if offer.need in wanted]
    if not answered:
        return Finding(0.0, "We do not know that it helps with this")
    declared = [offer for offer in answered if offer.known_by is KnownBy.DECLARED]
    breadth = numbers["breadth"]
    spread = 1 - breadth + breadth * len(answered) / len(wanted)
    labels = _and([offer.need.label for offer in (declared or answered)])
    if declared:
        return Finding(numbers["declared"] * spread, f"{labels}: it is listed for this")
    heard = [phrase for offer in answered for phrase in offer.words.split("; ")]
    name = view.listing.name.casefold()
    clear = len(heard) > len(answered) or any(phrase.casefold() in name for phrase in heard)
    return Finding(
        numbers["clear" if clear else "inferred"] * spread,
        f"{labels}: they write {_and([f'“{phrase}”' for phrase in heard[:3]])}",
        could_be=numbers["declared"] * spread,
        if_="they said themselves that this is what they do",
    )


def words(view: View) -> Finding:
    shared = shared_words(view.listing, view.asked)
    enough = min(view.weights.parts[Factor.WORDS]["enough"], sum(view.asked.words.values()))
    if not shared:
        return Finding(0.0, "None of the words asked for is in what they write")
    shown = sorted(shared, key=lambda word: -shared[word])[:3]
    return Finding(
        min(1.0, sum(shared.values()) / enough),
        f"They write of {_and([f'“{word}”' for word in shown])}",
    )


def distance(view: View) -> Finding:
    numbers = view.weights.parts[Factor.DISTANCE]
    where, metres = view.listing.where, view.candidate.metres
    if where is not None and where.kind is LocationType.VIRTUAL:
        return Finding(numbers["no_travel"], "By phone, online or at home: nobody has to travel")
    if where is not None and where.kind is LocationType.POSTAL:
        return _office(view, where, metres)
    if where is None or metres is None:
        return Finding(numbers["unknown"], "We do not know where it meets")
    return Finding(_near(metres, numbers), how_far(metres))


def _office(view: View, where: Where, metres: float | None) -> Finding:
    """Where post arrives tells little about where people meet; a name may tell more."""
    numbers = view.weights.parts[Factor.DISTANCE]
    here = view.asked.at.authority if view.asked.at else None
    if where.authority and where.authority != here:
        return Finding(numbers["other"], "Its name says that it is for another area")
    part, text = numbers["unknown"], "We do not know where it meets"
    if where.authority:
        part, text = numbers["named"], "Its name says that it is for this area"
    if metres is None or metres > view.asked.km * 1000:
        return Finding(part, text)
    near = _near(metres, numbers)
    return Finding(
        max(part, numbers["office"] * near),
        f"Its office is {in_miles(metres)} away",
        could_be=near,
        if_="it met where its office is",
    )


def _near(metres: float, numbers: Mapping[str, float]) -> float:
    return 1 / (1 + metres / numbers["half_at"])


def how_far(metres: float) -> str:
    """ "0.4 miles, 10 minutes on foot", or the miles alone where few would walk."""
    miles = in_miles(metres)
    if metres > _WALK:
        return f"{miles} away"
    minutes = max(1, walking_minutes(metres))
    return f"{miles}, {minutes} {'minute' if minutes == 1 else 'minutes'} on foot"


_ROUTES = {
    ReferralRoute.OPEN: "The door is open: no referral",
    ReferralRoute.SELF: "People can ask for themselves",
    ReferralRoute.PROFESSIONAL: "Somebody has to refer",
    ReferralRoute.VOUCHER: "You need a voucher first",
}


def referral(view: View) -> Finding:
    numbers: Mapping[str, float] = view.weights.parts[Factor.REFERRAL]
    route, told = view.listing.route, view.listing.application_process
    part = numbers[route]
    if route is not ReferralRoute.UNKNOWN:
        return Finding(part, with_quote(_ROUTES[route], told))
    text = "How people come in is not clear" if told else "We do not know how people come in"
    return Finding(
        part,
        with_quote(text, told),
        could_be=numbers[ReferralRoute.OPEN],
        if_="somebody found out that the door is open",
    )


def cost(view: View) -> Finding:
    numbers = view.weights.parts[Factor.COST]
    listing = view.listing
    if listing.free:
        return Finding(numbers["free"], "Free")
    if listing.free is False:
        return Finding(numbers["paid"], with_quote("It costs something", listing.fees))
    return Finding(
        numbers["unknown"],
        with_quote("We do not know what it costs", listing.fees),
        could_be=numbers["free"],
        if_="somebody found out that it is free",
    )


def checked(view: View) -> Finding:
    steps = view.weights.parts[Factor.CHECKED]["steps"]
    on = view.listing.checked_on
    if on is None:
        part, text = 0.0, "Nobody has told us when this was last checked"
    else:
        age = (view.today - on).days
        part = next((part for days, part in steps if age <= days), 0.0)
        text = f"Last checked {when(on, view.today)}"
    return Finding(part, text, could_be=1.0, if_="somebody checked it now")


FACTORS: Mapping[Factor, Callable[[View], Finding]] = {
    Factor.NEED: need,
    Factor.WORDS: words,
    Factor.DISTANCE: distance,
    Factor.REFERRAL: referral,
    Factor.COST: cost,
    Factor.CHECKED: checked,
}


def shared_words(listing: Listing, asked: Asked) -> Mapping[str, float]:
    """The words of the request that a service uses of itself, as it writes them, with weights."""
    if not asked.words:
        return {}
    said = (
        listing.name,
        listing.organization,
        listing.description,
        listing.application_process,
        listing.eligibility,
        listing.alert,
    )
    written = [_written(text) for text in said if text]
    return {
        next(some[meant] for some in written if meant in some): weight
        for word, weight in asked.words.items()
        if any((meant := stem(word)) in some for some in written)
    }


@lru_cache(maxsize=8192)  # the same services are asked about again and again
def _written(text: str) -> Mapping[str, str]:
    """The stems of a text, each with the word that it first stands in."""
    found: dict[str, str] = {}
    for token in tokens(text):
        found.setdefault(token.stem, text[token.start : token.end])
    return found


def when(day: date, today: date) -> str:
    """As people say it: "on 14 May", or "in January 2018" when that is over a year ago."""
    if (today - day).days > 366:
        return f"in {day:%B %Y}"
    year = "" if day.year == today.year else f" {day.year}"
    return f"on {day.day} {day:%B}{year}"


def with_quote(text: str, told: str) -> str:
    return f"{text}: “{shortened(told)}”" if told else text


def shortened(text: str) -> str:
    """The first words of a text, so that a quotation stays on a line."""
    if len(text) <= _QUOTED:
        return text.rstrip(".")
    return text[:_QUOTED].rsplit(" ", 1)[0].rstrip(",;.") + " …"


def _and(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
