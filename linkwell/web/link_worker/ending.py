"""How it goes on: hold, pause, end, come back; and what the practice is told, before it goes."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import organisation
from linkwell.access.rules import TEAM, Actor
from linkwell.cases import actions as cases
from linkwell.cases.models import Case
from linkwell.cases.queries import case
from linkwell.cases.rules import CaseState
from linkwell.connections.queries import connections_of
from linkwell.feedback import actions
from linkwell.feedback.letters import pdf
from linkwell.feedback.queries import Told, message
from linkwell.feedback.rules import About, checked
from linkwell.journal.actions import note_reading
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.people.models import Person
from linkwell.referrals.models import Referral
from linkwell.safety.actions import settle_danger
from linkwell.web.connection_words import HOW_SHORT, STATES
from linkwell.web.design.words import moment
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.ending_pages import (
    EndForm,
    EndPage,
    PracticeForm,
    PracticeMessagePage,
    TellPracticePage,
    UntilForm,
)
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of, sentence


@page(*TEAM, methods=("GET", "POST"))
def tell_practice(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """Sixty words, requested actions first. Shown as they will read it, then sent."""
    held = case(case_id)
    referral: Referral = Referral.objects.one(held.referral_id)
    about = About.END if held.state is CaseState.CLOSED else About.PLAN
    form = form_for(request, PracticeForm, initial={"done": _done(case_id)})
    preview: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            if "send" in request.POST:
                told = actions.tell_practice(case_id, form.words(), about=about, by=actor)
                messages.success(request, "Sent. Copy it into the practice’s record, then tick it.")
                return redirect("practice-message", message_id=told.pk)
            if "change" not in request.POST:
                preview = tuple(checked(form.words()).splitlines())
        except InputAtFault as fault:
            form.add_error(None, fault.sentence)
    person: Person = Person.objects.one(held.person_id)
    return TellPracticePage(
        title="Message to the practice",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        card=card_of(person, case_id),
        practice=organisation(referral.practice_id).name,
        preview=preview,
        count=form.words().count() if preview else 0,
        code=f"{about.snomed}, {about.term}",
        back=reverse("case", args=[case_id]),
    )


def _done(case_id: UUID) -> str:
    """What was done so far, to begin from: each connection with how it stands."""
    parts = [
        f"{row.name} ({HOW_SHORT[row.how] + ', ' if row.how else ''}{STATES[row.state].lower()})"
        for row in connections_of(case_id)
    ]
    return sentence("; ".join(parts)) + "." if parts else ""


@page(*TEAM)
def practice_message(request: HttpRequest, actor: Actor, message_id: UUID) -> PageData:
    """As it was sent. To copy into the practice's own record, with its code."""
    told = message(message_id)
    person: Person = Person.objects.one(told.person_id)
    here = [message_id]
    return PracticeMessagePage(
        title=f"Message to {told.practice}",
        nav=nav_for(actor),
        named=(Named(told.person_id, told.service_id),),
        card=card_of(person, told.case_id),
        lines=tuple(told.text.splitlines()),
        copy=f"{told.text}\n{told.about.term} ({told.code})",
        code=told.code,
        term=told.about.term,
        sent=sentence(moment(told.sent_at)),
        filed=sentence(moment(told.filed_at)) if told.filed_at else "",
        file=reverse("practice-message-filed", args=here),
        pdf=reverse("practice-message-pdf", args=here),
        json=reverse("practice-message-json", args=here),
    )


@page(*TEAM)
def practice_message_pdf(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    told = _read(message_id, "link_worker/practice_message.pdf")
    person: Person = Person.objects.one(told.person_id)
    answer = HttpResponse(pdf(told, about=str(person)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="message-to-the-practice.pdf"'
    return answer


@page(*TEAM)
def practice_message_json(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    told = _read(message_id, "link_worker/practice_message.json")
    body = {
        "code": {"system": "http://snomed.info/sct", "code": told.code, "display": told.about.term},
        "sent": told.sent_at.isoformat(),
        "practice": told.practice,
        "author": told.written_by,
        "text": told.text,
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")


def _read(message_id: UUID, what: str) -> Told:
    """The message, and a Reading of it: a file names somebody just as a page does."""
    told = message(message_id)
    note_reading(told.person_id, told.service_id, page=what)
    return told


@page(*TEAM, methods=("POST",))
def practice_message_filed(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    told = actions.file(message_id, by=actor)
    messages.success(request, "Written down: it is filed.")
    return redirect("practice-message", message_id=told.pk)


@page(*TEAM, methods=("GET", "POST"))
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
        at_risk=row.at_risk and ends,
        other=reverse("until" if ends else "end", args=[case_id]),
        other_label="Hold or pause instead" if ends else "End it instead",
        back=reverse("case", args=[case_id]),
    )


@page(*TEAM, methods=("POST",))
def go_on(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """After holding, a pause or an ending."""
    if case(case_id).state is CaseState.CLOSED:
        cases.reopen(case_id, by=actor)
        messages.success(request, "They are back. The same story goes on.")
    else:
        cases.resume(case_id, by=actor)
        messages.success(request, "Going on.")
    return redirect("case", case_id=case_id)


@page(*TEAM, methods=("POST",))
def danger_is_over(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Somebody has looked at the danger that was mentioned."""
    settle_danger(case_id, by=actor)
    messages.success(request, "Written down: somebody has looked, and no danger is open.")
    return redirect("case", case_id=case_id)
