"""What the pages of a conversation show."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linkwell.conversations.support_map import Spot
from linkwell.web.design.forms import Form
from linkwell.web.pages import FormPage, PageData


@dataclass(frozen=True)
class NeedLine:
    """One need as it is listed: who raised it, when, in which words, and where it stands."""

    need_id: UUID
    label: str
    raised: str
    said: str
    state: str  # empty while it is only raised


@dataclass(frozen=True)
class SupporterLine:
    supporter_id: UUID
    name: str
    about: str


@dataclass(frozen=True)
class Remembered:
    """Words of the last time, and when that was."""

    words: str
    when: str


@dataclass(frozen=True, kw_only=True)
class ConversationPage(PageData):
    """The quiet page: what matters, what is in the way, who helps, what next."""

    template: ClassVar[str] = "link_worker/conversation.jinja"
    window: ClassVar[str] = "A conversation"

    given_name: str
    when: str
    saved: str
    form: Form
    adding: Form
    adding_open: bool
    needs: tuple[NeedLine, ...]
    mentioned: str
    spots: tuple[Spot, ...]
    map_says: str
    supporters: tuple[SupporterLine, ...]
    last: Remembered | None
    ask_anew: str  # where it is asked, for who took back their consent before; else empty
    prompts: tuple[str, ...]
    story: str
    page: str
    draft: str
    measures: str
    plan: str
    concern: str


@dataclass(frozen=True)
class MoveButton:
    """A verb of a need's table, named for the act."""

    move: str
    label: str


@dataclass(frozen=True, kw_only=True)
class NeedPage(FormPage):
    template: ClassVar[str] = "link_worker/need.jinja"
    window: ClassVar[str] = "A need"

    raised: str
    state: str
    moves: tuple[MoveButton, ...]
    move: str
    back: str


@dataclass(frozen=True, kw_only=True)
class SupporterPage(FormPage):
    template: ClassVar[str] = "link_worker/supporter.jinja"
    window: ClassVar[str] = "Who they can turn to"

    remove: str
    back: str
