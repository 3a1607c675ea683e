"""How far what stands in the directory can be relied on, part by part; and what somebody found
wrong, for how long it counts.

A part of an entry goes out of date in its own time: whether there is room within days, where it
meets within years. Nothing here hides anything from a link worker but a word of today that it is
full or closed; and that lapses, on its date, to "ask".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Part(StrEnum):
    """What is checked together."""

    CONTACT = "contact"
    PLACE = "place"
    TIMES = "times"
    COST = "cost"
    WHO = "who"  # ages, and whom it is for
    WAY_IN = "way_in"
    ROOM = "room"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Part.CONTACT: "Phone and contact",
    Part.PLACE: "Where it is",
    Part.TIMES: "Days and times",
    Part.COST: "Cost",
    Part.WHO: "Who it is for",
    Part.WAY_IN: "How to get in",
    Part.ROOM: "Whether there is room",
}

# Days after which half of such answers may have changed.
HALF_LIFE: Mapping[Part, int] = {
    Part.ROOM: 14,
    Part.TIMES: 90,
    Part.CONTACT: 180,
    Part.COST: 180,
    Part.WAY_IN: 180,
    Part.PLACE: 365,
    Part.WHO: 365,
}


class Source(StrEnum):
    """Who said that a part is right. The nearer to the door, the further they are believed."""

    PUBLISHER = "publisher"  # the list that it came in with
    CURATOR = "curator"
    LINK_WORKER = "link_worker"
    PROVIDER = "provider"
    ATTENDANCE = "attendance"  # somebody was there


TRUST: Mapping[Source, float] = {
    Source.PUBLISHER: 0.7,
    Source.CURATOR: 0.8,
    Source.LINK_WORKER: 0.9,
    Source.PROVIDER: 1.0,
    Source.ATTENDANCE: 1.0,
}


class Sure(StrEnum):
    """How sure a part is, in three steps."""

    SURE = "sure"
    LIKELY = "likely"
    ASK = "ask"


_SURE, _LIKELY = 0.6, 0.3


@dataclass(frozen=True)
class Checked:
    """A part was said to be right: by whom, and when last."""

    part: Part
    source: Source
    on: date
    by: str = ""  # as a reader may know them: the list, the service


def confidence(check: Checked, today: date) -> float:
    """From 1 to 0: what the source is worth, halved with each half-life of the part."""
    age = max((today - check.on).days, 0)
    return float(TRUST[check.source] * 0.5 ** (age / HALF_LIFE[check.part]))


def how_sure(check: Checked | None, today: date) -> Sure:
    """Nobody has said so: ask."""
    if check is None:
        return Sure.ASK
    share = confidence(check, today)
    return Sure.SURE if share >= _SURE else Sure.LIKELY if share >= _LIKELY else Sure.ASK


class Trouble(StrEnum):
    """What somebody finds wrong, in one tap."""

    WRONG_NUMBER = "wrong_number"
    MOVED = "moved"
    FULL = "full"
    CLOSED = "closed"

    @property
    def parts(self) -> frozenset[Part]:
        """What must be said to be right before it is over."""
        return _OF[self]

    @property
    def hides(self) -> bool:
        """Nobody is sent there while it counts."""
        return self in (Trouble.FULL, Trouble.CLOSED)


_OF: Mapping[Trouble, frozenset[Part]] = {
    Trouble.WRONG_NUMBER: frozenset({Part.CONTACT}),
    Trouble.MOVED: frozenset({Part.PLACE}),
    Trouble.FULL: frozenset({Part.ROOM}),
    Trouble.CLOSED: frozenset(Part),
}

USUALLY = timedelta(weeks=4)  # that it counts, where nobody says how long
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Found:
    """A trouble, when it was found, and the last day on which it counts."""

    what: Trouble
    on: date
    until: date
    counts: bool  # today; after that it is a question
    by_group: bool = False  # the group says so itself

    @classmethod
    def of(cls, what: Trouble, on: date, until: date, today: date) -> "Found":
        return cls(what, on, until, today <= until)


def may_count_until(until: date, today: date) -> bool:
    """A word of today counts from today on, and for a year at most."""
    return today <= until <= today + LONGEST


def is_over(trouble: Trouble, confirmed: Iterable[Part]) -> bool:
    """Whether saying that these parts are right ends it."""
    return trouble.parts <= frozenset(confirmed)


NOT_CONFIRMED_AFTER = 183  # days without a word from anybody
HIDDEN_AFTER = 366


class Standing(StrEnum):
    """How an entry stands before the public."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"  # shown, and it says so
    HIDDEN = "hidden"


def standing(last_checked: date | None, found: Iterable[Found], today: date) -> Standing:
    """Hidden once somebody found it closed or nobody has said anything for a year; said to be not
    confirmed after half a year. Nobody has ever told us: not confirmed, since a list that says no
    dates may be as true as one that does."""
    if any(one.what is Trouble.CLOSED for one in found):
        return Standing.HIDDEN
    if last_checked is None:
        return Standing.NOT_CONFIRMED
    age = (today - last_checked).days
    if age > HIDDEN_AFTER:
        return Standing.HIDDEN
    return Standing.NOT_CONFIRMED if age > NOT_CONFIRMED_AFTER else Standing.CONFIRMED
