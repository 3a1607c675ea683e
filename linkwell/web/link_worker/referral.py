"""Read a referral, take it on, or return it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import Actor
from linkwell.kernel import clock, nhs_number
from linkwell.people.models import Person
from linkwell.people.queries import ways_to_reach
from linkwell.referrals.actions import accept, return_to_referrer
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import ReferralState, Wants
from linkwell.tasks.rules import triage_due
from linkwell.web.design.words import day, moment
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.forms import ReturnForm
from linkwell.web.link_worker.lists import TEAM
from linkwell.web.link_worker.notes import risk_in, shared_number, spoken
from linkwell.web.link_worker.pages import ReferralPage, ReturnPage
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import WANTS, card, sentence


@page(*TEAM)
def referral(request: HttpRequest, actor: Actor, referral_id: UUID) -> PageData | HttpResponse:
    """One referral, in the referrer's words; once it is decided, the case's own page."""
    row: Referral = Referral.objects.select_related("practice").one(referral_id)
    person: Person = Person.objects.one(row.person_id)
    ways = ways_to_reach(row.person_id)
    return ReferralPage(
        title=f"Referral of {person}",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        card=card(person, ways, next_step=_next(row)),
        given_name=person.given_name,
        received=sentence(moment(row.received_at)),
        practice=row.practice.name,
        referred_by=row.referred_by,
        words=row.words,
        risk=risk_in(row, person, ways),
        wants=WANTS[Wants(row.wants)],
        nhs_number=nhs_number.show(person.stated_nhs_number) if person.stated_nhs_number else "",
        same_number=shared_number(person),
        ways=tuple(ways),
        language=spoken(person.language),
        due=day(_due(row)),
        **_buttons(row),
    )


def _due(row: Referral) -> Any:
    return triage_due(clock.on_day(row.received_at), risk_mentioned=row.risk_mentioned)


def _next(row: Referral) -> str:
    if row.state == ReferralState.RECEIVED:
        return f"decide by {day(_due(row))}"
    return f"it was {row.state}"


def _buttons(row: Referral) -> dict[str, str]:
    if row.state != ReferralState.RECEIVED:
        return {"accept": "", "send_back": ""}
    return {
        "accept": reverse("accept", args=[row.pk]),
        "send_back": reverse("return", args=[row.pk]),
    }


@page(*TEAM, methods=("POST",))
def take_on(request: HttpRequest, actor: Actor, referral_id: UUID) -> HttpResponse:
    case = accept(referral_id, by=actor)
    messages.success(request, "Taken on. The practice can see that.")
    return redirect("case", case_id=case.pk)


@page(*TEAM, methods=("GET", "POST"))
def send_back(request: HttpRequest, actor: Actor, referral_id: UUID) -> PageData | HttpResponse:
    row: Referral = Referral.objects.one(referral_id)
    person: Person = Person.objects.one(row.person_id)
    form = form_for(request, ReturnForm)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        return_to_referrer(referral_id, reason=form.chosen(), note=note, by=actor)
        messages.success(request, "Returned. The practice reads your reason.")
        return redirect("queue")
    return ReturnPage(
        title="Return the referral",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        name=str(person),
        back=reverse("referral", args=[row.pk]),
    )
