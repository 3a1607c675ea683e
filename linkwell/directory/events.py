"""Facts about the directory."""

from dataclasses import dataclass

from linkwell.directory.prose.said import Field
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


@dataclass(frozen=True, kw_only=True)
class SuggestionConfirmed(DomainEvent):
    """What a service's words seemed to say is so; `subject_id` is the suggestion."""

    field: Field


@dataclass(frozen=True, kw_only=True)
class SuggestionRefused(DomainEvent):
    """What a service's words seemed to say is not so; `subject_id` is the suggestion."""

    field: Field
