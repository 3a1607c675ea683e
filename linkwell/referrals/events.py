"""Facts about referrals."""

from dataclasses import dataclass
from uuid import UUID

from linkwell.kernel.events import DomainEvent
from linkwell.referrals.rules import ReturnReason, Wants


@dataclass(frozen=True, kw_only=True)
class ReferralReceived(DomainEvent):
    practice_id: UUID
    wants: Wants
    risk_mentioned: bool


@dataclass(frozen=True, kw_only=True)
class ReferralAccepted(DomainEvent):
    case_id: UUID
    holder_id: UUID
    risk_mentioned: bool


@dataclass(frozen=True, kw_only=True)
class ReferralReturned(DomainEvent):
    practice_id: UUID
    reason: ReturnReason


@dataclass(frozen=True, kw_only=True)
class ReferralDeclined(DomainEvent):
    practice_id: UUID
