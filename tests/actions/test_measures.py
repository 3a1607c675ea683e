"""Measures: offered and answered once, a refusal kept; pulses only by the person's own link."""

import pytest

from linkwell.access.links import open_link
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections.actions import answer as answer_as_partner
from linkwell.connections.actions import give_account
from linkwell.connections.rules import Answer as Said
from linkwell.connections.rules import PartnerAnswer, Question, Source
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, LinkwellError, NotThere, WrongState
from linkwell.kernel.ids import UUID
from linkwell.measures.actions import (
    Texting,
    answer,
    offer_measure,
    open_questions,
    print_pulses,
)
from linkwell.measures.models import Answer, Asking, Happened
from linkwell.measures.packs import PULSE
from linkwell.measures.queries import pulses_waiting, sheet_out, taken
from linkwell.measures.rules import DRAWN, Offered, Stage, due_pulses
from linkwell.messages.models import Message
from linkwell.people.actions import note_death
from linkwell.people.rules import Channel, Safe
from linkwell.plans.actions import set_goal
from linkwell.referrals.rules import NewContact
from tests import town
from tests.actions.talking import events, taken_on, talked
from tests.actions.test_connections import partner, sent

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
TEXT = NewContact(Channel.TEXT, "07700 900418", Safe.YES)


@pytest.fixture
@town.story
def case() -> Case:
    town.fill()
    return taken_on(contacts=(TEXT,))


def asked(case: Case, pack: str = "ons4") -> Asking:
    return offer_measure(
        case.pk, pack, stage=Stage.START, how=Offered.TOGETHER, by=staff_actor("nadia")
    )


def drawn(case: Case, who: str = "nadia") -> Asking:
    talked(case, who)
    with acting_as(staff_actor(who)):
        found = pulses_waiting(case.pk)
    assert found is not None
    return found


def link_to(asking: Asking, how: Offered = Offered.SCREEN) -> Actor:
    link = open_questions(asking.pk, how=how, by=staff_actor("nadia"))
    actor = open_link(link.token, LinkPurpose.SURVEY)
    assert actor is not None
    return actor


def test_answers_are_kept_once_and_a_question_left_out_is_data(case: Case) -> None:
    asking, nadia = asked(case), staff_actor("nadia")
    said = {"satisfaction": 4, "worthwhile": 5, "happiness": None, "anxiety": 7}
    answer(asking.pk, said, by=nadia)
    with acting_as(nadia):
        (one,) = taken(case.pk)
    assert [score.value for score in one.scores] == [4, 5, None, 7]
    assert one.refused == 1
    assert events(case, "MeasureAnswered")[0].data["refused"] == 1
    with pytest.raises(WrongState):
        answer(asking.pk, said, by=nadia)


@pytest.mark.parametrize("wrong", [{}, {"satisfaction": 4}, {"satisfaction": 44}])
def test_what_is_no_answer_writes_nothing(case: Case, wrong: dict[str, int | None]) -> None:
    asking = asked(case)
    with pytest.raises(InputAtFault):
        answer(asking.pk, wrong, by=staff_actor("nadia"))
    with acting_as(staff_actor("nadia")):
        assert not Answer.objects.exists()


def test_what_was_answered_stands_in_no_event(case: Case) -> None:
    asking = asked(case)
    answer(asking.pk, dict.fromkeys(asking.items, 7), by=staff_actor("nadia"))
    data = events(case, "MeasureAnswered")[0].data
    assert set(data) == {"case_id", "stage", "answered", "refused"}


def test_two_pulses_are_drawn_after_each_talk_and_never_the_same_twice_running(case: Case) -> None:
    first = drawn(case)
    talked(case)
    with acting_as(staff_actor("nadia")):
        second = pulses_waiting(case.pk)
    assert second is not None
    assert len(first.items) == len(second.items) == 2
    assert not set(first.items) & set(second.items)


def due_after(case: Case) -> set[str]:
    """The pulses that can come after a talk now, whichever are drawn."""
    with acting_as(staff_actor("nadia")):
        what = Happened.objects.filter(case=case).values_list("what", flat=True)
        return set(due_pulses(4, happened=list(what)))


