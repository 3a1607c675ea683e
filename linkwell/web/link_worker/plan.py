"""The plan: goals in the person's words, small steps, and a copy on paper the same day."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import organisation
from linkwell.access.rules import TEAM, Actor
from linkwell.cases.queries import Held, case
from linkwell.cases.rules import CaseState
from linkwell.conversations.models import RaisedNeed
from linkwell.conversations.queries import needs_of
from linkwell.conversations.rules import TICKED
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.people.models import Person
from linkwell.plans import actions
from linkwell.plans.models import Goal, Step
from linkwell.plans.queries import Plan, plan_of
from linkwell.plans.rules import (
    GOAL,
    NEAREST,
    STEP,
    CopyBy,
    GoalState,
    StepState,
    Whose,
    may_add_goal,
)
from linkwell.web.design.fields import Choice
from linkwell.web.design.words import day
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.conversation_words import need_label
from linkwell.web.link_worker.danger import warn
from linkwell.web.link_worker.plan_forms import GoalForm, StepForm
from linkwell.web.link_worker.plan_pages import (
    GoalLine,
    PlanCopyPage,
    PlanFormPage,
    PlanPage,
    StepLine,
)
from linkwell.web.link_worker.stopped import ended_page, unless_locked, while_it_goes_on
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of
from linkwell.web.stories.plans import COPIES

Answer = PageData | HttpResponse
STATES = {
    GoalState.OPEN: "",
    GoalState.REACHED: "Reached",
    GoalState.SET_ASIDE: "Set aside",
}


@page(*TEAM)
@unless_locked
def plan(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData:
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    found, labels = plan_of(case_id), _need_labels(needs_of(case_id))
    return PlanPage(
        title=f"{person.given_name}’s plan",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, case_id),
        given_name=person.given_name,
        goals=_lines(found.goals, labels, person.given_name, held),
        numbers=tuple(range(NEAREST + 1)),
        add=reverse("new-goal", args=[case_id]) if may_add_goal(len(found.open)) else "",
        copy=reverse("plan-copy", args=[case_id]) if found.goals else "",
        copy_says=_copy_says(found),
        copy_owed=found.copy_owed is not None,
        talk=reverse("talk", args=[case_id]),
        goes_on=held.state is not CaseState.CLOSED,
        story=reverse("case", args=[case_id]),
    )


def _need_labels(needs: list[RaisedNeed]) -> dict[UUID, str]:
    return {row.pk: need_label(row) for row in needs}


def _copy_says(found: Plan) -> str:
    last = found.last_copy
    given = f"Last given {day(last.given_at)}, {COPIES[CopyBy(last.how)].lower()}." if last else ""
    if found.copy_owed is None:
        return given
    late = found.copy_owed < clock.today()
    owed = f"Owed since {day(found.copy_owed)}." if late else "Give a copy today."
    return f"{owed} {given}".strip()


def _lines(
    goals: tuple[tuple[Goal, tuple[Step, ...]], ...],
    labels: dict[UUID, str],
    given_name: str,
    held: Held,
    *,
    me: str = "",
) -> tuple[GoalLine, ...]:
    return tuple(
        GoalLine(
            goal_id=goal.pk,
            words=goal.words,
            need=labels.get(goal.need_id, "") if goal.need_id else "",
            near=goal.near,
            state=STATES[GoalState(goal.state)],
            steps=tuple(
                StepLine(
                    step_id=step.pk,
                    words=step.words,
                    who=_who(step, me or given_name, held),
                    by=day(step.by_day),
                    done=step.state == StepState.DONE,
                )
                for step in steps
            ),
        )
        for goal, steps in goals
    )


def _who(step: Step, person: str, held: Held) -> str:
    names = {Whose.PERSON: person, Whose.LINK_WORKER: held.holder, Whose.SOMEBODY_ELSE: step.who}
    return names[Whose(step.whose)]


@page(*TEAM, methods=("GET", "POST"))
@while_it_goes_on
def new_goal(request: HttpRequest, actor: Actor, case_id: UUID) -> Answer:
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    needs = [row for row in needs_of(case_id) if row.state in TICKED]
    offered = [Choice(str(row.pk), need_label(row)) for row in needs]
    form = form_for(request, GoalForm, needs=offered)
    if request.method == "POST" and form.is_valid():
        actions.set_goal(
            case_id, words=form.cleaned_data["words"], need_id=form.need_id(), by=actor
        )
        warn(request, form.cleaned_data["words"], person.given_name)
        return redirect("plan", case_id=case_id)
    return PlanFormPage(
        title=f"A goal of {person.given_name}’s",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        intro="One to three goals are enough. Theirs, not ours.",
        own_words=False,
        back=reverse("plan", args=[case_id]),
    )


@page(*TEAM, methods=("GET", "POST"))
def new_step(request: HttpRequest, actor: Actor, goal_id: UUID) -> Answer:
    goal: Goal = Goal.objects.one(goal_id)
    held = case(goal.case_id)
    if request.method == "GET" and held.state is CaseState.CLOSED:
        return ended_page(held, actor)
    person: Person = Person.objects.one(held.person_id)
    initial = {"when": "In a week"}
    form = form_for(request, StepForm, given_name=person.given_name, initial=initial)
    if request.method == "POST" and form.is_valid():
        new = form.said()
        actions.agree_step(goal_id, new, by=actor)
        warn(request, f"{new.words}\n{new.who}", person.given_name)
        return redirect("plan", case_id=goal.case_id)
    return PlanFormPage(
        title="A small step",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        intro=goal.words,
        own_words=True,
        back=reverse("plan", args=[goal.case_id]),
    )


@page(*TEAM, methods=("POST",))
def goal(request: HttpRequest, actor: Actor, goal_id: UUID) -> HttpResponse:
    """How near they are now, or what became of the goal: one press each."""
    near, move = request.POST.get("near", ""), request.POST.get("move", "")
    if near.isdecimal() and len(near) < 3 and int(near) <= NEAREST:
        row = actions.say_nearness(goal_id, int(near), by=actor)
    elif move in {one.name for one in GOAL.moves}:
        row = actions.move_goal(goal_id, move, by=actor)
    else:
        raise NotThere
    return redirect("plan", case_id=row.case_id)


@page(*TEAM, methods=("POST",))
def step(request: HttpRequest, actor: Actor, step_id: UUID) -> HttpResponse:
    move = request.POST.get("move", "")
    if move not in {one.name for one in STEP.moves}:
        raise NotThere
    row = actions.move_step(step_id, move, by=actor)
    return redirect("plan", case_id=row.goal.case_id)


@page(*TEAM, methods=("GET", "POST"))
@unless_locked
def copy(request: HttpRequest, actor: Actor, case_id: UUID) -> Answer:
    """The plan on one sheet in large type; and that it was given."""
    held = case(case_id)
    if request.method == "POST":
        how = request.POST.get("how", "")
        if how not in list(CopyBy):
            raise NotThere
        actions.give_copy(case_id, how=CopyBy(how), by=actor)
        messages.success(request, "Written down: they have a copy.")
        return redirect("plan", case_id=case_id)
    person: Person = Person.objects.one(held.person_id)
    found, service = plan_of(case_id), organisation(held.service_id)
    if not found.goals:
        raise NotThere
    return PlanCopyPage(
        title=f"A copy for {person.given_name}",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        name=str(person),
        given_name=person.given_name,
        date=day(clock.today()),
        goals=_lines(found.open, {}, person.given_name, held, me="You"),
        link_worker=held.holder,
        service=service.name,
        phone=service.phone,
        given=_copy_says(found),
        back=reverse("plan", args=[case_id]),
    )
