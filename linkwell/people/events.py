"""Facts about a person's record."""

from dataclasses import dataclass
from datetime import date

from linkwell.kernel.events import DomainEvent
from linkwell.people.rules import Channel, Safe


@dataclass(frozen=True, kw_only=True)
class SafeWaySaid(DomainEvent):
    channel: Channel
    safe: Safe


@dataclass(frozen=True, kw_only=True)
class PersonDied(DomainEvent):
    """Nothing is ever sent to them again."""


@dataclass(frozen=True, kw_only=True)
class DeathUndone(DomainEvent):
    """It was written on the wrong person. Nothing comes back by itself."""


@dataclass(frozen=True, kw_only=True)
class GuardSet(DomainEvent):
    """Harm by somebody close was spoken of (or is over)."""

    guarded: bool


@dataclass(frozen=True, kw_only=True)
class HomeHidden(DomainEvent):
    """Where they live must be known to nobody from now on (or may be known again)."""

    hidden: bool


@dataclass(frozen=True, kw_only=True)
class ProxyNamed(DomainEvent):
    scopes: int
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class ProxyEnded(DomainEvent):
    pass
