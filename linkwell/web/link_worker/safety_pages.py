"""What the pages of safeguarding concerns and of covering for a colleague show."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.web.design.forms import Form
from linkwell.web.design.parts import Answer, PersonCard
from linkwell.web.pages import FormPage, PageData
from linkwell.web.referrer.pages import Marked


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


@dataclass(frozen=True)
class SaidSo:
    """Where and when words that mean danger were said, and the sentence with the words marked."""

    where: str
    parts: tuple[Marked, ...]


@dataclass(frozen=True)
class Looked:
    """Who looked, when, and what she found; and her words."""

    when: str
    words: str


@dataclass(frozen=True, kw_only=True)
class DangerPage(PageData):
    """Danger that is open about somebody. A supervisor ends it here, and nobody else anywhere."""

    template: ClassVar[str] = "link_worker/danger.jinja"
    window: ClassVar[str] = "Danger is open"

    card: PersonCard
    given_name: str
    heard: tuple[SaidSo, ...]
    looks: tuple[Looked, ...]
    duty_phone: str
    duty_hours: str
    born: str  # of somebody whose record is locked away: the glass is broken by name and birth date
    reach: tuple[str, ...]  # how to reach them all the same, while danger is open
    form: Form | None  # for a supervisor
    done: str  # where the holder says that she has made sure
    concern: str
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
