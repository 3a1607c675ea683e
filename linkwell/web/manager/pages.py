"""What the pages of who runs a service show."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linkwell.web.pages import PageData


@dataclass(frozen=True)
class PracticeRow:
    name: str
    practice_id: UUID
    agreed: str
    links: tuple["LinkRow", ...]


@dataclass(frozen=True)
class LinkRow:
    link_id: UUID
    made: str
    poster: bool  # for people themselves


@dataclass(frozen=True)
class MemberRow:
    name: str
    role: str
    employer: str


@dataclass(frozen=True, kw_only=True)
class ServicePage(PageData):
    template: ClassVar[str] = "manager/service.jinja"

    service_name: str
    missing: tuple[str, ...]
    named_people: tuple[tuple[str, str], ...]
    practices: tuple[PracticeRow, ...]
    members: tuple[MemberRow, ...]


@dataclass(frozen=True, kw_only=True)
class NewLinkPage(PageData):
    template: ClassVar[str] = "manager/new_link.jinja"

    practice: str
    address: str
    poster: bool
    back: str
