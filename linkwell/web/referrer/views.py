"""Refer somebody, get a receipt at once, and see what became of those you referred."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from linkwell.access import links
from linkwell.access.queries import Door, organisation
from linkwell.access.rules import Actor, ActorKind, LinkPurpose, Role
from linkwell.feedback.queries import told_to
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.people.models import Person
from linkwell.referrals.actions.arriving import submit
from linkwell.referrals.actions.triage import answer_question
from linkwell.referrals.models import Receipt, Referral
from linkwell.referrals.queries import referred_by
from linkwell.referrals.rules import Danger, ReferralState
from linkwell.safety.queries import alerts_to_see
from linkwell.web.design.words import day, moment
from linkwell.web.doors import keep_link, page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.alerts import danger_rows
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import RETURNED
from linkwell.web.plain import not_there
from linkwell.web.referrer.became import became_of
from linkwell.web.referrer.doors import REFERRERS, doors_for
from linkwell.web.referrer.duty import promise
from linkwell.web.referrer.forms import AnswerForm, ReferForm
from linkwell.web.referrer.letters import READ, LetterForm, initial_of, rows_of, to_ask
from linkwell.web.referrer.pages import (
    AnswerPage,
    LeafletPage,
    PracticePage,
    ReceiptPage,
    ReferPage,
)
from linkwell.web.referrer.pause import pause_page
from linkwell.web.referrer.receipts import keep_receipt, own_receipt


@require_safe
def open_practice_link(request: HttpRequest, token: str) -> HttpResponse:
    """A practice's own address: it opens the form, and nothing else, until it is revoked."""
    actor = links.open_link(token, LinkPurpose.REFER)
    if actor is None:
        return not_there(request)
    keep_link(request, actor)
    return redirect("refer")


@page(*REFERRERS, methods=("GET", "POST"))
def refer(request: HttpRequest, actor: Actor) -> PageData | HttpResponse:
    doors = doors_for(actor)
    if not doors:
        raise NotThere
    mine = {} if actor.kind is ActorKind.LINK else {"referred_by": actor.name}
    if request.method == "POST" and READ in request.POST:
        return _read_letter(request, actor, doors, mine)
    form = form_for(request, ReferForm, doors=doors, initial=mine)
    if request.method == "POST" and form.is_valid():
        new = form.referral()
        receipt = submit(new, key=form.submission_key, by=actor)
        keep_receipt(request, receipt)
        if receipt.danger == Danger.ASKED:
            name = f"{new.given_name} {new.family_name}"
            door = next(one for one in doors if one.service_id == receipt.service_id)
            return pause_page(
                actor, receipt, door, name=name, words=new.words, beside=new.danger_elsewhere
            )
        return redirect("receipt", practice_id=new.practice_id, key=receipt.key)
    return _form_page(actor, doors, form)


def _read_letter(
    request: HttpRequest, actor: Actor, doors: list[Door], mine: dict[str, str]
) -> ReferPage:
    """The form with what the letter says, to be checked. Nothing is sent or kept."""
    letter_form = LetterForm(request.POST, request.FILES)
    if not letter_form.is_valid():
        return _form_page(actor, doors, ReferForm(doors=doors, initial=mine), letter_form)
    letter = letter_form.letter()
    form = ReferForm(doors=doors, initial={**initial_of(letter), **mine})
    return replace(
        _form_page(actor, doors, form),
        found=rows_of(letter),
        to_ask=to_ask(rows_of(letter)),
        unread=letter.cut,
        danger_added=letter.danger_added,
    )


def _form_page(
    actor: Actor, doors: list[Door], form: ReferForm, letter: LetterForm | None = None
) -> ReferPage:
    return ReferPage(
        title="Refer someone to a link worker",
        nav=nav_for(actor, "refer"),
        form=form,
        letter=letter or LetterForm(),
        leaflet=reverse("leaflet"),
        duty_phone=_if_all_say(door.duty_phone for door in doors),
        duty_hours=_if_all_say(door.duty_hours for door in doors),
    )