def drawn_in(case: Case, talks: int = 8) -> set[str]:
    """Every pulse that is drawn in so many talks, never more than two at a time."""
    items = set[str]()
    for _ in range(talks):
        found = drawn(case)
        assert len(found.items) <= DRAWN
        items |= set(found.items)
    return items


def is_drawn_at_last(case: Case, item: str) -> bool:
    """Chance draws it two times in seven: after sixty talks it was never due."""
    return any(item in drawn(case).items for _ in range(60))


def test_a_plan_is_asked_about_once_there_is_one(case: Case) -> None:
    talked(case)
    assert not {"P_CHOICE", "P_FIT"} & drawn_in(case)
    for words in ("I want to sing again.", "I want to see my sister."):
        set_goal(case.pk, words=words, by=staff_actor("nadia"))
        town.run_deliveries()
    assert "P_CHOICE" in due_after(case)
    assert is_drawn_at_last(case, "P_CHOICE")
    assert "P_FIT" not in due_after(case)
    assert len(events(case, "HappenedFirst")) == 1


def test_a_visit_is_asked_about_once_they_got_there() -> None:
    town.fill()
    row, told = sent(staff_actor("nadia"))
    answer_as_partner(told.pk, PartnerAnswer.YES, by=partner(told))
    town.run_deliveries()
    with acting_as(staff_actor("nadia")) as nadia:
        case: Case = Case.objects.one(row.case_id)
    assert "P_CHOICE" in due_after(case)  # something was chosen
    assert "P_FIT" not in due_after(case)
    give_account(row.pk, Question.VISIT, Said.YES, source=Source.PERSON, by=nadia)
    town.run_deliveries()
    assert "P_FIT" in due_after(case)
    assert is_drawn_at_last(case, "P_FIT")


def test_after_a_death_nothing_becomes_due_and_nothing_is_drawn(case: Case) -> None:
    talked(case)
    set_goal(case.pk, words="I want to sing again.", by=staff_actor("nadia"))
    note_death(case.person_id, on=clock.today(), by=staff_actor("nadia"))
    town.run_deliveries()
    with acting_as(staff_actor("nadia")):
        before = Asking.objects.filter(case=case).count()
    with pytest.raises(LinkwellError):
        talked(case)
    with acting_as(staff_actor("nadia")):
        assert Asking.objects.filter(case=case).count() == before


def test_a_pulse_is_answered_by_the_persons_own_link_and_by_nobody_else(case: Case) -> None:
    asking = drawn(case)
    said: dict[str, int | None] = dict.fromkeys(asking.items, 3)
    for who in ("nadia", "ruth", "tom"):
        with pytest.raises(NotThere):
            answer(asking.pk, said, by=staff_actor(who))
    answer(asking.pk, said, by=link_to(asking))
    assert events(case, "PulsesAnswered")[0].data == {"case_id": str(case.pk)}


def test_a_sheet_is_out_until_its_answers_are_typed_in(case: Case) -> None:
    nadia = staff_actor("nadia")
    sheet = offer_measure(case.pk, "ons4", stage=Stage.START, how=Offered.PAPER, by=nadia)
    for who in ("tom", "amara", "marcus"):
        with pytest.raises(NotThere), acting_as(staff_actor(who)):
            sheet_out(sheet.pk, by=staff_actor(who))
    with acting_as(nadia):
        assert sheet_out(sheet.pk, by=nadia).pk == sheet.pk
    answer(sheet.pk, dict.fromkeys(sheet.items, 5), by=nadia)
    with acting_as(nadia):
        with pytest.raises(NotThere):
            sheet_out(sheet.pk, by=nadia)
        (one,) = taken(case.pk)
    assert (one.how, one.on_paper) == (Offered.PAPER, None)


def may_type_in(asking: Asking, who: str) -> bool:
    """Whether she may, asked as the page does and by doing it."""
    by, said = staff_actor(who), dict.fromkeys(asking.items, 3)
    try:
        with acting_as(by):
            sheet_out(asking.pk, by=by)
    except NotThere:
        with pytest.raises(NotThere):
            answer(asking.pk, said, by=by)
        return False
    answer(asking.pk, said, by=by)
    return True


