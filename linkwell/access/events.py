"""Facts about who may see what."""

from dataclasses import dataclass
from uuid import UUID

from linkwell.access.rules import CoverReason, LinkPurpose, Role
from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class LinkIssued(DomainEvent):
    purpose: LinkPurpose


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class LinkUsed(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class LinkWordWrong(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class RecordCovered(DomainEvent):
    reason: CoverReason


@dataclass(frozen=True, kw_only=True)
class GlassBroken(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class RecordSealed(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class RecordUnsealed(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ServiceSetUp(DomainEvent):
    practices: int
    members: int


@dataclass(frozen=True, kw_only=True)
class MemberJoined(DomainEvent):
    organisation_id: UUID
    role: Role


@dataclass(frozen=True, kw_only=True)
class PracticeAgreed(DomainEvent):
    practice_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberLeft(DomainEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PracticeAgreementEnded(DomainEvent):
    practice_id: UUID
