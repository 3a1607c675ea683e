"""Whether a session has shown a second factor. Without one, staff reach no staff page."""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from linkwell.access.models import User
from linkwell.kernel.errors import NotReady

SHOWN_BY = "second_factor_shown_by"  # in the session: the id of the user who showed it
DEMO = "demo"  # in the session: entered by the demo's switch
_REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factor_ready(request: HttpRequest) -> bool:
    """Has the signed-in user a second factor, and was it shown in this session?"""
    user = request.user
    if not user.is_authenticated:
        return False
    if is_demo_session(request):
        return True
    shown = request.session.get(SHOWN_BY) == str(user.pk)
    return shown and bool(is_mfa_enabled(user, _REAL))


def set_up_first(request: HttpRequest) -> HttpResponse:
    """Where somebody is sent who has none yet; who has one signs in again and shows it."""
    if is_mfa_enabled(request.user, _REAL):
        logout(request)
        return HttpResponseRedirect(reverse("account_login"))
    messages.info(request, "One more thing before you see people’s records: set up an app.")
    return HttpResponseRedirect(reverse("mfa_activate_totp"))


def is_demo_session(request: HttpRequest) -> bool:
    return settings.MODE == "demo" and bool(request.session.get(DEMO))


def sign_in_for_demo(request: HttpRequest, user: User) -> None:
    """Become somebody of the demo town, without a password. Refused outside the demo."""
    if settings.MODE != "demo":
        raise NotReady("Nobody signs in without a password outside the demo.")
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[DEMO] = True


def _shown(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    request.session[SHOWN_BY] = str(user.pk)


def _taken_away(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    if not is_mfa_enabled(user, _REAL):
        request.session.pop(SHOWN_BY, None)


def listen() -> None:
    """Note when a second factor is shown. Called once, when Django is ready."""
    for signal in (authenticator_added, authenticator_used):
        signal.connect(_shown, dispatch_uid="linkwell.web.second_factor")
    authenticator_removed.connect(_taken_away, dispatch_uid="linkwell.web.second_factor")
