"""Facts about options and what was chosen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linkwell.connections.rules import (
    Answer,
    Going,
    How,
    PartnerAnswer,
    Question,
    RefusalReason,
    Source,
)
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


@dataclass(frozen=True, kw_only=True)
class ConnectionBegun(DomainEvent):
    """Chosen: the partner does not know yet."""

    case_id: UUID
    directory_service_id: UUID


@dataclass(frozen=True, kw_only=True)
class LineChanged(DomainEvent):
    """A line of what a partner would read was written, left out or put back."""

    left_out: bool


@dataclass(frozen=True, kw_only=True)
class ToldAbout(DomainEvent):
    """The person goes by themselves."""

    case_id: UUID
    directory_service_id: UUID


@dataclass(frozen=True, kw_only=True)
class DetailsSent(DomainEvent):
    case_id: UUID
    directory_service_id: UUID
    disclosure_id: UUID
    how: How
    lines: int
    left_out: int
    by_phone: bool


@dataclass(frozen=True, kw_only=True)
class DetailsTakenBack(DomainEvent):
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class DetailsClosed(DomainEvent):
    """Nothing was under way any more, and now whoever was told reads nothing more either."""

    case_id: UUID
    partner_knew: bool


@dataclass(frozen=True, kw_only=True)
class PartnerAnswered(DomainEvent):
    """By the partner's own link, or told to the link worker by phone."""

    disclosure_id: UUID
    answer: PartnerAnswer
    weeks: int | None


@dataclass(frozen=True, kw_only=True)
class ConnectionAnswered(DomainEvent):
    """The answer has reached the connection."""

    case_id: UUID
    directory_service_id: UUID
    answer: PartnerAnswer
    weeks: int | None


@dataclass(frozen=True, kw_only=True)
class PartnerNudged(DomainEvent):
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class GoingSaid(DomainEvent):
    """The person said whether they would like to go."""

    going: Going


@dataclass(frozen=True, kw_only=True)
class AccountGiven(DomainEvent):
    """Somebody said what came of it."""

    question: Question
    source: Source
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class Attended(DomainEvent):
    """They got there: as far as is known, and nobody says otherwise."""

    case_id: UUID
    directory_service_id: UUID
    on: date


@dataclass(frozen=True, kw_only=True)
class NotAttended(DomainEvent):
    """That they got there was a mistake: nobody says so any more."""

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class AccountsDiffer(DomainEvent):
    """Person and partner say different things: what each said last."""

    case_id: UUID
    question: Question
    person: Answer | None = None
    partner: Answer | None = None


@dataclass(frozen=True, kw_only=True)
class AccountsAgree(DomainEvent):
    """They differed, and do no longer."""

    case_id: UUID
    question: Question
    answer: Answer | None


@dataclass(frozen=True, kw_only=True)
class VerdictReached(DomainEvent):
    """What is known of one question changed."""

    case_id: UUID
    question: Question
    answer: Answer | None


@dataclass(frozen=True, kw_only=True)
class ConnectionStopped(DomainEvent):
    case_id: UUID
    reason: RefusalReason
    partner_knew: bool


@dataclass(frozen=True, kw_only=True)
class ConnectionRecalled(DomainEvent):
    case_id: UUID
    partner_knew: bool
