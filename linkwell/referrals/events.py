"""Facts about referrals."""

from dataclasses import dataclass
from uuid import UUID

from linkwell.kernel.events import DomainEvent
from linkwell.referrals.rules import Danger, ReturnReason, Source, Wants


@dataclass(frozen=True, kw_only=True)
class ReferralReceived(DomainEvent):
    practice_id: UUID
    source: Source
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


@dataclass(frozen=True, kw_only=True)
class PauseBegan(DomainEvent):
    """The words mention danger; whoever refers is asked whether anyone is in danger now."""

    practice_id: UUID


@dataclass(frozen=True, kw_only=True)
class PauseAnswered(DomainEvent):
    """Somebody pressed an answer. Whom it concerns is found by the handler that waits for it."""

    answer: Danger


@dataclass(frozen=True, kw_only=True)
class DangerAnswered(DomainEvent):
    practice_id: UUID
    answer: Danger
    unanswered: bool  # nobody answered in time


@dataclass(frozen=True, kw_only=True)
class MoreAsked(DomainEvent):
    practice_id: UUID


@dataclass(frozen=True, kw_only=True)
class MoreAnswered(DomainEvent):
    practice_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReferralPassedOn(DomainEvent):
    practice_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReferralLinked(DomainEvent):
    """It is about somebody known: it went on in their record, as `copy_id`."""

    practice_id: UUID
    copy_id: UUID


@dataclass(frozen=True, kw_only=True)
class NumberForgotten(DomainEvent):
    """The number that was left with it is not safe to ring after all."""


@dataclass(frozen=True, kw_only=True)
class ReferralJoined(DomainEvent):
    """Another referral of the same person, written onto the record that was there."""

    practice_id: UUID
    risk_mentioned: bool
    case_id: UUID | None  # the open case that it adds to; None: it is decided like any other
    holder_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class KeptApart(DomainEvent):
    """Compared with somebody known, and not the same person."""
