"""What every answer carries: a strict content policy, no storing, and one 404 for all.

No page loads anything from elsewhere or runs a script or style that stands in it.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from linkwell.web.plain import not_there

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
            response = not_there(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def _is_page(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
