"""Facts about the directory."""

from dataclasses import dataclass

from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ServicesImported(DomainEvent):
    """One batch of a publisher's list came in; `subject_id` is the publisher."""

    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class ServicesClosed(DomainEvent):
    """Services that a publisher's list leaves out were closed; `subject_id` is the publisher."""

    closed: int
