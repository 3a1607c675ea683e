"""The forms of signing in: allauth's checks, our fields and sentences."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from linkwell.access.models import User
from linkwell.web.design.fields import Email, OneTimeCode, Password
from linkwell.web.design.forms import Form

HOW_LONG = "At least 12 characters. Three words that do not belong together are easy to remember."
SAY_EMAIL = "Write your work e-mail address"
SAY_PASSWORD = "Write your password"  # noqa: S105 - a sentence
TOO_WEAK = {
    "password_too_short": "Write at least 12 characters",
    "password_too_common": "Choose another: that one is on every list that thieves try",
    "password_too_similar": "Choose one that is less like your name or e-mail address",
    "password_entirely_numeric": "Choose one that is not only digits",
}
SAY_CODE = "Write the six digits your app shows now, or a code from your sheet"


def _password(label: str = "Password", missing: str = SAY_PASSWORD) -> Password:
    return Password(label, missing=missing, autocomplete="current-password", width=20)


class SignInForm(Form, account.LoginForm):  # type: ignore[misc]
    button = "Sign in"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "login": Email("Work e-mail", missing=SAY_EMAIL, autocomplete="username", width=30),
            "password": _password(),
        }


class AskForResetForm(Form, account.ResetPasswordForm):  # type: ignore[misc]
    button = "Send me a link"
    email = Email("Work e-mail", missing=SAY_EMAIL, autocomplete="username", width=30)


class NewPassword(Form):
    """A new password, written twice and checked against what is easily guessed."""

    password1 = Password(
        "New password",
        missing="Write a new password of at least 12 characters",
        hint=HOW_LONG,
        autocomplete="new-password",
        width=20,
    )
    password2 = Password(
        "The same again",
        missing="Write the new password again",
        autocomplete="new-password",
        width=20,
    )
    user: User | None

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        try:
            password_validation.validate_password(password, self.user)
        except ValidationError as error:
            code = error.error_list[0].code or ""
            raise ValidationError(TOO_WEAK.get(code, error.messages[0]), code=code) from error
        return password

    def clean_password2(self) -> str:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data["password2"]
        if first and first != second:
            raise ValidationError("Write the same password in both boxes")
        return str(second)


class ChooseNewForm(NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    button = "Keep this password"


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):  # type: ignore[misc]
    button = "Change my password"
    oldpassword = _password("Password you have now", "Write the password you have now")
    field_order = ("oldpassword", "password1", "password2")


class ReauthenticateForm(Form, account.ReauthenticateForm):  # type: ignore[misc]
    button = "Go on"
    password = _password()


class CodeForm(Form, mfa.AuthenticateForm):  # type: ignore[misc]
    button = "Go on"
    code = OneTimeCode("Code", missing=SAY_CODE)


class CodeAgainForm(Form, mfa.ReauthenticateForm):  # type: ignore[misc]
    button = "Go on"
    code = OneTimeCode("Code", missing=SAY_CODE)


class SetUpAppForm(Form, ActivateTOTPForm):  # type: ignore[misc]
    button = "Turn it on"
    code = OneTimeCode("Six digits from the app", missing="Write the six digits your app shows now")

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except ValidationError as error:
            if error.code != "incorrect_code":
                raise
            sentence = "That code does not fit. Wait for the app’s next one, then write that"
            raise ValidationError(sentence, code=error.code) from error


class TakeAppAwayForm(Form, DeactivateTOTPForm):  # type: ignore[misc]
    button = "Take this app away"


class NewCodesForm(Form, GenerateRecoveryCodesForm):  # type: ignore[misc]
    button = "Make ten new codes"


class UnlockForm(Form):
    """One box for a password or a code."""

    button = "Go on"
    secret = Password(
        "Your password, or a code from your app",
        missing="Write your password, or a code from your app",
        autocomplete="current-password",
        width=20,
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        self.user = user
        super().__init__(*args, **options)

    def clean_secret(self) -> str:
        secret: str = self.cleaned_data["secret"]
        if not (self.user.check_password(secret) or self._is_code(secret)):
            raise ValidationError("That is neither your password nor a code of now. Try again")
        return secret

    def _is_code(self, secret: str) -> bool:
        code = "".join(ch for ch in secret if ch.isalnum())
        own = Authenticator.objects.filter(user=self.user)
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
        return any(one.wrap().validate_code(code) for one in own.filter(type__in=kinds))
