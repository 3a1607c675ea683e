"""Plain pages for when there is no page: each drawn once, then the same bytes for everybody."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


@lru_cache(maxsize=8)
def _plain(name: str) -> bytes:
    return render_to_string(f"plain/{name}.jinja").encode()


def not_there(
    request: HttpRequest | None = None, exception: Exception | None = None
) -> HttpResponse:
    """Missing or forbidden: nobody learns which. No cookie, nonce, token or request id."""
    return HttpResponse(_plain("not_there"), status=404)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(_plain("unreadable"), status=400)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page was open too long, or the form came from somewhere else."""
    return HttpResponse(_plain("form_too_old"), status=403)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(_plain("refused"), status=403)


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(_plain("too_often"), status=429)


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_plain("broken"), status=500)


def stopped(request: HttpRequest) -> HttpResponse:
    """Somebody took back their consent, by their own page, which is closed now."""
    return HttpResponse(_plain("stopped"))
