"""Facts about plans: codes, numbers and days, never the words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linkwell.kernel.events import DomainEvent
from linkwell.plans.rules import CopyBy, GoalState, Whose


@dataclass(frozen=True, kw_only=True)
class GoalSet(DomainEvent):
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class GoalMoved(DomainEvent):
    case_id: UUID
    state: GoalState


@dataclass(frozen=True, kw_only=True)
class NearnessSaid(DomainEvent):
    case_id: UUID
    near: int  # 0 to 10


@dataclass(frozen=True, kw_only=True)
class StepAgreed(DomainEvent):
    case_id: UUID
    whose: Whose
    by_day: date


@dataclass(frozen=True, kw_only=True)
class StepDone(DomainEvent):
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class StepDropped(DomainEvent):
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class StepReopened(DomainEvent):
    case_id: UUID
    whose: Whose
    by_day: date


@dataclass(frozen=True, kw_only=True)
class PlanCopyGiven(DomainEvent):
    case_id: UUID
    how: CopyBy
