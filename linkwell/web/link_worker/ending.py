"""How it goes on: hold, pause, end, come back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases import actions as cases
from linkwell.cases.models import Case
from linkwell.cases.queries import case
from linkwell.cases.rules import Because, CaseState
from linkwell.conversations.actions.ending import end_case
from linkwell.conversations.queries import Repeat, before_the_end
from linkwell.conversations.rules import MAP
from linkwell.feedback.queries import may_be_told
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.people.models import Person
from linkwell.safety.queries import open_danger
from linkwell.web.design.words import counted, day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.conversation_words import AGAIN
from linkwell.web.link_worker.ending_pages import (
    EndForm,
    EndPage,
    RepeatLine,
    UntilForm,
    UntilPage,
)
from linkwell.web.link_worker.stopped import ended_page, stopped_page, unless_locked
from linkwell.web.link_worker.undone import undone_of
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of


@page(*TEAM, methods=("GET", "POST"))
def end(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """What is asked again first, what stays undone, and why it ends. Then the practice is told."""
    ending = before_the_end(case_id)
    row, repeats = ending.case, ending.repeats
    person: Person = Person.objects.one(row.person_id)
    card = card_of(person, case_id)
    if card.gone:
        return stopped_page(case(case_id), actor)
    if row.state == CaseState.CLOSED:
        return ended_page(case(case_id), actor)
    undone = undone_of(row)
    left = [(one.what, _label(one)) for one in repeats if one.came_of_it is None]
    danger = open_danger(row)
    supervises = Role.SUPERVISOR in actor.roles()
    form = form_for(
        request, EndForm, repeats=left, undone=undone, danger=danger if supervises else ()
    )
    if request.method == "POST" and form.is_valid() and _has_ended(case_id, form, actor):
        return _ended(request, row, form.chosen())
    return EndPage(
        title="How it ends",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        card=card,
        given_name=person.given_name,
        danger_is_open=bool(danger),
        may_end=supervises or not danger or form.is_bound,  # what was chosen is not lost
        danger=reverse("danger", args=[row.person_id]) if row.at_risk else "",
        planned=_agreed(row.planned_end) if row.planned_end else "",
        repeats=tuple(_repeat(one, case_id) for one in repeats),
        undone=undone,
        until=reverse("until", args=[case_id]),
        reach=reverse("reach", args=[case_id]),
        back=reverse("case", args=[case_id]),
    )


def _has_ended(case_id: UUID, form: EndForm, actor: Actor) -> bool:
    if not form.is_as_shown():
        return False
    try:
        end_case(
            case_id,
            because=form.chosen(),
            skipped=form.skipped(),
            danger_read=form.danger_read(),
            by=actor,
        )
    except WrongState as held_up:
        form.refuse("because", held_up.sentence)
        return False
    return True


def _ended(request: HttpRequest, row: Case, because: Because) -> HttpResponse:
    """On to the practice, where it is to be told and may be."""
    messages.success(request, "It has ended. They can come back on any day.")
    told = because.practice_is_written_to and may_be_told(row.person_id)
    return redirect("tell-practice" if told else "case", case_id=row.pk)


def _agreed(on: date) -> str:
    """The day that they agreed on, and how far off it is while it is still to come."""
    days = (on - clock.today()).days
    weeks, rest = divmod(days, 7)
    ahead = counted(days, "day", "days") if rest else counted(weeks, "week", "weeks")
    return f"{day(on)}, in {ahead}" if days > 0 else day(on)


def _label(one: Repeat) -> str:
    return one.title or "Who they can turn to"


def _repeat(one: Repeat, case_id: UUID) -> RepeatLine:
    is_map = one.what == MAP
    state = f"{AGAIN[one.came_of_it]}, {day(one.on)}" if one.came_of_it and one.on else ""
    return RepeatLine(
        label=_label(one),
        begun=f"At the start, {day(one.begun_on)}",
        state=state,
        href=reverse("map-again" if is_map else "measures", args=[case_id]),
        act="Look at it again" if is_map else "Ask again",
    )


@page(*TEAM, methods=("GET", "POST"))
@unless_locked
def until(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """Hold, pause, or agree on the last day."""
    row: Case = Case.objects.one(case_id)
    if row.state == CaseState.CLOSED:
        return ended_page(case(case_id), actor)
    form = form_for(request, UntilForm)
    if request.method == "POST" and form.is_valid():
        last, what = form.cleaned_data["day"], form.cleaned_data["what"]
        try:
            if what == "hold":
                cases.hold(case_id, until=last, by=actor)
            elif what == "pause":
                cases.pause(case_id, until=last, by=actor)
            else:
                cases.plan_end(case_id, on=last, by=actor)
        except InputAtFault as fault:
            form.add_error("day", fault.sentence)
        else:
            messages.success(request, "Written down, with the day on which you look again.")
            return redirect("case", case_id=case_id)
    person: Person = Person.objects.one(row.person_id)
    return UntilPage(
        title="Hold, pause, or agree on an end",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        card=card_of(person, case_id),
        end=reverse("end", args=[case_id]),
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
