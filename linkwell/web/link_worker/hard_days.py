"""The hard days: a death, consent withdrawn, a decision that somebody else made, harm at home."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.cover import Knew, is_sealed, seal, unseal, who_knew
from linkwell.access.queries import organisation
from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases import actions as cases
from linkwell.cases.queries import Held, has_stopped
from linkwell.cases.rules import CaseState
from linkwell.consent.actions import note_decision, withdraw
from linkwell.consent.queries import decisions_of, has_withdrawn, withdrew_at
from linkwell.consent.rules import YOUNG, Basis, HowAsked
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.people import actions
from linkwell.people.models import Person
from linkwell.people.queries import address_is_hidden
from linkwell.people.rules import age_on, is_under_18
from linkwell.web.design.parts import Act
from linkwell.web.design.words import counted, day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.danger import warn
from linkwell.web.link_worker.hard_pages import (
    AgreeAnewForm,
    AgreeAnewPage,
    DeathPage,
    Decided,
    DecisionForm,
    DecisionPage,
    DiedForm,
    HardDaysPage,
    Knows,
    WithdrawalReceiptPage,
    WithdrawForm,
    WithdrawPage,
)
from linkwell.web.link_worker.hard_parts import done, form_page, speakers_of, whose
from linkwell.web.link_worker.stopped import stopped_page, unless_locked, unless_stopped
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of, sentence

_BASES = {
    Basis.OWN_DECISION: "They decided themselves.",
    Basis.ATTORNEY: "An attorney decided",
    Basis.DEPUTY: "A deputy decided",
    Basis.BEST_INTERESTS: "In their best interests, by",
    Basis.COMPETENT: "They decided themselves: they understand enough.",
    Basis.PARENTAL: "Somebody with parental responsibility decided:",
    Basis.COURT: "A court decided:",
}


@page(*TEAM)
@unless_locked
def hard_days(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData:
    held, person = whose(case_id)
    here = [case_id]
    return HardDaysPage(
        title="When it is hard",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, case_id),
        under_18=is_under_18(person.birth_date, clock.today()),
        links=tuple(_links(held, person)),
        buttons=tuple(_buttons(held, person, actor)),
        died=person.died_on is not None,
        speakers=speakers_of(person, case_id),
        decisions=tuple(
            Decided(row.about, _decided(Basis(row.basis), row.decided_by), day(row.at))
            for row in decisions_of(person.pk)
        ),
        back=reverse("case", args=here),
    )


def _links(held: Held, person: Person) -> Iterator[Act]:
    """What may still be written down: what has happened is not offered again."""
    here, name, stopped = [held.case_id], person.given_name, has_stopped(held)
    if not stopped and held.state is not CaseState.CLOSED:
        yield Act(f"Somebody speaks for {name}", reverse("proxy", args=here))
    if not stopped:
        yield Act(
            "A decision that somebody else made, or helped with", reverse("decision", args=here)
        )
        yield Act(f"{name} takes back consent", reverse("withdraw", args=here))
    if person.died_on is None:
        yield Act(f"{name} has died", reverse("died", args=here))


def _buttons(held: Held, person: Person, actor: Actor) -> Iterator[Act]:
    """Each says which state it asks for, in its address."""
    case_id, sealed = held.case_id, is_sealed(person.pk)
    if person.died_on is None:
        yield Act(
            "Harm by somebody close is over" if person.abuse else "Somebody close harms them",
            post=reverse("abuse", args=[case_id, "off" if person.abuse else "on"]),
        )
        hidden = address_is_hidden(person.pk)
        yield Act(
            "Where they live may be known again" if hidden else "Where they live must stay hidden",
            post=reverse("hide-home", args=[case_id, "off" if hidden else "on"]),
        )
    if not held.locked:
        yield Act(
            "Open the record to colleagues who cover" if sealed else "Seal the record",
            post=reverse("seal", args=[case_id, "off" if sealed else "on"]),
        )
    if person.died_on is not None and held.service_id in actor.organisations(Role.SUPERVISOR):
        yield Act(f"A mistake: {person.given_name} has not died", post=_not_died(case_id))


def _not_died(case_id: UUID) -> str:
    return reverse("not-died", args=[case_id])


def _decided(basis: Basis, by: str) -> str:
    return _BASES[basis] if basis.is_their_own else f"{_BASES[basis]} {by}."


@page(*TEAM, methods=("GET", "POST"))
def died(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    held, person = whose(case_id)
    if person.died_on is not None:
        return stopped_page(held, actor)
    form = form_for(request, DiedForm)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if done(form, "on", lambda: actions.note_death(person.pk, on=on, by=actor)):
            messages.success(
                request, "Everything has stopped. We are sorry. Talk with your supervisor."
            )
            return redirect("case", case_id=case_id)
    return form_page(DeathPage, case_id, actor, form, "{} has died", _AFTER_A_DEATH)


_AFTER_A_DEATH = (
    "Every message, link, survey and appointment is cancelled, now and for good.",
    "Groups that were told of them hear that they do not come, and the practice that referred them"
    " that it has ended: without a reason.",
    "The story ends, and you are asked to talk with your supervisor.",
    "Ring the family yourself, if that is right. Nothing automatic is sent to them either.",
)


@page(*TEAM, methods=("POST",))
def not_died(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """It was written on the wrong person: a supervisor takes it back."""
    _, person = whose(case_id)
    actions.undo_death(person.pk, by=actor)
    messages.success(
        request,
        "Taken back. Nothing that was cancelled comes back: ring the practice and the groups that"
        " were told, open the story again, and make new links.",
    )
    return redirect("case", case_id=case_id)


@page(*TEAM, methods=("GET", "POST"))
@unless_stopped
def withdrawn(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    held, person = whose(case_id)
    form = form_for(request, WithdrawForm)
    if request.method == "POST" and form.is_valid():
        how = HowAsked(form.cleaned_data["how"])
        withdraw(person.pk, how=how, since=held.opened_at, by=actor)
        return redirect("withdrawal", case_id=case_id)
    title = "{} takes back their consent"
    return form_page(WithdrawPage, case_id, actor, form, title, _AFTER_A_WITHDRAWAL)


_AFTER_A_WITHDRAWAL = (
    "Everything that is open is recalled, and whoever was told hears that they do not come: the"
    " practice and each group, by e-mail, or by a call that you owe.",
    "Nothing is written, sent or shared from now on. The record is locked away: you keep the"
    " receipt and what you still owe, and nobody reads the rest but for a reason that the privacy"
    " lead sees.",
    "You get a receipt to hand over: who knew what, what must be kept, and why.",
    "Nobody has to give a reason.",
)


@page(*TEAM, methods=("GET", "POST"))
def agree_anew(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """They took back their consent, and are here again: what they say now, and how it was asked."""
    held, person = whose(case_id)
    if held.state is CaseState.CLOSED or not has_withdrawn(person.pk):
        raise NotThere
    form = form_for(request, AgreeAnewForm)
    if request.method == "POST" and form.is_valid():
        how, practice = HowAsked(form.cleaned_data["how"]), form.cleaned_data["practice"]
        cases.agree_anew(case_id, how=how, practice=practice, by=actor)
        messages.success(request, "Written down. Messages go again, by the ways that are safe.")
        return redirect("case", case_id=case_id)
    shown = form_page(AgreeAnewPage, case_id, actor, form, "Does {} agree anew?", _BEFORE_A_YES)
    return replace(shown, back=reverse("case", args=[case_id]))


_BEFORE_A_YES = (
    "They took back their consent before. Until they agree anew, nothing is sent to them.",
    "Ask in a talk. They may say no, and need no reason.",
    "A yes is for what comes: what was stopped stays stopped.",
    "They say no? “Takes back consent”, under “When it is hard”, ends it again.",
)


@page(*TEAM)
def withdrawal(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData:
    """The receipt, to print and hand over."""
    held, person = whose(case_id)
    stopped_at = withdrew_at(person.pk)
    if stopped_at is None:
        raise NotThere
    service = organisation(held.service_id)
    return WithdrawalReceiptPage(
        title="What we have stopped",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        given_name=person.given_name,
        when=day(clock.on_day(stopped_at)),
        knew=_who_knew(held, stopped_at),
        service_name=service.name,
        phone=service.phone,
        back=reverse("case", args=[case_id]),
    )


def _who_knew(held: Held, until: datetime) -> tuple[Knows, ...]:
    """Everybody who was told something: practices, groups, and whoever spoke for them."""
    knew = [
        Knows(one.who, _knows(one), day(one.at))
        for one in who_knew(held.person_id)
        if one.at <= until
    ]
    return tuple(dict.fromkeys(knew))


def _knows(one: Knew) -> str:
    """What they were told, as the person saw it then."""
    told = {
        "referred": "That you were referred.",
        "message": "A message of what came of it, at most sixty words.",
        "speaks": "What you agreed that they may see when they speak for you.",
    }
    lines = counted(one.lines or 0, "line", "lines")
    return told.get(one.how) or sentence(f"{lines} that you saw before.")


@page(*TEAM, methods=("GET", "POST"))
@unless_locked
def decision(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    _, person = whose(case_id)
    age = age_on(person.birth_date, clock.today())
    form = form_for(request, DecisionForm, age=age)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kept = done(
            form,
            "by",
            lambda: note_decision(
                person.pk,
                about=said["about"],
                basis=Basis(said["basis"]),
                decided_by=said["by"],
                note=said["note"],
                by=actor,
            ),
        )
        if kept:
            messages.success(request, "Written down, for this decision only.")
            warn(request, "\n".join((said["about"], said["note"], said["by"])), person.given_name)
            return redirect("hard-days", case_id=case_id)
    follows = _ABOUT_DECISIONS if age >= YOUNG else _ABOUT_A_CHILD
    return form_page(DecisionPage, case_id, actor, form, "A decision about {}", follows)


_HELP_FIRST = "First give every help: time, an interpreter, a quiet place, another day."
_ABOUT_DECISIONS = (
    "Somebody is able to decide until it is shown that they are not, for this one decision.",
    _HELP_FIRST,
    "An unwise choice is still their choice.",
)
_ABOUT_A_CHILD = (
    "A child under 16 decides who understands what is decided, and what comes of it: this one"
    " thing, today.",
    _HELP_FIRST,
    "In doubt, ask your safeguarding lead.",
)


def _switch(
    request: HttpRequest,
    case_id: UUID,
    to: str,
    *,
    is_on: bool,
    set_to: Callable[[bool], object],
    said: tuple[str, str],
) -> HttpResponse:
    """What a button asks for stands in its address: pressed twice, it asks for the same.

    `said` once it is on, and once it is off.
    """
    if to not in ("on", "off"):
        raise NotThere
    wanted = to == "on"
    if is_on == wanted:
        messages.info(request, "It was so already. Nothing has changed.")
    else:
        set_to(wanted)
        messages.success(request, said[0] if wanted else said[1])
    return redirect("hard-days", case_id=case_id)


_AS_USUAL = "Written down. The usual rules hold again."
_HARMED = (
    "Nothing goes out before they tell you by voice, from now on, what is safe. No page of whoever"
    " speaks for them opens any more: look who that is."
)
_HIDDEN = (
    "Street, postcode and how far things are from there are shown nowhere any more. Nothing goes"
    " out before they tell you by voice what is safe."
)
_SEALED = "Sealed. Whoever opens it must break the glass, and the privacy lead is told."


@page(*TEAM, methods=("POST",))
@unless_locked
def abuse(request: HttpRequest, actor: Actor, case_id: UUID, to: str) -> HttpResponse:
    """Somebody close harms them, or no longer."""
    _, person = whose(case_id)
    return _switch(
        request,
        case_id,
        to,
        is_on=person.abuse,
        set_to=lambda known: actions.flag_abuse(person.pk, known=known, by=actor),
        said=(_HARMED, _AS_USUAL),
    )


@page(*TEAM, methods=("POST",))
@unless_locked
def hide_home(request: HttpRequest, actor: Actor, case_id: UUID, to: str) -> HttpResponse:
    """Where they live is shown to nobody from now on, or again to those who may."""
    _, person = whose(case_id)
    return _switch(
        request,
        case_id,
        to,
        is_on=address_is_hidden(person.pk),
        set_to=lambda hidden: actions.hide_home(person.pk, hidden=hidden, by=actor),
        said=(_HIDDEN, _AS_USUAL),
    )


@page(*TEAM, methods=("POST",))
@unless_locked
def seal_record(request: HttpRequest, actor: Actor, case_id: UUID, to: str) -> HttpResponse:
    """Colleagues open it by breaking the glass only, or may cover again."""
    _, person = whose(case_id)
    return _switch(
        request,
        case_id,
        to,
        is_on=is_sealed(person.pk),
        set_to=lambda closed: (seal if closed else unseal)(person.pk, by=actor),
        said=(_SEALED, "Colleagues can cover again."),
    )
