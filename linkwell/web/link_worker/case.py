"""The story of one person, and what the link worker writes into it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases.actions import begin
from linkwell.cases.queries import (
    Held,
    case,
    cases_of,
    member_names,
    open_case_and_holder,
)
from linkwell.cases.rules import CaseState, may_reopen
from linkwell.connections.queries import Connected, connections_of, offered_names
from linkwell.connections.rules import ConnectionState
from linkwell.consent.rules import Purpose, Said
from linkwell.conversations.queries import words_said
from linkwell.journal.queries import Happened, timeline
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.people.actions import say_safe_way
from linkwell.people.models import Person
from linkwell.people.queries import Way, ways_to_reach, where_they_live
from linkwell.people.rules import Safe
from linkwell.plans.models import Goal
from linkwell.plans.queries import all_goals_of
from linkwell.plans.rules import GoalState
from linkwell.referrals.models import Referral
from linkwell.referrals.queries import case_before, referrals_of
from linkwell.referrals.rules import Source
from linkwell.safety.models import Mention
from linkwell.safety.queries import looks_at, mentions_about
from linkwell.tasks.actions import finish
from linkwell.tasks.queries import Due, open_tasks
from linkwell.tasks.rules import ABOUT_DANGER, TaskKind
from linkwell.web.connection_words import state_tag
from linkwell.web.design.parts import Act
from linkwell.web.design.words import counted, day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.connection_after import steps_of
from linkwell.web.link_worker.danger import phrases, warn
from linkwell.web.link_worker.errands import why_words
from linkwell.web.link_worker.forms import SafeWayForm
from linkwell.web.link_worker.hard_parts import speakers_of
from linkwell.web.link_worker.locked import locked_page
from linkwell.web.link_worker.notes import risk_in, spoken
from linkwell.web.link_worker.owed import owed
from linkwell.web.link_worker.pages import CasePage, Chosen, OpenDanger, SafeWayPage, Seer
from linkwell.web.link_worker.same_person import doubt_about
from linkwell.web.link_worker.stopped import is_shut, unless_locked
from linkwell.web.link_worker.then_now import then_and_now
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import CHANNELS, SAFE, card_of, sentence
from linkwell.web.stories.telling import Context
from linkwell.web.timeline import told


@page(*TEAM)
def story(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData:
    """Everything that has happened, newest first, and what is known now. Of a record that is locked
    away: that it is."""
    held = case(case_id)
    return locked_page(held, actor) if is_shut(held, actor) else _story(held, actor)


def _story(held: Held, actor: Actor) -> CasePage:
    case_id = held.case_id
    person: Person = Person.objects.one(held.person_id)
    referrals = referrals_of(held.person_id)
    referral, ways = _of_this_case(held, referrals), ways_to_reach(held.person_id)
    shown = card_of(person, since=held.opened_at, ways=ways)
    stopped = bool(shown.gone)
    tasks = _to_do(held, stopped=stopped)
    why, events = why_words(tasks), timeline(held.person_id)
    goals, connected = all_goals_of(held.person_id), connections_of(case_id)
    heard = _heard(held.person_id, events)
    return CasePage(
        title=f"{person.given_name}’s story",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=replace(shown, next=_next(tasks, why)),
        state=STATE[CaseState.CLOSED if stopped else held.state],
        danger=_danger(held, heard) if held.at_risk else None,
        since=_since(clock.on_day(referral.received_at)),
        holder=held.holder,
        owed=tuple(owed(task, case_id, person.given_name, why, ways) for task in tasks),
        talked=held.state is not CaseState.WAITING,
        go_on=_go_on(held, person, stopped=stopped),
        ways_on=_ways_on(held, person, stopped=stopped, told=not _not_to_be_told(events)),
        speakers=speakers_of(person, case_id),
        lines=told(events, _context(held.person_id, events, goals, referrals, heard, actor)),
        ways=tuple(ways),
        lives=where_they_live(held.person_id),
        main=_main(held, person, stopped=stopped),
        given_name=person.given_name,
        goals=_open_now(held, goals),
        chosen=tuple(map(_chosen, connected)),
        then_now=then_and_now(case_id, events),
        seers=_seers(held, referral, connected),
        case_id=case_id,
        risk=risk_in(referral, person, ways),
        doubt=doubt_about(referral, person, actor),
        language="" if person.language == "en" else spoken(person.language),
        concerns=_concerns(events, actor),
    )


def _of_this_case(held: Held, referrals: Iterable[Referral]) -> Referral:
    for referral in referrals:
        if referral.pk == held.referral_id:
            return referral
    raise NotThere


def _open_now(held: Held, goals: Iterable[Goal]) -> tuple[str, ...]:
    theirs = (goal for goal in goals if goal.case_id == held.case_id)
    return tuple(goal.words for goal in theirs if goal.state == GoalState.OPEN)


def _to_do(held: Held, *, stopped: bool) -> list[Due]:
    """What is owed. The referral is decided; and once all has stopped, nothing to the person."""
    tasks = open_tasks(person_id=held.person_id)
    if stopped:
        return [task for task in tasks if task.kind in _AFTER_A_STOP]
    return [task for task in tasks if task.kind is not TaskKind.TRIAGE]


_AFTER_A_STOP = (
    TaskKind.DEBRIEF,
    TaskKind.FILE_MESSAGE,
    TaskKind.CONCERN,
    TaskKind.CALL_OFF,  # a group that has only a phone is told too
    TaskKind.INTERPRETER_OFF,
    *ABOUT_DANGER,
)


def _context(
    person_id: UUID,
    events: Sequence[Happened],
    goals: Sequence[Goal],
    referrals: Iterable[Referral],
    heard: Iterable[Mention],
    actor: Actor,
) -> Context:
    """Names and words for the story of a person, who may have had other cases before. Asked for
    only where an event speaks of them."""
    spoken_of = {event.name for event in events}
    referrals = list(referrals)
    first = {row.pk: row.copy_of for row in referrals if row.copy_of}
    before = case_before(first.values()) if first else {}
    words = words_said(person_id) if "ContactRecorded" in spoken_of else {}
    looks = looks_at(person_id) if "DangerLookedAt" in spoken_of else []
    return Context(
        names={
            **(offered_names(person_id) if "OptionsShown" in spoken_of else {}),
            **member_names(_colleagues(events)),
        },
        words={**words, **{goal.pk: goal.words for goal in goals}},
        referred={row.pk: _in_words(row) for row in referrals},
        concerns=_may_open(events, actor),
        before={row: before[copied] for row, copied in first.items() if copied in before},
        danger={row.pk: row.words for row in heard} | {row.pk: row.words for row in looks},
    )


def _colleagues(events: Iterable[Happened]) -> list[UUID]:
    """Whoever ended a story that somebody else held."""
    said = (event.data.get("colleague_id") for event in events if event.name == "CaseClosed")
    return [UUID(one) for one in said if one]


def _heard(person_id: UUID, events: Sequence[Happened]) -> list[Mention]:
    spoken_of = any(event.name == "DangerMentioned" for event in events)
    return mentions_about(person_id) if spoken_of else []


def _danger(held: Held, heard: Iterable[Mention]) -> OpenDanger:
    """The words that nobody has settled, and where a supervisor does."""
    said = phrases(one for one in heard if one.settled_at is None)
    return OpenDanger(said, reverse("danger", args=[held.person_id]))


def _in_words(referral: Referral) -> str:
    if referral.source == Source.SELF:
        return f"By themselves: {referral.words}"
    return f"By {referral.referred_by}, in the referrer’s words: {referral.words}"


def _concerns(events: Sequence[Happened], actor: Actor) -> tuple[tuple[str, str], ...]:
    """Concerns that the actor may open. (Label, address.)"""
    may_open = _may_open(events, actor)
    closed = {event.subject_id for event in events if event.name == "ConcernClosed"}
    return tuple(
        (
            f"{'Closed' if event.subject_id in closed else 'Open'}, {day(event.at)}",
            reverse("concern", args=[event.subject_id]),
        )
        for event in events
        if event.name == "ConcernRaised" and event.subject_id in may_open
    )


def _may_open(events: Iterable[Happened], actor: Actor) -> frozenset[UUID]:
    """Concerns that she raised herself; as a supervisor all of them."""
    may_all = Role.SUPERVISOR in actor.roles()
    return frozenset(
        event.subject_id
        for event in events
        if event.name == "ConcernRaised" and (may_all or event.author_id == actor.id)
    )


STATE = {
    CaseState.WAITING: ("wait", "clock", "Waiting for a first talk"),
    CaseState.ACTIVE: ("yes", "check", "Active"),
    CaseState.HOLDING: ("held", "pause", "Holding"),
    CaseState.PAUSED: ("held", "pause", "Paused"),
    CaseState.CLOSED: ("", "ring", "Ended"),
}


def _next(tasks: Sequence[Due], whys: Mapping[UUID, str]) -> str:
    """What comes next for this person, in a few words; empty when nothing is owed."""
    if not tasks:
        return ""
    soonest = tasks[0]
    why = whys[soonest.task_id]
    by = "today" if soonest.due_on <= clock.today() else f"by {day(soonest.due_on)}"
    return f"{why[:1].lower()}{why[1:]}, {by}"


def _main(held: Held, person: Person, *, stopped: bool) -> Act | None:
    """The one next thing: reach them first, then write down what you talk about."""
    if stopped or held.state is CaseState.CLOSED:
        return None
    if held.state is CaseState.WAITING:
        return Act(f"Ring {person.given_name}", reverse("reach", args=[held.case_id]))
    return Act("Write a contact", reverse("talk", args=[held.case_id]))


def _go_on(held: Held, person: Person, *, stopped: bool) -> Act | None:
    """Back from holding, a pause, or an ending that was not for good."""
    where = reverse("go-on", args=[held.case_id])
    if stopped:
        return None
    if held.state in (CaseState.HOLDING, CaseState.PAUSED):
        return Act("Go on", post=where)
    if held.closed_because and may_reopen(held.closed_because, died=False):
        if open_case_and_holder(person.pk):
            return None  # they are back, in a newer story
        return Act(f"{person.given_name} is back", post=where)
    return None


def _not_to_be_told(events: Iterable[Happened]) -> bool:
    """Do they not want the practice to be told? The newest answer counts, of a story told newest
    first."""
    return next(
        (
            event.data["said"] == Said.NO
            for event in events
            if event.name == "ConsentSaid" and event.data["purpose"] == Purpose.TELL_PRACTICE
        ),
        False,
    )


def _ways_on(held: Held, person: Person, *, stopped: bool, told: bool) -> tuple[Act, ...]:
    """Everything else that one may do, each in its place. `told`: the practice may be told."""
    here = [held.case_id]
    open_ones = (
        Act("Write a contact", reverse("talk", args=here)),
        Act("Plan a talk", reverse("planned", args=here)),
        Act("Questions about wellbeing", reverse("measures", args=here)),
        Act("How it goes on", reverse("until", args=here)),
        Act(f"Give {person.given_name} a page of their own", reverse("own-page", args=here)),
    )
    hard = Act("When it is hard", reverse("hard-days", args=here))
    receipt = Act("The receipt of what was stopped", reverse("withdrawal", args=here))
    write = (Act("Write to the practice", reverse("tell-practice", args=here)),) if told else ()
    if stopped:
        return (*write, hard) if person.died_on is not None else (*write, hard, receipt)
    return (*write, hard) if held.state is CaseState.CLOSED else (*write, *open_ones, hard)


def _since(received: date) -> str:
    days = (clock.today() - received).days
    return f"Referred {counted(days, 'day', 'days')} ago." if days else "Referred today."


def _chosen(row: Connected) -> Chosen:
    words, kind, icon = state_tag(row)
    href = reverse("connection", args=[row.connection_id])
    steps = () if row.state is ConnectionState.CHOSEN else steps_of(row)
    return Chosen(row.name, row.organisation, words, kind, icon, href, steps)


def _seers(held: Held, referral: Referral, connected: Sequence[Connected]) -> tuple[Seer, ...]:
    """Who can see what. Who looked in fact is the privacy lead's page."""
    return (
        Seer(held.holder, "Everything."),
        Seer("Supervisors of the service", "Everything."),
        Seer("A colleague who covers", "Everything, until the evening; it is written down."),
        Seer(referral.practice.name, "The referral, and the messages to the practice."),
        *(Seer(row.name, "The lines that were sent.") for row in connected if row.sent_at),
    )


@page(*TEAM, methods=("POST",))
def task_done(request: HttpRequest, actor: Actor, task_id: UUID) -> HttpResponse:
    """Somebody says that it is done."""
    task = finish(task_id, by=actor)
    messages.success(request, "Written down: done.")
    found = cases_of([task.person_id]).get(task.person_id)
    return redirect("case", case_id=found.case_id) if found else redirect("today")


@page(*TEAM, methods=("POST",))
@unless_locked
def begin_case(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    begin(case_id, by=actor)
    messages.success(request, "Written down: you have talked.")
    return redirect("case", case_id=case_id)


@page(*TEAM, methods=("GET", "POST"))
@unless_locked
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
        warn(request, form.cleaned_data["times"], person.given_name)
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
