"""A search of anybody's is counted, so that gaps are seen; and who asked is not known.

The same from the same place within an hour is counted once. For that a mark is kept until the hour
is over: a digest with a secret, of the address and the browser, what was looked for and the hour.
It says nothing to whoever reads it and leads to no other search. So a library, whose readers share
an address and a kind of browser, counts once an hour for each need and area; one person with two
browsers counts twice, and so does whoever comes back after the hour.
"""

import logging

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from linkwell.gaps.actions import count_search
from linkwell.gaps.queries import area_of
from linkwell.gaps.rules import wishes
from linkwell.kernel import clock
from linkwell.kernel.geography import Place
from linkwell.matching.rules import Answer
from linkwell.web.public.asked import FIRST, Asked

log = logging.getLogger(__name__)

_HOUR_S = 3600


def counting(
    shown: HttpResponse, request: HttpRequest, asked: Asked, place: Place | None, answer: Answer
) -> HttpResponse:
    """The same page; once it has been sent, the search is counted. So nobody waits for it.

    "Show more" is no new search; and that nothing is on today says little of an area.
    """
    if request.method == "GET" and not asked.today and asked.top == FIRST:
        before = shown.close

        def close() -> None:
            _count_once(request, asked, place, answer)
            before()

        shown.close = close  # type: ignore[method-assign]
    return shown


def _count_once(request: HttpRequest, asked: Asked, place: Place | None, answer: Answer) -> None:
    """That it cannot be counted is nobody's trouble but ours."""
    try:
        area, told = area_of(place), answer.to_json()
        looked_for = wishes([asked.need] if asked.need else [], told)
        if cache.add(_mark(request, f"{looked_for} {area}"), True, _HOUR_S):
            count_search(asked.need, told, area=area)
    except Exception as error:
        log.warning("search_not_counted", extra={"error": type(error).__name__})


def _mark(request: HttpRequest, looked_for: str) -> str:
    whence = get_adapter().get_client_ip(request)
    browser = request.headers.get("User-Agent", "")
    said = "\n".join((whence, browser, looked_for, f"{clock.now():%Y-%m-%d %H}"))
    return "looked-for:" + salted_hmac("linkwell.gaps", said, algorithm="sha256").hexdigest()
