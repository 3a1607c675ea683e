"""Your account: what protects it, where it is signed in, and the lock."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from allauth.core.ratelimit import consume
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from linkwell.access.models import User
from linkwell.access.queries import actor_for
from linkwell.web import drafts, idle, plain
from linkwell.web.nav import nav_for
from linkwell.web.pages import FormPage, PageData, render
from linkwell.web.sign_in.forms import UnlockForm
from linkwell.web.sign_in.second_factor import is_demo_session, second_factor_ready


@dataclass(frozen=True)
class Device:
    """One place where the account is signed in."""

    id: int
    browser: str
    address: str
    since: datetime
    is_this: bool


@dataclass(frozen=True, kw_only=True)
class AccountPage(PageData):
    template: ClassVar[str] = "account/own_account.jinja"

    name: str
    email: str
    has_app: bool
    codes_left: int
    devices: tuple[Device, ...]


@dataclass(frozen=True, kw_only=True)
class LockPage(FormPage):
    template: ClassVar[str] = "account/lock.jinja"

    name: str
    demo: bool


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    kinds = {one.type: one for one in Authenticator.objects.filter(user=user)}
    sheet = kinds.get(Authenticator.Type.RECOVERY_CODES)
    page = AccountPage(
        title="Your account",
        nav=nav_for(actor_for(user)) if second_factor_ready(request) else (),
        name=user.name,
        email=user.email,
        has_app=Authenticator.Type.TOTP in kinds,
        codes_left=len(sheet.wrap().get_unused_codes()) if sheet else 0,
        devices=_devices(request, user),
    )
    return render(request, page)


@require_POST
@login_required
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out of one device. Its next request finds the session gone."""
    session = UserSession.objects.filter(user=_user(request), pk=session_id).first()
    if session is None:
        return plain.not_there()
    if session.is_current():
        return redirect("account_logout")
    session.end()
    messages.success(request, "That device is signed out.")
    return redirect("account")


@idle.open_when_locked
@login_required
def lock(request: HttpRequest) -> HttpResponse:
    """Show who you are, and go on where you were."""
    if idle.LOCKED not in request.session:
        return redirect("account")
    user, demo = _user(request), is_demo_session(request)
    form = UnlockForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST":
        if not consume(request, action="reauthenticate", user=user):
            return plain.too_often(request)
        if demo or form.is_valid():
            return HttpResponseRedirect(idle.unlock(request))
    title = "Locked while you were away"
    return render(request, LockPage(title=title, form=form, name=user.name, demo=demo))


@idle.open_when_locked
@require_POST
@login_required
def lock_and_keep(request: HttpRequest) -> HttpResponse:
    """A page that was left alone brings what was written on it."""
    return idle.lock(request, drafts.page_of(request))


@idle.open_when_locked
@require_safe
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody is typing: the session stays open."""
    if request.user.is_authenticated:
        idle.touch(request)
    return HttpResponse(status=204)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _devices(request: HttpRequest, user: User) -> tuple[Device, ...]:
    rows = UserSession.objects.purge_and_list(user)
    rows.sort(key=lambda row: (not row.is_current(), -row.created_at.timestamp()))
    return tuple(
        Device(row.pk, browser_name(row.user_agent), row.ip, row.created_at, row.is_current())
        for row in rows
    )


_BROWSERS = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome")]
_SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
]


def browser_name(user_agent: str) -> str:
    """What people call it: Chrome on Windows."""
    found = [name for mark, name in [*_BROWSERS, ("Safari/", "Safari")] if mark in user_agent]
    system = [name for mark, name in _SYSTEMS if mark in user_agent]
    browser = found[0] if found else "A browser"
    return f"{browser} on {system[0]}" if system else browser
