"""The story of a plan."""

from datetime import date

from linkwell.plans.rules import CopyBy, GoalState, Whose
from linkwell.web.design.words import day
from linkwell.web.stories.telling import PAPER, Teller, Told

COPIES = {
    CopyBy.PAPER: "On paper",
    CopyBy.READ_OUT: "Read out to them",
    CopyBy.POST: "By post",
}
DOES = {
    Whose.PERSON: "They do it themselves",
    Whose.LINK_WORKER: "The link worker does it",
    Whose.SOMEBODY_ELSE: "Somebody else does it",
}
GOALS = {
    GoalState.OPEN: "A goal is taken up again",
    GoalState.REACHED: "A goal is reached",
    GoalState.SET_ASIDE: "A goal is set aside",
}

TELLERS: dict[str, Teller] = {
    "GoalSet": lambda row, d, c: Told("Set a goal", words=c.words.get(row, "")),
    "GoalMoved": lambda row, d, c: Told(GOALS[GoalState(d["state"])], words=c.words.get(row, "")),
    "NearnessSaid": lambda _, d, c: Told("How near to a goal", f"{d['near']} of 10, they say."),
    "StepAgreed": lambda _, d, c: Told(
        "Agreed a step", f"{DOES[Whose(d['whose'])]}, by {_by(d['by_day'])}.", PAPER
    ),
    "StepDone": lambda _, d, c: Told("A step is done", kind=PAPER),
    "PlanCopyGiven": lambda _, d, c: Told(
        "Gave a copy of the plan", f"{COPIES[CopyBy(d['how'])]}.", PAPER
    ),
}


def _by(text: str) -> str:
    return day(date.fromisoformat(text))
