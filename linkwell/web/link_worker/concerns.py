"""Safeguarding concerns: raised in two taps, read by few, closed by a supervisor alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases.queries import case
from linkwell.people.models import Person
from linkwell.safety.actions import (
    acknowledge_concern,
    add_words,
    close_concern,
    raise_concern,
)
from linkwell.safety.handlers import CALLED
from linkwell.safety.models import Concern
from linkwell.safety.rules import ConcernState, Outcome, Route, Rung
from linkwell.web.design.parts import Answer
from linkwell.web.design.words import clock as at_clock
from linkwell.web.design.words import day, moment
from linkwell.web.doors import page
from linkwell.web.drafts import forget, form_for
from linkwell.web.link_worker.safety_forms import (
    OUTCOMES,
    AddWordsForm,
    CloseConcernForm,
    RaiseConcernForm,
)
from linkwell.web.link_worker.safety_pages import ConcernPage, RaiseConcernPage
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of, sentence

ROUTES = {
    Route.SAFEGUARDING_LEAD: (
        "The safeguarding lead",
        "She is called now, and has an hour to say that she has it.",
        "Talk to the safeguarding lead today. Do not wait for an answer here.",
    ),
    Route.LOCAL_AUTHORITY: (
        "The local authority",
        "Adult social care, or children’s services. The lead is called too.",
        "Ring the local authority’s safeguarding team today and send its form. Write here when"
        " you have.",
    ),
    Route.POLICE: (
        "The police",
        "999 in danger, else 101. The lead is called too.",
        "Ring 999 if anyone is in danger now, else 101. Write the reference that they give you.",
    ),
}


@page(*TEAM, methods=("GET", "POST"))
def raise_one(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """Words may follow: pressing whom it goes to is enough."""
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    form = form_for(request, RaiseConcernForm)
    if request.method == "POST" and form.is_valid() and request.POST.get("route") in list(Route):
        said = form.cleaned_data
        concern = raise_concern(
            case_id,
            route=Route(request.POST["route"]),
            words=said["words"],
            in_danger=said["in_danger"],
            by=actor,
        )
        messages.success(request, "Raised. The lead is called now, and it passes on unanswered.")
        return redirect("concern", concern_id=concern.pk)
    return RaiseConcernPage(
        title="Raise a safeguarding concern",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, since=held.opened_at),
        form=form,
        routes=tuple(
            Answer(value=route, label=label, note=note)
            for route, (label, note, _) in ROUTES.items()
        ),
        back=reverse("case", args=[case_id]),
    )


@page(*TEAM, methods=("GET", "POST"))
def concern(request: HttpRequest, actor: Actor, concern_id: UUID) -> PageData | HttpResponse:
    """Read it; whoever raised it adds to it; a supervisor ends it with its outcome."""
    row: Concern = Concern.objects.select_related("acknowledged_by__user").one(concern_id)
    supervisor = row.service_id in actor.organisations(Role.SUPERVISOR)
    ends = "outcome" in request.POST or "outcome_words" in request.POST
    add, close = _forms(request, ends=ends)
    said = _write(row, add, close, ends=ends, by=actor) if request.method == "POST" else ""
    if said:
        messages.success(request, said)
        return redirect("concern", concern_id=concern_id)
    person: Person = Person.objects.one(row.person_id)
    is_open = row.state != ConcernState.CLOSED
    waits = row.state == ConcernState.OPEN
    label, _, what_to_do = ROUTES[Route(row.route)]
    return ConcernPage(
        title="A safeguarding concern",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        card=card_of(person, since=row.raised_at),
        reference=row.reference,
        raised=sentence(moment(row.raised_at)),
        route=label,
        what_to_do=what_to_do if is_open else "",
        words=row.words,
        turn=turn_words(row),
        outcome=_outcome(row),
        outcome_words=row.outcome_words,
        take=reverse("take-concern", args=[row.pk]) if waits and supervisor else "",
        add=add if is_open else None,
        close=close if is_open and supervisor else None,
        back=reverse("case", args=[row.case_id]),
    )


def _forms(request: HttpRequest, *, ends: bool) -> tuple[AddWordsForm, CloseConcernForm]:
    """Both as left when the session locked; the one that was sent, as sent."""
    if request.method != "POST":
        return form_for(request, AddWordsForm), form_for(request, CloseConcernForm)
    forget(request)
    return AddWordsForm(None if ends else request.POST), CloseConcernForm(
        request.POST if ends else None
    )


def _write(
    row: Concern, add: AddWordsForm, close: CloseConcernForm, *, ends: bool, by: Actor
) -> str:
    """Do what was sent, and say so; empty where something is to be mended first."""
    if ends and close.is_valid():
        words = close.cleaned_data["outcome_words"]
        meant = close.over()
        over = close_concern(row.pk, outcome=close.chosen(), words=words, danger_over=meant, by=by)
        if meant and not over:
            return "Closed. Something else is open about them, so the danger stays written down."
        return "Closed with its outcome." + (" The danger is over." if over else "")
    if not ends and add.is_valid():
        add_words(row.pk, words=add.cleaned_data["more"], by=by)
        return "Added."
    return ""


def _outcome(row: Concern) -> str:
    """What came of it, in a sentence; empty while it is open."""
    if row.closed_at is None:
        return ""
    return f"{OUTCOMES[Outcome(row.outcome)]}, {day(row.closed_at)}."


def turn_words(row: Concern) -> str:
    """Whose turn it is, or who has it."""
    if row.acknowledged_at is not None and row.acknowledged_by is not None:
        return f"{row.acknowledged_by.user.name} has it, {moment(row.acknowledged_at)}."
    if row.state == ConcernState.CLOSED:
        return ""
    until = at_clock(row.turn_until)
    return f"{sentence(CALLED[Rung(row.rung)])} is called. It passes on at {until}."


@page(Role.SUPERVISOR, methods=("POST",))
def take(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """ "I have it": the clock stops, the concern stays open."""
    acknowledge_concern(concern_id, by=actor)
    messages.success(request, "You have it. It stays open until you close it with its outcome.")
    return redirect("concern", concern_id=concern_id)
