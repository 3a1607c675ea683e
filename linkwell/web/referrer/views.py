"""Refer somebody, get a receipt at once, and see what became of those you referred."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from linkwell.access import links
from linkwell.access.models import PracticeAgreement
from linkwell.access.queries import Door, doors_of, organisation
from linkwell.access.rules import Actor, ActorKind, LinkPurpose, Role
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.referrals.actions import submit
from linkwell.referrals.queries import receipt_for, referred_by
from linkwell.web.design.words import moment
from linkwell.web.doors import keep_link, page
from linkwell.web.drafts import form_for
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import RETURNED
from linkwell.web.plain import not_there
from linkwell.web.referrer.forms import ReferForm
from linkwell.web.referrer.pages import PracticePage, ReceiptPage, ReferPage

REFERRERS = (Role.GP, Role.RECEPTIONIST, Role.LINK_WORKER, Role.SUPERVISOR, LinkPurpose.REFER)


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
    doors = _doors(actor)
    if not doors:
        raise NotThere
    initial = {} if actor.kind is ActorKind.LINK else {"referred_by": actor.name}
    form = form_for(request, ReferForm, doors=doors, initial=initial)
    if request.method == "POST" and form.is_valid():
        new = form.referral()
        receipt = submit(new, key=form.submission_key, by=actor)
        return redirect("receipt", practice_id=new.practice_id, key=receipt.key)
    return ReferPage(
        title="Refer someone to a link worker",
        nav=nav_for(actor, "refer"),
        form=form,
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
    found = receipt_for(key, practice_id=practice_id)
    doors = {(door.practice_id, door.service_id): door for door in _doors(actor)}
    door = doors.get((practice_id, found.service_id)) if found else None
    if door is None or found is None:
        raise NotThere
    return ReceiptPage(
        title="It has arrived",
        nav=nav_for(actor, "refer"),
        reference=found.reference,
        service_name=door.service_name,
        decide_by=found.decide_by,
        today=found.decide_by == clock.on_day(found.received_at),
        duty_phone=door.duty_phone,
        duty_hours=door.duty_hours,
        again=reverse("refer"),
        referred=reverse("practice") if _at_a_practice(actor) else "",
    )


@page(Role.GP, Role.RECEPTIONIST)
def practice(request: HttpRequest, actor: Actor) -> PageData:
    """What became of those the practice referred."""
    practices = actor.organisations(Role.GP, Role.RECEPTIONIST)
    rows = tuple(referred_by(practices))
    return PracticePage(
        title="Your referrals",
        nav=nav_for(actor, "practice"),
        named=tuple(Named(row.person_id, row.service_id) for row in rows),
        practice=organisation(practices[0]).name,
        referred=rows,
        reasons=RETURNED,
        refer=reverse("refer"),
        as_of=moment(clock.now()),
    )


def _at_a_practice(actor: Actor) -> bool:
    return bool(actor.organisations(Role.GP, Role.RECEPTIONIST))


def _doors(actor: Actor) -> list[Door]:
    """The practices for which this actor may refer, and where their referrals go."""
    if actor.kind is ActorKind.LINK:
        assert actor.organisation_id is not None
        doors = doors_of((actor.organisation_id,))
        return [door for door in doors if door.service_id == actor.service_id]
    own = actor.organisations(Role.GP, Role.RECEPTIONIST)
    if own:
        return doors_of(own)
    services = actor.organisations(Role.LINK_WORKER, Role.SUPERVISOR)
    practices = PracticeAgreement.objects.filter(service_id__in=services, ended_on=None)
    doors = doors_of(tuple(practices.values_list("practice_id", flat=True)))
    return [door for door in doors if door.service_id in services]
