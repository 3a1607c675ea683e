"""Facts about reaching and talking: codes, numbers and days, never what was said."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linkwell.conversations.reaching import Outcome
from linkwell.conversations.rules import Again, Attendance, Ease, Mode, NeedState, RaisedBy
from linkwell.kernel.events import DomainEvent
from linkwell.needs.rules import Need


@dataclass(frozen=True, kw_only=True)
class TriedToReach(DomainEvent):
    case_id: UUID
    outcome: Outcome
    count: int  # tries that reached nobody, this one included; 0 when they spoke


@dataclass(frozen=True, kw_only=True)
class LastLetterWritten(DomainEvent):
    case_id: UUID
    decide_on: date


@dataclass(frozen=True, kw_only=True)
class TryingGoesOn(DomainEvent):
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class EndedUnreached(DomainEvent):
    case_id: UUID
    referral_id: UUID
    practice_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactRecorded(DomainEvent):
    case_id: UUID
    attendance: Attendance
    number: int | None
    mode: Mode | None
    minutes: int | None
    next_on: date


@dataclass(frozen=True, kw_only=True)
class NeedRaised(DomainEvent):
    case_id: UUID
    need: Need | None  # None: in their own words
    raised_by: RaisedBy
    contact_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class NeedMoved(DomainEvent):
    case_id: UUID
    need: Need | None
    state: NeedState


@dataclass(frozen=True, kw_only=True)
class NeedCorrected(DomainEvent):
    """Who raised it, or what was said of it, was written down better."""

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class SupporterNamed(DomainEvent):
    case_id: UUID
    ease: Ease


@dataclass(frozen=True, kw_only=True)
class SupporterLeft(DomainEvent):
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class LookedBack(DomainEvent):
    """Before the end: the map was looked at again; or it, or some questions, were not, and why."""

    case_id: UUID
    is_map: bool  # else some questions; the row says which
    outcome: Again
