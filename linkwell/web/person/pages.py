"""What a person's own pages show."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.web.design.parts import Answer
from linkwell.web.pages import PageData


@dataclass(frozen=True)
class NextThing:
    """The one thing that comes next."""

    when: str
    what: str
    where: str
    text: str
    said: str = ""  # what they answered before, which they may change
    answers: tuple[Answer, ...] = ()  # one button
    others: tuple[Answer, ...] = ()  # equally kind ways out
    field: str = ""  # what the answer is to: going, visit, helped
    connection: str = ""


@dataclass(frozen=True, kw_only=True)
class MyPage(PageData):
    template: ClassVar[str] = "person/me.jinja"
    audience: ClassVar[str] = "people"
    window: ClassVar[str] = "Your page"

    next: NextThing
    link_worker: str
    service_name: str
    phone: str
    urdu: bool
    wishes: tuple[str, ...]  # goals, in their own words
    chosen: tuple[str, ...]
    letter: bool  # there is one about what comes next


@dataclass(frozen=True)
class Sees:
    who: str
    what: str


@dataclass(frozen=True, kw_only=True)
class WhoSeesPage(PageData):
    """Who can see what of you."""

    template: ClassVar[str] = "person/who_sees.jinja"
    audience: ClassVar[str] = "people"
    window: ClassVar[str] = "Who can see what"

    sees: tuple[Sees, ...]
    phone: str


@dataclass(frozen=True, kw_only=True)
class StopPage(PageData):
    """Change your mind, or stop."""

    template: ClassVar[str] = "person/stop.jinja"
    audience: ClassVar[str] = "people"
    window: ClassVar[str] = "Change your mind"

    phone: str


@dataclass(frozen=True, kw_only=True)
class ProxyPage(PageData):
    """What somebody who speaks for a person may see."""

    template: ClassVar[str] = "person/proxy.jinja"
    audience: ClassVar[str] = "people"
    window: ClassVar[str] = "A page for somebody else"

    chosen: tuple[str, ...]
    service_name: str
    phone: str
