"""What the pages of safeguarding concerns and of covering for a colleague show."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.web.design.forms import Form
from linkwell.web.design.parts import Answer, PersonCard
from linkwell.web.pages import FormPage, PageData


@dataclass(frozen=True, kw_only=True)
class RaiseConcernPage(PageData):
    """Raise a concern: three equal ways, each one press."""

    template: ClassVar[str] = "link_worker/raise_concern.jinja"
    window: ClassVar[str] = "A safeguarding concern"

    card: PersonCard
    form: Form
    routes: tuple[Answer, ...]
    back: str


@dataclass(frozen=True, kw_only=True)
class ConcernPage(PageData):
    """One concern, for whoever raised it and the supervisors."""

    template: ClassVar[str] = "link_worker/concern.jinja"
    window: ClassVar[str] = "A safeguarding concern"

    card: PersonCard
    reference: str
    raised: str
    route: str
    what_to_do: str
    words: str
    turn: str
    outcome: str  # in a sentence; empty while it is open
    outcome_words: str
    take: str
    add: Form | None
    close: Form | None
    back: str


@dataclass(frozen=True, kw_only=True)
class CoverPage(FormPage):
    """Find somebody who rings while their link worker is away."""

    template: ClassVar[str] = "link_worker/cover.jinja"

    nobody: bool
    refused: bool
    sealed: str


@dataclass(frozen=True, kw_only=True)
class CoverReasonPage(PageData):
    """Somebody was found: why is the record opened?"""

    template: ClassVar[str] = "link_worker/cover_reason.jinja"
    window: ClassVar[str] = "Cover for a colleague"

    form: Form
    who: str  # sealed: whom the search found, for whom, and nothing else
    open: str
    back: str


@dataclass(frozen=True, kw_only=True)
class SealedPage(FormPage):
    """Open a sealed record, with a reason in words."""

    template: ClassVar[str] = "link_worker/sealed.jinja"

    nobody: bool
    refused: bool
    back: str
