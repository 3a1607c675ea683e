"""What the pages of reaching somebody show."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linkwell.people.queries import Way
from linkwell.web.design.parts import PersonCard
from linkwell.web.link_worker.notes import Risk
from linkwell.web.pages import PageData


@dataclass(frozen=True)
class Try:
    when: str
    what: str


@dataclass(frozen=True)
class TryButton:
    """One tap: what came of the call, and what to do then."""

    outcome: str
    label: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ReachPage(PageData):
    template: ClassVar[str] = "link_worker/reach.jinja"
    window: ClassVar[str] = "Reach somebody"

    card: PersonCard
    given_name: str
    risk: Risk | None
    ways: tuple[Way, ...]
    case_id: UUID
    tries: tuple[Try, ...]
    advice: tuple[str, ...]
    buttons: tuple[TryButton, ...]
    letter: str
    end: str
    unknown: str
    talk: str


@dataclass(frozen=True, kw_only=True)
class LetterPage(PageData):
    template: ClassVar[str] = "link_worker/last_letter.jinja"
    window: ClassVar[str] = "A letter"

    given_name: str
    lines: tuple[str, ...]
    service: str
    date: str
    channel: str
    stopped: str  # why it would be held
    printable: bool
    write: bool
    written: str
    back: str


@dataclass(frozen=True, kw_only=True)
class GentleEndPage(PageData):
    template: ClassVar[str] = "link_worker/gentle_end.jinja"
    window: ClassVar[str] = "No word since the letter"

    card: PersonCard
    given_name: str
    until: str
    ready: bool
    at_risk: bool
    decides: bool
    back: str


@dataclass(frozen=True, kw_only=True)
class UnknownCallerPage(PageData):
    template: ClassVar[str] = "link_worker/unknown_caller.jinja"
