"""Facts about the directory."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

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
class ListBrought(DomainEvent):
    """Somebody brought a publisher's list, or its address; `subject_id` is the import of it, as in
    what follows."""

    by_address: bool


@dataclass(frozen=True, kw_only=True)
class ListFetched(DomainEvent):
    """It is here from its address."""

    whole: bool  # else what changed since the last time


@dataclass(frozen=True, kw_only=True)
class ListMappingKept(DomainEvent):
    """A curator said how a publisher's sheets read."""

    columns: int


@dataclass(frozen=True, kw_only=True)
class ListBegun(DomainEvent):
    """Its records come in from now on."""


@dataclass(frozen=True, kw_only=True)
class ListCameIn(DomainEvent):
    """All of it is in."""

    created: int
    updated: int
    unchanged: int
    refused: int
    closed: int
    conflicts: int


@dataclass(frozen=True, kw_only=True)
class ListStopped(DomainEvent):
    """No more of it comes in."""

    reached: int  # the last line that is in


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


@dataclass(frozen=True, kw_only=True)
class EntriesCompared(DomainEvent):
    """Entries were compared with what they may be one with; `subject_id` is the first of them."""

    compared: int
    pairs: int  # that are new, or scored anew


@dataclass(frozen=True, kw_only=True)
class EntriesJoined(DomainEvent):
    """Two entries are one group; `subject_id` is the pair, as in the next two."""

    stays: UUID
    gives_way: UUID
    score: int


@dataclass(frozen=True, kw_only=True)
class EntriesToldApart(DomainEvent):
    """Two entries are different groups."""

    score: int


@dataclass(frozen=True, kw_only=True)
class EntriesTakenApart(DomainEvent):
    """Two entries that were joined are different groups after all."""

    stays: UUID
    gives_way: UUID


@dataclass(frozen=True, kw_only=True)
class EntriesReadAgain(DomainEvent):
    """Entries were worked out anew from what is kept of a list; `subject_id` is the publisher."""

    read: int
    changed: int  # of which something else is told now
