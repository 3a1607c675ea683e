"""Find options with somebody: ask, look at the list as it was shown, choose or rather not."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import duty_line_of
from linkwell.access.rules import TEAM, Actor
from linkwell.cases.queries import Held, case
from linkwell.connections import actions
from linkwell.connections.models import Offer, OptionList
from linkwell.connections.queries import latest_list, offers_of, option_list
from linkwell.kernel import clock
from linkwell.matching.queries import match
from linkwell.matching.request import ADULT
from linkwell.needs.rules import understand
from linkwell.people.models import Person
from linkwell.people.queries import Lives, is_guarded, where_they_live
from linkwell.people.rules import age_on, is_under_18
from linkwell.referrals.models import Referral
from linkwell.web.design.parts import Hidden
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.forms import AskForm, NarrowForm, RefuseForm
from linkwell.web.link_worker.pages import AskPage, OptionsPage, RefusePage
from linkwell.web.link_worker.shown import (
    help_now,
    looked_at,
    options_of,
    title_of,
    understood,
)
from linkwell.web.link_worker.stopped import while_it_goes_on
from linkwell.web.link_worker.wanted import HOME, Wanted, place_of, remember_place
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of, sentence


@page(*TEAM, methods=("GET", "POST"))
@while_it_goes_on
def ask(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """What to look for, begun from the referral's own words."""
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    referral: Referral = Referral.objects.one(held.referral_id)
    lives = where_they_live(held.person_id)
    heard = [str(need) for need in understand(referral.words).codes]
    form = form_for(request, AskForm, home=_home(lives), initial={"need": heard})
    if request.method == "POST" and form.is_valid():
        wanted = Wanted.for_person(person, clock.today(), form.cleaned_data)
        return _to_new_list(request, held, wanted, by=actor)
    last = latest_list(case_id)
    return AskPage(
        title=f"Find options with {person.given_name}",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        card=card_of(person, case_id),
        words=referral.words,
        last=reverse("options", args=[last.pk]) if last else "",
    )


def _home(lives: Lives | None) -> str:
    """The postcode to look around; empty when it is not known or must not be used."""
    return lives.postcode if lives and not lives.hidden else ""


def _to_new_list(request: HttpRequest, of: Held, wanted: Wanted, *, by: Actor) -> HttpResponse:
    """Match, keep what was asked and answered, and go there."""
    home = _home(where_they_live(of.person_id))
    guarded = is_guarded(Person.objects.one(of.person_id))
    answer = match(wanted.request(home, guarded=guarded)).to_json()
    answer["query"].pop("at", None)  # the list is kept; where they live is not kept in it
    for option in answer["options"]:
        option["distance_m"] = _roughly(option["distance_m"])
    row = actions.show_options(
        of.case_id, asked=wanted.kept(home, guarded=guarded), answer=answer, by=by
    )
    if not guarded:
        remember_place(request, row.pk, wanted.near)
    return redirect("options", list_id=row.pk)


def _roughly(metres: int | None) -> int | None:
    """To the next 100 metres: enough to choose by, too little to find a door by."""
    return None if metres is None else round(metres, -2)


@page(*TEAM, methods=("GET", "POST"))
def shown(request: HttpRequest, actor: Actor, list_id: UUID) -> PageData | HttpResponse:
    """A list just as it was shown, with what was said to each option since; filters make another.

    The filters are sent by post: an age or a language in an address would tell of somebody.
    """
    row = option_list(list_id)
    held = case(row.case_id)
    person: Person = Person.objects.one(row.person_id)
    referral: Referral = Referral.objects.one(held.referral_id)
    home = _home(where_they_live(row.person_id))
    narrow = _filters(request, row, person, home)
    if request.method == "POST" and narrow.is_valid():
        return _to_new_list(request, held, _narrowed(row, narrow, person), by=actor)
    options = options_of(row, offers_of(row), far=bool(home) or row.asked["near"] != HOME)
    hidden = tuple(Hidden(sentence(why), count) for why, count in row.answer["hidden"].items())
    help_lines = help_now(row.answer, *duty_line_of(referral.service_id))
    return OptionsPage(
        title=title_of(options, danger=bool(help_lines)),
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        card=card_of(person, row.case_id),
        given_name=person.given_name,
        looked_at="" if help_lines else looked_at(row, hidden),
        understood=tuple(understood(row.asked)),
        options=options,
        scale=max((reason.points for one in options for reason in one.reasons), default=1),
        hidden=hidden,
        hidden_total=sum(one.count for one in hidden),
        nothing=""
        if any(one.chosen for one in options)
        else reverse("nothing-suits", args=[row.pk]),
        nothing_suited=row.nothing_suited_at is not None,
        change=reverse("ask", args=[row.case_id]),
        help=help_lines,
        narrow=narrow,
    )


def _filters(request: HttpRequest, row: OptionList, person: Person, home: str) -> NarrowForm:
    """The filters of a list, as they were set for it."""
    was = Wanted.of_list(row.asked)
    return form_for(
        request,
        NarrowForm,
        home=home,
        was_near=row.asked["near"],
        child=is_under_18(person.birth_date, clock.today()),
        initial={
            "days": was.days,
            "must": [name for name in ("free", "step_free") if getattr(was, name)],
            "language": was.language,
            "gender": was.gender,
            "age": was.age,
            "near": place_of(request, row.pk),
        },
    )


def _narrowed(row: OptionList, narrow: NarrowForm, person: Person) -> Wanted:
    """The same again, with these filters."""
    said = narrow.cleaned_data
    wanted = replace(
        Wanted.of_list(row.asked),
        near=said["near"],
        days=tuple(said["days"]),
        free="free" in said["must"],
        step_free="step_free" in said["must"],
        language=said["language"],
        gender=said["gender"],
        age=said.get("age"),
    )
    age = age_on(person.birth_date, clock.today())
    return wanted.for_a_child(age) if age < ADULT else wanted


@page(*TEAM, methods=("POST",))
def choose(request: HttpRequest, actor: Actor, offer_id: UUID) -> HttpResponse:
    offer = actions.choose(offer_id, by=actor)
    messages.success(request, "Written down. Nothing has been sent.")
    return redirect("options", list_id=offer.option_list_id)


@page(*TEAM, methods=("GET", "POST"))
def refuse(request: HttpRequest, actor: Actor, offer_id: UUID) -> PageData | HttpResponse:
    offer: Offer = Offer.objects.select_related("option").one(offer_id)
    person: Person = Person.objects.one(offer.person_id)
    back = reverse("options", args=[offer.option_list_id])
    form = form_for(request, RefuseForm)
    if request.method == "POST" and form.is_valid():
        actions.refuse(offer_id, reason=form.said(), by=actor)
        messages.success(request, "Written down. That is fine.")
        return redirect(back)
    return RefusePage(
        title=f"{person.given_name} would rather not",
        nav=nav_for(actor),
        named=(Named(offer.person_id, offer.service_id),),
        form=form,
        option=offer.option.name,
        back=back,
    )


@page(*TEAM, methods=("POST",))
def nothing(request: HttpRequest, actor: Actor, list_id: UUID) -> HttpResponse:
    row = actions.nothing_suits(list_id, by=actor)
    messages.success(request, "Written down: nothing here suits. The gap is kept.")
    return redirect("case", case_id=row.case_id)
