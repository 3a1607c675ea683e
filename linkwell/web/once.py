"""A form that is pressed twice does its work once, and only for whom its page was shown to.

Every form carries a mark, new each time its page is shown. The first press writes the mark down, in
the transaction of what it does; a second one with the same words waits for that, and is led where
the first one led. What was sent back to be mended counts as not pressed.

It also carries a sign of whoever it was shown to. One browser may have two links open in two tabs,
or somebody else may have signed in since: what is pressed in the older tab would be done for the
newer one, and about another person.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.backends.utils import csrf_input
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join

from linkwell.access.rules import Actor
from linkwell.kernel import clock
from linkwell.kernel.ids import read_id
from linkwell.web.design.forms import HIDDEN, KEEP

MARK = "_once"
SHOWN_TO = "_for"
_KEPT = "linkwell.shown_to"  # where a request keeps the sign, for the forms of its page
KEPT_FOR = timedelta(days=1)
# What a form carries that nobody typed; `_page` is where it stood.
NOT_WORDS = frozenset({"csrfmiddlewaretoken", MARK, SHOWN_TO, KEEP, HIDDEN, "_page"})


def with_marks(request: HttpRequest) -> Mapping[str, object]:
    """For templates: `csrf_input`, which every form has, brings mark and sign along."""

    def all_of_them() -> str:
        hidden = [(MARK, str(uuid4())), (SHOWN_TO, request.META.get(_KEPT, ""))]
        marks = format_html_join(
            "", '<input type="hidden" name="{}" value="{}">', ((k, v) for k, v in hidden if v)
        )
        return csrf_input(request) + marks

    return {"csrf_input": SimpleLazyObject(all_of_them)}


def is_of_another(request: HttpRequest, actor: Actor) -> bool:
    """Is a form sent that was shown to somebody else? From now on the
    forms of this request's page are the actor's."""
    sign = salted_hmac("linkwell.web.once", f"{actor.kind} {actor.id}").hexdigest()[:16]
    request.META[_KEPT] = sign
    return request.method == "POST" and request.POST.get(SHOWN_TO, sign) != sign


def mark_of(request: HttpRequest) -> UUID | None:
    """What this press is known by: its page as shown, its address and its words; else None."""
    shown = read_id(request.POST.get(MARK, "")) if request.method == "POST" else None
    if shown is None or request.FILES:
        return None
    words = sorted((k, v) for k, v in request.POST.lists() if k not in NOT_WORDS)
    return uuid5(shown, f"{request.path}?{urlencode(words, doseq=True)}")


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
