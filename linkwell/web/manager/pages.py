"""What the pages of who runs a service show."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linkwell.web.design.forms import Form
from linkwell.web.design.parts import CountRow, Part
from linkwell.web.manager.gap_map import GapMap
from linkwell.web.pages import FormPage, PageData


@dataclass(frozen=True)
class PracticeRow:
    name: str
    practice_id: UUID
    agreed: str
    links: tuple["LinkRow", ...]


@dataclass(frozen=True)
class LinkRow:
    link_id: UUID
    made: str
    poster: bool  # for people themselves


@dataclass(frozen=True)
class MemberRow:
    name: str
    role: str
    employer: str


@dataclass(frozen=True, kw_only=True)
class ServicePage(PageData):
    template: ClassVar[str] = "manager/service.jinja"

    service_name: str
    missing: tuple[str, ...]
    named_people: tuple[tuple[str, str], ...]
    practices: tuple[PracticeRow, ...]
    members: tuple[MemberRow, ...]


@dataclass(frozen=True, kw_only=True)
class NewLinkPage(PageData):
    template: ClassVar[str] = "manager/new_link.jinja"

    practice: str
    address: str
    poster: bool
    back: str


@dataclass(frozen=True)
class StepRow:
    """A step of the funnel, in rounded numbers, as they are written."""

    name: str
    short: str
    first: bool  # everybody: it is of nothing else
    parts: tuple[Part, ...]  # what is drawn
    yes: str
    of: str  # empty: too few
    share: str  # empty: of too few
    unknown: str
    disputed: str  # empty: nobody is asked twice about this step
    no: str


@dataclass(frozen=True)
class WhyRow:
    """How many wait for what, and what would help."""

    count: str
    what: str
    helps: str


@dataclass(frozen=True, kw_only=True)
class FunnelPage(PageData):
    template: ClassVar[str] = "manager/funnel.jinja"

    who: str
    form: Form
    download: str
    got_there: tuple[str, str]  # the large number, and the sentence under it
    cannot_say: tuple[str, str]
    legend: tuple[Part, ...]
    everybody: int  # 0: too few to show anything
    connected: str
    steps: tuple[StepRow, ...]
    by_practice: tuple[CountRow, ...]
    whys: tuple[WhyRow, ...]
    definitions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class FunnelDatesPage(FormPage):
    """What was asked for cannot be read: nothing is shown, least of all as of another day."""

    template: ClassVar[str] = "manager/funnel_dates.jinja"
    status: ClassVar[int] = 400


@dataclass(frozen=True)
class NeedRow:
    """How often a need was missing, of how often it was looked for, and in which way."""

    name: str
    stories: str
    stories_how: str  # empty: too few to say
    public: str
    public_how: str


@dataclass(frozen=True)
class AreaRow:
    """`number` stands in its circle on the map; None where it cannot be drawn."""

    number: int | None
    name: str
    stories: str
    public: str


@dataclass(frozen=True, kw_only=True)
class GapsPage(PageData):
    template: ClassVar[str] = "manager/gaps.jinja"

    who: str
    form: Form
    download: str
    stories: tuple[str, str]  # the large number, and the sentence under it
    public: tuple[str, str]
    nothing: bool  # too little to show anything
    most: str  # what is missing most, in words
    needs: tuple[NeedRow, ...]
    few: str  # of which needs there is too little to show
    map: GapMap | None
    areas: tuple[AreaRow, ...]
    places: tuple[CountRow, ...]  # each need in each area
    definitions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class GapsMonthsPage(FormPage):
    """Which months cannot be read: nothing is shown, least of all of others."""

    template: ClassVar[str] = "manager/gaps_months.jinja"
    status: ClassVar[int] = 400
