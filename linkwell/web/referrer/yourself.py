"""Ask for yourself, by the link on a practice's poster: no account, and nothing is read back."""

from uuid import UUID

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from linkwell.access import links
from linkwell.access.queries import Door, organisation
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.needs.rules import every_help
from linkwell.referrals.actions.arriving import answer_pause, submit
from linkwell.referrals.rules import Danger
from linkwell.web import plain
from linkwell.web.design.parts import Answer
from linkwell.web.doors import keep_link, page
from linkwell.web.drafts import form_for
from linkwell.web.pages import PageData
from linkwell.web.referrer.doors import doors_for
from linkwell.web.referrer.duty import promise
from linkwell.web.referrer.forms import AskForm, LeaveNumberForm
from linkwell.web.referrer.pages import AskLaterPage, AskPage, AskPausePage, AskReceiptPage
from linkwell.web.referrer.pause import help_lines
from linkwell.web.referrer.receipts import keep_receipt, own_receipt


def _answers(door: Door) -> tuple[Answer, ...]:
    called = promise(door.duty_hours, clock.now())
    return (
        Answer(value=Danger.YES, label="Yes", note=called),
        Answer(value=Danger.UNKNOWN, label="I don’t know", note="We act as if it were yes."),
        Answer(value=Danger.NO, label="No", note="Your words stand first on our list."),
    )


@require_safe
def open_poster(request: HttpRequest, token: str) -> HttpResponse:
    """The address on a poster. It opens one form, until it is revoked."""
    actor = links.open_link(token, LinkPurpose.ASK)
    if actor is None:
        return plain.not_there(request)
    keep_link(request, actor)
    return redirect("for-yourself")


@page(LinkPurpose.ASK, methods=("GET", "POST"))
def for_yourself(request: HttpRequest, actor: Actor) -> PageData | HttpResponse:
    door = _door(actor)
    form = form_for(request, AskForm, doors=[door])
    if request.method == "POST" and form.is_valid():
        new = form.referral()  # danger is taken in, however often somebody asks
        if not new.mentions_danger and not consume(request, action="ask_for_yourself"):
            return _later(door, form)
        receipt = submit(new, key=form.submission_key, by=actor)
        keep_receipt(request, receipt)
        asked = receipt.danger == Danger.ASKED
        return redirect("for-yourself-pause" if asked else "for-yourself-arrived", key=receipt.key)
    return AskPage(
        title="Somebody with time for you",
        form=form,
        practice=door.practice_name,
        service=door.service_name,
        duty=_duty(door),
    )


@page(LinkPurpose.ASK, methods=("GET", "POST"))
def pause(request: HttpRequest, actor: Actor, key: UUID) -> PageData | HttpResponse:
    """The words are kept already; one question, and a number if they wish."""
    receipt, door = own_receipt(request, actor, key, practice_id=_door(actor).practice_id)
    if receipt.danger != Danger.ASKED:
        return redirect("for-yourself-arrived", key=key)
    form = LeaveNumberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = request.POST.get("danger", "")
        answer = Danger(said) if said in (Danger.YES, Danger.NO) else Danger.UNKNOWN
        phone = form.cleaned_data["phone"] or ""
        answer_pause(key, practice_id=door.practice_id, answer=answer, phone=phone, by=actor)
        return redirect("for-yourself-arrived", key=key)
    return AskPausePage(
        title="One question first",
        form=form,
        lines=help_lines(every_help(), door),
        answers=_answers(door),
    )


@page(LinkPurpose.ASK)
def arrived(request: HttpRequest, actor: Actor, key: UUID) -> AskReceiptPage:
    """That it is safely kept. The address holds a random id only."""
    receipt, door = own_receipt(request, actor, key, practice_id=_door(actor).practice_id)
    return AskReceiptPage(
        title="It has arrived",
        reference=receipt.reference,
        service=door.service_name,
        phone=organisation(door.service_id).phone,
        danger=Danger(receipt.danger),
        called=promise(door.duty_hours, clock.now()),
        lines=help_lines(every_help(), door),
        key=key,
    )


def _door(actor: Actor) -> Door:
    doors = doors_for(actor)
    if not doors:
        raise NotThere
    return doors[0]


def _later(door: Door, form: AskForm) -> AskLaterPage:
    """Too often from here: what was typed is kept on the page, to be sent again."""
    return AskLaterPage(
        title="Not sent yet",
        form=form,
        practice=door.practice_name,
        service=door.service_name,
        duty=_duty(door),
        phone=organisation(door.service_id).phone,
    )


def _duty(door: Door) -> str:
    return f"{door.duty_phone}, {door.duty_hours}".rstrip(", ") if door.duty_phone else ""
