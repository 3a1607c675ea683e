"""What a person's own page shows."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.web.pages import PageData


@dataclass(frozen=True, kw_only=True)
class MyPage(PageData):
    template: ClassVar[str] = "person/me.jinja"
    audience: ClassVar[str] = "people"
    window: ClassVar[str] = "Your page"

    stage: str  # received, accepted, returned or declined
    link_worker: str
    service_name: str
    phone: str
    practice: str
    rings_by: str  # empty once they have talked
    urdu: bool
    sent_on: str
    decided_by: str
    chosen: tuple[str, ...]