def test_a_pulse_on_paper_is_typed_in_by_a_supervisor_and_never_by_who_it_is_about(
    case: Case,
) -> None:
    pulse = drawn(case)
    assert not may_type_in(pulse, "ruth")  # it is not on paper
    print_pulses(pulse.pk, by=staff_actor("nadia"))
    for who in ("nadia", "tom", "amara", "helen", "marcus", "kieran"):
        assert not may_type_in(pulse, who)
    assert may_type_in(pulse, "ruth")
    assert not may_type_in(pulse, "ruth")  # once


def test_a_supervisor_types_in_no_pulse_about_herself(case: Case) -> None:
    ruth = staff_actor("ruth")
    pulse = drawn(case, "ruth")  # she covered, and the two questions are about that talk
    print_pulses(pulse.pk, by=staff_actor("nadia"))
    assert not may_type_in(pulse, "ruth")
    pulse = drawn(taken_on("ruth", given_name="Ola"), "ruth")
    print_pulses(pulse.pk, by=ruth)
    assert not may_type_in(pulse, "ruth")


def test_a_sheet_of_pulses_opens_nothing(case: Case) -> None:
    pulse, nadia = drawn(case), staff_actor("nadia")
    link = open_questions(pulse.pk, how=Offered.SCREEN, by=nadia)
    with pytest.raises(NotThere):
        open_questions(pulse.pk, how=Offered.PAPER, by=nadia)
    print_pulses(pulse.pk, by=nadia)
    assert open_link(link.token, LinkPurpose.SURVEY) is None
    with pytest.raises(NotThere):
        print_pulses(asked(case).pk, by=nadia)


def test_a_link_opens_its_own_questions_and_nothing_else_of_the_person(case: Case) -> None:
    other, asking = asked(case), drawn(case)
    link = link_to(asking)
    with acting_as(link):
        assert [row.pk for row in Asking.objects.all()] == [asking.pk]
    with pytest.raises(NotThere):
        answer(other.pk, dict.fromkeys(other.items), by=link)


def test_a_link_is_used_up_by_the_answers_and_by_a_newer_link(case: Case) -> None:
    asking, nadia = drawn(case), staff_actor("nadia")
    first = open_questions(asking.pk, how=Offered.TEXT, by=nadia)
    second = open_questions(asking.pk, how=Offered.SCREEN, by=nadia)
    assert open_link(first.token, LinkPurpose.SURVEY) is None
    actor = open_link(second.token, LinkPurpose.SURVEY)
    assert actor is not None
    answer(asking.pk, dict.fromkeys(asking.items), by=actor)
    with pytest.raises(WrongState):
        answer(asking.pk, dict.fromkeys(asking.items), by=actor)
    town.run_deliveries()
    assert open_link(second.token, LinkPurpose.SURVEY) is None
    with pytest.raises(WrongState):
        open_questions(asking.pk, how=Offered.SCREEN, by=nadia)


def test_by_text_the_guard_decides(case: Case) -> None:
    asking = drawn(case)
    texting = Texting("A few short questions. {link}", "http://here/q/{token}")
    open_questions(asking.pk, how=Offered.TEXT, by=staff_actor("nadia"), texting=texting)
    town.run_deliveries()
    with acting_as(staff_actor("nadia")):
        message = Message.objects.get(about_id=asking.pk)
    assert message.state in ("sent", "waiting")  # at night it waits
    assert "/q/" not in message.body


def test_a_pulse_is_no_measure_that_can_be_offered_by_name(case: Case) -> None:
    with pytest.raises(NotThere):
        asked(case, PULSE)
    with acting_as(staff_actor("nadia")):
        assert taken(case.pk) == []


@pytest.mark.parametrize("who", ["tom", "kieran", "amara", "helen"])
def test_nobody_else_offers_or_reads(case: Case, who: str) -> None:
    asking: UUID = asked(case).pk
    with pytest.raises(NotThere):
        open_questions(asking, how=Offered.SCREEN, by=staff_actor(who))
    with acting_as(staff_actor(who)):
        assert not Asking.objects.filter(pk=asking).exists()
