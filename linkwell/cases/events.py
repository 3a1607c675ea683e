"""Facts about cases."""

from dataclasses import dataclass
from uuid import UUID

from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CaseOpened(DomainEvent):
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseBegun(DomainEvent):
    pass
