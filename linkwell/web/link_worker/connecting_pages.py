"""What the pages of a connection show."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.web.design.forms import Form
from linkwell.web.design.parts import Act, Answer, Line, PersonCard, Side, Step
from linkwell.web.pages import FormPage, PageData
from linkwell.web.referrer.pages import Marked


@dataclass(frozen=True, kw_only=True)
class DisclosurePage(PageData):
    """Before it is sent: exactly what the partner will read."""

    template: ClassVar[str] = "link_worker/disclosure.jinja"
    window: ClassVar[str] = "What they will read"

    card: PersonCard
    given_name: str
    partner: str
    to: str
    by_phone: bool
    lines: tuple[Line, ...]
    going: int
    out: int
    more: tuple[Act, ...]  # lines that could be added
    form: Form
    danger: bool  # a line that goes holds words that mean danger: asked again
    read: str  # what stands here, so that nothing else goes
    nudge_on: str
    silent_on: str
    tell: str
    edit: str


@dataclass(frozen=True, kw_only=True)
class LinePage(FormPage):
    """One line of it, to be written."""

    template: ClassVar[str] = "link_worker/disclosure_line.jinja"
    window: ClassVar[str] = "A line"

    card: PersonCard
    back: str


@dataclass(frozen=True)
class Said:
    """One question, and what each of the two says."""

    question: str
    sides: tuple[Side, ...]
    disputed: bool


@dataclass(frozen=True)
class ReadLine:
    """A line as the partner read it, or that was left out."""

    label: str
    text: str
    own_words: bool
    out: bool


@dataclass(frozen=True)
class Alternative:
    """Another option of the last list, ready to be chosen."""

    name: str
    organisation: str
    choose: str


@dataclass(frozen=True, kw_only=True)
class ConnectionPage(PageData):
    """After: what they read, what they answered, what came of it."""

    template: ClassVar[str] = "link_worker/connection.jinja"
    window: ClassVar[str] = "A connection"

    card: PersonCard
    given_name: str
    partner: str
    steps: tuple[Step, ...]
    take_back: str
    take_back_left: str
    read: tuple[ReadLine, ...]
    reads: str  # "will read" until it has gone
    answered: str  # what they said, as soon as it is written down
    sent: str
    phone: str
    answer_now: str  # where the partner's answer by phone is written down; empty: nothing to write
    answers: tuple[Answer, ...]
    note: tuple[Marked, ...]  # what the partner wrote, with words that mean danger marked
    told: tuple[Said, ...]
    ask: str  # where what they say is written down; empty: it is too early
    again: tuple[Alternative, ...]
    stop: str
    letter: str  # where it stands; empty once they have been
    options: str
    entry: str  # all that is known of the group


@dataclass(frozen=True, kw_only=True)
class AskedPage(FormPage):
    """Write down what the person, or the partner, says came of it."""

    template: ClassVar[str] = "link_worker/asked.jinja"
    window: ClassVar[str] = "What came of it"

    card: PersonCard
    back: str
    partner: str


@dataclass(frozen=True, kw_only=True)
class PartnerSaidPage(FormPage):
    """The rest of a partner's answer on the phone: how many weeks, what would be right."""

    template: ClassVar[str] = "link_worker/asked.jinja"
    window: ClassVar[str] = "What they answered"

    card: PersonCard
    back: str
    partner: str
