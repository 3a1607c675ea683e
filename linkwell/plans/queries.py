"""Questions about a plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linkwell.plans.models import Goal, PlanCopy, Step
from linkwell.plans.rules import GoalState, StepState, copy_owed_by
from linkwell.tables.expressions import one_of


@dataclass(frozen=True)
class Plan:
    """Goals, each with its steps, oldest first; what was dropped is left out."""

    goals: tuple[tuple[Goal, tuple[Step, ...]], ...]
    copy_owed: date | None
    last_copy: PlanCopy | None

    @property
    def open(self) -> tuple[tuple[Goal, tuple[Step, ...]], ...]:
        return tuple((goal, steps) for goal, steps in self.goals if goal.state == GoalState.OPEN)


def step_words(step_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What each of these steps is, in words."""
    return dict(Step.objects.filter(one_of("id", step_ids)).values_list("id", "words"))


def plan_of(case_id: UUID) -> Plan:
    """The plan of a case as it stands, in three questions."""
    goals = list(Goal.objects.filter(case_id=case_id).order_by("set_at", "id"))
    steps = list(
        Step.objects.filter(goal__in=[goal.pk for goal in goals])
        .exclude(state=StepState.DROPPED)
        .order_by("by_day", "agreed_at")
    )
    copy = PlanCopy.objects.filter(case_id=case_id).order_by("-given_at").first()
    changed = max((goal.changed_at for goal in goals), default=None)
    return Plan(
        goals=tuple(
            (goal, tuple(step for step in steps if step.goal_id == goal.pk)) for goal in goals
        ),
        copy_owed=copy_owed_by(changed, copy.given_at if copy else None),
        last_copy=copy,
    )


def goals_of(case_id: UUID) -> list[Goal]:
    """The goals of a case alone, oldest first: for a page that shows no steps."""
    return list(Goal.objects.filter(case_id=case_id).order_by("set_at", "id"))


def all_goals_of(person_id: UUID) -> list[Goal]:
    """Somebody's goals of all their cases, oldest first."""
    return list(Goal.objects.filter(person_id=person_id).order_by("set_at", "id"))
