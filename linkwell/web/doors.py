"""The door of every page: who asks, whether they may come in, one transaction, one reading.

A view is `view(request, actor, ...) -> PageData | HttpResponse`. It runs inside `acting_as(actor)`;
a page that names somebody is read into the journal and drawn in the same transaction, so nothing is
shown that was not noted, and nothing is acknowledged that was not committed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from linkwell.access.links import actor_of_link, asks_for_word, open_link, prove
from linkwell.access.queries import actor_for
from linkwell.access.rules import Actor, ActorKind, LinkPurpose, Role, hats
from linkwell.access.scope import acting_as
from linkwell.journal.actions import note_readings
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.kernel.ids import read_id
from linkwell.web import once
from linkwell.web.design.fields import Text
from linkwell.web.design.forms import Form
from linkwell.web.pages import DoorPage, MovedOn, PageData, render
from linkwell.web.plain import not_there
from linkwell.web.sign_in.second_factor import second_factor_ready, set_up_first
from linkwell.web.typed import typed

LINK = "link"  # the session's key for a link that was opened: its id and purpose
View = Callable[..., PageData | HttpResponse]


class WordForm(Form):
    """The second fact of a link: a word that was agreed in a talk."""

    button = "Open"

    word = Text(
        "The word that you agreed on",
        missing="Write the word that you agreed on with your link worker",
        max_length=40,
        width=20,
        autocomplete="off",
    )


def page(
    *allowed: Role | LinkPurpose, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View], Callable[..., HttpResponse]]:
    """Make a view a page for those who wear one of the `allowed` hats.

    Nobody signed in: to the sign-in page (or, where only links lead, 404). Another hat: 404, the
    same as a page that does not exist.
    """

    answered = {*methods, "HEAD"} if "GET" in methods else {*methods}

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def door(request: HttpRequest, **where: Any) -> HttpResponse:
            if request.method not in answered:  # a 405 would tell that the page is there
                return not_there(request)
            actor = actor_of(request)
            if actor is None:
                return _sign_in_first(request, allowed)
            if hats(actor).isdisjoint(allowed):
                return not_there(request)
            if actor.kind is ActorKind.MEMBER and not second_factor_ready(request):
                return set_up_first(request)
            return _inside(view, request, actor, where)

        door.allowed = allowed  # type: ignore[attr-defined]
        return door

    return decorate


def actor_of(request: HttpRequest) -> Actor | None:
    """Who asks: somebody signed in, or whoever opened a link in this session."""
    if request.user.is_authenticated:
        return actor_for(request.user)
    held = request.session.get(LINK)
    if not isinstance(held, dict):
        return None
    link_id = read_id(held.get("id", ""))
    return actor_of_link(link_id, LinkPurpose(held["purpose"])) if link_id else None


def keep_link(request: HttpRequest, actor: Actor) -> None:
    """This browser has opened a link; it acts for it until the session ends."""
    assert actor.purpose is not None
    request.session.cycle_key()
    request.session.set_expiry(0)  # gone when the browser is closed
    request.session[LINK] = {"id": str(actor.id), "purpose": actor.purpose.value}


def _inside(view: View, request: HttpRequest, actor: Actor, where: dict[str, Any]) -> HttpResponse:
    try:
        if once.is_of_another(request, actor):
            return render(request, _anothers(request))
        with acting_as(actor):
            mark = once.mark_of(request)
            if mark and (led := once.led_before(mark)):
                return led
            answer = view(request, actor, **where)
            if mark:
                once.led_to(mark, answer)
            if isinstance(answer, PageData):
                named = ((one.person_id, one.service_id) for one in answer.named)
                note_readings(named, page=answer.page_name)
                return render(request, answer)
            return answer
    except NotThere:
        return not_there(request)
    except WrongState as moved_on:
        return render(request, _moved_on(request, moved_on.sentence))


def _moved_on(request: HttpRequest, sentence: str) -> MovedOn:
    """What was written is shown, so that nothing is lost that cannot be kept where it was."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    here = came_from.netloc == request.get_host()
    return MovedOn(
        title="This has moved on",
        sentence=sentence,
        written=typed(request),
        back=came_from.path if here and came_from.path.startswith("/") else "",
    )


def _anothers(request: HttpRequest) -> MovedOn:
    return MovedOn(
        title="Nothing was sent",
        sentence="Since you opened that page, another link was opened or somebody else signed in"
        " here, and what you pressed would have been done for them. Open your own page again by"
        " its link, or sign in again, and press there.",
        written=typed(request),
    )


def _sign_in_first(request: HttpRequest, allowed: tuple[Role | LinkPurpose, ...]) -> HttpResponse:
    if any(isinstance(hat, Role) for hat in allowed):
        return redirect("account_login")
    return not_there(request)


def link_door(
    purpose: LinkPurpose, *, leads_to: str, title: str, text: str, button: str
) -> Callable[[HttpRequest, str], HttpResponse]:
    """The view of a secret address: GET shows a button, POST opens: scanners open nothing.

    Where a second fact guards the link, its word is asked for. After five wrong ones it is closed.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    def door(request: HttpRequest, token: str) -> HttpResponse:
        actor = open_link(token, purpose)
        if actor is None:
            return not_there(request)
        asks = asks_for_word(actor.id)
        form = WordForm(request.POST if request.method == "POST" else None) if asks else None
        if request.method == "POST":
            if form is None or (form.is_valid() and prove(form.cleaned_data["word"], by=actor)):
                keep_link(request, actor)
                return redirect(leads_to)
            if form.is_valid():
                form.add_error("word", "That is not the word. Ask your link worker for it")
        page = DoorPage(title=title, text=text, button=button, form=form)
        return render(request, page)

    return door
