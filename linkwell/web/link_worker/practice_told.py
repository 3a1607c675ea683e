"""What the practice is told: sixty words, shown before they go; then as a page, PDF and JSON."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import organisation
from linkwell.access.rules import TEAM, Actor
from linkwell.cases.queries import case
from linkwell.cases.rules import CaseState
from linkwell.connections.queries import connections_of
from linkwell.consent.rules import HowAsked
from linkwell.feedback import actions
from linkwell.feedback.letters import pdf
from linkwell.feedback.queries import Told, may_be_told, message, whose
from linkwell.feedback.rules import About, Whose, checked
from linkwell.journal.actions import note_reading
from linkwell.kernel.errors import InputAtFault
from linkwell.people.models import Person
from linkwell.referrals.models import Referral
from linkwell.web.connection_words import STATES, how_short
from linkwell.web.design.words import moment
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.danger import warn
from linkwell.web.link_worker.practice_pages import (
    PracticeForm,
    PracticeMessagePage,
    RatherNotForm,
    TellPracticePage,
)
from linkwell.web.link_worker.stopped import not_told, unless_locked
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of, sentence


@page(*TEAM, methods=("GET", "POST"))
@unless_locked
def tell(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """Sixty words, requested actions first. Shown as they will read it, then sent. Who may not be
    told of is not written about: that is said at once, and no words are asked for."""
    held = case(case_id)
    if not may_be_told(held.person_id):
        return not_told(request, held, actor)
    referral: Referral = Referral.objects.one(held.referral_id)
    about = About.END if held.state is CaseState.CLOSED else About.PLAN
    person: Person = Person.objects.one(held.person_id)
    rather_not = RatherNotForm(request.POST if "rather_not" in request.POST else None)
    if rather_not.is_bound and rather_not.is_valid():
        return _not_told(request, case_id, HowAsked(rather_not.cleaned_data["how"]), actor)
    form, preview = _form(request, case_id, sent=not rather_not.is_bound), tuple[str, ...]()
    if form.is_bound and form.is_valid():
        try:
            if "send" in request.POST:
                told = actions.tell_practice(case_id, form.words(), about=about, by=actor)
                messages.success(request, "Sent. Copy it into the practice’s record, then tick it.")
                warn(request, told.text, person.given_name)
                return redirect("practice-message", message_id=told.pk)
            if "change" not in request.POST:
                preview = tuple(checked(form.words()).splitlines())
        except InputAtFault as fault:
            form.add_error(None, fault.sentence)
    return TellPracticePage(
        title="Message to the practice",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        card=card_of(person, case_id),
        practice=organisation(referral.practice_id).name,
        about=whose(case_id).line() if preview else "",
        preview=preview,
        count=form.words().count() if preview else 0,
        code=f"{about.snomed}, {about.term}",
        rather_not=None if person.died_on else rather_not,
        given_name=person.given_name,
        back=reverse("case", args=[case_id]),
    )


def _not_told(request: HttpRequest, case_id: UUID, how: HowAsked, actor: Actor) -> HttpResponse:
    actions.keep_from_practice(case_id, how=how, by=actor)
    messages.success(request, "Written down. The practice is not told.")
    return redirect("case", case_id=case_id)


def _form(request: HttpRequest, case_id: UUID, *, sent: bool) -> PracticeForm:
    """The words, unless it was the other form of the page that was sent."""
    initial = {"done": _done(case_id)}
    if not sent:
        return PracticeForm(initial=initial)
    return form_for(request, PracticeForm, initial=initial)


def _done(case_id: UUID) -> str:
    """What was done so far, to begin from: each connection with how it stands."""
    parts = [
        f"{row.name} ({how_short(row.how, row.state) + ', ' if row.how else ''}"
        f"{STATES[row.state].lower()})"
        for row in connections_of(case_id)
    ]
    return sentence("; ".join(parts)) + "." if parts else ""


@page(*TEAM)
def shown(request: HttpRequest, actor: Actor, message_id: UUID) -> PageData:
    """As it was sent. To copy into the practice's own record, with its code."""
    told = message(message_id)
    person: Person = Person.objects.one(told.person_id)
    about, here = whose(told.case_id).line(), [message_id]
    return PracticeMessagePage(
        title=f"Message to {told.practice}",
        nav=nav_for(actor),
        named=(Named(told.person_id, told.service_id),),
        card=card_of(person, told.case_id),
        about=about,
        lines=tuple(told.text.splitlines()),
        copy=f"{about}\n{told.text}\n{told.about.term} ({told.code})",
        code=told.code,
        term=told.about.term,
        sent=sentence(moment(told.sent_at)),
        filed=sentence(moment(told.filed_at)) if told.filed_at else "",
        file=reverse("practice-message-filed", args=here),
        pdf=reverse("practice-message-pdf", args=here),
        json=reverse("practice-message-json", args=here),
    )


@page(*TEAM)
def as_pdf(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    told = _read(message_id, "link_worker/practice_message.pdf")
    drawn = pdf(told, about=whose(told.case_id))
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="message-to-the-practice.pdf"'
    return answer


@page(*TEAM)
def as_json(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    told = _read(message_id, "link_worker/practice_message.json")
    body = {
        "person": _person(whose(told.case_id)),
        "code": {"system": "http://snomed.info/sct", "code": told.code, "display": told.about.term},
        "sent": told.sent_at.isoformat(),
        "practice": told.practice,
        "author": told.written_by,
        "text": told.text,
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")


def _person(about: Whose) -> dict[str, str | None]:
    """Whom it is about, for another system. Never where they live."""
    return {
        "name": about.name,
        "birth_date": about.born.isoformat(),
        "nhs_number": about.nhs_number or None,
        "no_nhs_number": about.why_none.value if about.why_none else None,
        "referral": about.reference,
    }


def _read(message_id: UUID, what: str) -> Told:
    """The message, and a Reading of it: a file names somebody just as a page does."""
    told = message(message_id)
    note_reading(told.person_id, told.service_id, page=what)
    return told


@page(*TEAM, methods=("POST",))
def filed(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    told = actions.file(message_id, by=actor)
    messages.success(request, "Written down: it is filed.")
    return redirect("practice-message", message_id=told.pk)
