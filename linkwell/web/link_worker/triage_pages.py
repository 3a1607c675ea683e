"""What the pages of deciding about a referral show, and those of alerts."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.people.queries import Way
from linkwell.web.design.parts import PersonCard
from linkwell.web.link_worker.notes import Risk
from linkwell.web.link_worker.same_person import Doubt
from linkwell.web.pages import FormPage, PageData


@dataclass(frozen=True)
class AlertNote:
    """How an alert about this referral stands."""

    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ReferralPage(PageData):
    """One referral that waits to be decided."""

    template: ClassVar[str] = "link_worker/referral.jinja"
    window: ClassVar[str] = "A referral"

    card: PersonCard
    given_name: str
    received: str
    practice: str
    referred_by: str
    by_themselves: bool
    phone: str  # left by them, with the answer about danger
    words: str
    risk: Risk | None
    danger: str  # what was said to "Is anyone in danger now?", in a sentence
    alert: AlertNote | None
    wants: str
    told: bool | None
    not_told: str
    nhs_number: str
    doubt: Doubt | None  # whom we know that it may be
    question: str
    answer: str
    decided: str
    ways: tuple[Way, ...]
    language: str
    due: str
    accept: str
    send_back: str
    give: str
    ask: str
    pass_on: str


@dataclass(frozen=True, kw_only=True)
class ReturnPage(FormPage):
    """Return, pass on, or ask: one form about one referral."""

    template: ClassVar[str] = "link_worker/return.jinja"
    window: ClassVar[str] = "A referral"

    name: str
    intro: str
    back: str


@dataclass(frozen=True)
class ColleagueRow:
    """A colleague to whom a referral can be given."""

    value: str
    name: str
    you: bool
    open_cases: int
    languages: str
    practices: str
    fits: tuple[tuple[str, str, str], ...]  # tags: kind, icon, text


@dataclass(frozen=True, kw_only=True)
class GivePage(PageData):
    """To whom a referral is given."""

    template: ClassVar[str] = "link_worker/give.jinja"
    window: ClassVar[str] = "Give to a link worker"

    card: PersonCard
    given_name: str
    asked: str
    colleagues: tuple[ColleagueRow, ...]
    give: str
    back: str


@dataclass(frozen=True, kw_only=True)
class AlertPage(PageData):
    """One alert: about whom, why, whom to ring, whose turn it is, and one button."""

    template: ClassVar[str] = "link_worker/alert.jinja"
    window: ClassVar[str] = "An alert"

    reference: str  # the alert's own, as its e-mail names it
    referral: str  # the referral's, as its receipt does
    name: str
    age: str
    why: str
    words: tuple[str, ...]
    practice: str
    turn: str
    duty: str
    phone: str  # the number of somebody who asked for themselves
    times: str  # when it suits to ring it
    ways: tuple[Way, ...]
    take: str  # where "I have it" is posted; empty for who may not, or when somebody has it
    not_yours: str
    more: tuple[tuple[str, str], ...]  # label, address
