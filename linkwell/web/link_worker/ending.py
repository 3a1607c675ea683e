"""How it goes on: hold, pause, end, come back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor
from linkwell.cases import actions as cases
from linkwell.cases.models import Case
from linkwell.cases.queries import case
from linkwell.cases.rules import CaseState
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.people.models import Person
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.ending_pages import (
    EndForm,
    EndPage,
    UntilForm,
)
from linkwell.web.link_worker.stopped import unless_locked
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of


@page(*TEAM, methods=("GET", "POST"))
@unless_locked
def end(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """Why it ends. What the practice is told comes next."""
    form = form_for(request, EndForm)
    if request.method == "POST" and form.is_valid():
        try:
            cases.close(case_id, because=form.chosen(), by=actor)
        except WrongState as held_up:
            form.add_error("because", held_up.sentence)
        else:
            messages.success(request, "It has ended. They can come back on any day.")
            return redirect("tell-practice", case_id=case_id)
    return _end_page(case_id, form, actor, "How it ends")


@page(*TEAM, methods=("GET", "POST"))
@unless_locked
def until(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """Hold, pause, or agree on the last day."""
    form = form_for(request, UntilForm)
    if request.method == "POST" and form.is_valid():
        day, what = form.cleaned_data["day"], form.cleaned_data["what"]
        try:
            if what == "hold":
                cases.hold(case_id, until=day, by=actor)
            elif what == "pause":
                cases.pause(case_id, until=day, by=actor)
            else:
                cases.plan_end(case_id, on=day, by=actor)
        except InputAtFault as fault:
            form.add_error("day", fault.sentence)
        else:
            messages.success(request, "Written down, with the day on which you look again.")
            return redirect("case", case_id=case_id)
    return _end_page(case_id, form, actor, "Hold, pause, or agree on an end")


def _end_page(case_id: UUID, form: EndForm | UntilForm, actor: Actor, title: str) -> EndPage:
    row: Case = Case.objects.one(case_id)
    if row.state == CaseState.CLOSED:
        raise NotThere
    person: Person = Person.objects.one(row.person_id)
    ends = isinstance(form, EndForm)
    return EndPage(
        title=title,
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        card=card_of(person, case_id),
        danger=reverse("danger", args=[row.person_id]) if row.at_risk and ends else "",
        other=reverse("until" if ends else "end", args=[case_id]),
        other_label="Hold or pause instead" if ends else "End it instead",
        back=reverse("case", args=[case_id]),
    )


@page(*TEAM, methods=("POST",))
@unless_locked
def go_on(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """After holding, a pause or an ending."""
    if case(case_id).state is CaseState.CLOSED:
        cases.reopen(case_id, by=actor)
        messages.success(request, "They are back. The same story goes on.")
    else:
        cases.resume(case_id, by=actor)
        messages.success(request, "Going on.")
    return redirect("case", case_id=case_id)
