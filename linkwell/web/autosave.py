"""Keep a draft now: by the script while somebody types, by a button without it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from linkwell.access.rules import TEAM, Actor
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.web import drafts
from linkwell.web.design.words import clock as clock_words
from linkwell.web.doors import page


@page(*TEAM, methods=("POST",))
def keep_now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep what the form holds for the page it names, and say when."""
    path = request.POST.get("_page", "")
    if not drafts.keep(request, path):
        raise NotThere
    saved = f"Saved {clock_words(clock.now())}"
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"saved": saved})
    messages.success(request, f"{saved}. It waits for you here for twelve hours.")
    return redirect(path)
