"""How allauth behaves here: nobody signs up, secrets are sealed, sentences are ours."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from markupsafe import Markup

from linkwell.access.models import User
from linkwell.tables.sealing import seal, unseal

TOO_MANY = "Too many tries. Wait five minutes, then try again"
WRONG_CODE = "That code does not fit. Write the one your app shows now, or one from your sheet"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask your manager to open it again",
        "email_password_mismatch": (
            "That e-mail address and password do not go together. Check both"
        ),
        "enter_current_password": "Write the password you have now",
        "incorrect_password": "That is not your password. Try again",
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": "This link has been used or has run out. Ask for a new one",
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation only."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """It begins with our own address, whatever the request claimed to have asked for."""
        asked = urlsplit(super().get_reset_password_from_key_url(key))
        return f"{settings.ORIGIN}{asked.path}"

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        """What changed about an account is told to its address; there is only the one."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "Set up your app first; then you can print codes",
    }

    def get_totp_issuer(self) -> str:
        return "Linkwell"

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        text = unseal(encrypted_text)
        if text is None:
            raise ValueError("A second factor was sealed with a key that this installation lacks.")
        return text

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, as SVG to stand in the page: the policy allows no data addresses."""
        drawing: str = super().build_totp_svg(url)
        return Markup(drawing[drawing.index("<svg") :])  # noqa: S704 - made here from squares
