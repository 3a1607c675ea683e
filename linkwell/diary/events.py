"""Facts about planned talks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linkwell.diary.rules import AppointmentState, Interpreter, Where
from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class TalkPlanned(DomainEvent):
    case_id: UUID
    at: datetime
    where: Where
    interpreter: Interpreter


@dataclass(frozen=True, kw_only=True)
class InterpreterSaid(DomainEvent):
    case_id: UUID
    at: datetime
    interpreter: Interpreter


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(DomainEvent):
    case_id: UUID
    state: AppointmentState
