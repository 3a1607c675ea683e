"""Read a referral, take it on, or return it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor
from linkwell.kernel import clock, nhs_number
from linkwell.people.models import Person
from linkwell.people.queries import Way, ways_to_reach
from linkwell.referrals.actions.deciding import accept, return_to_referrer
from linkwell.referrals.models import UNDECIDED, Referral
from linkwell.referrals.rules import Danger, ReferralState, Source, Wants
from linkwell.safety.models import Alert
from linkwell.tasks.rules import triage_due
from linkwell.web.design.words import day, moment
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.alerts import turn_words
from linkwell.web.link_worker.danger import warn
from linkwell.web.link_worker.forms import ReturnForm
from linkwell.web.link_worker.notes import risk_in, spoken
from linkwell.web.link_worker.same_person import doubt_about
from linkwell.web.link_worker.triage_pages import (
    AlertNote,
    ReferralPage,
    ReturnPage,
)
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import DANGER, STATES, WANTS, card_of, sentence


def _left(row: Referral, ways: Sequence[Way]) -> str:
    """The number that they left and the times they named, unless it stands among the ways."""
    if any(way.value == row.phone for way in ways):
        return ""
    return f"{row.phone}, {row.times}" if row.phone and row.times else row.phone


@page(*TEAM)
def referral(request: HttpRequest, actor: Actor, referral_id: UUID) -> PageData | HttpResponse:
    """One referral, in the referrer's words; once it is decided, the case's own page."""
    row: Referral = Referral.objects.select_related("practice").one(referral_id)
    person: Person = Person.objects.one(row.person_id)
    ways, doubt = ways_to_reach(row.person_id), doubt_about(row, person, actor)
    return ReferralPage(
        title=f"Referral of {person}",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        card=card_of(person, since=row.received_at, next_step=_next(row), ways=ways),
        given_name=person.given_name,
        received=sentence(moment(row.received_at)),
        practice=row.practice.name,
        referred_by=row.referred_by,
        by_themselves=row.source == Source.SELF,
        phone=_left(row, ways),
        words=row.words,
        risk=risk_in(row, person, ways),
        danger=DANGER[Danger(row.danger)],
        alert=_alert(row),
        wants=WANTS[Wants(row.wants)],
        told=row.told,
        not_told=person.not_told,
        doubt=doubt,
        question=row.question,
        answer=row.answer,
        decided=_decided(row),
        nhs_number=nhs_number.show(person.stated_nhs_number) if person.stated_nhs_number else "",
        ways=tuple(ways),
        language=spoken(person.language),
        due=_by(_due(row)),
        **_buttons(row, asked_first=doubt is not None and bool(doubt.number)),
    )


def _by(due: date) -> str:
    return "today" if due == clock.today() else day(due)


def _due(row: Referral) -> Any:
    return triage_due(row.received_at, risk_mentioned=row.risk_mentioned)


def _next(row: Referral) -> str:
    return f"decide by {_by(_due(row))}" if row.state in UNDECIDED else ""


def _decided(row: Referral) -> str:
    """What became of it, in a sentence; empty while it waits."""
    if row.state in UNDECIDED or row.decided_at is None:
        return ""
    what = STATES[ReferralState(row.state)]
    to = f" to {row.passed_to}" if row.passed_to else ""
    return f"{what}{to}, {moment(row.decided_at)}."


def _alert(row: Referral) -> AlertNote | None:
    found = Alert.objects.filter(about_id=row.pk).order_by("-raised_at").first()
    if found is None:
        return None
    return AlertNote(turn_words(found), reverse("alert", args=[found.pk]))


def _buttons(row: Referral, *, asked_first: bool) -> dict[str, str]:
    """Where each is done; nothing once it is decided. `asked_first`: nobody is taken on before it
    is said whose NHS number was given."""
    names = {
        "accept": "accept",
        "send_back": "return",
        "give": "give",
        "ask": "ask-more",
        "pass_on": "pass-on",
    }
    waits = row.state in UNDECIDED
    addresses = {field: reverse(name, args=[row.pk]) for field, name in names.items()}
    if row.state == ReferralState.NEEDS_MORE:
        addresses["ask"] = ""
    if asked_first:
        addresses["accept"] = addresses["give"] = ""
    return addresses if waits else dict.fromkeys(names, "")


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
        warn(request, note, person.given_name)
        return redirect("queue")
    return ReturnPage(
        title="Return the referral",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        name=str(person),
        intro="The practice reads your reason and your line. Nothing goes to",
        back=reverse("referral", args=[row.pk]),
    )
