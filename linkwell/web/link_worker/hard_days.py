"""The hard days: a death, consent withdrawn, a proxy, a decision that somebody else made."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.cover import is_sealed, seal, unseal
from linkwell.access.links import address_of
from linkwell.access.queries import organisation
from linkwell.access.rules import TEAM, Actor, LinkPurpose
from linkwell.cases import actions as cases
from linkwell.cases.queries import Held, case
from linkwell.cases.rules import CaseState
from linkwell.connections.queries import connections_of, disclosures_of
from linkwell.consent.actions import note_decision, withdraw
from linkwell.consent.queries import decisions_of, has_withdrawn, withdrew_at
from linkwell.consent.rules import Basis, HowAsked
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.people import actions
from linkwell.people.models import Person
from linkwell.people.queries import proxies_of
from linkwell.people.rules import ProxyScope, is_under_18
from linkwell.referrals.models import Referral
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import Act
from linkwell.web.design.words import counted, day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.hard_pages import (
    AgreeAnewForm,
    Decided,
    DecisionForm,
    DiedForm,
    HardDayPage,
    HardDaysPage,
    Knows,
    NewAddressPage,
    OwnPageForm,
    ProxyForm,
    Speaks,
    WithdrawalReceiptPage,
    WithdrawForm,
)
from linkwell.web.link_worker.options import card_of
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import sentence

_SCOPES = {
    ProxyScope.SPEAK: "ring us and be rung",
    ProxyScope.PLAN: "see what was chosen",
}
_BASES = {
    Basis.OWN_DECISION: "They decided themselves.",
    Basis.ATTORNEY: "An attorney decided",
    Basis.DEPUTY: "A deputy decided",
    Basis.BEST_INTERESTS: "In their best interests, by",
}


@page(*TEAM)
def hard_days(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData:
    held, person = _whose(case_id)
    here = [case_id]
    sealed = is_sealed(person.pk)
    return HardDaysPage(
        title="When it is hard",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, case_id),
        under_18=is_under_18(person.birth_date, clock.today()),
        links=(
            Act(f"Somebody speaks for {person.given_name}", reverse("proxy", args=here)),
            Act(
                "A decision that somebody else made, or helped with", reverse("decision", args=here)
            ),
            Act(f"{person.given_name} takes back consent", reverse("withdraw", args=here)),
            Act(f"{person.given_name} has died", reverse("died", args=here)),
        ),
        buttons=(
            Act(
                "Harm by somebody close is over" if person.abuse else "Somebody close harms them",
                post=reverse("abuse", args=here),
            ),
            Act(
                "Open the record to colleagues who cover" if sealed else "Seal the record",
                post=reverse("seal", args=here),
            ),
        ),
        speakers=tuple(_speaks(case_id, proxy) for proxy in proxies_of(person.pk)),
        decisions=tuple(
            Decided(row.about, _decided(Basis(row.basis), row.decided_by), day(row.at))
            for row in decisions_of(person.pk)
        ),
        back=reverse("case", args=here),
    )


def _whose(case_id: UUID) -> tuple[Held, Person]:
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    return held, person


def _speaks(case_id: UUID, proxy: Any) -> Speaks:
    over = proxy.ended_at is not None or proxy.ends_on < clock.today()
    return Speaks(
        name=proxy.name,
        relation=proxy.relation,
        what=sentence(", ".join(_SCOPES[ProxyScope(code)] for code in proxy.scope)),
        until="Ended" if over else f"Until {day(proxy.ends_on)}",
        end="" if over else reverse("proxy-end", args=[case_id, proxy.pk]),
    )


def _decided(basis: Basis, by: str) -> str:
    return _BASES[basis] if basis is Basis.OWN_DECISION else f"{_BASES[basis]} {by}."


def _form_page(
    case_id: UUID, actor: Actor, form: Form, title: str, follows: tuple[str, ...]
) -> HardDayPage:
    held, person = _whose(case_id)
    return HardDayPage(
        title=title.format(person.given_name),
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        card=card_of(person, case_id),
        follows=follows,
        back=reverse("hard-days", args=[case_id]),
    )


def _done(form: Form, field: str, act: Callable[[], Any]) -> Any:
    """Do it; where it cannot be done the form says why. What the act returns, or None."""
    try:
        return act() or True
    except InputAtFault as fault:
        form.add_error(field, fault.sentence)
        return None


@page(*TEAM, methods=("GET", "POST"))
def died(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    form = form_for(request, DiedForm)
    if request.method == "POST" and form.is_valid():
        _, person = _whose(case_id)
        on = form.cleaned_data["on"]
        if _done(form, "on", lambda: actions.note_death(person.pk, on=on, by=actor)):
            messages.success(
                request, "Everything has stopped. We are sorry. Talk with your supervisor."
            )
            return redirect("case", case_id=case_id)
    return _form_page(case_id, actor, form, "{} has died", _AFTER_A_DEATH)


_AFTER_A_DEATH = (
    "Every message, link, survey and appointment is cancelled, now and for good.",
    "Groups that expect them hear that they do not come, without a reason.",
    "The story ends, and you are asked to talk with your supervisor.",
    "Ring the family yourself, if that is right. Nothing automatic is sent to them either.",
)


@page(*TEAM, methods=("GET", "POST"))
def withdrawn(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    form = form_for(request, WithdrawForm)
    if request.method == "POST" and form.is_valid():
        _, person = _whose(case_id)
        withdraw(person.pk, how=HowAsked(form.cleaned_data["how"]), by=actor)
        return redirect("withdrawal", case_id=case_id)
    return _form_page(case_id, actor, form, "{} takes back their consent", _AFTER_A_WITHDRAWAL)


_AFTER_A_WITHDRAWAL = (
    "Everything that is open is recalled, and whoever was told hears that they do not come.",
    "Nothing is written, sent or shared from now on.",
    "You get a receipt to hand over: who knew what, what must be kept, and why.",
    "Nobody has to give a reason.",
)


@page(*TEAM, methods=("GET", "POST"))
def agree_anew(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """They took back their consent, and are here again: what they say now, and how it was asked."""
    held, person = _whose(case_id)
    if held.state is CaseState.CLOSED or not has_withdrawn(person.pk):
        raise NotThere
    form = form_for(request, AgreeAnewForm)
    if request.method == "POST" and form.is_valid():
        how, practice = HowAsked(form.cleaned_data["how"]), form.cleaned_data["practice"]
        cases.agree_anew(case_id, how=how, practice=practice, by=actor)
        messages.success(request, "Written down. Messages go again, by the ways that are safe.")
        return redirect("case", case_id=case_id)
    shown = _form_page(case_id, actor, form, "Does {} agree anew?", _BEFORE_A_YES)
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
    held, person = _whose(case_id)
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
        knew=_who_knew(held),
        service_name=service.name,
        phone=service.phone,
        back=reverse("case", args=[case_id]),
    )


def _who_knew(held: Held) -> tuple[Knows, ...]:
    """Everybody who was told something: the practice that referred, and each partner."""
    referral: Referral = Referral.objects.one(held.referral_id)
    practice = organisation(referral.practice_id).name
    knew = [Knows(practice, "That you were referred.", day(referral.received_at))]
    for row in connections_of(held.case_id):
        knew += [
            Knows(sent.partner, _lines(len(sent.lines)), day(sent.sent_at))
            for sent in disclosures_of(row.connection_id)
        ]
    return tuple(knew)


def _lines(count: int) -> str:
    return sentence(f"{counted(count, 'line', 'lines')} that you saw before.")


@page(*TEAM, methods=("GET", "POST"))
def proxy(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    form = form_for(request, ProxyForm)
    if request.method == "POST" and form.is_valid():
        held, person = _whose(case_id)
        said = form.cleaned_data
        named = _done(
            form,
            "ends",
            lambda: cases.name_proxy(
                case_id,
                name=said["name"],
                relation=said["relation"],
                scope=[ProxyScope(code) for code in said["scope"]],
                ends_on=said["ends"],
                word=said["word"],
                by=actor,
            ),
        )
        if named and named[1]:
            return _new_address(held, person, actor, LinkPurpose.PROXY, named[1], said["ends"])
        if named:
            messages.success(request, f"Written down: {said['name']} may ring us.")
            return redirect("hard-days", case_id=case_id)
    return _form_page(case_id, actor, form, "Somebody speaks for {}", _ABOUT_PROXIES)


_ABOUT_PROXIES = (
    "It is about these things, until that day, and can be ended on any day.",
    "They never see a safeguarding entry, nor who read one.",
    "A parent is not a proxy unless it is written here.",
)


@page(*TEAM, methods=("POST",))
def proxy_end(request: HttpRequest, actor: Actor, case_id: UUID, proxy_id: UUID) -> HttpResponse:
    _whose(case_id)
    actions.end_proxy(proxy_id, by=actor)
    messages.success(request, "Written down. Their page is closed.")
    return redirect("hard-days", case_id=case_id)


@page(*TEAM, methods=("GET", "POST"))
def decision(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    form = form_for(request, DecisionForm)
    if request.method == "POST" and form.is_valid():
        _, person = _whose(case_id)
        said = form.cleaned_data
        kept = _done(
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
            return redirect("hard-days", case_id=case_id)
    return _form_page(case_id, actor, form, "A decision about {}", _ABOUT_DECISIONS)


_ABOUT_DECISIONS = (
    "Somebody is able to decide until it is shown that they are not, for this one decision.",
    "First give every help: time, an interpreter, a quiet place, another day.",
    "An unwise choice is still their choice.",
)


@page(*TEAM, methods=("POST",))
def abuse(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    _, person = _whose(case_id)
    row = actions.flag_abuse(person.pk, known=not person.abuse, by=actor)
    messages.success(
        request,
        "Nothing goes out before they tell you by voice what is safe."
        if row.abuse
        else "Written down. The usual rules hold again.",
    )
    return redirect("hard-days", case_id=case_id)


@page(*TEAM, methods=("POST",))
def seal_record(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    _, person = _whose(case_id)
    sealed = is_sealed(person.pk)
    (unseal if sealed else seal)(person.pk, by=actor)
    messages.success(
        request,
        "Colleagues can cover again."
        if sealed
        else "Sealed. Whoever opens it must break the glass, and the privacy lead is told.",
    )
    return redirect("hard-days", case_id=case_id)


@page(*TEAM, methods=("GET", "POST"))
def own_page(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """A page of their own, behind a word that you agreed on. The address is told once."""
    form = form_for(request, OwnPageForm)
    if request.method == "POST" and form.is_valid():
        held, person = _whose(case_id)
        word = form.cleaned_data["word"]
        token = _done(form, "word", lambda: cases.give_own_page(case_id, word=word, by=actor))
        if token:
            until = clock.today() + cases.OWN_PAGE_FOR
            return _new_address(held, person, actor, LinkPurpose.SELF, str(token), until)
    return _form_page(case_id, actor, form, "A page for {}", _ABOUT_OWN_PAGES)


_ABOUT_OWN_PAGES = (
    "They see what happens next, the plan, and whom to ring. No account.",
    "Read the address out, write it down, or print it. Nothing is sent by itself.",
    "After five wrong words it is closed, and you make a new one.",
)


def _new_address(
    held: Held, person: Person, actor: Actor, purpose: LinkPurpose, token: str, until: Any
) -> NewAddressPage:
    return NewAddressPage(
        title="Their page is ready",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, held.case_id),
        whose=person.given_name,
        address=address_of(purpose, token, origin=settings.ORIGIN),
        until=day(until),
        back=reverse("case", args=[held.case_id]),
    )
