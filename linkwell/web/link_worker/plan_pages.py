"""What the pages of a plan show."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linkwell.web.design.parts import PersonCard
from linkwell.web.pages import FormPage, PageData


@dataclass(frozen=True)
class StepLine:
    step_id: UUID
    words: str
    who: str
    by: str
    done: bool


@dataclass(frozen=True)
class GoalLine:
    goal_id: UUID
    words: str
    need: str
    near: int | None
    state: str  # empty while it is open
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, kw_only=True)
class PlanPage(PageData):
    template: ClassVar[str] = "link_worker/plan.jinja"
    window: ClassVar[str] = "A plan"

    card: PersonCard
    given_name: str
    goals: tuple[GoalLine, ...]
    numbers: tuple[int, ...]
    add: str  # empty when three are open
    copy: str
    copy_says: str
    copy_owed: bool
    talk: str
    goes_on: bool  # the story has not ended: goals and steps may change
    story: str


@dataclass(frozen=True, kw_only=True)
class PlanFormPage(FormPage):
    template: ClassVar[str] = "link_worker/plan_form.jinja"
    window: ClassVar[str] = "A plan"

    intro: str
    own_words: bool
    back: str


@dataclass(frozen=True, kw_only=True)
class PlanCopyPage(PageData):
    """One sheet of paper in large type, for the person."""

    template: ClassVar[str] = "link_worker/plan_copy.jinja"
    window: ClassVar[str] = "A copy of a plan"

    name: str
    given_name: str
    date: str
    goals: tuple[GoalLine, ...]
    link_worker: str
    service: str
    phone: str
    given: str
    back: str
