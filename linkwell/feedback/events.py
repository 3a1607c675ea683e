"""Facts about messages to the practice."""

from dataclasses import dataclass
from uuid import UUID

from linkwell.feedback.rules import About
from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class PracticeTold(DomainEvent):
    case_id: UUID
    practice_id: UUID
    about: About
    words: int


@dataclass(frozen=True, kw_only=True)
class PracticeMessageFiled(DomainEvent):
    case_id: UUID
