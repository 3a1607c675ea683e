"""What the referrer's pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linkwell.feedback.queries import News
from linkwell.referrals.queries import Referred
from linkwell.referrals.rules import Danger, ReturnReason
from linkwell.web.design.parts import Answer, HelpLine, NextAction
from linkwell.web.pages import FormPage, PageData
from linkwell.web.referrer.became import Became
from linkwell.web.referrer.forms import ReferForm
from linkwell.web.referrer.letters import FoundRow, LetterForm


@dataclass(frozen=True, kw_only=True)
class ReferPage(PageData):
    template: ClassVar[str] = "referrer/refer.jinja"

    form: ReferForm
    letter: LetterForm
    leaflet: str
    duty_phone: str
    duty_hours: str
    found: tuple[FoundRow, ...] = ()  # what a letter says; empty where none was read
    to_ask: int = 0
    unread: bool = False  # the letter says more than the form takes
    danger_added: bool = False  # words that mean danger were taken from elsewhere in it


@dataclass(frozen=True)
class Marked:
    """A piece of the words; `danger` where they mean it."""

    text: str
    danger: bool = False


@dataclass(frozen=True, kw_only=True)
class PausePage(PageData):
    """Is anyone in danger now? The referral is kept already."""

    template: ClassVar[str] = "referrer/pause.jinja"
    window: ClassVar[str] = "Paused: is anyone in danger now?"

    name: str
    saved_at: str
    parts: tuple[Marked, ...]  # empty by a practice's link that comes back: it reads nothing
    meant: tuple[str, ...]  # the words that mean danger
    lines: tuple[HelpLine, ...]
    answers: tuple[Answer, ...]
    answer: str
    other: str


@dataclass(frozen=True, kw_only=True)
class LeafletPage(PageData):
    """A sheet to hand over, in plain words."""

    template: ClassVar[str] = "referrer/leaflet.jinja"
    audience: ClassVar[str] = "people"

    large: bool
    here: str
    back: str
    service: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class ReceiptPage(PageData):
    template: ClassVar[str] = "referrer/receipt.jinja"

    reference: str
    service_name: str
    decides: str  # when, in words; empty: they said no, so nothing is to be decided
    duty_phone: str
    duty_hours: str
    danger: Danger  # what was said to the question about danger
    called: str  # who hears of it, and when
    pause: str  # where that question stands
    leaflet: str
    again: str  # address of an empty form
    referred: str  # address of the practice's own list, for who may open it


@dataclass(frozen=True, kw_only=True)
class AskPage(FormPage):
    """A poster's form: somebody asks for themselves."""

    template: ClassVar[str] = "referrer/for_yourself.jinja"
    audience: ClassVar[str] = "people"

    practice: str
    service: str
    duty: str


@dataclass(frozen=True, kw_only=True)
class AskLaterPage(AskPage):
    """The same form, still filled: it was used too often from here, so nothing was sent."""

    template: ClassVar[str] = "referrer/for_yourself_later.jinja"
    status: ClassVar[int] = 429

    phone: str


@dataclass(frozen=True, kw_only=True)
class AskPausePage(FormPage):
    """Are they, or is anyone, in danger now? Their words are kept already."""

    template: ClassVar[str] = "referrer/for_yourself_pause.jinja"
    audience: ClassVar[str] = "people"

    lines: tuple[HelpLine, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class AskReceiptPage(PageData):
    template: ClassVar[str] = "referrer/for_yourself_arrived.jinja"
    audience: ClassVar[str] = "people"

    reference: str
    service: str
    phone: str
    danger: Danger
    called: str  # who hears of it, and when
    lines: tuple[HelpLine, ...]
    key: UUID


@dataclass(frozen=True, kw_only=True)
class PracticePage(PageData):
    template: ClassVar[str] = "referrer/practice.jinja"

    practice: str
    danger: tuple[NextAction, ...]  # alerts whose turn is ours
    referred: tuple[Referred, ...]
    told: Mapping[UUID, News]  # what the practice was written about somebody, by person
    reasons: Mapping[ReturnReason, str]  # in words
    refer: str
    as_of: str
    became: Became


@dataclass(frozen=True, kw_only=True)
class AnswerPage(FormPage):
    """What the team asks about a referral, and the practice's answer."""

    template: ClassVar[str] = "referrer/answer.jinja"
    window: ClassVar[str] = "The team asks you something"

    name: str
    question: str
    back: str
