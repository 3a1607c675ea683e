"""What the link worker's pages show."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linkwell.people.queries import Lives, Way
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import (
    Act,
    HelpLine,
    Hidden,
    NextAction,
    PersonCard,
    Reason,
    Step,
    Tab,
)
from linkwell.web.link_worker.hard_pages import Speaks
from linkwell.web.link_worker.notes import Risk
from linkwell.web.link_worker.same_person import Doubt
from linkwell.web.link_worker.then_now import ThenNow
from linkwell.web.pages import FormPage, PageData
from linkwell.web.timeline import Line


@dataclass(frozen=True)
class Group:
    heading: str
    note: str
    rows: tuple[NextAction, ...]
    folded: bool = False  # long, and nothing in it has to be done today


@dataclass(frozen=True, kw_only=True)
class ListPage(PageData):
    """Today, the queue and the people: tabs, groups of rows, and an empty state that teaches."""

    template: ClassVar[str] = "link_worker/list.jinja"

    note: str
    tabs: tuple[Tab, ...]
    groups: tuple[Group, ...]
    empty_title: str
    empty_text: str
    empty_href: str
    search: Form | None
    aside_heading: str
    aside: tuple[str, ...]
    aside_link: tuple[str, str] | None = None  # label and address
    beside: tuple[str, str] | None = None  # the same, beside the heading

    @property
    def page_name(self) -> str:
        return f"link_worker/{next((tab.label for tab in self.tabs if tab.here), 'list').lower()}"


@dataclass(frozen=True)
class SheetLine:
    """One row of the sheet for the day."""

    first: str  # the time, or nothing
    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DaySheetPage(PageData):
    """One's own day, to print: whom one meets and whom one rings, and no more."""

    template: ClassVar[str] = "link_worker/day_sheet.jinja"

    whose: str
    day: str
    talks: tuple[SheetLine, ...]
    calls: tuple[SheetLine, ...]
    back: str


@dataclass(frozen=True)
class Seer:
    """Somebody who can see something of this person, and what."""

    who: str
    what: str


@dataclass(frozen=True)
class OpenDanger:
    """Danger that no supervisor has settled: the words, if any are kept, and where they stand."""

    words: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class Owed:
    """Something to do about this person: why, by when, where it is done, or that it is done."""

    why: str
    due: str
    late: bool
    href: str
    label: str
    done: str  # where it is said to be done; empty where only doing it ends it


@dataclass(frozen=True)
class Chosen:
    """Something they chose, how far it is, and where it is gone on with."""

    name: str
    organisation: str
    state: str
    tag: str
    icon: str
    href: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class CasePage(PageData):
    """The story of one person with us."""

    template: ClassVar[str] = "link_worker/case.jinja"
    window: ClassVar[str] = "A story"

    card: PersonCard
    state: tuple[str, str, str]  # kind, icon and words of the tag
    danger: OpenDanger | None
    speakers: tuple[Speaks, ...]
    since: str
    holder: str
    owed: tuple[Owed, ...]
    talked: bool
    go_on: Act | None
    ways_on: tuple[Act, ...]
    lines: tuple[Line, ...]
    ways: tuple[Way, ...]
    lives: Lives | None
    chosen: tuple[Chosen, ...]
    then_now: tuple[ThenNow, ...]  # what was asked at the start and again at the end
    seers: tuple[Seer, ...]
    main: Act | None  # nothing once it has ended
    given_name: str
    goals: tuple[str, ...]
    case_id: UUID
    risk: Risk | None
    doubt: Doubt | None  # whose the NHS number is
    language: str
    concerns: tuple[tuple[str, str], ...]  # those that the reader may open


@dataclass(frozen=True, kw_only=True)
class SafeWayPage(FormPage):
    template: ClassVar[str] = "link_worker/safe_way.jinja"

    name: str
    way: str
    now: str
    back: str


@dataclass(frozen=True)
class Option:
    """One option of a list, and what the person said to it."""

    number: int
    name: str
    organisation: str
    about: str
    phone: str
    site: str
    score: int
    facts: tuple[tuple[str, str | None], ...]
    reasons: tuple[Reason, ...]
    doubts: tuple[str, ...]
    doubts_head: str  # how many they are
    higher_if: str
    offer_id: UUID
    chosen: bool
    refused: bool
    connect: str  # where they are connected; empty until it is chosen
    entry: str  # all that is known of it


@dataclass(frozen=True, kw_only=True)
class OptionsPage(PageData):
    """A list of options, as it was shown."""

    template: ClassVar[str] = "link_worker/options.jinja"

    card: PersonCard
    given_name: str
    looked_at: str
    understood: tuple[str, ...]
    options: tuple[Option, ...]
    scale: int
    hidden: tuple[Hidden, ...]
    hidden_total: int
    nothing: str
    nothing_suited: bool
    change: str
    help: tuple[HelpLine, ...]
    narrow: Form


@dataclass(frozen=True, kw_only=True)
class AskPage(FormPage):
    """What to look for, before a list is made."""

    template: ClassVar[str] = "link_worker/ask.jinja"
    window: ClassVar[str] = "Find options"

    card: PersonCard
    words: str
    last: str


@dataclass(frozen=True, kw_only=True)
class RefusePage(FormPage):
    template: ClassVar[str] = "link_worker/refuse.jinja"
    window: ClassVar[str] = "Would rather not"

    option: str
    back: str
