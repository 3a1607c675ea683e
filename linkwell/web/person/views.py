"""A person's own pages: what happens next, whom to ring, who sees what, and how to stop."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import organisation
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.cases.queries import cases_of
from linkwell.connections import actions
from linkwell.connections.queries import Connected, connection, connections_of, intention_of
from linkwell.connections.rules import Answer, ConnectionState, Going, Question, Source
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.diary.queries import next_appointment
from linkwell.kernel.errors import NotThere
from linkwell.kernel.ids import read_id
from linkwell.people.models import Person
from linkwell.plans.queries import plan_of
from linkwell.referrals.queries import latest_referral
from linkwell.web import plain
from linkwell.web.doors import link_door, page
from linkwell.web.letter import VisitLetter, known_lines, visit_letter
from linkwell.web.person.next import next_thing
from linkwell.web.person.pages import MyPage, ProxyPage, Sees, StopPage, WhoSeesPage

open_own_link = link_door(
    LinkPurpose.SELF,
    leads_to="me",
    title="Your page",
    text="Here you see what happens next, and whom to ring.",
    button="Open my page",
)
open_proxy_link = link_door(
    LinkPurpose.PROXY,
    leads_to="for-somebody",
    title="A page for somebody who speaks for another",
    text="You see what they agreed that you may see.",
    button="Open the page",
)
_SHOWN = frozenset(
    {
        ConnectionState.CHOSEN,
        ConnectionState.SENT,
        ConnectionState.WAITING,
        ConnectionState.EXPECTED,
        ConnectionState.ATTENDED,
        ConnectionState.LASTED,
    }
)


def _me(actor: Actor) -> Person:
    if actor.person_id is None:
        raise NotThere
    person: Person = Person.objects.one(actor.person_id)
    return person


@page(LinkPurpose.SELF, methods=("GET", "POST"))
def me(request: HttpRequest, actor: Actor) -> MyPage | HttpResponse:
    """Where things stand, in plain words. Who looks is the person, so no reading is noted."""
    person = _me(actor)
    if request.method == "POST":
        return _said(request, actor)
    case = cases_of([person.pk]).get(person.pk)
    connected = connections_of(case.case_id) if case else []
    service = organisation(person.service_id)
    return MyPage(
        title=f"Hello {person.given_name}",
        next=next_thing(
            latest_referral(person.pk),
            case,
            connected,
            next_appointment(case.case_id) if case else None,
        ),
        link_worker=case.holder.split()[0] if case else "",
        service_name=service.name,
        phone=service.phone,
        urdu=person.language == "ur",
        wishes=tuple(goal.words for goal, _ in plan_of(case.case_id).open) if case else (),
        chosen=tuple(row.name for row in connected if row.state in _SHOWN),
        letter=_to_come(connected) is not None,
    )


@page(LinkPurpose.SELF)
def letter(request: HttpRequest, actor: Actor) -> VisitLetter:
    """What comes next, to print or to have read out."""
    person = _me(actor)
    case = cases_of([person.pk]).get(person.pk)
    row = _to_come(connections_of(case.case_id)) if case else None
    if case is None or row is None:
        raise NotThere
    return visit_letter(
        row,
        person,
        case,
        known="Only the lines that you saw before they were sent."
        if row.sent_at
        else known_lines(()),
        by_hand=False,
        back=reverse("me"),
    )


def _to_come(connected: Sequence[Connected]) -> Connected | None:
    return next((row for row in connected if row.state is ConnectionState.EXPECTED), None)


def _said(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One tap: would they like to go, did they get there, did it help?"""
    row = _own_connection(request.POST.get("connection", ""))
    answer = request.POST.get("answer", "")
    match request.POST.get("to", ""):
        case "going" if answer in {one.value for one in Going}:
            if Going(answer) is not intention_of(row.connection_id):
                actions.say_going(row.connection_id, Going(answer), by=actor)
        case "visit" | "helped" as question if answer in {one.value for one in Answer}:
            actions.give_account(
                row.connection_id,
                Question(question),
                Answer(answer),
                source=Source.PERSON,
                by=actor,
            )
        case _:
            raise NotThere
    messages.success(request, "Thank you. Your link worker reads it.")
    return redirect("me")


def _own_connection(text: str) -> Connected:
    found = read_id(text)
    if found is None:
        raise NotThere
    return connection(found)


@page(LinkPurpose.SELF)
def who_sees(request: HttpRequest, actor: Actor) -> WhoSeesPage:
    """In plain words. Restricted entries, and who reads them, do not exist here."""
    person = _me(actor)
    referral = latest_referral(person.pk)
    case = cases_of([person.pk]).get(person.pk)
    practice = organisation(referral.practice_id).name
    service = organisation(person.service_id)
    sees = [Sees(practice, "That they referred you, and two short messages about how it goes.")]
    if case is not None:
        first = case.holder.split()[0]
        sees.insert(0, Sees(f"{first}, your link worker", "What you talk about and what you plan."))
        sees.insert(1, Sees(f"{first}’s supervisor", f"The same, to help {first} help you."))
        sees += [
            Sees(row.name, "Only the lines that you saw before they were sent.")
            for row in connections_of(case.case_id)
            if row.sent_at
        ]
    else:
        sees.insert(0, Sees(f"The team of {service.name}", "The referral."))
    return WhoSeesPage(title="Who can see what", sees=tuple(sees), phone=service.phone)


@page(LinkPurpose.SELF, methods=("GET", "POST"))
def stop(request: HttpRequest, actor: Actor) -> StopPage | HttpResponse:
    """Take back one's consent. Nobody has to say why."""
    person = _me(actor)
    if request.method == "POST":
        withdraw(person.pk, how=HowAsked.WRITING, since=_here_since(person), by=actor)
        request.session.flush()
        return redirect("stopped")
    return StopPage(
        title="Change your mind, or stop",
        phone=organisation(person.service_id).phone,
    )


def _here_since(person: Person) -> datetime:
    """The beginning of what they would end: their latest story, or the referral that waits."""
    case = cases_of([person.pk]).get(person.pk)
    received: datetime = latest_referral(person.pk).received_at
    return max(received, case.opened_at) if case else received


def stopped(request: HttpRequest) -> HttpResponse:
    """After that: the page of one's own is closed, so this one needs nobody."""
    return plain.stopped(request)


@page(LinkPurpose.PROXY)
def for_somebody(request: HttpRequest, actor: Actor) -> ProxyPage:
    """What a proxy may see: what was chosen, and whom to ring. Never a restricted entry."""
    person = _me(actor)
    service = organisation(person.service_id)
    case = cases_of([person.pk]).get(person.pk)
    connected = connections_of(case.case_id) if case else []
    return ProxyPage(
        title=f"For {person.given_name}",
        chosen=tuple(row.name for row in connected if row.state in _SHOWN),
        service_name=service.name,
        phone=service.phone,
    )
