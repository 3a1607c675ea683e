"""The verbs of the stories in year_stories.toml, each done by whoever would do it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from linkwell.access.cover import cover
from linkwell.access.rules import CoverReason, system_actor
from linkwell.access.scope import acting_as
from linkwell.cases import actions as cases
from linkwell.cases.rules import Because
from linkwell.connections import actions as connections
from linkwell.connections.models import Disclosure, Offer
from linkwell.connections.queries import partner_of
from linkwell.connections.rules import (
    Answer,
    DisclosedLine,
    Going,
    How,
    Line,
    PartnerAnswer,
    Question,
    RefusalReason,
    Source,
)
from linkwell.consent.actions import note_decision, withdraw
from linkwell.consent.rules import Basis, HowAsked
from linkwell.conversations.actions import reach, supports, talk
from linkwell.conversations.models import RaisedNeed
from linkwell.conversations.reaching import Outcome
from linkwell.conversations.rules import Attendance, Ease, Mode, Talk, Ticks
from linkwell.demo.seed import staff_actor
from linkwell.demo.story import Story
from linkwell.diary.actions import NewTalk, plan_talk
from linkwell.diary.rules import Where
from linkwell.directory.models import Service
from linkwell.directory.queries import postcodes
from linkwell.feedback import actions as feedback
from linkwell.feedback.models import PracticeMessage
from linkwell.feedback.rules import About, Words
from linkwell.kernel import clock
from linkwell.matching.queries import match
from linkwell.matching.request import Request
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
from linkwell.referrals import actions as referrals
from linkwell.referrals.actions import triage
from linkwell.referrals.rules import ReturnReason
from linkwell.safety import actions as safety
from linkwell.safety.models import Alert, Concern
from linkwell.safety.rules import Outcome as ConcernOutcome
from linkwell.safety.rules import Route
from linkwell.tasks.actions import finish
from linkwell.tasks.models import Task
from linkwell.tasks.rules import TaskKind, TaskState

SHOWN = 4  # options on one list


def _accept(story: Story) -> None:
    referrals.accept(story.receipt.referral_id, by=story.by)


def _return(story: Story, reason: str) -> None:
    referrals.return_to_referrer(
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
    "Ring after the first visit",
    "Talk about how it goes",
    "Look at the plan again",
    "A call to hear how things are",
)


def _supporter(story: Story) -> None:
    name, relation = story.theme.supporter
    supports.name_supporter(
        story.case(), name=name, relation=relation, ease=story.chance.choice(list(Ease)), by=story.by
    )  # fmt: skip


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
    words = {
        "plan": Words(mattered=story.theme.goal + ".", done="Talked twice; a first visit is agreed."),
        "end": Words(mattered=story.theme.goal + ".", done=story.theme.done),
    }  # fmt: skip
    feedback.tell_practice(story.case(), words[about], about=About(about), by=story.by)


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


def _options(story: Story) -> None:
    needs = story.theme.needs[:1]
    born, home = story.person.born, story.person.address[1]
    age = age_on(born, clock.today())
    request = Request(
        at=postcodes().find(home),
        needs=tuple(map(Need, needs)),
        km=8,
        top=SHOWN,
        child_of=age if age < 18 else None,
    )
    answer = match(request).to_json()
    answer["query"].pop("at", None)
    for option in answer["options"]:
        metres = option["distance_m"]
        option["distance_m"] = None if metres is None else round(metres, -2)
    asked = {"need": list(needs), "text": "", "km": "8", "near": "home", "step_free": False}
    connections.show_options(story.case(), asked=asked, answer=answer, by=story.by)


def _choose(story: Story, how: str = "") -> None:
    """One that is not full; with only a phone where the story wants that."""
    with acting_as(story.by):
        rows = Offer.objects.filter(person_id=story.person_id, state="offered")
        newest = rows.latest("option_list__shown_at").option_list_id
        offers = list(rows.filter(option_list_id=newest).order_by("rank"))
    kept = {row.pk: row for row in Service.objects.filter(pk__in=[one.option_id for one in offers])}
    fit = [
        one
        for one in offers
        if "Full" not in kept[one.option_id].alert
        and bool(kept[one.option_id].email) == (how != "phone")
    ]
    chosen = (fit or offers)[0]
    for one in offers[-1:]:
        if one.pk != chosen.pk:
            reason = story.chance.choice(list(RefusalReason))
            connections.refuse(one.pk, reason=reason, by=story.by)
    connections.choose(chosen.pk, by=story.by)


def _nothing(story: Story) -> None:
    with acting_as(story.by):
        shown = Offer.objects.filter(person_id=story.person_id).first().option_list_id
    connections.nothing_suits(shown, by=story.by)


def _send(story: Story) -> None:
    connection = story.connection()
    said = story.theme.said[story.chance.randrange(len(story.theme.said))]
    lines = (
        DisclosedLine(Line.CALLED, story.person.given_name),
        DisclosedLine(Line.WISH, said),
        DisclosedLine(Line.REACH, f"By phone: {story.person.contacts[0].value}"),
        DisclosedLine(Line.ASK, f"{story.by.name}, 0161 496 0155"),
    )
    connections.send(
        connection.pk,
        lines,
        how=story.chance.choice((How.SENT, How.SENT, How.INTRODUCED, How.TOGETHER)),
        agreed_how=story.chance.choice((HowAsked.FACE_TO_FACE, HowAsked.PHONE)),
        partner=partner_of(connection.option_id),
        asks=story.by.name,
        by=story.by,
    )


def _tell(story: Story) -> None:
    planned = clock.add_working_days(clock.today(), 3)
    connections.tell(story.connection().pk, planned_on=planned, by=story.by)


def _nudge(story: Story) -> None:
    connection = story.connection()
    chasing = system_actor(
        "chasing", person_id=connection.person_id, service_id=connection.service_id
    )
    connections.nudge(connection.pk, by=chasing)


def _answer(story: Story, said: str) -> None:
    connection = story.connection()
    with acting_as(story.by):
        sent = Disclosure.objects.filter(connection_id=connection.pk).latest("sent_at").pk
    note = "We are more for people who need a hand at home." if said == "not_right" else ""
    weeks = 6 if said == "later" else None
    connections.answer(sent, PartnerAnswer(said), weeks=weeks, note=note, by=story.by)


def _told_them(story: Story) -> None:
    connections.say_going(story.connection().pk, Going.YES, by=story.by)


def _visit(story: Story, person: str, partner: str = "") -> None:
    _account(story, Question.VISIT, person, Source.PERSON)
    if partner in ("yes", "no"):
        _account(story, Question.VISIT, partner, Source.PARTNER)


def _account(story: Story, question: Question, said: str, source: Source) -> None:
    connections.give_account(
        story.connection().pk, question, Answer(said), source=source, by=story.by
    )


def _stop(story: Story) -> None:
    reason = story.chance.choice((RefusalReason.NOT_MY_THING, RefusalReason.TOO_FAR))
    connections.stop(story.connection().pk, reason=reason, by=story.by)


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
    people.name_proxy(
        story.person_id,
        name="Janice Butterworth",
        relation="niece",
        scope=[ProxyScope.SPEAK],
        ends_on=clock.today() + timedelta(days=360),
        by=story.by,
    )


def _decision(story: Story, basis: str) -> None:
    own = basis == Basis.OWN_DECISION
    note_decision(
        story.person_id,
        about="Talking with a link worker" if own else "Who is told about the trips",
        basis=Basis(basis),
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
    safety.close_concern(
        _a_concern(story), outcome=ConcernOutcome.PLAN_AGREED, words=words, by=story.ruth
    )
    cases.settle_risk(story.case(), by=story.ruth)


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
    at = datetime.combine(day, time(10, 30), clock.LONDON)
    new = NewTalk(at=at, where=Where.PRACTICE, place="Room 3, Oakmere Surgery")
    plan_talk(story.case(), new, by=story.by)


def _cover(story: Story) -> None:
    """A colleague takes a call, today: a cover ends in the evening, by the database's own clock."""
    with clock.at_moment(clock.real_now()):
        cover(
            story.person_id,
            service_id=story.receipt.service_id,
            reason=CoverReason.RANG_IN,
            by=staff_actor("tom" if story.by.name.startswith("Nadia") else "nadia"),
        )


