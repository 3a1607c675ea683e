"""The story of one person, and what the link worker writes into it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import seen_by
from linkwell.access.rules import Actor
from linkwell.access.sharing import Kind
from linkwell.cases.actions import begin
from linkwell.cases.queries import Held, case
from linkwell.cases.rules import CaseState
from linkwell.connections.queries import Connected, connections_of, offered_names
from linkwell.connections.rules import ConnectionState
from linkwell.journal.queries import timeline
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.people.actions import say_safe_way
from linkwell.people.models import Person
from linkwell.people.queries import Way, ways_to_reach, where_they_live
from linkwell.people.rules import Safe
from linkwell.referrals.models import Referral
from linkwell.tasks.queries import open_tasks
from linkwell.tasks.rules import TaskKind
from linkwell.web.connection_words import STATE_TAGS, STATES
from linkwell.web.design.words import counted, day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.concerns import concerns_for
from linkwell.web.link_worker.connection_after import steps_of
from linkwell.web.link_worker.forms import SafeWayForm
from linkwell.web.link_worker.lists import TEAM
from linkwell.web.link_worker.notes import Risk, risk_in, shared_number, spoken
from linkwell.web.link_worker.pages import CasePage, Chosen, SafeWayPage, Seer
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import CHANNELS, SAFE, card, sentence
from linkwell.web.stories.telling import Context
from linkwell.web.timeline import told


@page(*TEAM)
def story(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData:
    """Everything that has happened, newest first, and what is known now."""
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    referral: Referral = Referral.objects.one(held.referral_id)
    ways = ways_to_reach(held.person_id)
    waiting = held.state is CaseState.WAITING
    lives = where_they_live(held.person_id)
    risk = risk_in(referral, person, ways)
    return CasePage(
        title=f"{person.given_name}’s story",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card(person, ways, next_step=_next(held, risk), hidden=bool(lives and lives.hidden)),
        waiting=waiting,
        since=_since(clock.on_day(referral.received_at)),
        holder=held.holder,
        lines=told(timeline(held.person_id), Context(names=offered_names(case_id))),
        referral_words=referral.words,
        referred_by=referral.referred_by,
        ways=tuple(ways),
        lives=lives,
        chosen=tuple(map(_chosen, connections_of(case_id))),
        seers=_seers(held),
        options=reverse("ask", args=[case_id]),
        begin=reverse("begin", args=[case_id]) if waiting else "",
        case_id=case_id,
        risk=risk,
        same_number=shared_number(person),
        language="" if person.language == "en" else spoken(person.language),
        raise_concern=reverse("raise-concern", args=[case_id]),
        concerns=concerns_for(held.person_id),
    )


def _next(held: Held, risk: Risk | None) -> str:
    """What comes next for this person, in a few words; empty when nothing is owed."""
    if held.state is CaseState.WAITING:
        return "first talk, today" if risk else "first talk"
    kinds = {task.kind: task for task in open_tasks(person_id=held.person_id)}
    looking = kinds.get(TaskKind.FIND_OPTIONS)
    return f"find options together, by {day(looking.due_on)}" if looking else ""


def _since(received: date) -> str:
    days = (clock.today() - received).days
    return f"Referred {counted(days, 'day', 'days')} ago." if days else "Referred today."


def _chosen(row: Connected) -> Chosen:
    kind, icon = STATE_TAGS[row.state]
    href = reverse("connection", args=[row.connection_id])
    steps = () if row.state is ConnectionState.CHOSEN else steps_of(row)
    return Chosen(row.name, row.organisation, STATES[row.state], kind, icon, href, steps)


_WHAT = {
    Kind.CASELOAD: "Everything.",
    Kind.QUEUE: "The referral, until somebody takes it on.",
    Kind.REFERRER: "The referral, and what became of it.",
}


def _seers(held: Held) -> tuple[Seer, ...]:
    rows = [Seer(who, _WHAT[kind]) for kind, who in seen_by(held.person_id)]
    return (*rows, Seer("Supervisors of the service", "Everything."))


@page(*TEAM, methods=("POST",))
def begin_case(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    begin(case_id, by=actor)
    messages.success(request, "Written down: you have talked.")
    return redirect("case", case_id=case_id)


@page(*TEAM, methods=("GET", "POST"))
def safe_way(
    request: HttpRequest, actor: Actor, case_id: UUID, way_id: UUID
) -> PageData | HttpResponse:
    """What the person said about one way of reaching them."""
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    way = next((w for w in ways_to_reach(held.person_id) if w.way_id == way_id), None)
    if way is None:
        raise NotThere
    form = form_for(request, SafeWayForm, initial=_said(way))
    if request.method == "POST" and form.is_valid():
        say_safe_way(way_id, safe=form.said(), times=form.cleaned_data["times"], by=actor)
        asked = form.said() is not Safe.NOT_ASKED
        messages.success(request, _KEPT if asked else "Nothing changed. Ask next time.")
        return redirect("case", case_id=case_id)
    return SafeWayPage(
        title="Is this way safe?",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        name=str(person),
        way=sentence(f"{CHANNELS[way.channel]} {way.value}"),
        now="" if way.safe is Safe.NOT_ASKED else SAFE[way.safe],
        back=reverse("case", args=[case_id]),
    )


_KEPT = "Written down. From now on we keep to it."


def _said(way: Way) -> dict[str, str]:
    """What is known so far. That nobody has asked is no answer, so nothing is ticked for it."""
    known = {} if way.safe is Safe.NOT_ASKED else {"safe": str(way.safe)}
    return {**known, "times": way.times}
