"""People with accounts, for tests: passwords, codes from an app, sheets of codes."""

import hmac
import struct
import time
from base64 import b32decode
from dataclasses import dataclass
from hashlib import sha1

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from linkwell.access.models import User

PASSWORD = "tram harbour pencil"
KEY = "GAYTEMZUGU3DOOBZMFRGGZDFMZTWQ2LK"  # 160 bits in base 32, as RFC 4226 asks


@dataclass
class Account:
    user: User
    codes: list[str]


def code_of(key: str, offset: int = 0) -> str:
    """The six digits of RFC 6238 for a key in base 32, `offset` half-minutes from now."""
    step = int(time.time()) // 30 + offset
    digest = hmac.new(b32decode(key), struct.pack(">Q", step), sha1).digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def code_now(offset: int = 0) -> str:
    """What the app set up by `with_app` shows."""
    return code_of(KEY, offset)


def has_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def make_user(email: str = "amy@example.org", name: str = "Amy Pond") -> User:
    return has_password(User(email=email, name=name))


def with_app(user: User) -> Account:
    """The user's app and sheet of codes."""
    TOTP.activate(user, KEY)
    return Account(user, RecoveryCodes.activate(user).generate_codes())


def shows_password(client: Client, email: str, password: str = PASSWORD) -> object:
    return client.post("/account/sign-in", {"login": email, "password": password})


def signs_in(client: Client, user: User) -> None:
    """Password, then code: the whole way in."""
    shows_password(client, user.email)
    client.post("/account/sign-in/code", {"code": code_now()})
    assert client.session.get("_auth_user_id") == str(user.pk)
