"""Facts about the directory."""

from dataclasses import dataclass
from datetime import date

from linkwell.directory.asking import Way
from linkwell.directory.edits import EditField
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
class EntriesWritten(DomainEvent):
    """Of a batch that came in, so many services are new or say something else; `subject_id` is the
    publisher. Nothing follows from a list that says the same again."""

    services: int


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


@dataclass(frozen=True, kw_only=True)
class EntryLinkGiven(DomainEvent):
    """A link was made for a group to keep its own entry; `subject_id` is the directory's service,
    as in what follows."""


@dataclass(frozen=True, kw_only=True)
class EntryLinksClosed(DomainEvent):
    closed: int


@dataclass(frozen=True, kw_only=True)
class EntryChanged(DomainEvent):
    """A group changed its entry by its link."""

    counted: int  # fields that count at once
    waiting: int  # fields that wait for a curator


@dataclass(frozen=True, kw_only=True)
class EditAccepted(DomainEvent):
    """A curator took over what a group says; `subject_id` is the edit, as in the next two."""

    field: EditField


@dataclass(frozen=True, kw_only=True)
class EditRefused(DomainEvent):
    field: EditField


@dataclass(frozen=True, kw_only=True)
class EditSettled(DomainEvent):
    """A group and its list said different things, and one of them was chosen."""

    field: EditField
    kept: bool  # the group's word


@dataclass(frozen=True, kw_only=True)
class GroupAsked(DomainEvent):
    """A group is asked whether its entry is still right; `subject_id` is the asking."""

    way: Way


@dataclass(frozen=True, kw_only=True)
class QuestionPosted(DomainEvent):
    """The question has gone, or is not needed any more; `subject_id` is the asking."""

    sent: bool


@dataclass(frozen=True, kw_only=True)
class GroupTried(DomainEvent):
    """Somebody rang a group and nobody answered; `subject_id` is the asking."""


@dataclass(frozen=True, kw_only=True)
class GroupToldOf(DomainEvent):
    """Somebody told us of a group in a minute; `subject_id` is that row, as in the next."""

    by_team: bool


@dataclass(frozen=True, kw_only=True)
class NewGroupDecided(DomainEvent):
    added: bool


@dataclass(frozen=True, kw_only=True)
class SearchWritten(DomainEvent):
    """What search reads was written anew for some services; `subject_id` is of nothing else."""

    services: int
