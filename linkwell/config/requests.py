"""One log line for each request: what was asked, how it ended, how long it took. Never the path."""

import logging
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from linkwell.kernel.ids import new_id

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


def log_requests(get_response: GetResponse) -> GetResponse:
    """Middleware. The answer carries the request's id, so that a person can quote it to us.

    A 404 does not: forbidden and missing look the same, byte for byte.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = str(new_id())
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                extra={
                    "method": request.method,
                    "route": match.route if match else None,
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - began) * 1000),
                },
            )
        if response.status_code != 404:
            response["X-Request-Id"] = request_id
        return response

    return answer
