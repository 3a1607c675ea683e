"""Of reaching, talking and planning with Farida: the rows that her pages are tried with."""

from datetime import timedelta

from linkwell.access.scope import acting_as
from linkwell.conversations.actions.supports import name_supporter
from linkwell.conversations.actions.talk import record_contact
from linkwell.conversations.queries import needs_of
from linkwell.conversations.rules import Ease
from linkwell.demo.seed import staff_actor
from linkwell.diary.actions import NewTalk, plan_talk
from linkwell.diary.rules import Where
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID, new_id
from linkwell.measures.actions import offer_measure
from linkwell.measures.queries import pulses_waiting
from linkwell.measures.rules import Offered, Stage
from linkwell.plans.actions import NewStep, agree_step, set_goal
from linkwell.plans.rules import Whose
from tests.actions.talking import talk

OF_A_CASE = (
    "reach", "last-letter", "gentle-end", "talk", "plan", "new-goal", "plan-copy", "measures",
    "planned", "map-again",
)  # fmt: skip


def talking(case_id: UUID) -> dict[str, tuple[UUID | str, ...]]:
    """Address name -> the ids of the row that it is tried with."""
    nadia = staff_actor("nadia")
    record_contact(case_id, talk(), key=new_id(), by=nadia)
    pat = name_supporter(case_id, name="Pat", relation="Next door", ease=Ease.EASY, by=nadia)
    goal = set_goal(case_id, words="I want to sing again.", by=nadia)
    new = NewStep("Ring the choir", Whose.PERSON, clock.today())
    step = agree_step(goal.pk, new, by=nadia)
    soon = clock.now() + timedelta(days=2)
    planned = plan_talk(case_id, NewTalk(soon, Where.PHONE), by=nadia)
    sheet = offer_measure(case_id, "ons4", stage=Stage.START, how=Offered.PAPER, by=nadia)
    with acting_as(nadia):
        need, pulses = needs_of(case_id)[0], pulses_waiting(case_id)
    assert pulses is not None
    return {
        **dict.fromkeys(OF_A_CASE, (case_id,)),
        **dict.fromkeys(("need", "move-need"), (need.pk,)),
        **dict.fromkeys(("supporter", "remove-supporter"), (pat.pk,)),
        **dict.fromkeys(("goal", "new-step"), (goal.pk,)),
        "step": (step.pk,),
        "ask-together": (case_id, "ons4"),
        "type-in": (sheet.pk,),
        "pulses": (pulses.pk,),
        "survey": ("nothing-opens-with-this",),
        "change-planned": (planned.pk,),
    }
