"""Facts about what somebody agreed to."""

from dataclasses import dataclass
from uuid import UUID

from linkwell.consent.rules import Basis, HowAsked, Purpose, Said
from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ConsentSaid(DomainEvent):
    purpose: Purpose
    said: Said
    how_asked: HowAsked
    recipient_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(DomainEvent):
    """Everything stops: what is open is recalled, and recipients are told."""


@dataclass(frozen=True, kw_only=True)
class DecisionNoted(DomainEvent):
    basis: Basis
