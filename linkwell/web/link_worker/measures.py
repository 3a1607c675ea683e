"""Offer a few questions: together, on paper, by text or on a handed-over screen."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.links import NewLink, address_of
from linkwell.access.rules import TEAM, Actor, LinkPurpose
from linkwell.cases.models import Case
from linkwell.cases.queries import Held, case
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.measures.actions import (
    Texting,
    answer,
    offer_measure,
    open_questions,
    print_pulses,
)
from linkwell.measures.models import Asking
from linkwell.measures.packs import PULSE, Pack, offered, packs
from linkwell.measures.queries import Taken, next_stage, pulse_sheets_out, sheet_out, taken
from linkwell.measures.rules import LINK_LASTS, Offered, Stage, stage_due
from linkwell.messages.queries import may_contact
from linkwell.messages.rules import Decision
from linkwell.messages.rules import Held as HeldWhy
from linkwell.people.models import Person
from linkwell.people.rules import Channel
from linkwell.web import idle
from linkwell.web.design.words import day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.measure_pages import (
    AskTogetherPage,
    MeasuresPage,
    PackLine,
    PaperPage,
    PulsesPage,
    ScoreLine,
    TakenLine,
)
from linkwell.web.link_worker.stopped import stopped_page, unless_locked
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of
from linkwell.web.questions import QuestionsForm

Answer = PageData | HttpResponse
STAGES = {Stage.START: "at the start", Stage.END: "at the end", Stage.LATER: "three months after"}
HOW = {
    Offered.TOGETHER: "Asked together",
    Offered.PAPER: "On paper",
    Offered.TEXT: "By text",
    Offered.SCREEN: "On a handed-over screen",
}


@page(*TEAM, methods=("GET", "POST"))
def measures(request: HttpRequest, actor: Actor, case_id: UUID) -> Answer:
    """What was asked so far, and what can be offered. A no is kept like any answer."""
    held = case(case_id)
    if request.method == "POST":
        return _offer(request, actor, held)
    person: Person = Person.objects.one(held.person_id)
    shown = card_of(person, case_id)
    if shown.gone:
        return stopped_page(held, actor)
    ended, so_far = _ended_on(case_id), taken(case_id)
    at_the_end = not ended and any(_due(one, so_far, ended) is Stage.END for one in offered())
    return MeasuresPage(
        title=f"Questions for {person.given_name}",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        card=shown,
        given_name=person.given_name,
        packs=tuple(
            PackLine(pack.id, pack.title, STAGES[stage], stage, pack.credit, pack.licence)
            for pack in offered()
            if (stage := _due(pack, so_far, ended))
        ),
        taken=(*map(_line, so_far), *map(_sheet, pulse_sheets_out(case_id, by=actor))),
        offer=reverse("measures", args=[case_id]),
        may_text=_may_text(held.person_id).allowed,
        end=reverse("end", args=[case_id]) if at_the_end else "",
        back=reverse("case" if ended else "talk", args=[case_id]),
    )


def _due(pack: Pack, so_far: list[Taken], ended: date | None) -> Stage:
    """Which stage an answer of today belongs to, from what was read already."""
    started = any(one.pack.id == pack.id and one.scores for one in so_far)
    return stage_due(started=started, ended_on=ended, today=clock.today())


def _ended_on(case_id: UUID) -> date | None:
    row: Case = Case.objects.one(case_id)
    return clock.on_day(row.closed_at) if row.closed_at else None


def _line(one: Taken) -> TakenLine:
    scores = tuple(
        ScoreLine(
            score.label,
            "Not known" if score.value is None else f"{score.value} of {score.of[1]}",
            score.value is not None,
        )
        for score in one.scores
    )
    if not scores:
        note = f"{HOW[one.how]}. No answer yet."
    elif one.refused == len(one.scores) or (one.refused and not any(s.known for s in scores)):
        note = f"{HOW[one.how]}. Would rather not, and that is fine."
    else:
        note = f"{HOW[one.how]}. {one.refused} left out." if one.refused else f"{HOW[one.how]}."
    heading = f"{one.pack.title}, {STAGES[one.stage]}, {day(one.at)}"
    type_in = reverse("type-in", args=[one.on_paper]) if one.on_paper else ""
    return TakenLine(heading, note, scores, type_in)


def _sheet(asking: Asking) -> TakenLine:
    """Pulses on paper, for the supervisor who types them in."""
    heading = f"{packs()[PULSE].title}, on paper, {day(asking.offered_at or asking.made_at)}"
    note = "No answer yet. Type it in alone, then destroy the sheet: nobody can read it again."
    return TakenLine(heading, note, (), reverse("type-in", args=[asking.pk]))


def _offer(request: HttpRequest, actor: Actor, held: Held) -> Answer:
    pack, how = request.POST.get("pack", ""), request.POST.get("how", "")
    if pack not in {one.id for one in offered()}:
        raise NotThere
    if how == Offered.TOGETHER:
        return redirect("ask-together", case_id=held.case_id, pack=pack)
    stage = next_stage(held.case_id, pack, ended_on=_ended_on(held.case_id))
    if how == "refused":
        asking = offer_measure(held.case_id, pack, stage=stage, how=Offered.TOGETHER, by=actor)
        answer(asking.pk, dict.fromkeys(asking.items), by=actor)
        messages.success(request, "Written down: would rather not. That is an answer too.")
        return redirect("measures", case_id=held.case_id)
    if how not in (Offered.PAPER, Offered.TEXT, Offered.SCREEN):
        raise NotThere
    asking = offer_measure(held.case_id, pack, stage=stage, how=Offered(how), by=actor)
    return _send(request, actor, asking, Offered(how), reverse("measures", args=[held.case_id]))


@page(*TEAM, methods=("GET", "POST"))
@unless_locked
def ask_together(request: HttpRequest, actor: Actor, case_id: UUID, pack: str) -> Answer:
    """The link worker reads the questions out and writes the answers down."""
    held = case(case_id)
    if pack == PULSE or pack not in packs():
        raise NotThere
    person: Person = Person.objects.one(held.person_id)
    found = packs()[pack]
    form = form_for(request, QuestionsForm, items=found.items)
    if request.method == "POST" and form.is_valid():
        stage = next_stage(case_id, pack, ended_on=_ended_on(case_id))
        asking = offer_measure(case_id, pack, stage=stage, how=Offered.TOGETHER, by=actor)
        answer(asking.pk, form.said(), by=actor)
        messages.success(request, "Written down.")
        return redirect("measures", case_id=case_id)
    return AskTogetherPage(
        title=f"{found.title}, with {person.given_name}",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        intro=found.intro,
        credit=found.credit,
        back=reverse("measures", args=[case_id]),
    )


@page(*TEAM, methods=("GET", "POST"))
def type_in(request: HttpRequest, actor: Actor, asking_id: UUID) -> Answer:
    """A sheet came back filled in: what stands on it is typed in. Pulses never by who they are
    about."""
    asking = sheet_out(asking_id, by=actor)
    person: Person = Person.objects.one(asking.person_id)
    pack = packs()[asking.pack]
    form = form_for(request, QuestionsForm, items=[pack.item(item) for item in asking.items])
    if request.method == "POST" and form.is_valid():
        answer(asking.pk, form.said(), by=actor)
        messages.success(request, "Written down, as it stands on the paper.")
        return redirect("measures", case_id=asking.case_id)
    return AskTogetherPage(
        title=f"{pack.title}, from {person.given_name}’s paper",
        nav=nav_for(actor, "people"),
        named=(Named(asking.person_id, asking.service_id),),
        form=form,
        intro="Type what stands on the sheet. What was left empty is “Rather not say”.",
        credit=pack.credit,
        back=reverse("measures", args=[asking.case_id]),
    )


@page(*TEAM, methods=("GET", "POST"))
def pulses(request: HttpRequest, actor: Actor, asking_id: UUID) -> Answer:
    """Two short questions after a talk. Their answers are nothing for whoever they are about."""
    asking: Asking = Asking.objects.one(asking_id)
    if asking.pack != PULSE or asking.answered_at is not None:
        raise NotThere
    back = reverse("case", args=[asking.case_id])
    if request.method == "POST":
        how = request.POST.get("how", "")
        if how not in (Offered.PAPER, Offered.TEXT, Offered.SCREEN):
            raise NotThere
        return _send(request, actor, asking, Offered(how), back)
    person: Person = Person.objects.one(asking.person_id)
    decision = _may_text(asking.person_id)
    return PulsesPage(
        title=f"Two short questions for {person.given_name}?",
        nav=nav_for(actor, "people"),
        named=(Named(asking.person_id, asking.service_id),),
        may_text=decision.allowed,
        why_not="" if decision.allowed else decision.because,
        open=request.path,
        back=back,
    )


def _may_text(person_id: UUID) -> Decision:
    """May a text go, or wait for the morning?"""
    decision = may_contact(person_id, Channel.TEXT, clock.now())
    return Decision(None) if decision.held is HeldWhy.AT_NIGHT else decision


def _send(request: HttpRequest, actor: Actor, asking: Asking, how: Offered, back: str) -> Answer:
    """By text; or the paper to print; or the screen, with this session locked behind it."""
    if how is Offered.TEXT and not _may_text(asking.person_id).allowed:
        raise NotThere
    if how is Offered.PAPER and asking.pack == PULSE:
        return _paper(actor, print_pulses(asking.pk, by=actor), None, back)
    texting = _texting() if how is Offered.TEXT else None
    link = open_questions(asking.pk, how=how, by=actor, texting=texting)
    if how is Offered.TEXT:
        messages.success(request, "The questions go by text.")
        return redirect(back)
    if how is Offered.PAPER:
        return _paper(actor, asking, link, back)
    idle.lock_behind(request, back)
    return redirect("survey", token=link.token)


def _texting() -> Texting:
    """Words that say nothing to whoever else reads the phone."""
    address = address_of(LinkPurpose.SURVEY, "{token}", origin=settings.ORIGIN)
    return Texting("A few short questions, if you like. You can leave any out. {link}", address)


def _paper(actor: Actor, asking: Asking, link: NewLink | None, back: str) -> PaperPage:
    pack = packs()[asking.pack]
    return PaperPage(
        title="Questions on paper",
        nav=nav_for(actor, "people"),
        named=(Named(asking.person_id, asking.service_id),),
        heading=pack.title,
        intro=pack.intro,
        items=tuple(pack.item(item) for item in asking.items),
        address=address_of(LinkPurpose.SURVEY, link.token, origin=settings.ORIGIN) if link else "",
        until=day(clock.now() + LINK_LASTS[Offered.PAPER]),
        unseen=asking.pack == PULSE,
        credit=pack.credit,
        back=back,
    )
