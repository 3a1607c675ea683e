"""Facts about questions: that they were offered and answered, never what was answered."""

from dataclasses import dataclass
from uuid import UUID

from linkwell.kernel.events import DomainEvent
from linkwell.measures.rules import Happening, Offered, Stage


@dataclass(frozen=True, kw_only=True)
class HappenedFirst(DomainEvent):
    """There is a plan, or they got somewhere: noted once for each case."""

    what: Happening


@dataclass(frozen=True, kw_only=True)
class PulsesDrawn(DomainEvent):
    case_id: UUID
    contact_no: int


@dataclass(frozen=True, kw_only=True)
class PulsesOffered(DomainEvent):
    case_id: UUID
    how: Offered


@dataclass(frozen=True, kw_only=True)
class PulsesAnswered(DomainEvent):
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class MeasureOffered(DomainEvent):
    case_id: UUID
    stage: Stage
    how: Offered


@dataclass(frozen=True, kw_only=True)
class MeasureAnswered(DomainEvent):
    case_id: UUID
    stage: Stage
    answered: int
    refused: int
