"""Facts about alerts, concerns and searches for a caller."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linkwell.kernel.events import DomainEvent
from linkwell.safety.rules import Outcome, Route, Rung, SaidIn, Why


@dataclass(frozen=True, kw_only=True)
class AlertRaised(DomainEvent):
    why: Why
    rung: Rung
    until: datetime
    practice_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class AlertPassedOn(DomainEvent):
    rung: Rung
    until: datetime
    practice_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class AlertAcknowledged(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TeamCalled(DomainEvent):
    """Everybody in the team sees whom an alert is about."""


@dataclass(frozen=True, kw_only=True)
class TeamStoodDown(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ConcernRaised(DomainEvent):
    rung: Rung
    until: datetime
    in_danger: bool  # somebody is in danger now: an alert goes out too


@dataclass(frozen=True, kw_only=True)
class ConcernPassedOn(DomainEvent):
    rung: Rung
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ConcernAcknowledged(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ConcernAdded(DomainEvent):
    """Whoever raised it, or a supervisor, said more."""


@dataclass(frozen=True, kw_only=True)
class ConcernClosed(DomainEvent):
    route: Route
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class DangerMentioned(DomainEvent):
    """Words that mean danger were said or written of somebody."""

    said_in: SaidIn


@dataclass(frozen=True, kw_only=True)
class DangerLookedAt(DomainEvent):
    """A supervisor has looked. `again_on`: when she does again, while there is danger."""

    is_over: bool
    again_on: date | None


@dataclass(frozen=True, kw_only=True)
class CallerSought(DomainEvent):
    """A colleague looked for a caller by name and birth date. Subject: her membership."""

    found: bool


@dataclass(frozen=True, kw_only=True)
class SearchRefused(DomainEvent):
    """Too many searches that found nobody. Subject: her membership."""
