"""What the referrer's pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from linkwell.referrals.queries import Referred
from linkwell.referrals.rules import ReturnReason
from linkwell.web.design.forms import Form
from linkwell.web.pages import PageData


@dataclass(frozen=True, kw_only=True)
class ReferPage(PageData):
    template: ClassVar[str] = "referrer/refer.jinja"

    form: Form
    duty_phone: str
    duty_hours: str


@dataclass(frozen=True, kw_only=True)
class ReceiptPage(PageData):
    template: ClassVar[str] = "referrer/receipt.jinja"

    reference: str
    service_name: str
    decide_by: date | None  # None: they said no, so nothing is to be decided
    today: bool  # the words mention danger: it is decided on the same day
    duty_phone: str
    duty_hours: str
    again: str  # address of an empty form
    referred: str  # address of the practice's own list, for who may open it


@dataclass(frozen=True, kw_only=True)
class PracticePage(PageData):
    template: ClassVar[str] = "referrer/practice.jinja"

    practice: str
    referred: tuple[Referred, ...]
    reasons: Mapping[ReturnReason, str]  # in words
    refer: str
    as_of: str
