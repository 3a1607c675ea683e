"""A form that is pressed twice does its work once.

Every form carries a mark, new each time its page is shown. The first press writes the mark down, in
the transaction of what it does; a second one with the same words waits for that, and is led where
the first one led. What was sent back to be mended counts as not pressed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from linkwell.kernel import clock
from linkwell.kernel.ids import read_id
from linkwell.web.design.forms import KEEP

MARK = "_once"
KEPT_FOR = timedelta(days=1)
# What a form carries that nobody typed; `_page` is where it stood.
NOT_WORDS = frozenset({"csrfmiddlewaretoken", MARK, KEEP, "_page"})


def with_marks(request: HttpRequest) -> Mapping[str, object]:
    """For templates: `csrf_input`, which every form has, brings the mark along."""

    def both() -> str:
        mark = format_html('<input type="hidden" name="{}" value="{}">', MARK, uuid4())
        return csrf_input(request) + mark

    return {"csrf_input": SimpleLazyObject(both)}


def mark_of(request: HttpRequest) -> UUID | None:
    """What this press is known by: its page as shown, its address and its words; else None."""
    shown = read_id(request.POST.get(MARK, "")) if request.method == "POST" else None
    if shown is None or request.FILES:
        return None
    words = sorted((k, v) for k, v in request.POST.lists() if k not in NOT_WORDS)
    return uuid5(shown, f"{request.path}?{urlencode(words, doseq=True)}")


def typed(request: HttpRequest) -> tuple[str, ...]:
    """Whole words of a form that cannot be kept: shown again, so that nobody loses them."""
    if request.method != "POST":
        return ()
    try:
        said = list(request.POST.items())
    except (BadRequest, SuspiciousOperation, MultiPartParserError, OSError):
        return ()  # what cannot be read holds no words
    return tuple(str(text) for name, text in said if name not in NOT_WORDS and " " in text)


def led_before(mark: UUID) -> HttpResponse | None:
    """Where the first press led, if this is not the first; waits for one that is under way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into web_pressed (id, at, leads_to) values (%s, %s, '')"
            " on conflict (id) do nothing",
            [mark, clock.now()],
        )
        if cursor.rowcount:
            return None
        cursor.execute("select leads_to from web_pressed where id = %s", [mark])
        (leads_to,) = cursor.fetchone() or ("/",)
    return HttpResponseRedirect(leads_to)


def led_to(mark: UUID, answer: object) -> None:
    """Where this press leads; one that led nowhere else is forgotten, to be pressed again."""
    with connection.cursor() as cursor:
        if isinstance(answer, HttpResponseRedirect):
            cursor.execute("update web_pressed set leads_to = %s where id = %s", [answer.url, mark])
        else:
            cursor.execute("delete from web_pressed where id = %s", [mark])


def forget_old(now: datetime) -> None:
    """Done by the worker: nobody presses twice a day later."""
    with connection.cursor() as cursor:
        cursor.execute("delete from web_pressed where at < %s", [now - KEPT_FOR])
