"""What a partner's pages show: the lines that were sent to it, and nothing else."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.web.design.forms import Form
from linkwell.web.design.parts import Answer
from linkwell.web.pages import PageData


@dataclass(frozen=True)
class ReadLine:
    label: str
    text: str
    own_words: bool


@dataclass(frozen=True, kw_only=True)
class WelcomePage(PageData):
    """Would somebody be welcome? The lines, and four answers."""

    template: ClassVar[str] = "partner/welcome.jinja"
    audience: ClassVar[str] = "people"
    window: ClassVar[str] = "A question from a link worker"

    called: str
    asks: str
    partner: str
    service_name: str
    phone: str
    lines: tuple[ReadLine, ...]
    reach: str  # how to reach them; only after a yes
    answers: tuple[Answer, ...]
    answered: str  # what they answered so far, in words
    came: tuple[Answer, ...]  # did they come? Only after a yes


@dataclass(frozen=True, kw_only=True)
class RestPage(PageData):
    """One more thing: how many weeks, or what would be right."""

    template: ClassVar[str] = "partner/rest.jinja"
    audience: ClassVar[str] = "people"
    window: ClassVar[str] = "One more thing"

    form: Form
    back: str


@dataclass(frozen=True, kw_only=True)
class OffPage(PageData):
    """It was taken back."""

    template: ClassVar[str] = "partner/off.jinja"
    audience: ClassVar[str] = "people"

    phone: str
