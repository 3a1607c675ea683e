"""What a page is: a frozen dataclass that names its template, and how it is drawn.

A view returns the dataclass; each of its fields is a name in the template, and a test compares the
two, both ways. What every page shares (who is signed in, the navigation, the demo strip) is the
frame, made from the request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.messages import WARNING, get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from linkwell.kernel import clock
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import Notice
from linkwell.web.typed import Typed

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "ur"})
FRAME_NAMES = frozenset({"frame", "csrf_input"})  # what a template is given besides its own page


@dataclass(frozen=True)
class NavItem:
    """One place in the bar. Only pages that exist are named."""

    label: str
    href: str
    here: bool = False


@dataclass(frozen=True)
class Named:
    """Somebody whom a page names."""

    person_id: UUID
    service_id: UUID


@dataclass(frozen=True, kw_only=True)
class PageData:
    """A page. A subclass says its template and, as fields, the names that the template uses."""

    template: ClassVar[str]
    audience: ClassVar[str] = "staff"  # staff, people or public: which layout it stands in
    status: ClassVar[int] = 200
    window: ClassVar[str] = ""  # what the window is called where the heading names somebody
    on_frame: ClassVar[frozenset[str]] = frozenset({"nav", "named"})  # not for the template

    title: str
    nav: tuple[NavItem, ...] = ()
    named: tuple[Named, ...] = ()  # everybody whom the page names: each becomes a Reading

    @property
    def page_name(self) -> str:
        """How the journal of readings calls this page."""
        return self.template.removesuffix(".jinja")


@dataclass(frozen=True, kw_only=True)
class FormPage(PageData):
    """A page that is one form: heading, intro, error summary, fields, button."""

    template: ClassVar[str] = "layout/form.jinja"

    form: Form


@dataclass(frozen=True, kw_only=True)
class DoorPage(PageData):
    """Before: opening the address shows a button, so that a scanner of mail opens nothing."""

    template: ClassVar[str] = "plain/door.jinja"
    audience: ClassVar[str] = "people"

    form: Form | None  # a word is asked for, or nothing
    button: str
    text: str


@dataclass(frozen=True, kw_only=True)
class MovedOn(PageData):
    """Somebody was faster: what was shown is no longer so."""

    template: ClassVar[str] = "moved_on.jinja"
    status: ClassVar[int] = 409

    sentence: str
    written: Typed | None = None  # to be copied
    back: str = ""  # the page it was typed on, as it is now


@dataclass(frozen=True)
class Frame:
    """What stands around every page."""

    layout: str
    sheet: str
    look: str
    home: str
    now: datetime
    nav: tuple[NavItem, ...] = ()
    corner: NavItem | None = None
    said: tuple[Notice, ...] = ()
    demo: bool = False
    switch: str = ""
    leave: str = ""
    errors: bool = False
    language: str = "en-GB"
    direction: str = "ltr"
    idle_seconds: int = 0  # 0: no script watches this page
    lock: str = ""
    here: str = ""
    idle_minutes: int = 15
    window: str = ""


def render(request: HttpRequest, page: PageData) -> HttpResponse:
    """The page as HTML. Its fields become the names of the template."""
    names = {field.name: getattr(page, field.name) for field in fields(page)}
    nav = names.pop("nav")
    names.pop("named")
    frame = frame_for(request, page.audience, nav=nav, errors=has_errors(names.values()))
    frame = replace(frame, window=page.window)
    content = render_to_string(page.template, {**names, "frame": frame}, request)
    return HttpResponse(content, status=page.status)


def has_errors(values: Sequence[Any] | Any) -> bool:
    """Does any form among these ask for something to be mended?"""
    return any(isinstance(value, Form) and bool(value.errors) for value in values)


def frame_for(
    request: HttpRequest, audience: str, *, nav: tuple[NavItem, ...] = (), errors: bool = False
) -> Frame:
    """The frame of a page for `audience`, as this request calls for it."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    demo = settings.MODE == "demo"
    language = translation.get_language() or "en-GB"
    return Frame(
        layout=f"layout/{audience}.jinja",
        sheet="staff.css" if audience == "staff" else "people.css",
        look="staff" if audience == "staff" else "people",
        home="/",
        now=clock.now(),
        nav=nav,
        corner=_corner(request, audience, user.get_full_name() if user and signed_in else ""),
        said=tuple(Notice(str(one), warns=one.level >= WARNING) for one in get_messages(request)),
        demo=demo,
        switch="/" if demo and signed_in else "",
        leave="" if audience != "people" else settings.LINKWELL_LEAVE_QUICKLY_TO,
        errors=errors,
        language=language,
        direction="rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        idle_seconds=int(settings.LINKWELL_IDLE.total_seconds())
        if audience == "staff" and signed_in
        else 0,
        lock=reverse("lock") if signed_in else "",
        here=reverse("still_here") if signed_in else "",
        idle_minutes=int(settings.LINKWELL_IDLE.total_seconds() // 60),
    )


def _corner(request: HttpRequest, audience: str, name: str) -> NavItem | None:
    """Top right: whose account this is, or the way to sign in."""
    if name:
        return NavItem(name, reverse("account"))
    sign_in = reverse("account_login")
    if audience != "staff" or request.path == sign_in:
        return None
    return NavItem("Sign in for real" if settings.MODE == "demo" else "Sign in", sign_in)
