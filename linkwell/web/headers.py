"""What every answer carries: a strict content policy, no storing, and one 404 for all.

No page loads anything from elsewhere or runs a script or style that stands in it.
"""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("style", "font", "img", "script", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",  # static files and open data say otherwise themselves
}
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def guard(get_response: GetResponse) -> GetResponse:
    """Middleware. Any page that is not there becomes the same bytes with the same headers."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == 404 and _is_page(response):
            response = not_there()
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def _is_page(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


@lru_cache(maxsize=8)
def _plain(name: str) -> bytes:
    """A page that knows nothing of the request: drawn once, then the same bytes for all."""
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
