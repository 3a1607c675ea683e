"""The pause: the words are kept, help stands beside them, and one question is asked."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import Door
from linkwell.access.rules import Actor
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.needs.rules import Help, danger_in, help_for
from linkwell.people.models import Person
from linkwell.referrals.actions.arriving import answer_pause
from linkwell.referrals.models import Receipt, Referral
from linkwell.referrals.rules import Danger
from linkwell.web.design.parts import Answer, HelpLine
from linkwell.web.design.words import clock as at_clock
from linkwell.web.doors import page
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.referrer.doors import REFERRERS
from linkwell.web.referrer.duty import promise
from linkwell.web.referrer.pages import Marked, PausePage
from linkwell.web.referrer.receipts import own_receipt


def _answers(door: Door) -> tuple[Answer, ...]:
    return (
        Answer(value=Danger.YES, label="Yes", note=promise(door.duty_hours, clock.now())),
        Answer(
            value=Danger.UNKNOWN,
            label="I don’t know",
            note="We treat this as yes until someone has asked them.",
        ),
        Answer(
            value=Danger.NO,
            label="No, I have asked",
            note="The referral goes on, marked “danger mentioned”, with your words.",
        ),
    )


def pause_page(
    actor: Actor,
    receipt: Receipt,
    door: Door,
    *,
    name: str = "",
    words: str = "",
    beside: str = "",
    named: tuple[Named, ...] = (),
) -> PausePage:
    """The question, with the words that led to it where whoever asks may read them.

    `beside`: those that stand in other fields than the reason.
    """
    dangers = danger_in(f"{words}\n{beside}")
    assert receipt.asked_at is not None
    return PausePage(
        title="Refer someone to a link worker",
        nav=nav_for(actor, "refer"),
        named=named,
        name=name,
        saved_at=at_clock(receipt.asked_at),
        parts=marked(words),
        meant=tuple(dict.fromkeys(danger.words for danger in dangers)),
        lines=help_lines(help_for(dangers), door),
        answers=_answers(door),
        answer=reverse("pause", args=[receipt.practice_id, receipt.key]),
        other=Danger.OTHER_MEANING,
    )


@page(*REFERRERS, methods=("GET", "POST"))
def pause(
    request: HttpRequest, actor: Actor, practice_id: UUID, key: UUID
) -> PageData | HttpResponse:
    """The same question again, for who comes back; and its answer."""
    receipt, door = own_receipt(request, actor, key, practice_id=practice_id)
    if receipt.danger == Danger.NOT_ASKED:
        raise NotThere
    done = redirect("receipt", practice_id=practice_id, key=key)
    if receipt.danger != Danger.ASKED:
        return done
    if request.method == "POST":
        said = request.POST.get("danger", "")
        answer = Danger(said) if said in list(Danger) else Danger.UNKNOWN
        answer_pause(key, practice_id=practice_id, answer=answer, by=actor)
        return done
    row = Referral.objects.filter(pk=receipt.referral_id).first()
    if row is None:  # by a practice's link nothing is read back
        return pause_page(actor, receipt, door)
    person: Person = Person.objects.one(row.person_id)
    return pause_page(
        actor,
        receipt,
        door,
        name=str(person),
        words=f"{row.words} {row.answer}".strip(),
        beside=row.danger_elsewhere,
        named=(Named(row.person_id, row.service_id),),
    )


def marked(words: str) -> tuple[Marked, ...]:
    """The words in pieces, with those that mean danger marked."""
    parts, at = list[Marked](), 0
    for danger in danger_in(words):
        if danger.start < at:
            continue
        parts += [Marked(words[at : danger.start]), Marked(words[danger.start : danger.end], True)]
        at = danger.end
    return tuple(part for part in (*parts, Marked(words[at:])) if part.text)


def help_lines(more: Iterable[Help], door: Door) -> tuple[HelpLine, ...]:
    """Whom to ring: always 999, 111 and the Samaritans, what else is called for, and the duty line
    of the place."""
    lines = [
        HelpLine("999", "Life in danger"),
        HelpLine("111, option 2", "Mental health crisis, day and night"),
        HelpLine("116 123", "Samaritans, free, day and night"),
    ]
    known = {"999", "111", "116 123"}
    others = [one for one in more if one.phone not in known]
    lines += [HelpLine(one.phone, f"{one.name}, free, day and night") for one in others]
    if door.duty_phone:
        hours = f", {door.duty_hours}" if door.duty_hours else ""
        lines.append(HelpLine(door.duty_phone, f"Duty clinician{hours}"))
    return tuple(lines)
