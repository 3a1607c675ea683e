"""Addresses that are told once: a page of their own, and one for whoever speaks for them."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.links import address_of
from linkwell.access.rules import TEAM, Actor, LinkPurpose
from linkwell.cases import actions as cases
from linkwell.kernel import clock
from linkwell.people import actions
from linkwell.people.queries import names_of
from linkwell.people.rules import ProxyScope
from linkwell.web.design.words import day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.danger import warn
from linkwell.web.link_worker.hard_pages import (
    NewAddressPage,
    OwnPageForm,
    OwnPagePage,
    ProxyForm,
    SpeakingPage,
)
from linkwell.web.link_worker.hard_parts import done, form_page, whose
from linkwell.web.link_worker.stopped import while_it_goes_on
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of

_SHOW_ONCE = "new-address"  # in the session: the case, the purpose, the token, its last day


@page(*TEAM, methods=("GET", "POST"))
@while_it_goes_on
def proxy(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """Somebody speaks for the person. Where they may see something, their address is told once."""
    if request.method == "GET" and (told := _told_once(request, case_id, LinkPurpose.PROXY, actor)):
        return told
    _, person = whose(case_id)
    form = form_for(request, ProxyForm, names=names_of(person))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        named = done(
            form,
            "ends",
            lambda: cases.name_proxy(
                case_id,
                name=said["name"],
                relation=said["relation"],
                phone=said["phone"],
                scope=[ProxyScope(code) for code in said["scope"]],
                ends_on=said["ends"],
                word=said["word"],
                by=actor,
            ),
        )
        if named:
            warn(request, f"{said['name']}\n{said['relation']}", person.given_name)
        if named and named[1]:
            return _tell_once(request, case_id, LinkPurpose.PROXY, named[1], said["ends"])
        if named:
            messages.success(request, f"Written down: {said['name']} may ring us.")
            return redirect("hard-days", case_id=case_id)
    return form_page(SpeakingPage, case_id, actor, form, "Somebody speaks for {}", _ABOUT_PROXIES)


_ABOUT_PROXIES = (
    "It is about these things, until that day, and can be ended on any day.",
    "Their page shows the names of what was chosen, and whom to ring. Nothing else.",
    "They never see a safeguarding entry, nor who read one.",
    "A parent is not a proxy unless it is written here.",
)


@page(*TEAM, methods=("POST",))
def proxy_end(request: HttpRequest, actor: Actor, case_id: UUID, proxy_id: UUID) -> HttpResponse:
    whose(case_id)
    actions.end_proxy(proxy_id, by=actor)
    messages.success(request, "Written down. Their page is closed.")
    return redirect("hard-days", case_id=case_id)


@page(*TEAM, methods=("GET", "POST"))
@while_it_goes_on
def own_page(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """A page of their own, behind a word that you agreed on. The address is told once."""
    if request.method == "GET" and (told := _told_once(request, case_id, LinkPurpose.SELF, actor)):
        return told
    form = form_for(request, OwnPageForm)
    if request.method == "POST" and form.is_valid():
        word = form.cleaned_data["word"]
        token = done(form, "word", lambda: cases.give_own_page(case_id, word=word, by=actor))
        if token:
            until = clock.today() + cases.OWN_PAGE_FOR
            return _tell_once(request, case_id, LinkPurpose.SELF, str(token), until)
    return form_page(OwnPagePage, case_id, actor, form, "A page for {}", _ABOUT_OWN_PAGES)


_ABOUT_OWN_PAGES = (
    "They see what happens next, the plan, and whom to ring. No account.",
    "Read the address out, write it down, or print it. Nothing is sent by itself.",
    "After five wrong words it is closed, and you make a new one.",
)
_WHERE = {LinkPurpose.SELF: "own-page", LinkPurpose.PROXY: "proxy"}


def _tell_once(
    request: HttpRequest, case_id: UUID, purpose: LinkPurpose, token: str, until: date
) -> HttpResponse:
    """The next page tells it. Loading that once more makes no second one, and closes none."""
    request.session[_SHOW_ONCE] = [str(case_id), purpose.value, token, until.isoformat()]
    return redirect(_WHERE[purpose], case_id=case_id)


def _told_once(
    request: HttpRequest, case_id: UUID, purpose: LinkPurpose, actor: Actor
) -> NewAddressPage | None:
    """The page with the address that was just made; None where none was, or it has been shown."""
    kept = request.session.get(_SHOW_ONCE)
    if kept is None or kept[:2] != [str(case_id), purpose.value]:
        return None
    del request.session[_SHOW_ONCE]
    _, _, token, until = kept
    held, person = whose(case_id)
    return NewAddressPage(
        title="Their page is ready",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, case_id),
        whose=person.given_name,
        address=address_of(purpose, token, origin=settings.ORIGIN),
        until=day(date.fromisoformat(until)),
        back=reverse("case", args=[case_id]),
    )
