"""What the pages of reaching, talking and planning say; and what their forms ask for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from linkwell.conversations.events import ContactRecorded, NeedMoved, NeedRaised, TriedToReach
from linkwell.conversations.models import Contact, RaisedNeed, Supporter
from linkwell.conversations.queries import Reaching
from linkwell.conversations.reaching import NextTry, Outcome, Part, Stage, Tried
from linkwell.conversations.rules import NEED, Attendance, Ease, Mode, NeedState, RaisedBy
from linkwell.diary.events import AppointmentEnded, InterpreterSaid, TalkPlanned
from linkwell.diary.rules import AppointmentState, Interpreter, Where
from linkwell.kernel import clock
from linkwell.kernel.clock import LONDON
from linkwell.kernel.events import DomainEvent
from linkwell.kernel.ids import new_id
from linkwell.measures.events import MeasureAnswered, MeasureOffered, PulsesOffered
from linkwell.measures.packs import PULSE, packs
from linkwell.measures.rules import Offered
from linkwell.measures.rules import Stage as MeasureStage
from linkwell.needs.rules import Need
from linkwell.plans.events import GoalMoved, NearnessSaid, PlanCopyGiven, StepAgreed
from linkwell.plans.rules import CopyBy, GoalState, Whose
from linkwell.web.link_worker.appointments import PlanTalkForm
from linkwell.web.link_worker.conversation_forms import (
    GROUPS,
    ConversationForm,
    SupporterForm,
    ticks_initial,
)
from linkwell.web.link_worker.conversation_words import (
    MOVES,
    map_says,
    mentioned,
    ordinal,
    raised_words,
    remembered,
    supporter_lines,
)
from linkwell.web.link_worker.plan_forms import StepForm
from linkwell.web.link_worker.reach_words import BUTTONS, advice
from linkwell.web.questions import QuestionsForm
from linkwell.web.stories.telling import Context, Told
from linkwell.web.timeline import _TELLERS

NOW = datetime(2026, 5, 19, 10, 30, tzinfo=LONDON)
CASE = new_id()


def told(event: DomainEvent, **words: Any) -> Told:
    context = Context(words={event.subject_id: words["words"]} if words else {})
    return _TELLERS[event.name](event.subject_id, event.data(), context)


def said(event: type[DomainEvent], **data: Any) -> Told:
    return told(event(**{"subject_id": new_id(), "case_id": CASE, **data}))


def contact(**data: Any) -> ContactRecorded:
    known: dict[str, Any] = {
        "attendance": Attendance.MET,
        "number": 2,
        "mode": None,
        "minutes": 50,
        "next_on": NOW.date(),
    }
    return ContactRecorded(subject_id=new_id(), case_id=CASE, **{**known, **data})


def test_a_talk_is_told_in_the_persons_own_words() -> None:
    line = told(contact(), words="I used to sing.")
    assert (line.title, line.words) == ("Second conversation", "I used to sing.")
    assert "50 minutes" in line.text


@pytest.mark.parametrize("attendance", [Attendance.THEY_COULD_NOT, Attendance.I_COULD_NOT])
def test_who_could_not_come_is_not_blamed(attendance: Attendance) -> None:
    line = told(contact(attendance=attendance, number=None, minutes=None))
    assert "couldn’t" in line.title
    assert "attend" not in line.title + line.text


EVENTS: list[tuple[type[DomainEvent], dict[str, Any]]] = [
    *[(TriedToReach, {"outcome": outcome, "count": 1}) for outcome in Outcome],
    *[(NeedMoved, {"need": Need.FOOD, "state": state}) for state in NeedState],
    *[
        (NeedRaised, {"need": need, "raised_by": RaisedBy.PERSON, "contact_id": None})
        for need in (*Need, None)
    ],
    *[(GoalMoved, {"state": state}) for state in GoalState],
    *[(StepAgreed, {"whose": whose, "by_day": NOW.date()}) for whose in Whose],
    *[(PlanCopyGiven, {"how": how}) for how in CopyBy],
    (NearnessSaid, {"near": 3}),
    *[(MeasureOffered, {"stage": MeasureStage.START, "how": how}) for how in Offered],
    *[(PulsesOffered, {"how": how}) for how in Offered],
    (MeasureAnswered, {"stage": MeasureStage.END, "answered": 0, "refused": 4}),
    (MeasureAnswered, {"stage": MeasureStage.END, "answered": 3, "refused": 1}),
    *[
        (TalkPlanned, {"at": NOW, "where": where, "interpreter": Interpreter.NEEDED})
        for where in Where
    ],
    *[(InterpreterSaid, {"at": NOW, "interpreter": one}) for one in Interpreter],
    *[(AppointmentEnded, {"state": state}) for state in AppointmentState],
]


@pytest.mark.parametrize(("event", "data"), EVENTS, ids=lambda one: getattr(one, "__name__", ""))
def test_every_fact_is_told_in_plain_words(event: type[DomainEvent], data: dict[str, Any]) -> None:
    line = said(event, **data)
    assert line.title
    assert "_" not in line.title + line.text


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ({"to_person": False, "reader": "group"}, "Wrote to the group"),
        ({"to_person": False, "reader": "team"}, "Wrote to a colleague on duty"),
        ({"to_person": True, "reader": "person"}, "Wrote to them"),
        ({"to_person": False}, "Wrote to the practice"),  # as events said it once
        ({"to_person": True}, "Wrote to them"),
    ],
)
def test_a_story_says_who_was_written_to(data: dict[str, Any], title: str) -> None:
    line = _TELLERS["MessageSent"](new_id(), {"channel": "email", **data}, Context(words={}))
    assert (line.title, line.text) == (title, "By e-mail.")


def test_a_pulse_that_was_answered_is_not_told_at_all() -> None:
    assert "PulsesAnswered" not in _TELLERS
    assert "PulsesDrawn" not in _TELLERS


@pytest.mark.parametrize(
    ("number", "word"), [(1, "First"), (9, "Ninth"), (10, "10th"), (11, "11th"), (22, "22nd")]
)
def test_talks_are_counted_in_words(number: int, word: str) -> None:
    assert ordinal(number) == word


def raised(by: RaisedBy, **contact: Any) -> str:
    row = RaisedNeed(code=Need.FOOD, raised_by=by)
    row.contact = Contact(number=1, at=NOW, **contact) if contact is not None else None
    return raised_words(row, "Maureen", "Dr Amara Osei, GP")


def test_who_raised_a_need_and_when_is_said() -> None:
    assert raised(RaisedBy.PERSON) == "Raised by Maureen, first conversation."
    referrer = "Raised by Dr Amara Osei, in the referral. Maureen agrees, first conversation."
    assert raised(RaisedBy.REFERRER) == referrer
    assert "link worker" in raised(RaisedBy.LINK_WORKER)
    assert "somebody else" in raised(RaisedBy.SOMEBODY_ELSE)


def test_every_move_of_a_need_has_a_button() -> None:
    assert set(MOVES) == {move.name for move in NEED.moves}


def test_what_the_referral_speaks_of_is_named_until_it_is_ticked() -> None:
    heard = [Need.GRIEF, Need.FOOD]
    assert mentioned(heard, []) == "Loss and grief, Food and fuel"
    assert mentioned(heard, [RaisedNeed(code=Need.GRIEF)]) == "Food and fuel"


def test_the_map_is_told_in_words_too() -> None:
    people = [
        Supporter(name="Pat", relation="Next door", ease=Ease.EASY),
        Supporter(name="Jean", ease=Ease.NOT_NOW),
    ]
    assert map_says(people) == "Support map. Easy to ask: Pat. Not easy now: Jean."
    assert map_says([]) == "Support map. Nobody is named yet."
    assert [line.about for line in supporter_lines(people)] == [
        "Next door. Easy to ask.",
        "Not easy now.",
    ]


def test_the_last_words_are_those_of_the_newest_talk_that_has_any() -> None:
    talks = [Contact(number=2, at=NOW, words=""), Contact(number=1, at=NOW, words="I sing.")]
    found = remembered(talks)
    assert found is not None
    assert (found.words, found.when) == ("I sing.", "Tue 19 May, first conversation")
    assert remembered([]) is None


def where_it_stands(stage: Stage, tries: int = 0, part: Part = Part.MORNING) -> Reaching:
    made = tuple(Tried(NOW, Outcome.NO_ANSWER) for _ in range(tries))
    letter_at = NOW if stage in (Stage.WAITING, Stage.DECIDE) else None
    later = NextTry((clock.now() + timedelta(days=3)).date(), part)
    return Reaching(made, made, letter_at, stage, later)


def test_the_advice_says_when_and_why() -> None:
    first = advice(where_it_stands(Stage.TRYING), "", asked=True)
    assert first[0].startswith("By ")
    again = advice(where_it_stands(Stage.TRYING, 2, Part.EVENING), "", asked=True)
    assert "after 5pm" in again[0]
    assert any("outside 9 to 5" in line for line in again)
    assert "Write to them now" in advice(where_it_stands(Stage.WRITE, 3), "", asked=True)[0]
    assert "They have until" in advice(where_it_stands(Stage.WAITING), "", asked=True)[0]


def test_words_about_times_that_nobody_can_read_are_shown_as_they_are() -> None:
    lines = advice(where_it_stands(Stage.TRYING), "When the bins are out", asked=False)
    assert "They said: “When the bins are out”. That goes first." in lines
    assert any("Nobody has asked yet" in line for line in lines)


def test_every_outcome_is_one_tap() -> None:
    assert BUTTONS[0].outcome == Outcome.SPOKE
    assert {one.outcome for one in BUTTONS} == set(Outcome)


def form(**data: Any) -> ConversationForm:
    sent = QueryDict(mutable=True)
    known = {"attendance": "met", "step": "Talk again", "when": "in a week", "was": ""}
    for name, value in {**known, **data}.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return ConversationForm(sent, given_name="Maureen")


def test_only_whether_they_met_and_the_next_step_are_asked_for() -> None:
    found = form()
    assert found.is_valid()
    talk = found.said()
    assert (talk.attendance, talk.next_step) == (Attendance.MET, "Talk again")
    assert (talk.minutes, talk.mode, talk.words) == (None, None, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [("attendance", ""), ("step", ""), ("when", ""), ("minutes", "lots"), ("minutes", "900")],
)
def test_what_is_missing_or_cannot_be_read_is_asked_again(name: str, value: str) -> None:
    assert not form(**{name: value}).is_valid()


def test_own_words_go_before_a_ready_made_step() -> None:
    found = form(next_step="Look at choirs", mode=str(Mode.HOME))
    assert found.is_valid()
    assert found.said().next_step == "Look at choirs"
    assert found.said().mode is Mode.HOME


def test_a_forged_mode_or_need_is_left_out() -> None:
    found = form(mode="pigeon", was="food nonsense", needs_money=["food"])
    assert found.is_valid()
    assert found.said().mode is None
    assert found.said().needs.raised == ()


def test_ticks_are_read_against_what_was_shown() -> None:
    found = form(was="food grief", needs_people=["loneliness", "grief"])
    assert found.is_valid()
    ticks = found.said().needs
    assert (ticks.raised, ticks.dropped) == ((Need.LONELINESS,), (Need.FOOD,))


def test_every_need_stands_in_one_group() -> None:
    grouped = [need for _, needs in GROUPS.values() for need in needs]
    assert sorted(grouped) == sorted(Need)
    initial = ticks_initial([Need.FOOD])
    assert (initial["needs_money"], initial["was"]) == (["food"], "food")


def test_a_name_on_the_map_needs_to_be_so_easy_to_ask() -> None:
    assert not SupporterForm({"who": "Pat"}).is_valid()
    found = SupporterForm({"who": "Pat", "ease": "3"})
    assert found.is_valid()
    assert found.easily() is Ease.EASY


def test_somebody_else_has_a_name() -> None:
    sent = {"words": "Ring", "whose": "somebody_else", "when": "tomorrow"}
    assert not StepForm(sent, given_name="Maureen").is_valid()
    found = StepForm({**sent, "who": "Carl"}, given_name="Maureen")
    assert found.is_valid()
    assert found.said().who == "Carl"


@dataclass
class Sent:
    on: str = "tomorrow"
    time: str = "2pm"
    where: str = "phone"


@pytest.mark.parametrize(
    "sent", [Sent(on="soon"), Sent(time="half ten"), Sent(where="moon"), Sent(on="")]
)
def test_a_talk_has_a_day_a_time_and_a_place(sent: Sent) -> None:
    assert PlanTalkForm(vars(Sent()), needed=True).is_valid()
    assert not PlanTalkForm(vars(sent), needed=False).is_valid()


def test_whether_one_is_booked_is_asked_only_where_one_is_needed() -> None:
    assert "booked" in PlanTalkForm(needed=True).fields
    assert "booked" not in PlanTalkForm(needed=False).fields


def test_every_question_can_be_left_out() -> None:
    for pack in packs().values():
        items = pack.items[:2] if pack.id == PULSE else pack.items
        empty = QuestionsForm({}, items=items)
        assert not empty.is_valid()
        sent = {item.id: "rather_not" for item in items}
        found = QuestionsForm(sent, items=items)
        assert found.is_valid()
        assert set(found.said().values()) == {None}
