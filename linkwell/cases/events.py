"""Facts about cases."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linkwell.cases.rules import Because
from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CaseOpened(DomainEvent):
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseBegun(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class CaseHeld(DomainEvent):
    review_on: date


@dataclass(frozen=True, kw_only=True)
class CasePaused(DomainEvent):
    review_on: date


@dataclass(frozen=True, kw_only=True)
class CaseResumed(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class EndPlanned(DomainEvent):
    on: date


@dataclass(frozen=True, kw_only=True)
class CaseClosed(DomainEvent):
    because: Because
    colleague_id: UUID | None = None  # whoever ended it, where somebody else holds it


@dataclass(frozen=True, kw_only=True)
class CaseReopened(DomainEvent):
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver(DomainEvent):
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class RiskMarked(DomainEvent):
    """Danger or safeguarding is open."""


@dataclass(frozen=True, kw_only=True)
class DangerWatched(DomainEvent):
    """An alert or a concern about somebody is open, or none is any more."""

    is_open: bool


@dataclass(frozen=True, kw_only=True)
class RiskSettled(DomainEvent):
    """A supervisor has looked: none is open any more."""
