"""Find options with somebody: ask, look at the list as it was shown, choose or rather not."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import Actor
from linkwell.cases.queries import case
from linkwell.connections import actions
from linkwell.connections.models import Offer, OptionList
from linkwell.connections.queries import latest_list, offers_of, option_list
from linkwell.connections.rules import OfferState
from linkwell.directory.queries import postcodes
from linkwell.kernel import postcode
from linkwell.kernel.geography import in_miles
from linkwell.matching.queries import match
from linkwell.matching.request import DEFAULT_KM, Request
from linkwell.needs.rules import Need, understand
from linkwell.people.models import Person
from linkwell.people.queries import Lives, ways_to_reach, where_they_live
from linkwell.referrals.models import Referral
from linkwell.web.design.parts import HelpLine, Hidden, Reason
from linkwell.web.design.words import counted, moment
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.forms import AskForm, RefuseForm
from linkwell.web.link_worker.lists import TEAM
from linkwell.web.link_worker.pages import AskPage, Option, OptionsPage, RefusePage
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card, sentence

SHOWN = 4  # options on one list: few enough to choose from


@page(*TEAM, methods=("GET", "POST"))
def ask(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """What to look for, begun from the referral's own words."""
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    referral: Referral = Referral.objects.one(held.referral_id)
    lives = where_they_live(held.person_id)
    heard = [str(need) for need in understand(referral.words).codes]
    form = form_for(request, AskForm, home=_home(lives), initial={"need": heard})
    if request.method == "POST" and form.is_valid():
        shown = _make_list(case_id, form, _home(lives), actor)
        return redirect("options", list_id=shown.pk)
    last = latest_list(case_id)
    return AskPage(
        title=f"Find options with {person.given_name}",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        card=card(person, ways_to_reach(held.person_id), href=reverse("case", args=[case_id])),
        words=referral.words,
        last=reverse("options", args=[last.pk]) if last else "",
    )


def _home(lives: Lives | None) -> str:
    """The postcode to look around; empty when it is not known or must not be used."""
    return lives.postcode if lives and not lives.hidden else ""


def _make_list(case_id: UUID, form: AskForm, home: str, actor: Actor) -> OptionList:
    said = form.cleaned_data
    wanted = Request(
        at=postcodes().find(said["near"] or home) if said["near"] or home else None,
        needs=tuple(Need(code) for code in said["need"]),
        text=said["text"],
        km=float(said["km"] or DEFAULT_KM),
        top=SHOWN,
    )
    answer = match(wanted).to_json()
    answer["query"].pop("at", None)  # the list is kept; where they live is not kept in it
    place = postcode.outward(said["near"]) if said["near"] else ("home" if home else "")
    asked = {"need": said["need"], "text": said["text"], "km": f"{wanted.km:g}", "near": place}
    return actions.show_options(case_id, asked=asked, answer=answer, by=actor)


@page(*TEAM)
def shown(request: HttpRequest, actor: Actor, list_id: UUID) -> PageData:
    """A list just as it was shown, with what was said to each option since."""
    row = option_list(list_id)
    person: Person = Person.objects.one(row.person_id)
    offers = offers_of(row)
    answer = row.answer
    options = tuple(
        _option(number, option, offers[option["service_id"]])
        for number, option in enumerate(answer["options"], start=1)
    )
    hidden = tuple(Hidden(sentence(why), count) for why, count in answer["hidden"].items())
    return OptionsPage(
        title=_title(options),
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        card=card(person, ways_to_reach(row.person_id), href=reverse("case", args=[row.case_id])),
        given_name=person.given_name,
        looked_at=_looked_at(answer, hidden, row.shown_at),
        understood=tuple(_understood(row.asked)),
        options=options,
        scale=max((reason.points for one in options for reason in one.reasons), default=1),
        hidden=hidden,
        hidden_total=sum(one.count for one in hidden),
        nothing=reverse("nothing-suits", args=[row.pk]),
        nothing_suited=row.nothing_suited_at is not None,
        change=reverse("ask", args=[row.case_id]),
        help=tuple(HelpLine(line["phone"], line["text"]) for line in answer.get("help", [])),
    )


def _looked_at(answer: dict[str, Any], hidden: tuple[Hidden, ...], when: datetime) -> str:
    """How many there were, and where those went that are not shown: the numbers add up."""
    less = f"{answer['below']} more fit less well; " if answer.get("below") else ""
    out = f"{less}{sum(one.count for one in hidden)} do not fit."
    return f"{answer['considered']} services looked at, as of {moment(when)}. {sentence(out)}"


def _title(options: tuple[Option, ...]) -> str:
    if not options:
        return "Nothing fits yet"
    return f"{sentence(counted(len(options), 'option', 'options'))} that could fit"


def _understood(asked: dict[str, Any]) -> list[str]:
    chips = [Need(code).label for code in asked["need"]]
    if asked["text"]:
        chips.append(f"“{asked['text']}”")
    if asked["near"]:
        place = "home" if asked["near"] == "home" else asked["near"]
        chips.append(f"Within {asked['km']} km of {place}")
    else:
        chips.append("Anywhere: no place was given")
    return chips


def _option(number: int, option: dict[str, Any], offer: Offer) -> Option:
    return Option(
        number=number,
        name=option["name"],
        organisation=option["organisation"],
        score=option["score"],
        facts=_facts(option),
        reasons=tuple(Reason(one["points"], sentence(one["text"])) for one in option["reasons"]),
        doubt=next(iter(option["doubts"]), ""),
        higher_if=option["would_rank_higher_if"] or "",
        choose=reverse("choose", args=[offer.pk]),
        refuse=reverse("refuse", args=[offer.pk]),
        chosen=offer.state == OfferState.CHOSEN,
        refused=offer.state == OfferState.REFUSED,
    )


def _facts(option: dict[str, Any]) -> tuple[tuple[str, str | None], ...]:
    distance, session = option["distance_m"], option["next_session"]
    return (
        ("Next", session and moment(datetime.fromisoformat(session))),
        ("Away", None if distance is None else sentence(in_miles(distance))),
    )


@page(*TEAM, methods=("POST",))
def choose(request: HttpRequest, actor: Actor, offer_id: UUID) -> HttpResponse:
    offer = actions.choose(offer_id, by=actor)
    messages.success(request, "Written down. Nothing has been sent to anybody.")
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
