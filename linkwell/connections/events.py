"""Facts about options and what was chosen."""

from dataclasses import dataclass
from uuid import UUID

from linkwell.connections.rules import RefusalReason
from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class OptionsShown(DomainEvent):
    case_id: UUID
    considered: int
    shown: int


@dataclass(frozen=True, kw_only=True)
class OptionChosen(DomainEvent):
    case_id: UUID
    directory_service_id: UUID
    rank: int


@dataclass(frozen=True, kw_only=True)
class OptionRefused(DomainEvent):
    case_id: UUID
    directory_service_id: UUID
    rank: int
    reason: RefusalReason


@dataclass(frozen=True, kw_only=True)
class NothingSuited(DomainEvent):
    case_id: UUID
    considered: int
