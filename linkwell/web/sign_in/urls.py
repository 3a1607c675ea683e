"""The addresses of signing in: those of allauth that are used here, each with a page of ours."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, re_path
from django.views.generic import RedirectView

from linkwell.access.models import User
from linkwell.access.queries import actor_for
from linkwell.web import idle
from linkwell.web.nav import nav_for
from linkwell.web.pages import frame_for, has_errors
from linkwell.web.sign_in import own_account
from linkwell.web.sign_in.second_factor import second_factor_ready


class Framed(TemplateResponse):
    """A page of allauth, in the frame of ours."""

    def resolve_context(self, context: dict[str, Any] | None) -> dict[str, Any] | None:
        names = dict(context or {})
        errors = has_errors(names.values())
        request: HttpRequest = self._request
        user = request.user
        ready = second_factor_ready(request)
        nav = nav_for(actor_for(user)) if ready and isinstance(user, User) else ()
        return names | {"frame": frame_for(request, "staff", nav=nav, errors=errors)}


class SignOut(account.LogoutView):  # type: ignore[misc]
    """Signing out also clears what the browser kept."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _page(view: Any, title: str) -> Any:
    return view.as_view(response_class=Framed, extra_context={"title": title})


urlpatterns = [
    path("", own_account.account, name="account"),
    path("devices/<int:session_id>/end", own_account.end_session, name="end_session"),
    path("locked", own_account.lock, name="lock"),
    path("locked/keep", own_account.lock_and_keep, name="lock_and_keep"),
    path("here", own_account.still_here, name="still_here"),
    path("sign-in", _page(account.LoginView, "Sign in"), name="account_login"),
    path("sign-in/code", _page(mfa.AuthenticateView, "Your code"), name="mfa_authenticate"),
    path(
        "sign-out",
        idle.open_when_locked(_page(SignOut, "Sign out")),
        name="account_logout",
    ),
    path("closed", _page(account.AccountInactiveView, "Closed"), name="account_inactive"),
    path(
        "password/forgotten",
        _page(account.PasswordResetView, "Choose a new password"),
        name="account_reset_password",
    ),
    path(
        "password/forgotten/sent",
        _page(account.PasswordResetDoneView, "Look in your e-mail"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        _page(account.PasswordResetFromKeyView, "Choose a new password"),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/kept",
        _page(account.PasswordResetFromKeyDoneView, "Your new password is kept"),
        name="account_reset_password_from_key_done",
    ),
    path(
        "password",
        _page(account.PasswordChangeView, "Change your password"),
        name="account_change_password",
    ),
    path(
        "again",
        _page(account.ReauthenticateView, "Is it still you?"),
        name="account_reauthenticate",
    ),
    path(
        "again/code", _page(mfa.ReauthenticateView, "Is it still you?"), name="mfa_reauthenticate"
    ),
    path(
        "password/none", RedirectView.as_view(pattern_name="account"), name="account_set_password"
    ),
    path("second-factor", RedirectView.as_view(pattern_name="account"), name="mfa_index"),
    path(
        "second-factor/app",
        _page(app.ActivateTOTPView, "Set up an app for codes"),
        name="mfa_activate_totp",
    ),
    path(
        "second-factor/app/take-away",
        _page(app.DeactivateTOTPView, "Take this app away"),
        name="mfa_deactivate_totp",
    ),
    path(
        "second-factor/codes",
        _page(codes.ViewRecoveryCodesView, "Codes on paper"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/codes/new",
        _page(codes.GenerateRecoveryCodesView, "Make new codes"),
        name="mfa_generate_recovery_codes",
    ),
]
