"""How long a signed-in session stays open without a sign of life."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Session(StrEnum):
    OPEN = "open"
    LOCKED = "locked"  # the same person shows a password or a code, and goes on where they were
    ENDED = "ended"  # the working day is over: sign in anew


@dataclass(frozen=True)
class Limits:
    """How long without a request, and how long since signing in."""

    idle: timedelta = timedelta(minutes=15)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True)
class Stamps:
    """What a session remembers: when it began, when it was last used, whether it was locked."""

    began: datetime
    seen: datetime
    locked: bool = False


def session_state(stamps: Stamps, now: datetime, limits: Limits) -> Session:
    """Whether a request made `now` may go on. A clock that ran backwards locks nobody out."""
    if now - stamps.began >= limits.absolute:
        return Session.ENDED
    if stamps.locked or now - stamps.seen >= limits.idle:
        return Session.LOCKED
    return Session.OPEN
