"""What stands in the way of a start. `linkwell check` tells it; `serve` and `worker` refuse.

A provider answers with sentences, each naming the setting or the thing that is wrong. Add one to
PROVIDERS for anything an installation may not run without.
"""

import ipaddress
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from linkwell.kernel.errors import NotReady

_SHORTEST_KEY = 40
_TLS = frozenset({"require", "verify-ca", "verify-full"})
_WEAK_HASHERS = ("MD5", "SHA1", "UnsaltedMD5", "Crypt")
_NEEDED_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)


def refuse_if_any() -> None:
    """Raise NotReady with every sentence, one a line, or return."""
    found = all_problems()
    if found:
        raise NotReady("Linkwell does not start:\n" + "\n".join(f"- {line}" for line in found))


def all_problems() -> list[str]:
    """The sentences of every provider. Empty: nothing is in the way."""
    return [sentence for provider in PROVIDERS for sentence in provider()]


def of_settings() -> list[str]:
    from django.conf import settings

    return problems(settings)


def of_services() -> list[str]:
    """A live service names who answers for what; a demo town never shares a database with one."""
    from django.conf import settings

    from linkwell.access.queries import service_codes, what_is_missing

    invented = [code.startswith("DEMO") for code in service_codes()]
    if settings.MODE == "demo":
        if not all(invented):
            return ["This database holds a live service: the demo does not start on it."]
        return []
    if any(invented):
        return ["This database holds the demo town: give live a database of its own."]
    return what_is_missing()


PROVIDERS: list[Callable[[], list[str]]] = [of_settings, of_services]


def problems(settings: Any) -> list[str]:
    """What is wrong with these settings (Django's, or anything with the same names)."""
    if settings.MODE not in ("live", "demo"):
        return [f"LINKWELL_MODE is “{settings.MODE}”; it may be live or demo."]
    found = [*_everywhere(settings)]
    if settings.MODE == "live":
        found += [*_address(settings), *_cookies(settings), *_for_tests_only(settings)]
        found += _database(settings.DATABASES["default"])
    return found


def _everywhere(settings: Any) -> Iterator[str]:
    if settings.DEBUG:
        yield "DEBUG is on: error pages would show what people told us."
    if len(settings.SECRET_KEY) < _SHORTEST_KEY or len(set(settings.SECRET_KEY)) < 10:
        yield f"LINKWELL_SECRET_KEY is too easy to guess: give {_SHORTEST_KEY} random letters."
    if settings.TIME_ZONE != "Europe/London" or not settings.USE_TZ:
        yield "TIME_ZONE is not Europe/London: appointments would be an hour out."
    for name in _NEEDED_MIDDLEWARE:
        if name not in settings.MIDDLEWARE:
            yield f"MIDDLEWARE lacks {name}."


def _address(settings: Any) -> Iterator[str]:
    origin = urlsplit(settings.ORIGIN)
    if origin.scheme != "https":
        yield "LINKWELL_ORIGIN is not an https address: what people send could be read on the way."
    if "*" in settings.ALLOWED_HOSTS or any(h.startswith(".") for h in settings.ALLOWED_HOSTS):
        yield "ALLOWED_HOSTS lets any host name in."
    elif origin.hostname not in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS lacks the host of LINKWELL_ORIGIN."


def _cookies(settings: Any) -> Iterator[str]:
    for name in ("SESSION_COOKIE", "CSRF_COOKIE"):
        if not getattr(settings, f"{name}_SECURE"):
            yield f"{name}_SECURE is off: the cookie would travel in the clear."
        if not getattr(settings, f"{name}_HTTPONLY"):
            yield f"{name}_HTTPONLY is off: a script could read the cookie."
    if not settings.SECURE_SSL_REDIRECT:
        yield "SECURE_SSL_REDIRECT is off: pages would be served without https."
    if settings.SECURE_HSTS_SECONDS < 30 * 24 * 60 * 60:
        yield "SECURE_HSTS_SECONDS is below a month: browsers would try http first."


def _for_tests_only(settings: Any) -> Iterator[str]:
    if settings.POSTGRES_UNSAFE_FAST:
        yield "LINKWELL_POSTGRES_UNSAFE_FAST is on: a power cut would lose records."
    if settings.FEED_ALLOW_LOOPBACK:
        yield "LINKWELL_FEED_ALLOW_LOOPBACK is on: a feed could reach into this machine."
    if any(weak in name for name in settings.PASSWORD_HASHERS for weak in _WEAK_HASHERS):
        yield "PASSWORD_HASHERS holds one that is fast to break."


def _database(database: Any) -> Iterator[str]:
    host, options = database["HOST"], database["OPTIONS"]
    if database["EMBEDDED_SERVER"] is not None or host.startswith("/"):
        return
    if not database["PASSWORD"]:
        yield "LINKWELL_DATABASE_URL leads over the network without a password."
    if not _is_this_machine(host) and options.get("sslmode") not in _TLS:
        yield "LINKWELL_DATABASE_URL leaves this machine without TLS: add ?sslmode=verify-full."


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
