"""Reach somebody: one tap for each try, the letter, and the gentle end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import organisation
from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases.models import Case
from linkwell.cases.queries import Held, case, how_it_stands
from linkwell.cases.rules import CaseState
from linkwell.conversations.actions.reach import (
    end_unreached,
    keep_trying,
    try_to_reach,
    write_last_letter,
)
from linkwell.conversations.queries import Reaching, reaching
from linkwell.conversations.reaching import Outcome, Stage, decide_on, letter_channel, letter_text
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.messages.queries import contact_facts, standing_of
from linkwell.messages.rules import Held as HeldWhy
from linkwell.messages.rules import may_contact
from linkwell.people.models import Person
from linkwell.people.queries import Way, ways_to_reach
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.models import Referral
from linkwell.web.design.words import day, moment
from linkwell.web.doors import page
from linkwell.web.link_worker.notes import Risk, risk_in
from linkwell.web.link_worker.reach_pages import (
    GentleEndPage,
    LetterPage,
    ReachPage,
    Try,
    UnknownCallerPage,
)
from linkwell.web.link_worker.reach_words import BUTTONS, advice, outcome_words
from linkwell.web.link_worker.stopped import stopped_page, unless_locked, while_it_goes_on
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of, sentence


@page(*TEAM, methods=("GET", "POST"))
@while_it_goes_on
def reach(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """Every try is one tap. When they spoke, the conversation opens."""
    held = case(case_id)
    if request.method == "POST":
        return _try(request, actor, held)
    person: Person = Person.objects.one(held.person_id)
    referral: Referral = Referral.objects.one(held.referral_id)
    ways, where = ways_to_reach(held.person_id), reaching(case_id)
    risk = risk_in(referral, person, ways)
    return ReachPage(
        title=f"Reach {person.given_name}",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, case_id, ways=ways),
        given_name=person.given_name,
        risk=risk,
        ways=tuple(ways),
        case_id=case_id,
        tries=tuple(
            Try(sentence(moment(one.at)), outcome_words(one.outcome)) for one in where.tries
        ),
        advice=advice(where, _times(ways), asked=_may_ring(ways, risk)),
        buttons=BUTTONS,
        letter=reverse("last-letter", args=[case_id]) if where.stage is Stage.WRITE else "",
        end=reverse("gentle-end", args=[case_id]) if _letter_was_last(where) else "",
        unknown=reverse("unknown-caller"),
        talk=reverse("talk", args=[case_id]),
    )


def _letter_was_last(where: Reaching) -> bool:
    return where.stage in (Stage.WAITING, Stage.DECIDE)


def _try(request: HttpRequest, actor: Actor, held: Held) -> HttpResponse:
    chosen = request.POST.get("outcome", "")
    if chosen not in list(Outcome):
        raise NotThere
    outcome = Outcome(chosen)
    try_to_reach(held.case_id, outcome=outcome, by=actor)
    if outcome is Outcome.SPOKE:
        return redirect(f"{reverse('talk', args=[held.case_id])}?how=phone")
    messages.success(request, f"Written down: {outcome_words(outcome).lower()}.")
    return redirect("reach", case_id=held.case_id)


def _times(ways: list[Way]) -> str:
    """What they said about when a call suits, in the words that were written down."""
    return next((way.times for way in ways if way.channel is Channel.PHONE and way.times), "")


def _may_ring(ways: list[Way], risk: Risk | None) -> bool:
    """Somebody said that ringing is safe."""
    if risk is not None:
        return risk.may_ring
    return any(way.channel is Channel.PHONE and way.safe is Safe.YES for way in ways)


@page(*TEAM, methods=("GET", "POST"))
def last_letter(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """The letter after three tries: read, queued by a safe way, printed if a letter is safe."""
    held = case(case_id)
    if request.method == "POST":
        write_last_letter(case_id, by=actor)
        messages.success(request, "Written. It goes by a way that is safe, or is held.")
        return redirect("last-letter", case_id=case_id)
    person: Person = Person.objects.one(held.person_id)
    where, service = reaching(case_id), organisation(held.service_id)
    written = clock.on_day(where.letter_at) if where.letter_at else clock.today()
    facts, standing = contact_facts(held.person_id), standing_of(held.person_id)
    channel = letter_channel(facts)
    if standing.stopped and how_it_stands(case_id).stopped:
        return stopped_page(held, actor)
    held_why = may_contact(facts, channel, clock.now(), standing)
    stopped = not held_why.allowed and held_why.held is not HeldWhy.AT_NIGHT
    by_post = channel is Channel.POST and not stopped
    return LetterPage(
        title=f"A letter to {person.given_name}",
        given_name=person.given_name,
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        lines=letter_text(
            given_name=person.given_name,
            service=service.name,
            phone=service.phone,
            until=day(decide_on(written)),
        ),
        service=service.name,
        date=day(written),
        channel={"post": "by post", "text": "as a text", "email": "by e-mail"}[channel],
        stopped=held_why.because if stopped else "",
        printable=by_post and not standing.guarded,
        write=where.stage is Stage.WRITE,
        written=day(written) if _letter_was_last(where) else "",
        back=reverse("reach", args=[case_id]),
    )


@page(*TEAM, methods=("GET", "POST"))
@unless_locked
def gentle_end(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """No word since the letter: end gently and tell the practice, or go on trying."""
    held = case(case_id)
    if request.method == "POST":
        return _decide(request, actor, held)
    person: Person = Person.objects.one(held.person_id)
    row: Case = Case.objects.one(case_id)
    where = reaching(case_id)
    ends = decide_on(clock.on_day(where.letter_at)) if where.letter_at else None
    decides = not row.at_risk or Role.SUPERVISOR in actor.roles()
    return GentleEndPage(
        title="No word since the letter",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, case_id),
        given_name=person.given_name,
        until=day(ends) if ends else "",
        ready=where.stage is Stage.DECIDE and held.state is not CaseState.CLOSED,
        at_risk=row.at_risk,
        decides=decides,
        back=reverse("reach", args=[case_id]),
    )


def _decide(request: HttpRequest, actor: Actor, held: Held) -> HttpResponse:
    if request.POST.get("decision") == "end":
        end_unreached(held.case_id, by=actor)
        messages.success(request, "Ended for now. The practice is told. The door stays open.")
    else:
        keep_trying(held.case_id, by=actor)
        messages.success(request, "We go on trying.")
    return redirect("case", case_id=held.case_id)


@page(*TEAM)
def unknown_caller(request: HttpRequest, actor: Actor) -> PageData:
    """What to say to somebody who asks about a person. It names nobody."""
    return UnknownCallerPage(
        title="Somebody rings and asks about a person", nav=nav_for(actor, "people")
    )
