"""Decide about a referral: give it, ask for more, pass it on, compare with somebody known."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor
from linkwell.kernel.errors import NotThere
from linkwell.kernel.ids import read_id
from linkwell.people.models import Person
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.actions.triage import ask_more, keep_apart, link_to_known, pass_on
from linkwell.referrals.alike import colleagues
from linkwell.referrals.giving import Asked, Fit, in_order
from linkwell.referrals.models import UNDECIDED, Referral
from linkwell.referrals.queries import case_before
from linkwell.referrals.rules import Help
from linkwell.web.design.words import counted
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.danger import warn
from linkwell.web.link_worker.notes import spoken
from linkwell.web.link_worker.triage_forms import AskMoreForm, PassOnForm
from linkwell.web.link_worker.triage_pages import ColleagueRow, GivePage, ReturnPage
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import HELPS, card_of, sentence


@page(*TEAM, methods=("GET", "POST"))
def give(request: HttpRequest, actor: Actor, referral_id: UUID) -> PageData | HttpResponse:
    """Give a referral to the link worker who fits, by need and by room."""
    row: Referral = Referral.objects.one(referral_id)
    person: Person = Person.objects.one(row.person_id)
    if request.method == "POST":
        to = read_id(request.POST.get("to", ""))
        if to is None:
            raise NotThere
        case = accept(referral_id, to=to, by=actor)
        if to in {member.id for member in actor.memberships}:
            messages.success(request, "Taken on. The practice can see that.")
            return redirect("case", case_id=case.pk)
        messages.success(request, "Given. It stands on your colleague’s list now.")
        return redirect("queue")
    helps = frozenset(Help(code) for code in person.helps)
    asked = Asked(person.language, helps, row.practice_id)
    mine = {member.id for member in actor.memberships}
    return GivePage(
        title="Who takes this on?",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        card=card_of(person, since=row.received_at),
        given_name=person.given_name,
        asked=_asked_words(asked),
        colleagues=tuple(
            _colleague_row(fit, asked, mine) for fit in in_order(colleagues(row.service_id), asked)
        ),
        give=reverse("give", args=[referral_id]),
        back=reverse("referral", args=[referral_id]),
    )


def _asked_words(asked: Asked) -> str:
    """What this person asked for that decides who fits."""
    wanted = [HELPS[one] for one in (Help.WOMAN, Help.MAN) if one in asked.helps]
    if asked.language != "en":
        wanted.append(f"speaks {spoken(asked.language)}")
    return f"Asked for: {', '.join(wanted)}." if wanted else "Nothing special was asked for."


def _colleague_row(fit: Fit, asked: Asked, mine: set[UUID]) -> ColleagueRow:
    one = fit.colleague
    fits = list[tuple[str, str, str]]()
    if {Help.WOMAN, Help.MAN} & asked.helps:
        known = {True: ("yes", "check", "As asked"), False: ("", "x", "Not as asked")}
        fits.append(known[fit.gender] if fit.gender is not None else _NOT_SAID)
    if fit.speaks is not None:
        language = spoken(asked.language)
        yes, no = ("yes", "check", f"Speaks {language}"), ("", "chat", "By interpreter")
        fits.append(yes if fit.speaks else no)
    return ColleagueRow(
        value=str(one.member_id),
        name=one.name,
        you=one.member_id in mine,
        open_cases=one.open_cases,
        languages=", ".join(["English", *(spoken(code) for code in sorted(one.languages))]),
        practices=", ".join(one.practices) or "Every practice",
        fits=tuple(fits),
    )


_NOT_SAID = ("unknown", "q", "Woman or man: not said")


@page(*TEAM, methods=("GET", "POST"))
def ask(request: HttpRequest, actor: Actor, referral_id: UUID) -> PageData | HttpResponse:
    row, person = _undecided(referral_id)
    form = form_for(request, AskMoreForm)
    if request.method == "POST" and form.is_valid():
        ask_more(referral_id, question=form.cleaned_data["question"], by=actor)
        messages.success(request, "Asked. The practice reads it, and the referral stays here.")
        warn(request, form.cleaned_data["question"], person.given_name)
        return redirect("queue")
    return ReturnPage(
        title="Ask the practice",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        name=str(person),
        intro="The referral stays in the queue with its day. Nothing goes to",
        back=reverse("referral", args=[row.pk]),
    )


@page(*TEAM, methods=("GET", "POST"))
def pass_it_on(request: HttpRequest, actor: Actor, referral_id: UUID) -> PageData | HttpResponse:
    row, person = _undecided(referral_id)
    form = form_for(request, PassOnForm)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        pass_on(referral_id, to=said["to"], note=said["note"], by=actor)
        messages.success(request, "Passed on. The practice reads to whom, and why.")
        warn(request, f"{said['to']}\n{said['note']}", person.given_name)
        return redirect("queue")
    return ReturnPage(
        title="Pass the referral on",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        form=form,
        name=str(person),
        intro="For somebody who can help more. We send nothing: you tell them. Nothing goes to",
        back=reverse("referral", args=[row.pk]),
    )


def _undecided(referral_id: UUID) -> tuple[Referral, Person]:
    row: Referral = Referral.objects.one(referral_id)
    if row.state not in UNDECIDED:
        raise NotThere
    person: Person = Person.objects.one(row.person_id)
    return row, person


@page(*TEAM, methods=("POST",))
def same_person(
    request: HttpRequest, actor: Actor, referral_id: UUID, known_id: UUID
) -> HttpResponse:
    """It is the person we know: the referral goes on in their record, also once it was taken on."""
    copy = link_to_known(referral_id, known_id=known_id, by=actor)
    here = case_before([referral_id]).get(referral_id)
    if copy.state in UNDECIDED:
        messages.success(request, "Written onto their record. Decide about it there.")
        return redirect("referral", referral_id=copy.pk)
    if here is not None:
        messages.success(request, "This story ends here. Whoever holds theirs can read it.")
        return redirect("case", case_id=here)
    messages.success(request, "Written onto their record. Who holds the case sees it as new.")
    return redirect("queue")


@page(*TEAM, methods=("POST",))
def somebody_else(request: HttpRequest, actor: Actor, referral_id: UUID) -> HttpResponse:
    """It is nobody we know: the referral goes on as it is, or the story that was begun."""
    keep_apart(referral_id, by=actor)
    here = case_before([referral_id]).get(referral_id)
    if here is not None:
        messages.success(request, "Kept apart. The story goes on as it is.")
        return redirect("case", case_id=here)
    messages.success(request, "Kept apart. Decide about the referral as usual.")
    return redirect("referral", referral_id=referral_id)


def open_cases_words(count: int) -> str:
    return sentence(counted(count, "open case", "open cases"))
