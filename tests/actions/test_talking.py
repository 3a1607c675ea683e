"""Writing down a talk: what follows from it, whose need it is, who they turn to."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connections

from linkwell.access.scope import acting_as
from linkwell.cases.actions import close
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.connections.actions import choose, nothing_suits, show_options
from linkwell.connections.models import Offer, OptionList
from linkwell.conversations.actions.supports import (
    change_supporter,
    name_supporter,
    remove_supporter,
)
from linkwell.conversations.actions.talk import correct_need, move_need, record_contact
from linkwell.conversations.models import Contact, RaisedNeed
from linkwell.conversations.queries import needs_of, supporters_of, words_said
from linkwell.conversations.rules import Attendance, Ease, RaisedBy, Ticks
from linkwell.demo.seed import staff_actor
from linkwell.directory.models import Service
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.kernel.ids import new_id
from linkwell.needs.rules import Need
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import events, owed, state_of, taken_on, talk, talked
from tests.pages.places import answer as an_answer

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
@town.story
def case() -> Case:
    town.fill()
    return taken_on()


def needs(case: Case) -> dict[str, RaisedNeed]:
    with acting_as(staff_actor("nadia")):
        return {row.code or row.own_word: row for row in needs_of(case.pk)}


def test_the_first_talk_begins_the_case_and_owes_what_was_agreed(case: Case) -> None:
    contact = talked(case)
    assert contact.number == 1
    assert state_of(case) == "active"
    due = owed(case)
    assert due[TaskKind.NEXT_STEP].about_id == contact.pk
    assert due[TaskKind.NEXT_STEP].due_on == contact.next_on
    assert TaskKind.FIRST_TALK not in due


def test_the_next_talk_replaces_what_was_agreed_before(case: Case) -> None:
    talked(case)
    second = talked(case, next_on=clock.today() + timedelta(days=14))
    assert second.number == 2
    assert owed(case)[TaskKind.NEXT_STEP].about_id == second.pk
    assert len(events(case, "CaseBegun")) == 1


@pytest.mark.parametrize("why", [Attendance.THEY_COULD_NOT, Attendance.I_COULD_NOT])
def test_who_did_not_meet_has_not_talked(case: Case, why: Attendance) -> None:
    contact = talked(case, attendance=why, words="")
    assert contact.number is None
    assert state_of(case) == "waiting"
    assert TaskKind.NEXT_STEP in owed(case)
    assert not needs(case)


def test_pressing_twice_writes_one_contact(case: Case) -> None:
    key, nadia = new_id(), staff_actor("nadia")
    record_contact(case.pk, talk(), key=key, by=nadia)
    record_contact(case.pk, talk(), key=key, by=nadia)
    assert len(events(case, "ContactRecorded")) == 1
    assert len(events(case, "NeedRaised")) == 1


def test_a_need_names_who_raised_it_and_at_which_contact(case: Case) -> None:
    contact = talked(case, needs=Ticks((Need.GRIEF, Need.FOOD), ()), own_need="The stairs")
    found = needs(case)
    assert found["food"].raised_by == RaisedBy.PERSON
    assert found["grief"].raised_by == RaisedBy.REFERRER  # "since her sister died"
    assert found["The stairs"].raised_by == RaisedBy.PERSON
    assert {row.contact_id for row in found.values()} == {contact.pk}
    assert {row.snomed for row in found.values()} == {""}


def test_a_need_goes_its_way_and_comes_up_again(case: Case) -> None:
    talked(case, needs=Ticks((Need.FOOD,), ()))
    talked(case, needs=Ticks((), (Need.FOOD,)))
    assert needs(case)["food"].state == "not_wanted"
    talked(case, needs=Ticks((Need.FOOD,), ()))
    nadia, row = staff_actor("nadia"), needs(case)["food"]
    assert row.state == "raised"
    assert move_need(row.pk, "planned", by=nadia).state == "in_plan"
    with pytest.raises(WrongState):
        move_need(row.pk, "planned", by=nadia)
    correct_need(row.pk, raised_by=RaisedBy.SOMEBODY_ELSE, said="Only on Fridays.", by=nadia)
    assert needs(case)["food"].said == "Only on Fridays."


def test_the_map_of_an_earlier_day_can_be_drawn_again(case: Case) -> None:
    nadia = staff_actor("nadia")
    pat = name_supporter(case.pk, name="Pat", relation="Next door", ease=Ease.EASY, by=nadia)
    before = clock.now()
    later = change_supporter(pat.pk, name="Pat", relation="Moved", ease=Ease.NOT_NOW, by=nadia)
    with acting_as(nadia):
        assert [one.ease for one in supporters_of(case.pk)] == [Ease.NOT_NOW]
        assert [one.ease for one in supporters_of(case.pk, at=before)] == [Ease.EASY]
    remove_supporter(later.pk, by=nadia)
    with acting_as(nadia):
        assert supporters_of(case.pk) == []


@pytest.mark.parametrize("where", ["words", "strengths", "own_need", "next_step"])
def test_words_of_danger_keep_a_case_from_ending_without_a_supervisor(
    case: Case, where: str
) -> None:
    talked(case, **{where: "Some days I want to end my life."})
    with pytest.raises(WrongState):
        close(case.pk, because=Because.COMPLETED, by=staff_actor("nadia"))
    close(case.pk, because=Because.COMPLETED, by=staff_actor("ruth"))


def test_nothing_is_written_into_a_case_that_has_ended(case: Case) -> None:
    talked(case)
    close(case.pk, because=Because.COMPLETED, by=staff_actor("nadia"))
    with pytest.raises(WrongState):
        talked(case)


@pytest.mark.parametrize("who", ["tom", "kieran", "amara", "helen", "marcus"])
def test_who_does_not_hold_the_case_writes_and_reads_nothing(case: Case, who: str) -> None:
    talked(case)
    with pytest.raises(NotThere):
        talked(case, who=who)
    with acting_as(staff_actor(who)):
        assert not Contact.objects.filter(case_id=case.pk).exists()


def test_what_was_said_stands_in_no_event(case: Case) -> None:
    contact = talked(case, words="I used to sing alto.", own_need="The stairs")
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select string_agg(data::text, '') from journal_event where person_id = %s",
            [case.person_id],
        )
        (told,) = cursor.fetchone()
    assert "alto" not in told
    assert "stairs" not in told
    with acting_as(staff_actor("nadia")):
        assert words_said(case.person_id) == {contact.pk: "I used to sing alto."}


def test_the_database_holds_each_rule_too(case: Case) -> None:
    contact = talked(case)
    for column, value in (("attendance", "perhaps"), ("number", None), ("mode", "pigeon")):
        with (
            pytest.raises(IntegrityError),
            acting_as(staff_actor("nadia")),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute(
                f"update conversations_contact set {column} = %s where id = %s",
                [value, contact.pk],
            )


def shown(case: Case, *needs: Need) -> OptionList:
    answer = an_answer()
    with acting_as(staff_actor("nadia")) as nadia:
        answer["options"][0]["service_id"] = str(Service.objects.all()[0].pk)  # type: ignore[index]
        return show_options(case.pk, asked={"need": list(needs)}, answer=answer, by=nadia)


def test_where_nothing_suited_the_need_that_was_asked_for_says_so(case: Case) -> None:
    talked(case, needs=Ticks((Need.LONELINESS, Need.MONEY, Need.GRIEF), ()))
    nadia = staff_actor("nadia")
    move_need(needs(case)["grief"].pk, "met", by=nadia)
    nothing_suits(shown(case, Need.LONELINESS, Need.GRIEF).pk, by=nadia)
    states = {code: row.state for code, row in needs(case).items()}
    assert states == {"loneliness": "no_service", "money": "raised", "grief": "met"}


def test_when_something_is_chosen_after_all_the_need_is_open_again(case: Case) -> None:
    talked(case, needs=Ticks((Need.LONELINESS, Need.MONEY), ()))
    nadia = staff_actor("nadia")
    nothing_suits(shown(case, Need.LONELINESS, Need.MONEY).pk, by=nadia)
    later = shown(case, Need.LONELINESS)
    with acting_as(nadia):
        choose(Offer.objects.get(option_list=later).pk, by=nadia)
    states = {code: row.state for code, row in needs(case).items()}
    assert states == {"loneliness": "raised", "money": "no_service"}
    assert [event.data["state"] for event in events(case, "NeedMoved")][-1] == "raised"