def _if_all_say(texts: Iterable[str]) -> str:
    """What all of them say; nothing where they differ, since the wrong number would be worse."""
    said = set(texts)
    return said.pop() if len(said) == 1 else ""


@page(*REFERRERS)
def receipt(request: HttpRequest, actor: Actor, practice_id: UUID, key: UUID) -> PageData:
    """That it has arrived. The address holds random ids only."""
    found, door = own_receipt(request, actor, key, practice_id=practice_id)
    return ReceiptPage(
        title="It has arrived",
        nav=nav_for(actor, "refer"),
        reference=found.reference,
        service_name=door.service_name,
        decides=_decides(found),
        duty_phone=door.duty_phone,
        duty_hours=door.duty_hours,
        danger=Danger(found.danger),
        called=promise(door.duty_hours, clock.now()),
        pause=reverse("pause", args=[practice_id, key]),
        leaflet=reverse("leaflet"),
        again=reverse("refer"),
        referred=reverse("practice") if _at_a_practice(actor) else "",
    )


def _decides(receipt: Receipt) -> str:
    """When the team decides. Words that mean danger come first, on a day on which it works."""
    by = receipt.decide_by
    if by is None or receipt.danger == Danger.NOT_ASKED:
        return f"by {day(by)}" if by else ""
    waits = ", the next working day" if by > clock.on_day(receipt.received_at) else ""
    return "today" if by == clock.today() else f"on {day(by)}{waits}"


@page(*REFERRERS)
def leaflet(request: HttpRequest, actor: Actor) -> LeafletPage:
    """A sheet to hand over: what a link worker does and what happens next. Nobody's data."""
    doors = doors_for(actor)
    services = {door.service_id: door.service_name for door in doors}
    if not services:
        raise NotThere
    phones = [organisation(service_id).phone for service_id in services]
    return LeafletPage(
        title="Somebody with time for you",
        large=request.GET.get("size") == "large",
        here=reverse("leaflet"),
        back=reverse("refer"),
        service=_if_all_say(services.values()),
        phone=_if_all_say(phones),
    )


@page(Role.GP, Role.RECEPTIONIST)
def practice(request: HttpRequest, actor: Actor) -> PageData:
    """What became of those the practice referred."""
    practices = actor.organisations(Role.GP, Role.RECEPTIONIST)
    rows = tuple(referred_by(practices))
    danger, in_danger = danger_rows(actor, alerts_to_see())
    return PracticePage(
        title="Your referrals",
        nav=nav_for(actor, "practice"),
        named=tuple(
            dict.fromkeys((*in_danger, *(Named(row.person_id, row.service_id) for row in rows)))
        ),
        danger=tuple(danger),
        practice=organisation(practices[0]).name,
        referred=rows,
        told=told_to(practices),
        reasons=RETURNED,
        refer=reverse("refer"),
        as_of=moment(clock.now()),
        became=became_of(practices),
    )


@page(Role.GP, Role.RECEPTIONIST, methods=("GET", "POST"))
def answer(request: HttpRequest, actor: Actor, referral_id: UUID) -> PageData | HttpResponse:
    """Answer what the team asks about a referral. Words that mean danger pause here too."""
    row: Referral = Referral.objects.one(referral_id)
    if row.state != ReferralState.NEEDS_MORE:
        raise NotThere
    person: Person = Person.objects.one(row.person_id)
    form = form_for(request, AnswerForm)
    if request.method == "POST" and form.is_valid():
        row = answer_question(referral_id, answer=form.cleaned_data["answer"], by=actor)
        if row.danger == Danger.ASKED:
            receipt = Receipt.objects.get(referral_id=row.first_id)
            return redirect("pause", practice_id=receipt.practice_id, key=receipt.key)
        messages.success(request, "Sent. The team goes on with it.")
        return redirect("practice")
    return AnswerPage(
        title="The team asks you something",
        nav=nav_for(actor, "practice"),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        name=str(person),
        question=row.question,
        back=reverse("practice"),
    )


def _at_a_practice(actor: Actor) -> bool:
    return bool(actor.organisations(Role.GP, Role.RECEPTIONIST))
