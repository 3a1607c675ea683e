"""Plain pages for when there is no page: each drawn once, then the same bytes for everybody."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from linkwell.web.typed import Typed, typed


@lru_cache(maxsize=8)
def _plain(name: str) -> bytes:
    return _drawn(name)


def _drawn(name: str, written: Typed | None = None) -> bytes:
    return render_to_string(f"plain/{name}.jinja", {"written": written}).encode(errors="replace")


def not_there(
    request: HttpRequest | None = None, exception: Exception | None = None
) -> HttpResponse:
    """Missing or forbidden: nobody learns which. No cookie, nonce, token or request id.

    Words that came by a form of ours are shown again: a colleague may have been faster.
    """
    ours = request is not None and getattr(request, "csrf_processing_done", False)
    written = typed(request) if request is not None and ours else None
    page = _drawn("not_there", written) if written else _plain("not_there")
    return HttpResponse(page, status=404)


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
