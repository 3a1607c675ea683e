"""Facts about the directory."""

from dataclasses import dataclass
from datetime import date

from linkwell.directory.freshness import Source, Trouble
from linkwell.directory.prose.said import Field
from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ServicesImported(DomainEvent):
    """One batch of a publisher's list came in; `subject_id` is the publisher."""

    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class FeedFetched(DomainEvent):
    """A feed came in whole from its address, and told its version; `subject_id`: the publisher."""

    answers: int  # how many it took


@dataclass(frozen=True, kw_only=True)
class ServicesClosed(DomainEvent):
    """Services that a publisher's list leaves out were closed; `subject_id` is the publisher."""

    closed: int


@dataclass(frozen=True, kw_only=True)
class PartsConfirmed(DomainEvent):
    """Somebody said that parts of an entry are right; `subject_id` is the directory's service."""

    source: Source
    parts: int  # how many


@dataclass(frozen=True, kw_only=True)
class TroubleFound(DomainEvent):
    """Somebody found an entry wrong; `subject_id` is the directory's service."""

    what: Trouble
    until: date


@dataclass(frozen=True, kw_only=True)
class KnowHowNoted(DomainEvent):
    """A link worker told her colleagues something; `subject_id` is the directory's service."""


@dataclass(frozen=True, kw_only=True)
class KnowHowEnded(DomainEvent):
    """It holds no more."""


@dataclass(frozen=True, kw_only=True)
class SuggestionConfirmed(DomainEvent):
    """What a service's words seemed to say is so; `subject_id` is the suggestion."""

    field: Field


@dataclass(frozen=True, kw_only=True)
class SuggestionRefused(DomainEvent):
    """What a service's words seemed to say is not so; `subject_id` is the suggestion."""

    field: Field
