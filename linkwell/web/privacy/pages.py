"""What the privacy lead's pages show."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.web.design.forms import Form
from linkwell.web.pages import PageData


@dataclass(frozen=True)
class ReadingRow:
    when: str
    who: str
    page: str
    person: str  # a short reference; the privacy lead does not see names


@dataclass(frozen=True, kw_only=True)
class ReadingsPage(PageData):
    template: ClassVar[str] = "privacy/readings.jinja"

    rows: tuple[ReadingRow, ...]
    as_of: str


@dataclass(frozen=True, kw_only=True)
class ExplainPage(PageData):
    template: ClassVar[str] = "privacy/explain.jinja"

    form: Form
    asked: bool
    allowed: bool
    because: str
