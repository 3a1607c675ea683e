"""Cover: a caller is found by name and birth date, a reason is given, the story opens."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.cover import cover
from linkwell.access.rules import TEAM, Actor
from linkwell.cases.queries import cases_of
from linkwell.journal.actions import note_reading
from linkwell.kernel.errors import NotThere
from linkwell.kernel.ids import read_id
from linkwell.referrals.queries import latest_referral
from linkwell.safety.actions import Sought, look_for_caller, open_sealed
from linkwell.tables.sealing import seal, unseal
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.safety_forms import CallerForm, CoverReasonForm, SealedForm
from linkwell.web.link_worker.safety_pages import CoverPage, CoverReasonPage, SealedPage
from linkwell.web.nav import nav_for
from linkwell.web.pages import PageData


@page(*TEAM, methods=("GET", "POST"))
def find(request: HttpRequest, actor: Actor) -> PageData:
    """First act: find. Nobody, sealed and several get the same answer."""
    form = form_for(request, CallerForm)
    sought = Sought(None)
    if request.method == "POST" and form.is_valid():
        service_id = actor.organisations(*TEAM)[0]
        sought = look_for_caller(service_id, **form.sought(), by=actor)
        if sought.found is not None:
            return _reason_page(actor, CoverReasonForm(), _who(actor, sought.found.person_id))
    return CoverPage(
        title="Cover for a colleague",
        nav=nav_for(actor, "cover"),
        form=form,
        nobody=form.is_bound and form.is_valid() and not sought.refused,
        refused=sought.refused,
        sealed=reverse("sealed"),
    )


@page(*TEAM, methods=("POST",))
def open_record(request: HttpRequest, actor: Actor) -> PageData | HttpResponse:
    """Second and third act: say why, and open. A Reading with the reason is left."""
    form = CoverReasonForm(request.POST)
    sealed = request.POST.get("who", "")
    person_id = _found(actor, sealed)
    if not form.is_valid():
        return _reason_page(actor, form, sealed)
    service_id = actor.organisations(*TEAM)[0]
    cover(person_id, service_id=service_id, reason=form.chosen(), by=actor)
    note_reading(person_id, service_id, page="link_worker/cover", reason=str(form.chosen()))
    messages.success(request, "Open until this evening. Your colleague and the person can see so.")
    return _to_story(person_id)


@page(*TEAM, methods=("GET", "POST"))
def sealed(request: HttpRequest, actor: Actor) -> PageData | HttpResponse:
    """Break the glass: name, birth date and a reason in words. The privacy lead is told once."""
    form = form_for(request, SealedForm)
    sought = Sought(None)
    if request.method == "POST" and form.is_valid():
        service_id = actor.organisations(*TEAM)[0]
        words = form.cleaned_data["words"]
        sought = open_sealed(service_id, **form.sought(), words=words, by=actor)
        if sought.found is not None:
            person_id = sought.found.person_id
            note_reading(person_id, service_id, page="link_worker/sealed", reason="sealed")
            messages.success(request, "Open for four hours. The privacy lead is told.")
            return _to_story(person_id)
    return SealedPage(
        title="Open a sealed record",
        nav=nav_for(actor, "cover"),
        form=form,
        nobody=form.is_bound and form.is_valid() and not sought.refused,
        refused=sought.refused,
        back=reverse("cover"),
    )


def _reason_page(actor: Actor, form: CoverReasonForm, who: str) -> CoverReasonPage:
    return CoverReasonPage(
        title="Somebody is found",
        nav=nav_for(actor, "cover"),
        form=form,
        who=who,
        open=reverse("cover-open"),
        back=reverse("cover"),
    )


def _who(actor: Actor, person_id: UUID) -> str:
    """Whom the search found, readable by us alone and good for this searcher alone."""
    return seal(json.dumps([str(actor.id), str(person_id)]))


def _found(actor: Actor, sealed: str) -> UUID:
    text = unseal(sealed)
    found = json.loads(text) if text else None
    person_id = read_id(found[1]) if found and found[0] == str(actor.id) else None
    if person_id is None:
        raise NotThere
    return person_id


def _to_story(person_id: UUID) -> HttpResponse:
    """The case where there is one, else the referral."""
    case = cases_of([person_id]).get(person_id)
    if case is not None:
        return redirect("case", case_id=case.case_id)
    return redirect("referral", referral_id=latest_referral(person_id).pk)
