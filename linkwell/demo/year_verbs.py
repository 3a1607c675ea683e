"""The verbs of the stories in year_stories.toml, each done by whoever would do it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from linkwell.access.scope import acting_as
from linkwell.cases import actions as cases
from linkwell.cases.rules import Because
from linkwell.consent.actions import note_decision, withdraw
from linkwell.consent.rules import Basis, HowAsked, open_bases
from linkwell.conversations.actions import ending, reach, supports, talk
from linkwell.conversations.models import RaisedNeed, Supporter
from linkwell.conversations.reaching import Outcome
from linkwell.conversations.rules import Attendance, Ease, Mode, Talk, Ticks
from linkwell.demo.story import Story
from linkwell.demo.year_connecting import CONNECTING
from linkwell.diary.actions import NewTalk, plan_talk
from linkwell.diary.rules import Where
from linkwell.feedback import actions as feedback
from linkwell.feedback.models import PracticeMessage
from linkwell.feedback.rules import About, Words
from linkwell.kernel import clock
from linkwell.measures import actions as measures
from linkwell.measures.packs import packs
from linkwell.measures.rules import Offered, Stage
from linkwell.needs.rules import Need
from linkwell.people import actions as people
from linkwell.people.models import ContactWay
from linkwell.people.rules import ProxyScope, Safe, age_on
from linkwell.plans import actions as plans
from linkwell.plans.models import Goal, Step
from linkwell.plans.rules import CopyBy, GoalState, StepState, Whose
from linkwell.referrals.actions import deciding, triage
from linkwell.referrals.rules import ReturnReason
from linkwell.safety import actions as safety
from linkwell.safety.models import Alert, Concern
from linkwell.safety.rules import Outcome as ConcernOutcome
from linkwell.safety.rules import Route
from linkwell.tasks.actions import finish
from linkwell.tasks.models import Task
from linkwell.tasks.rules import TaskKind, TaskState


def _accept(story: Story) -> None:
    deciding.accept(story.receipt.referral_id, by=story.by)


def _return(story: Story, reason: str) -> None:
    deciding.return_to_referrer(
        story.receipt.referral_id,
        reason=ReturnReason(reason),
        note="Please tell them that they are welcome at any time.",
        by=story.by,
    )


def _pass_on(story: Story) -> None:
    note = "What is described needs a nurse first. They will ring today."
    triage.pass_on(
        story.receipt.referral_id, to="The mental health team at Moorside", note=note, by=story.by
    )


def _ask_more(story: Story) -> None:
    question = "Which days suit, and is there somebody who should be there?"
    triage.ask_more(story.receipt.referral_id, question=question, by=story.by)


def _answer_more(story: Story) -> None:
    answer = "Any day but Monday. Nobody else needs to be there."
    triage.answer_question(story.receipt.referral_id, answer=answer, by=story.practice)


def _try(story: Story) -> None:
    outcome = story.chance.choice((Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.NO_MESSAGE))
    reach.try_to_reach(story.case(), outcome=outcome, by=story.by)


def _letter(story: Story) -> None:
    reach.write_last_letter(story.case(), by=story.by)


def _end_unreached(story: Story) -> None:
    reach.end_unreached(story.case(), by=story.by)


def _keep_trying(story: Story) -> None:
    reach.keep_trying(story.case(), by=story.by)


def _ways(story: Story) -> None:
    """They are reached, and say what is safe."""
    reach.try_to_reach(story.case(), outcome=Outcome.SPOKE, by=story.by)
    with acting_as(story.by):
        ways = list(ContactWay.objects.filter(person_id=story.person_id))
    for way in ways:
        people.say_safe_way(way.pk, safe=Safe.YES, by=story.by)


def _talk(story: Story) -> None:
    first, theme = story.talks == 0, story.theme
    words = theme.said if story.talks < len(theme.said) else theme.later
    codes = theme.needs[:1] if first else theme.needs[1:] if story.talks == 1 else ()
    said = Talk(
        attendance=Attendance.MET,
        next_step=_NEXT[min(story.talks, len(_NEXT) - 1)],
        next_on=story.next_talk(),
        minutes=50 if first else story.chance.choice((20, 25, 40)),
        mode=story.chance.choice(tuple(Mode)) if not first else Mode.PRACTICE,
        words=words[story.chance.randrange(len(words))] if story.talks < 6 else "",
        strengths=theme.strengths if first else "",
        needs=Ticks(tuple(map(Need, codes)), ()),
    )
    key = story.key(f"talk {clock.now()}")
    talk.record_contact(story.case(), said, key=key, by=story.by)
    story.talks += 1


_NEXT = (
    "Look at what there is nearby, together",
    "A call about how it started",
    "Talk about how it goes",
    "Look at the plan again",
    "A call to hear how things are",
)


def _supporter(story: Story) -> None:
    name, relation = story.theme.supporter
    ease = story.chance.choice(list(Ease))
    supports.name_supporter(story.case(), name=name, relation=relation, ease=ease, by=story.by)


def _map(story: Story) -> None:
    """Before it ends: who they can turn to now. Somebody has become easier to ask."""
    with acting_as(story.by):
        rows = Supporter.objects.filter(person_id=story.person_id, ended_at=None)
        known = list(rows.order_by("named_at", "id"))
    eases: dict[UUID, Ease | None] = {row.pk: Ease(min(row.ease + 1, Ease.EASY)) for row in known}
    new = ending.NewName("Sheila", "From the group", Ease.COULD)
    ending.say_map_again(story.case(), eases=eases, new=new, by=story.by)


def _goal(story: Story) -> None:
    with acting_as(story.by):
        need = RaisedNeed.objects.filter(person_id=story.person_id).earliest("raised_at", "id")
    words = story.theme.goal
    goal = plans.set_goal(story.case(), words=words, need_id=need.pk, by=story.by)
    plans.say_nearness(goal.pk, story.chance.randrange(1, 4), by=story.by)
    by_day = clock.add_working_days(clock.today(), 15)
    step = plans.NewStep(story.theme.step, Whose.PERSON, by_day)
    plans.agree_step(goal.pk, step, by=story.by)


def _copy(story: Story) -> None:
    plans.give_copy(story.case(), how=story.chance.choice(list(CopyBy)), by=story.by)


def _step_done(story: Story) -> None:
    with acting_as(story.by):
        rows = Step.objects.filter(person_id=story.person_id, state=StepState.OPEN)
        steps = list(rows.values_list("pk", flat=True))
    for step_id in steps:
        plans.move_step(step_id, "done", by=story.by)
    _copy(story)


def _near(story: Story) -> None:
    plans.say_nearness(_a_goal(story), story.chance.randrange(5, 9), by=story.by)


def _a_goal(story: Story) -> Any:
    with acting_as(story.by):
        return Goal.objects.filter(person_id=story.person_id).earliest("set_at").pk


def _reached(story: Story) -> None:
    """They have what they came for: the goal is reached, and the needs are met."""
    with acting_as(story.by):
        goal = Goal.objects.filter(person_id=story.person_id, state=GoalState.OPEN).first()
        needs = list(RaisedNeed.objects.filter(person_id=story.person_id).order_by("raised_at"))
    if goal is not None:
        plans.move_goal(goal.pk, "reached", by=story.by)
        _copy(story)
    for need, move in zip(needs, ("met", "partly_met"), strict=False):
        talk.move_need(need.pk, move, by=story.by)


def _partly(story: Story) -> None:
    plans.move_goal(_a_goal(story), "set_aside", by=story.by)
    _copy(story)
    with acting_as(story.by):
        needs = list(RaisedNeed.objects.filter(person_id=story.person_id).order_by("raised_at"))
    for need, move in zip(needs, ("partly_met", "without_service"), strict=False):
        talk.move_need(need.pk, move, by=story.by)


def _practice(story: Story, about: str) -> None:
    done = {
        "plan": "Talked twice; a first visit is agreed.",
        "end": story.theme.done,
        "stopped": "Talked, and looked at a group; they would rather stop here. No harm done.",
        "moved": "They have moved away. The service there was named to them.",
        "nothing": "Looked at what there is; nothing nearby fits yet. They can come back any day.",
    }[about]
    words = Words(mattered=story.theme.goal + ".", done=done)
    when = About.PLAN if about == "plan" else About.END
    feedback.tell_practice(story.case(), words, about=when, by=story.by)


def _file(story: Story) -> None:
    with acting_as(story.by):
        rows = PracticeMessage.objects.filter(person_id=story.person_id, filed_at=None)
        unfiled = list(rows.values_list("pk", flat=True))
    for message_id in unfiled:
        feedback.file(message_id, by=story.by)


def _measure(story: Story, stage: str) -> None:
    pack = "loneliness" if story.theme.needs[0] in ("loneliness", "grief") else "ons4"
    asked = Stage.END if stage == "end" else Stage.START
    asking = measures.offer_measure(
        story.case(), pack, stage=asked, how=Offered.TOGETHER, by=story.by
    )
    answers: dict[str, int | None] = {}
    for item in packs()[pack].items:
        possible = sorted(item.answers)
        better = (item.better == "higher") == (stage == "end")
        middle = len(possible) // 2
        some = possible[middle:] if better else possible[: middle + 1]
        answers[item.id] = None if stage == "refused" else story.chance.choice(some)
    measures.answer(asking.pk, answers, by=story.by)


def _until(days: str) -> Any:
    return clock.today() + timedelta(days=int(days))


def _died(story: Story) -> None:
    on = clock.today() - timedelta(days=1)
    people.note_death(story.person_id, on=on, by=story.by)


def _debriefed(story: Story) -> None:
    with acting_as(story.by):
        rows = Task.objects.filter(person_id=story.person_id, state=TaskState.OPEN)
        owed = list(rows.filter(kind=TaskKind.DEBRIEF).values_list("pk", flat=True))
    for task_id in owed:
        finish(task_id, by=story.by)


def _proxy(story: Story) -> None:
    cases.name_proxy(
        story.case(),
        name="Janice Butterworth",
        relation="niece",
        scope=[ProxyScope.SPEAK],
        ends_on=clock.today() + timedelta(days=360),
        by=story.by,
    )


def _decision(story: Story, basis: str) -> None:
    own = basis == "own"
    note_decision(
        story.person_id,
        about="Talking with a link worker" if own else "Who is told about the trips",
        basis=open_bases(age_on(story.person.born, clock.today()))[0] if own else Basis(basis),
        decided_by="" if own else "Janice Butterworth, who holds a lasting power of attorney",
        by=story.by,
    )


def _concern(story: Story) -> None:
    words = "Money goes missing after a visit. They do not wish to say whose."
    safety.raise_concern(story.case(), route=Route.SAFEGUARDING_LEAD, words=words, by=story.by)


def _a_concern(story: Story) -> Any:
    with acting_as(story.ruth):
        return Concern.objects.filter(person_id=story.person_id).latest("raised_at").pk


def _close_concern(story: Story) -> None:
    words = "The bank and the council have been told, with their yes. Nobody else holds the card."
    agreed = ConcernOutcome.PLAN_AGREED
    safety.close_concern(
        _a_concern(story), outcome=agreed, words=words, danger_over=True, by=story.ruth
    )


def _alert_had(story: Story) -> None:
    """Nobody answered the pause: somebody is called, and the practice's doctor has it."""
    later = clock.now() + timedelta(minutes=20)
    with clock.at_moment(later):
        story.pass_time(later)
        with acting_as(story.practice):
            alert = Alert.objects.filter(person_id=story.person_id).latest("raised_at").pk
        safety.acknowledge(alert, by=story.practice)


