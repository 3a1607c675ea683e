"""What the pages of measures and pulses show."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.measures.packs import Item
from linkwell.web.design.parts import PersonCard
from linkwell.web.pages import FormPage, PageData


@dataclass(frozen=True)
class ScoreLine:
    label: str
    value: str  # "3 of 10", or "rather not"
    known: bool


@dataclass(frozen=True)
class TakenLine:
    heading: str
    note: str
    scores: tuple[ScoreLine, ...]
    type_in: str  # where a sheet that came back is typed in; empty where none is out


@dataclass(frozen=True)
class PackLine:
    pack: str
    title: str
    stage: str
    stage_code: str
    credit: str
    licence: str


@dataclass(frozen=True, kw_only=True)
class MeasuresPage(PageData):
    template: ClassVar[str] = "link_worker/measures.jinja"
    window: ClassVar[str] = "Questions"

    card: PersonCard
    given_name: str
    packs: tuple[PackLine, ...]
    taken: tuple[TakenLine, ...]
    offer: str
    may_text: bool
    end: str  # the ending, where these are asked again before it; empty before that
    back: str


@dataclass(frozen=True, kw_only=True)
class AskTogetherPage(FormPage):
    template: ClassVar[str] = "link_worker/ask_together.jinja"
    window: ClassVar[str] = "Questions"

    intro: str
    credit: str
    back: str


@dataclass(frozen=True, kw_only=True)
class PulsesPage(PageData):
    """Two questions that were drawn, and how they come to the person."""

    template: ClassVar[str] = "link_worker/pulses.jinja"
    window: ClassVar[str] = "Two short questions"

    may_text: bool
    why_not: str
    open: str
    back: str


@dataclass(frozen=True, kw_only=True)
class PaperPage(PageData):
    """The questions on paper, with the address where they can be answered instead.

    A sheet of pulses has none: whoever prints it could answer there.
    """

    template: ClassVar[str] = "link_worker/questions_paper.jinja"
    window: ClassVar[str] = "Questions on paper"

    heading: str
    intro: str
    items: tuple[Item, ...]
    address: str
    until: str
    unseen: bool
    credit: str
    back: str