VERBS: dict[str, Callable[..., None]] = {
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
    "goal": _goal,
    "copy": _copy,
    "step_done": _step_done,
    "near": _near,
    "reached": _reached,
    "partly": _partly,
    "practice": _practice,
    "file": _file,
    "measure": _measure,
    "options": _options,
    "choose": _choose,
    "nothing": _nothing,
    "send": _send,
    "tell": _tell,
    "nudge": _nudge,
    "answer": _answer,
    "told_them": _told_them,
    "visit": _visit,
    "helped": lambda story, said: _account(story, Question.HELPED, said, Source.PERSON),
    "lasts": lambda story, said: _account(story, Question.LASTS, said, Source.PERSON),
    "stop": _stop,
    "plan_end": lambda story: cases.plan_end(story.case(), on=_until("10"), by=story.by),
    "hold": lambda story, days: cases.hold(story.case(), until=_until(days), by=story.by),
    "pause": lambda story, days: cases.pause(story.case(), until=_until(days), by=story.by),
    "reopen": lambda story: cases.reopen(story.case(), by=story.by),
    "close": lambda story, why: cases.close(story.case(), because=Because(why), by=story.by),
    "settle_risk": lambda story: cases.settle_risk(story.case(), by=story.ruth),
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
    "cover": _cover,
}