def _meet(story: Story, days: str) -> None:
    day = clock.add_working_days(clock.today(), int(days))
    at = datetime.combine(day, time(story.chance.choice((10, 11, 14, 15)), 30), clock.LONDON)
    new = NewTalk(at=at, where=Where.PRACTICE, place=f"Room 3, {story.person.practice}")
    plan_talk(story.case(), new, by=story.by)


VERBS: dict[str, Callable[..., object]] = {
    **CONNECTING,
    "accept": _accept,
    "return": _return,
    "pass_on": _pass_on,
    "ask_more": _ask_more,
    "answer_more": _answer_more,
    "try": _try,
    "letter": _letter,
    "end_unreached": _end_unreached,
    "keep_trying": _keep_trying,
    "ways": _ways,
    "talk": _talk,
    "meet": _meet,
    "supporter": _supporter,
    "map": _map,
    "goal": _goal,
    "copy": _copy,
    "step_done": _step_done,
    "near": _near,
    "reached": _reached,
    "partly": _partly,
    "practice": _practice,
    "file": _file,
    "measure": _measure,
    "plan_end": lambda story: cases.plan_end(story.case(), on=_until("10"), by=story.by),
    "hold": lambda story, days: cases.hold(story.case(), until=_until(days), by=story.by),
    "pause": lambda story, days: cases.pause(story.case(), until=_until(days), by=story.by),
    "reopen": lambda story: cases.reopen(story.case(), by=story.by),
    "close": lambda story, why: cases.close(story.case(), because=Because(why), by=story.by),
    "settle_risk": lambda story: safety.settle_danger(
        story.person_id, words="Spoken with twice: no thoughts of it since.", by=story.ruth
    ),
    "withdraw": lambda story: withdraw(story.person_id, how=HowAsked.PHONE, by=story.by),
    "died": _died,
    "debriefed": _debriefed,
    "proxy": _proxy,
    "decision": _decision,
    "concern": _concern,
    "acknowledge_concern": lambda story: safety.acknowledge_concern(
        _a_concern(story), by=story.ruth
    ),
    "close_concern": _close_concern,
    "alert_had": _alert_had,
}
