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
    person: str  # a short reference, or how many a list named; the lead does not see names
    reason: str


@dataclass(frozen=True)
class BrokenRow:
    """A sealed record that was opened: by whom, when, and the reason in words."""

    when: str
    who: str
    person: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ReadingsPage(PageData):
    template: ClassVar[str] = "privacy/readings.jinja"

    form: Form
    whose: str  # of whom alone, by reference; empty: of everybody
    broken: tuple[BrokenRow, ...]  # sealed records that were opened
    refused: tuple[tuple[str, str], ...]  # who looked for callers too often, and when
    rows: tuple[ReadingRow, ...]
    as_of: str


@dataclass(frozen=True, kw_only=True)
class ExplainPage(PageData):
    template: ClassVar[str] = "privacy/explain.jinja"

    form: Form
    asked: bool
    allowed: bool
    because: str
