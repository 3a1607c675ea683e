"""The idle lock: a session left alone asks for a password or a code, and loses nothing.

Every request of a locked session leads to the lock page. What a form held is kept first, and its
page comes back filled. Without JavaScript the next request finds out; with it, a page that nobody
touches goes there by itself (`design/js/idle.js`).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, user_logged_in
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from linkwell.kernel import clock
from linkwell.web import drafts
from linkwell.web.rules import Limits, Session, Stamps, session_state

BEGAN, SEEN, LOCKED, BACK_TO = "began", "seen", "locked", "back_to"
_FRESH = 30  # seconds: how often the time of the last request is written down

GetResponse = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def open_when_locked(view: View) -> View:
    """Mark a view that answers while the session is locked: the lock itself, signing out."""
    view.open_when_locked = True  # type: ignore[attr-defined]
    return view


class IdleLock:
    """Middleware, after those of sessions, forms and sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if getattr(view, "open_when_locked", False) or not request.user.is_authenticated:
            return None
        match session_state(_stamps(request), clock.now(), limits()):
            case Session.OPEN:
                _still_here(request)
                return None
            case Session.LOCKED:
                return lock(request, drafts.page_of(request))
            case Session.ENDED:
                return _end(request)


def limits() -> Limits:
    return Limits(settings.LINKWELL_IDLE, settings.LINKWELL_DAY)


def lock(request: HttpRequest, path: str) -> HttpResponse:
    """Lock this session; keep what was being sent; remember where to go back to."""
    kept = request.method == "POST" and drafts.keep(request, path)
    request.session[LOCKED] = True
    if kept or (request.method == "GET" and drafts.is_page(path)):
        request.session[BACK_TO] = path
    return _without_cache(HttpResponseRedirect(reverse("lock")))


def lock_behind(request: HttpRequest, back_to: str) -> None:
    """Lock this session as the screen is handed to somebody; `back_to` is where it goes on."""
    request.session[LOCKED] = True
    request.session[BACK_TO] = back_to


def unlock(request: HttpRequest) -> str:
    """Open the session again. Where to go back to."""
    request.session.pop(LOCKED, None)
    request.session[SEEN] = clock.now().timestamp()
    return str(request.session.pop(BACK_TO, "/"))


def touch(request: HttpRequest) -> None:
    """Somebody is at the page: count it as a request, unless the session has locked already."""
    if session_state(_stamps(request), clock.now(), limits()) is Session.OPEN:
        _still_here(request)


def _end(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        drafts.keep(request, drafts.page_of(request))
    logout(request)
    messages.info(request, "Twelve hours are over, so please sign in again.")
    return _without_cache(HttpResponseRedirect(reverse("account_login")))


def _without_cache(response: HttpResponse) -> HttpResponse:
    response["Clear-Site-Data"] = '"cache"'
    return response


def _stamps(request: HttpRequest) -> Stamps:
    """A session without stamps began before the epoch: over."""
    began, seen = (
        datetime.fromtimestamp(request.session.get(key, 0), UTC) for key in (BEGAN, SEEN)
    )
    return Stamps(began=began, seen=seen, locked=bool(request.session.get(LOCKED)))


def _still_here(request: HttpRequest) -> None:
    now = clock.now().timestamp()
    if now - request.session[SEEN] > _FRESH:
        request.session[SEEN] = now


def _begin(sender: object, request: HttpRequest, **kwargs: object) -> None:
    now = clock.now().timestamp()
    request.session.update({BEGAN: now, SEEN: now})
    request.session.pop(LOCKED, None)


def listen() -> None:
    """Stamp every session as it begins. Called once, when Django is ready."""
    user_logged_in.connect(_begin, dispatch_uid="linkwell.web.idle")
