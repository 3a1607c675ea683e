"""Everything that somebody can say or write of a person is read for danger: field by field."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import models

from linkwell.access.cover import seal
from linkwell.access.policies import person_tables
from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.cases.actions import name_proxy
from linkwell.cases.models import Case
from linkwell.connections import actions as loop
from linkwell.connections.rules import Line, PartnerAnswer
from linkwell.consent.actions import note_decision
from linkwell.consent.rules import Basis
from linkwell.conversations.actions.supports import change_supporter, name_supporter
from linkwell.conversations.actions.talk import correct_need
from linkwell.conversations.queries import needs_of
from linkwell.conversations.rules import Ease, RaisedBy
from linkwell.demo.seed import staff_actor
from linkwell.diary.actions import NewTalk, plan_talk
from linkwell.diary.rules import Where
from linkwell.feedback.actions import tell_practice
from linkwell.feedback.rules import About, Words
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID
from linkwell.people.actions import say_safe_way
from linkwell.people.models import ContactWay
from linkwell.people.rules import Channel, ProxyScope, Safe
from linkwell.plans.actions import NewStep, agree_step, set_goal
from linkwell.plans.rules import Whose
from linkwell.referrals.actions.deciding import return_to_referrer
from linkwell.referrals.actions.triage import ask_more, link_to_known, pass_on
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import Danger, NewContact, ReturnReason
from linkwell.safety.actions import open_sealed
from linkwell.safety.models import Mention
from linkwell.safety.rules import SaidIn
from linkwell.tasks.models import Task
from tests import town
from tests.actions.talking import DEREK, referred, taken_on, talked
from tests.actions.test_connections import chosen, partner, send
from tests.dangers import say

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

BAD = "Some nights I want to die."
NOON = datetime(2026, 12, 2, 11, tzinfo=UTC)  # a Wednesday
PHONE = (NewContact(Channel.PHONE, "0161 496 0142", Safe.YES),)


def nadia() -> Actor:
    return staff_actor("nadia")


@pytest.fixture
@town.story
def case() -> Case:
    town.fill()
    found = taken_on(contacts=PHONE)
    talked(found)
    return found


def _need(case: Case) -> None:
    with acting_as(nadia()):
        row = needs_of(case.pk)[0]
    correct_need(row.pk, raised_by=RaisedBy.PERSON, said=BAD, by=nadia())


def _changed_supporter(case: Case) -> None:
    pat = name_supporter(case.pk, name="Pat", relation="friend", ease=Ease.EASY, by=nadia())
    relation = "My ex, he hits me"
    change_supporter(pat.pk, name="Pat", relation=relation, ease=Ease.EASY, by=nadia())


def _step(case: Case, **said: str) -> None:
    goal = set_goal(case.pk, words="Sing again", by=nadia())
    text = {"words": "Ring the choir", "who": "Pat", **said}
    agree_step(
        goal.pk, NewStep(whose=Whose.SOMEBODY_ELSE, by_day=clock.today(), **text), by=nadia()
    )


def _line(case: Case) -> None:
    row = chosen(nadia(), case=case)
    loop.change_line(row.pk, Line.WISH, text=BAD, by=nadia())


def _search(case: Case) -> None:
    answer = {"query": {}, "considered": 0, "hidden": {}, "options": [], "weights": "test"}
    loop.show_options(case.pk, asked={"need": [], "text": BAD}, answer=answer, by=nadia())


def _partners_note(case: Case) -> None:
    told = send(chosen(nadia(), case=case), nadia())
    town.run_deliveries()
    loop.answer(told.pk, PartnerAnswer.NOT_RIGHT, note=BAD, by=partner(told))


def _practice(case: Case, **line: str) -> None:
    words = Words(**{"done": "We talked.", **line})
    tell_practice(case.pk, words, about=About.PLAN, by=nadia())


def _times(case: Case) -> None:
    with acting_as(nadia()):
        way = ContactWay.objects.get(person_id=case.person_id)
    times = "Not when he is home, he strangled me"
    say_safe_way(way.pk, safe=Safe.YES, times=times, by=nadia())


def _proxy(case: Case, **said: str) -> None:
    name_proxy(
        case.pk,
        **{"name": "Carl", "relation": "son", **said},
        scope=[ProxyScope.SPEAK],
        ends_on=clock.today() + timedelta(days=9),
        by=nadia(),
    )


def _decision(case: Case, **said: str) -> None:
    text = {"about": "Who rings", "decided_by": "Pat", **said}
    note_decision(case.person_id, basis=Basis.BEST_INTERESTS, by=nadia(), **text)


def _place(case: Case) -> None:
    soon = clock.now() + timedelta(days=1)
    place = "The library; at home he threatened to kill her"
    plan_talk(case.pk, NewTalk(soon, Where.COMMUNITY, place=place), by=nadia())


def _sealed(case: Case) -> None:
    seal(case.person_id, by=nadia())
    open_sealed(
        case.service_id,
        given_name="Una",
        family_name=DEREK.family_name,
        birth_date=DEREK.born,
        words="On the phone she says that she wants to die.",
        by=staff_actor("tom"),
    )


# What somebody may say or write about a person whom somebody holds -> the verb by which they do.
SAID: dict[str, tuple[SaidIn, Callable[[Case], object]]] = {
    "conversations_contact.words": (SaidIn.TALK, lambda c: talked(c, words=BAD)),
    "conversations_contact.strengths": (SaidIn.TALK, lambda c: talked(c, strengths=BAD)),
    "conversations_contact.next_step": (SaidIn.TALK, lambda c: talked(c, next_step=BAD)),
    "conversations_raisedneed.own_word": (SaidIn.TALK, lambda c: talked(c, own_need=BAD)),
    "conversations_raisedneed.said": (SaidIn.NEED, _need),
    "conversations_supporter.name": (
        SaidIn.MAP,
        lambda c: name_supporter(c.pk, name=BAD, relation="", ease=Ease.EASY, by=nadia()),
    ),
    "conversations_supporter.relation": (SaidIn.MAP, _changed_supporter),
    "plans_goal.words": (SaidIn.GOAL, lambda c: set_goal(c.pk, words=BAD, by=nadia())),
    "plans_step.words": (SaidIn.STEP, lambda c: _step(c, words=BAD)),
    "plans_step.who": (SaidIn.STEP, lambda c: _step(c, who="Her ex, who beat her up")),
    "connections_connection.draft": (SaidIn.LINE, _line),
    "connections_optionlist.asked": (SaidIn.SEARCH, _search),
    "connections_disclosure.note": (SaidIn.PARTNER, _partners_note),
    "feedback_practicemessage.text": (SaidIn.PRACTICE, lambda c: _practice(c, requested=BAD)),
    "people_contactway.times": (SaidIn.TIMES, _times),
    "people_proxy.name": (SaidIn.SPEAKER, lambda c: _proxy(c, name="Carl, who hits her")),
    "people_proxy.relation": (SaidIn.SPEAKER, lambda c: _proxy(c, relation="frightened of him")),
    "consent_decision.about": (SaidIn.DECISION, lambda c: _decision(c, about=BAD)),
    "consent_decision.note": (SaidIn.DECISION, lambda c: _decision(c, note=BAD)),
    "consent_decision.decided_by": (
        SaidIn.DECISION,
        lambda c: _decision(c, decided_by="Carl, she is frightened of him"),
    ),
    "diary_appointment.place": (SaidIn.PLACE, _place),
    "access_brokenglass.words": (SaidIn.SEALED, _sealed),
}
# Read elsewhere, or nothing that anybody writes of a person.
BEFORE_A_CASE = {  # by the pause, and below
    *("referrals_referral.words", "referrals_referral.danger_elsewhere"),
    *("referrals_referral.referred_by", "referrals_referral.times", "referrals_referral.answer"),
    *("referrals_referral.question", "referrals_referral.decision_note"),
    *("referrals_referral.passed_to", "people_person.not_told", "people_address.lines"),
}
NOT_WRITTEN_OF_THEM = {
    "safety_mention.words", "safety_look.words",  # the danger itself
    "safety_concern.words", "safety_concern.outcome_words",  # a concern is danger already
    "people_person.given_name", "people_person.family_name", "people_person.search_name",
    "people_contactway.value", "people_person.helps", "measures_asking.items",
    "connections_optionlist.answer",  # from the directory
    "connections_disclosure.lines",  # heeded line by line, and asked about before they go
    "connections_disclosure.asks", "connections_disclosure.partner", "connections_disclosure.to",
    "messaging_message.body", "messaging_message.subject", "messaging_message.to",  # made by us
    "messaging_message.secret",
}  # fmt: skip


def test_every_text_about_a_person_is_heeded_or_named_here() -> None:
    """A new field in which something can be written has to be thought about."""
    free = {
        f"{model._meta.db_table}.{field.name}"
        for model in person_tables()
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        and model.field_classes[field.name] in ("personal", "special")
        and (field.max_length or 99) > 20
    }
    known = {*SAID, *BEFORE_A_CASE, *NOT_WRITTEN_OF_THEM}
    assert free - known == set()
    assert {name for name in SAID if name not in free} == set()


def owed_about(person_id: UUID) -> dict[str, tuple[UUID | None, str]]:
    """What is owed about danger: by kind, whose it is and by when."""
    with acting_as(staff_actor("ruth")):
        rows = Task.objects.filter(person_id=person_id, state="open", kind__endswith="danger")
        return {row.kind: (row.owner_id, str(row.due_on)) for row in rows}


def heard(person_id: UUID) -> list[tuple[str, str]]:
    with acting_as(staff_actor("ruth")):
        rows = Mention.objects.filter(person_id=person_id, settled_at=None)
        return list(rows.values_list("said_in", "words"))


@pytest.mark.parametrize("field", SAID)
def test_danger_in_it_is_kept_marks_the_case_and_is_owed_a_look_the_same_day(
    case: Case, field: str
) -> None:
    said_in, write = SAID[field]
    today = str(clock.working_day_from(clock.now()))
    write(case)
    town.run_deliveries()
    ((where, words),) = heard(case.person_id)
    assert where == said_in
    assert words
    with acting_as(nadia()):
        assert Case.objects.one(case.pk).at_risk
    hers, ruths = nadia().memberships[0].id, staff_actor("ruth").memberships[0].id
    assert owed_about(case.person_id) == {
        "danger": (hers, today),
        "decide_danger": (ruths, today),
    }


@pytest.mark.parametrize(("hour", "due"), [(11, "2026-12-04"), (18, "2026-12-07")])
def test_what_is_said_in_the_evening_is_owed_on_the_next_working_day(
    case: Case, hour: int, due: str
) -> None:
    with time_machine.travel(datetime(2026, 12, 4, hour, tzinfo=UTC)):  # a Friday
        talked(case, words=BAD)
    assert {by for _, by in owed_about(case.person_id).values()} == {due}


def test_without_such_words_nothing_is_owed(case: Case) -> None:
    talked(case, words="I used to sing, better without the stairs.")
    set_goal(case.pk, words="Find a way out of debt", by=nadia())
    assert not heard(case.person_id)
    assert not owed_about(case.person_id)


def a_referral(words: str = "Lives alone.") -> Referral:
    town.fill()
    receipt = referred(words=words)
    town.run_deliveries()
    with acting_as(staff_actor("ruth")):
        row: Referral = Referral.objects.one(receipt.referral_id)
    return row


REFUSALS: dict[str, tuple[SaidIn, Callable[[UUID], object]]] = {
    "return": (
        SaidIn.RETURN,
        lambda one: return_to_referrer(
            one, reason=ReturnReason.MORE_SUPPORT, note=BAD, by=staff_actor("tom")
        ),
    ),
    "pass on": (
        SaidIn.RETURN,
        lambda one: pass_on(one, to="The crisis team", note="They know.", by=staff_actor("tom")),
    ),
    "question": (SaidIn.QUESTION, lambda one: ask_more(one, question=BAD, by=staff_actor("tom"))),
}


@pytest.mark.parametrize("verb", REFUSALS)
def test_where_nobody_holds_a_case_a_supervisor_is_to_look(verb: str) -> None:
    row = a_referral()
    said_in, write = REFUSALS[verb]
    with time_machine.travel(NOON):
        write(row.pk)
        town.run_deliveries()
    assert [where for where, _ in heard(row.person_id)] == [said_in]
    ruths = staff_actor("ruth").memberships[0].id
    assert owed_about(row.person_id) == {"decide_danger": (ruths, "2026-12-02")}


def test_danger_of_the_referral_is_a_supervisors_too_once_somebody_is_taken_on() -> None:
    town.fill()
    case = taken_on(words=f"Lives alone. {BAD}")
    assert heard(case.person_id) == [("referral", BAD)]
    assert set(owed_about(case.person_id)) == {"decide_danger"}  # who holds it rings that day


def test_danger_in_another_referral_of_somebody_reaches_a_supervisor_at_once(case: Case) -> None:
    receipt = referred(words=f"Sees nobody. {BAD}", contacts=PHONE)
    say(receipt, Danger.NO, by=staff_actor("amara"))
    link_to_known(receipt.referral_id, known_id=case.person_id, by=nadia())
    town.run_deliveries()
    assert heard(case.person_id) == [("referral", BAD)]
    assert set(owed_about(case.person_id)) == {"decide_danger"}
