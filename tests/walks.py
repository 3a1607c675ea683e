"""Random walks through the journey: anybody does anything, and what must always hold, holds.

A step is one verb, tried by somebody of the team on somebody's case with whatever chance offers;
most are refused, which is right. After each step what follows from it is run, and the database is
asked, past every wall, for what must be nought.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.cases import actions as cases
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.connections import actions as loop
from linkwell.connections.models import Connection, Disclosure, Offer
from linkwell.connections.rules import (
    OPEN_ANSWERS,
    DisclosedLine,
    How,
    Line,
    Partner,
    PartnerAnswer,
    Question,
    RefusalReason,
    Source,
)
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.demo.seed import staff_actor
from linkwell.directory.models import Service
from linkwell.feedback.actions import file, tell_practice
from linkwell.feedback.models import PracticeMessage
from linkwell.feedback.rules import About, Words
from linkwell.kernel import clock
from linkwell.kernel.errors import LinkwellError
from linkwell.kernel.ids import new_id
from linkwell.messages.actions import queue_message
from linkwell.people import actions as people
from linkwell.people.models import ContactWay, Person
from linkwell.people.rules import Channel, Safe
from linkwell.plans.actions import set_goal
from linkwell.referrals.rules import NewContact
from linkwell.safety import actions as safety
from linkwell.safety.models import Concern
from linkwell.safety.rules import Outcome, Route
from linkwell.tasks.actions import finish
from linkwell.tasks.models import Task
from tests import town
from tests.actions.talking import back_again, taken_on
from tests.nought import wrong

NEWCOMER_EVERY = 100
BY_PHONE = (NewContact(Channel.PHONE, "0161 496 0142", Safe.YES),)
LINES = (DisclosedLine(Line.CALLED, "Somebody"), DisclosedLine(Line.ASK, "Their link worker"))


@dataclass
class Walk:
    """Where chance stands, and what it has done so far."""

    chance: random.Random
    team: Sequence[Actor]
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def one_of(self, rows: Any) -> Any:
        """Any of these rows; LookupError when there is none."""
        found = list(rows)
        if not found:
            raise LookupError
        return self.chance.choice(found)

    def step(self) -> None:
        """Somebody tries something, and everything that follows from it happens."""
        name, verb = self.chance.choice(STEPS)
        by = self.chance.choice(self.team)
        try:
            with acting_as(by):
                case = self.one_of(Case.objects.all())
            verb(self, case, by)
        except (LinkwellError, LookupError):
            self.refused[name] += 1
        else:
            self.done[name] += 1
        town.run_deliveries()


def _within(walk: Walk) -> Any:
    return clock.today() + timedelta(days=walk.chance.randint(1, 28))


def _row(walk: Walk, model: Any, case: Case, by: Actor) -> Any:
    with acting_as(by):
        return walk.one_of(model.objects.filter(person_id=case.person_id)).pk


def _choose(walk: Walk, case: Case, by: Actor) -> None:
    option = walk.one_of(Service.objects.all()[:20])
    answer = {
        "query": {},
        "considered": 1,
        "hidden": {},
        "options": [{"service_id": str(option.pk)}],
        "weights": "walk",
    }
    with acting_as(by):
        shown = loop.show_options(case.pk, asked={}, answer=answer, by=by)
        loop.choose(Offer.objects.get(option_list=shown).pk, by=by)


def _send(walk: Walk, case: Case, by: Actor) -> None:
    address = walk.chance.choice(["", "office@somewhere.example"])
    loop.send(
        _row(walk, Connection, case, by),
        LINES,
        how=walk.chance.choice([How.SENT, How.INTRODUCED, How.TOGETHER]),
        agreed_how=walk.chance.choice(list(HowAsked)),
        partner=Partner("Somewhere", address, "0161 496 0199"),
        asks=by.name,
        by=by,
    )


def _answer(walk: Walk, case: Case, by: Actor) -> None:
    said = walk.chance.choice(list(PartnerAnswer))
    weeks = 3 if said is PartnerAnswer.LATER else None
    loop.answer(_row(walk, Disclosure, case, by), said, weeks=weeks, by=by)


def _account(walk: Walk, case: Case, by: Actor) -> None:
    question = walk.chance.choice(list(Question))
    loop.give_account(
        _row(walk, Connection, case, by),
        question,
        walk.chance.choice(OPEN_ANSWERS[question]),
        source=walk.chance.choice(list(Source)),
        by=by,
    )


def _write_to_them(walk: Walk, case: Case, by: Actor) -> None:
    _row(walk, ContactWay, case, by)  # whoever may not know how to reach them writes nothing
    queue_message(
        cause=new_id(),
        kind="walk",
        person_id=case.person_id,
        service_id=case.service_id,
        channel=walk.chance.choice(list(Channel)),
        body="Hello.",
        to_person=True,
        by=by,
    )


def _death(walk: Walk, case: Case, by: Actor) -> None:
    if walk.chance.random() > 0.02:
        raise LookupError
    people.note_death(case.person_id, on=clock.today(), by=by)


def _withdrawal(walk: Walk, case: Case, by: Actor) -> None:
    if walk.chance.random() > 0.03:
        raise LookupError
    withdraw(case.person_id, how=HowAsked.PHONE, by=by)


def _raise_concern(walk: Walk, case: Case, by: Actor) -> None:
    in_danger = walk.chance.random() < 0.3
    safety.raise_concern(case.pk, route=Route.POLICE, in_danger=in_danger, by=by)


def _hear(walk: Walk, case: Case, by: Actor) -> None:
    words = f"Some days I want to die, says number {walk.chance.randint(1, 5)}."
    set_goal(case.pk, words=words, by=by)


def _settle(walk: Walk, case: Case, by: Actor) -> None:
    safety.settle_danger(case.person_id, words="She is safe.", by=by)


def _look(walk: Walk, case: Case, by: Actor) -> None:
    safety.still_in_danger(case.person_id, words="A plan stands.", again_on=_within(walk), by=by)


def _come_back(walk: Walk, case: Case, by: Actor) -> None:
    """Whoever left is referred again, as they were the first time."""
    with acting_as(by):
        person = Person.objects.one(case.person_id)
    if case.state != "closed" or person.died_on is not None:
        raise LookupError
    back_again(person.pk, by, given_name=person.given_name, contacts=BY_PHONE)


def _about(case: Case) -> About:
    return About.END if case.state == "closed" else About.PLAN


def _agree_anew(walk: Walk, case: Case, by: Actor) -> None:
    how = walk.chance.choice(list(HowAsked))
    cases.agree_anew(case.pk, how=how, practice=walk.chance.random() < 0.5, by=by)


Verb = Callable[[Walk, Case, Actor], object]
STEPS: tuple[tuple[str, Verb], ...] = (
    ("begin", lambda w, c, by: cases.begin(c.pk, by=by)),
    ("hold", lambda w, c, by: cases.hold(c.pk, until=_within(w), by=by)),
    ("pause", lambda w, c, by: cases.pause(c.pk, until=_within(w), by=by)),
    ("resume", lambda w, c, by: cases.resume(c.pk, by=by)),
    ("plan the end", lambda w, c, by: cases.plan_end(c.pk, on=_within(w), by=by)),
    (
        "close",
        lambda w, c, by: cases.close(c.pk, because=w.chance.choice(list(Because)[:7]), by=by),
    ),
    ("reopen", lambda w, c, by: cases.reopen(c.pk, by=by)),
    ("reopen", lambda w, c, by: cases.reopen(c.pk, by=by)),
    ("mark at risk", lambda w, c, by: cases.mark_at_risk(c.pk, by=by)),
    ("hear of danger", _hear),
    ("settle danger", _settle),
    ("settle danger", _settle),
    ("look at danger", _look),
    ("raise a concern", _raise_concern),
    (
        "close a concern",
        lambda w, c, by: safety.close_concern(
            _row(w, Concern, c, by),
            outcome=w.chance.choice(list(Outcome)),
            words="A plan stands.",
            danger_over=w.chance.random() < 0.5,
            by=by,
        ),
    ),
    (
        "hand over",
        lambda w, c, by: cases.hand_over(c.pk, to=w.chance.choice(w.team).memberships[0].id, by=by),
    ),
    ("choose", _choose),
    ("send", _send),
    ("send", _send),
    ("tell", lambda w, c, by: loop.tell(_row(w, Connection, c, by), by=by)),
    ("take back", lambda w, c, by: loop.take_back(_row(w, Connection, c, by), by=by)),
    ("nudge", lambda w, c, by: loop.nudge(_row(w, Connection, c, by), by=by)),
    ("answer", _answer),
    ("account", _account),
    ("account", _account),
    (
        "stop",
        lambda w, c, by: loop.stop(
            _row(w, Connection, c, by), reason=w.chance.choice(list(RefusalReason)), by=by
        ),
    ),
    ("write to them", _write_to_them),
    (
        "ask what is safe",
        lambda w, c, by: people.say_safe_way(
            _row(w, ContactWay, c, by), safe=w.chance.choice(list(Safe)), by=by
        ),
    ),
    (
        "speak of abuse",
        lambda w, c, by: people.flag_abuse(c.person_id, known=w.chance.random() < 0.5, by=by),
    ),
    ("give a page", lambda w, c, by: cases.give_own_page(c.pk, word="contralto", by=by)),
    (
        "tell the practice",
        lambda w, c, by: tell_practice(c.pk, Words(done="Talked."), about=_about(c), by=by),
    ),
    ("file", lambda w, c, by: file(_row(w, PracticeMessage, c, by), by=by)),
    ("finish a task", lambda w, c, by: finish(_row(w, Task, c, by), by=by)),
    ("finish a task", lambda w, c, by: finish(_row(w, Task, c, by), by=by)),
    ("come back", _come_back),
    ("come back", _come_back),
    ("agree anew", _agree_anew),
    ("agree anew", _agree_anew),
    ("death", _death),
    ("withdrawal", _withdrawal),
)


def walk(steps: int, *, seed: int) -> Walk:
    """Walk, and look after every step. AssertionError names the step and what it broke."""
    team = [staff_actor(key) for key in ("nadia", "tom", "ruth")]
    walking = Walk(random.Random(seed), team)
    for number in range(steps):
        if number % NEWCOMER_EVERY == 0:  # people end, leave and die: others come
            taken_on(given_name=f"Una{number}", contacts=BY_PHONE)
        before = walking.done.copy()
        walking.step()
        broken = wrong()
        last = walking.done - before
        assert not broken, f"step {number} ({', '.join(last) or 'refused'}): {broken}"
    return walking
