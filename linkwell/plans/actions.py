"""The verbs of a plan."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.cases.actions import open_case_of
from linkwell.conversations.actions.talk import plan_need
from linkwell.conversations.models import RaisedNeed
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.events import DomainEvent
from linkwell.plans.events import (
    GoalMoved,
    GoalSet,
    NearnessSaid,
    PlanCopyGiven,
    StepAgreed,
    StepDone,
    StepDropped,
    StepReopened,
)
from linkwell.plans.models import Goal, PlanCopy, Step
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
from linkwell.safety.actions import heed
from linkwell.safety.rules import SaidIn


@action(Permission.TALK)
def set_goal(case_id: UUID, *, words: str, need_id: UUID | None = None, by: Actor) -> Goal:
    """What somebody wants to reach, in their words. The need it answers is then in the plan."""
    case = open_case_of(case_id)
    if not may_add_goal(Goal.objects.filter(case=case, state=GoalState.OPEN).count()):
        raise WrongState("Three goals are open already. Set one aside first.")
    if need_id is not None:
        if not RaisedNeed.objects.filter(pk=need_id, case=case).exists():
            raise NotThere
        plan_need(need_id)
    goal = Goal(
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        need_id=need_id,
        words=words,
    )
    goal.save(force_insert=True)
    heed(words, person_id=goal.person_id, said_in=SaidIn.GOAL, about_id=goal.pk, by=by)
    _tell(GoalSet, goal)
    return goal


@action(Permission.TALK)
def move_goal(goal_id: UUID, move: str, *, by: Actor) -> Goal:
    """Reached, set aside, or taken up again."""
    goal = _goal(goal_id)
    goal.state = GOAL.after(GoalState(goal.state), move)
    _changed(goal, "state")
    _tell(GoalMoved, goal, state=GoalState(goal.state))
    return goal


@action(Permission.TALK)
def say_nearness(goal_id: UUID, near: int, *, by: Actor) -> Goal:
    """How near they say they are now, from 0 to 10."""
    if not 0 <= near <= NEAREST:
        raise InputAtFault("Choose a number from 0 to 10")
    goal = _goal(goal_id)
    goal.near = near
    goal.save(update_fields=["near"])
    _tell(NearnessSaid, goal, near=near)
    return goal


@dataclass(frozen=True)
class NewStep:
    words: str
    whose: Whose
    by_day: date
    who: str = ""


@action(Permission.TALK)
def agree_step(goal_id: UUID, new: NewStep, *, by: Actor) -> Step:
    """Something small that somebody does by a day."""
    goal = _goal(goal_id)
    step = Step(
        person_id=goal.person_id,
        service_id=goal.service_id,
        goal=goal,
        words=new.words,
        whose=new.whose,
        who=new.who if new.whose is Whose.SOMEBODY_ELSE else "",
        by_day=new.by_day,
    )
    step.save(force_insert=True)
    text = f"{step.words}\n{step.who}"
    heed(text, person_id=goal.person_id, said_in=SaidIn.STEP, about_id=step.pk, by=by)
    _changed(goal)
    _tell(StepAgreed, goal, step=step, whose=new.whose, by_day=new.by_day)
    return step


@action(Permission.TALK)
def move_step(step_id: UUID, move: str, *, by: Actor) -> Step:
    """Done, dropped, or not done after all."""
    step: Step = Step.objects.locked(step_id)
    goal = _goal(step.goal_id)
    step.state = STEP.after(StepState(step.state), move)
    step.ended_at = None if step.state == StepState.OPEN else clock.now()
    step.save(update_fields=["state", "ended_at"])
    _changed(goal)
    if step.state == StepState.OPEN:
        _tell(StepReopened, goal, step=step, whose=Whose(step.whose), by_day=step.by_day)
    else:
        done = step.state == StepState.DONE
        _tell(StepDone if done else StepDropped, goal, step=step)
    return step


@action(Permission.TALK)
def give_copy(case_id: UUID, *, how: CopyBy, by: Actor) -> PlanCopy:
    """The person was given the plan as it stands now."""
    case = open_case_of(case_id)
    if not Goal.objects.filter(case=case).exists():
        raise WrongState("There is no plan to give a copy of yet.")
    copy = PlanCopy(person_id=case.person_id, service_id=case.service_id, case=case, how=how)
    copy.save(force_insert=True)
    record(
        PlanCopyGiven(
            subject_id=copy.pk,
            person_id=case.person_id,
            service_id=case.service_id,
            case_id=case_id,
            how=how,
        )
    )
    return copy


def _goal(goal_id: UUID) -> Goal:
    goal: Goal = Goal.objects.locked(goal_id)
    open_case_of(goal.case_id)
    return goal


def _changed(goal: Goal, *fields: str) -> None:
    goal.changed_at = clock.now()
    goal.save(update_fields=["changed_at", *fields])


def _tell(event: type[DomainEvent], goal: Goal, step: Step | None = None, **data: Any) -> None:
    record(
        event(
            subject_id=step.pk if step else goal.pk,
            person_id=goal.person_id,
            service_id=goal.service_id,
            **{"case_id": goal.case_id, **data},
        )
    )
