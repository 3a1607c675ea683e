"""T26: an installation with a dangerous setting does not start, and says which it is."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from linkwell.config.problems import problems

pytestmark = [pytest.mark.rules, pytest.mark.security]


def database(**changes: Any) -> dict[str, Any]:
    entry = {
        "HOST": "db.internal",
        "PASSWORD": "long and random",
        "OPTIONS": {"sslmode": "verify-full"},
        "EMBEDDED_SERVER": None,
    }
    return {"default": {**entry, **changes}}


@dataclass(frozen=True)
class Live:
    """The settings of a sound live installation."""

    MODE: str = "live"
    DEBUG: bool = False
    SECRET_KEY: str = "kX2-7fQm_Zp9vR4sT8wB1nC5yD3hG6jL0aE-uIoPq"
    ORIGIN: str = "https://linkwell.example.nhs.uk"
    ALLOWED_HOSTS: tuple[str, ...] = ("linkwell.example.nhs.uk", "127.0.0.1")
    TIME_ZONE: str = "Europe/London"
    USE_TZ: bool = True
    MIDDLEWARE: tuple[str, ...] = (
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    )
    SESSION_COOKIE_SECURE: bool = True
    SESSION_COOKIE_HTTPONLY: bool = True
    CSRF_COOKIE_SECURE: bool = True
    CSRF_COOKIE_HTTPONLY: bool = True
    SECURE_SSL_REDIRECT: bool = True
    SECURE_HSTS_SECONDS: int = 63_072_000
    POSTGRES_UNSAFE_FAST: bool = False
    FEED_ALLOW_LOOPBACK: bool = False
    PASSWORD_HASHERS: tuple[str, ...] = ("django.contrib.auth.hashers.PBKDF2PasswordHasher",)
    DATABASES: dict[str, Any] = field(default_factory=database)


SOUND = Live()

# What is wrong -> the name that the refusal must hold.
WRONG = [
    ({"MODE": "debug"}, "LINKWELL_MODE"),
    ({"DEBUG": True}, "DEBUG"),
    ({"SECRET_KEY": "secret"}, "LINKWELL_SECRET_KEY"),
    ({"SECRET_KEY": "x" * 60}, "LINKWELL_SECRET_KEY"),
    ({"ORIGIN": "http://linkwell.example.nhs.uk"}, "LINKWELL_ORIGIN"),
    ({"ALLOWED_HOSTS": ("*",)}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": (".nhs.uk",)}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": ("127.0.0.1",)}, "ALLOWED_HOSTS"),
    ({"TIME_ZONE": "America/Chicago"}, "TIME_ZONE"),
    ({"USE_TZ": False}, "TIME_ZONE"),
    ({"MIDDLEWARE": SOUND.MIDDLEWARE[:1] + SOUND.MIDDLEWARE[2:]}, "CsrfViewMiddleware"),
    ({"MIDDLEWARE": SOUND.MIDDLEWARE[1:]}, "SecurityMiddleware"),
    ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE"),
    ({"CSRF_COOKIE_SECURE": False}, "CSRF_COOKIE_SECURE"),
    ({"SESSION_COOKIE_HTTPONLY": False}, "SESSION_COOKIE_HTTPONLY"),
    ({"SECURE_SSL_REDIRECT": False}, "SECURE_SSL_REDIRECT"),
    ({"SECURE_HSTS_SECONDS": 0}, "SECURE_HSTS_SECONDS"),
    ({"POSTGRES_UNSAFE_FAST": True}, "LINKWELL_POSTGRES_UNSAFE_FAST"),
    ({"FEED_ALLOW_LOOPBACK": True}, "LINKWELL_FEED_ALLOW_LOOPBACK"),
    ({"PASSWORD_HASHERS": ("django.contrib.auth.hashers.MD5PasswordHasher",)}, "PASSWORD_HASHERS"),
    ({"DATABASES": database(PASSWORD="")}, "LINKWELL_DATABASE_URL"),
    ({"DATABASES": database(OPTIONS={})}, "LINKWELL_DATABASE_URL"),
    ({"DATABASES": database(OPTIONS={"sslmode": "prefer"})}, "LINKWELL_DATABASE_URL"),
]


def test_a_sound_installation_has_no_problems() -> None:
    assert problems(SOUND) == []


@pytest.mark.parametrize(
    ("change", "named"), WRONG, ids=[f"{n}-{i}" for i, (_, n) in enumerate(WRONG)]
)
def test_each_wrong_setting_is_refused_by_name(change: dict[str, Any], named: str) -> None:
    found = problems(replace(SOUND, **change))
    assert len(found) == 1
    assert named in found[0]


def test_all_are_told_at_once() -> None:
    assert len(problems(replace(SOUND, DEBUG=True, USE_TZ=False, SECRET_KEY="x"))) == 3


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "/var/run/postgresql"])
def test_a_database_on_this_machine_needs_no_tls(host: str) -> None:
    assert problems(replace(SOUND, DATABASES=database(HOST=host, OPTIONS={}))) == []


def test_our_own_database_is_never_on_the_network() -> None:
    own = database(HOST="/tmp/linkwell-x", OPTIONS={}, EMBEDDED_SERVER=object())
    assert problems(replace(SOUND, DATABASES=own)) == []


def test_the_demo_town_runs_on_plain_http_but_never_with_debug() -> None:
    demo = replace(SOUND, MODE="demo", ORIGIN="http://127.0.0.1:8000", SECURE_SSL_REDIRECT=False)
    assert problems(demo) == []
    assert len(problems(replace(demo, DEBUG=True))) == 1
