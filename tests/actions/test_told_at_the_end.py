"""An ending owes the practice a word, until it has gone; and to nobody who may not be told."""

import pytest

from linkwell.access.models import Organisation
from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.cases.actions import close, reopen
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.conversations.actions.reach import end_unreached
from linkwell.demo.seed import staff_actor
from linkwell.feedback.actions import keep_from_practice, tell_practice
from linkwell.feedback.rules import About, Words
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import UUID
from linkwell.people.actions import note_death, undo_death
from linkwell.tables.writing import writing
from linkwell.tasks.actions import finish
from linkwell.tasks.queries import open_tasks
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import back_again, owed, taken_on
from tests.actions.test_reaching import later, unanswered

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
WORDS = Words(done="Sings on Thursdays.")
TELL = TaskKind.TELL_PRACTICE


@pytest.fixture
def nadia() -> Actor:
    town.fill()
    return staff_actor("nadia")


def ended(nadia: Actor, because: Because = Because.COMPLETED, case: Case | None = None) -> Case:
    case = case or taken_on()
    close(case.pk, because=because, by=nadia)
    town.run_deliveries()
    return case


def told(case: Case, nadia: Actor, about: About = About.END) -> None:
    tell_practice(case.pk, WORDS, about=about, by=nadia)
    town.run_deliveries()


OWING = [one for one in Because if one.practice_is_written_to]


@pytest.mark.parametrize("because", OWING)
def test_whoever_ends_a_story_owes_the_practice_a_word(nadia: Actor, because: Because) -> None:
    case = ended(nadia, because)
    task = owed(case)[TELL]
    assert (task.about_id, task.owner_id) == (case.pk, case.holder_id)
    assert task.due_on == clock.add_working_days(clock.today(), 2)


def test_it_is_done_when_the_message_goes_and_not_by_saying_so(nadia: Actor) -> None:
    case = ended(nadia)
    with pytest.raises(WrongState):
        finish(owed(case)[TELL].task_id, by=nadia)
    told(case, nadia)
    assert TELL not in owed(case)
    assert TaskKind.FILE_MESSAGE in owed(case)


def test_what_was_told_of_the_plan_is_no_word_of_the_end(nadia: Actor) -> None:
    case = taken_on()
    told(case, nadia, About.PLAN)
    assert TELL in owed(ended(nadia, case=case))


def test_what_was_told_before_it_ended_is_not_owed_again(nadia: Actor) -> None:
    case = taken_on()
    told(case, nadia)
    assert TELL not in owed(ended(nadia, case=case))


def test_an_ending_that_was_a_mistake_is_nothing_to_write_about(nadia: Actor) -> None:
    assert TELL not in owed(ended(nadia, Because.ADMIN_ERROR))


@pytest.mark.parametrize("office", ["office@oakmere.example", ""])
def test_whoever_could_not_be_reached_is_told_of_by_itself_where_there_is_an_office(
    nadia: Actor, office: str
) -> None:
    case = taken_on()
    unanswered(case)
    with writing():
        Organisation.objects.filter(name="Oakmere Surgery").update(email=office)
    with later(15):
        end_unreached(case.pk, by=nadia)
        town.run_deliveries()
        assert (TELL in owed(case)) is (office == "")


def test_whoever_is_back_is_not_written_about_and_the_next_end_owes_it_anew(nadia: Actor) -> None:
    case = taken_on()
    told(case, nadia)
    ended(nadia, case=case)
    reopen(case.pk, by=nadia)
    town.run_deliveries()
    assert TELL not in owed(case)
    ended(nadia, case=case)
    assert TELL in owed(case)
    reopen(case.pk, by=nadia)
    town.run_deliveries()
    assert TELL not in owed(case)


def test_who_comes_back_by_a_new_referral_leaves_it_owed(nadia: Actor) -> None:
    case = ended(nadia)
    again = back_again(case.person_id, nadia)
    task = owed(again)[TELL]
    assert task.about_id == case.pk
    told(case, nadia)
    assert TELL not in owed(again)


def test_a_word_of_another_story_finishes_nothing(nadia: Actor) -> None:
    case = ended(nadia)
    again = back_again(case.person_id, nadia)
    told(again, nadia)
    assert owed(again)[TELL].about_id == case.pk


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
def test_after_a_death_or_a_withdrawal_nobody_writes(nadia: Actor, hard: str) -> None:
    before, later = ended(nadia), taken_on(given_name="Vera")
    for case in (before, later):
        if hard == "death":
            note_death(case.person_id, on=clock.today(), by=nadia)
        else:
            withdraw(case.person_id, how=HowAsked.PHONE, by=nadia)
        town.run_deliveries()
        assert TELL not in owed(case)


def test_who_would_rather_that_the_practice_is_not_told_is_heard(nadia: Actor) -> None:
    case = ended(nadia)
    with pytest.raises(InputAtFault, match="Say how they said it"):
        keep_from_practice(case.pk, how=HowAsked.NOT_ASKED, by=nadia)
    keep_from_practice(case.pk, how=HowAsked.PHONE, by=nadia)
    town.run_deliveries()
    assert TELL not in owed(case)
    with pytest.raises(WrongState, match="do not want"):
        told(case, nadia)
    with pytest.raises(WrongState, match="already"):
        keep_from_practice(case.pk, how=HowAsked.PHONE, by=nadia)


def test_nobody_owes_it_who_may_not_tell(nadia: Actor) -> None:
    case = taken_on()
    keep_from_practice(case.pk, how=HowAsked.FACE_TO_FACE, by=nadia)
    assert TELL not in owed(ended(nadia, case=case))


@pytest.mark.parametrize("who", ["tom", "kieran", "amara", "helen"])
def test_nobody_else_says_so_for_them(nadia: Actor, who: str) -> None:
    case = taken_on()
    with pytest.raises(NotThere):
        keep_from_practice(case.pk, how=HowAsked.PHONE, by=staff_actor(who))


def test_a_word_is_owed_by_whoever_holds_them_now(nadia: Actor) -> None:
    case = ended(nadia)
    again = back_again(case.person_id, staff_actor("tom"))
    assert owed(again, "tom")[TELL].owner_id == again.holder_id


def test_a_death_that_is_taken_back_leaves_it_owed_of_each_story_as_before(nadia: Actor) -> None:
    first = ended(nadia)
    later = ended(nadia, case=back_again(first.person_id, nadia))
    note_death(first.person_id, on=clock.today(), by=nadia)
    town.run_deliveries()
    undo_death(first.person_id, by=staff_actor("ruth"))
    town.run_deliveries()
    assert owing(first) == {first.pk, later.pk}


def test_a_death_that_is_taken_back_owes_nothing_that_was_told_or_that_it_ended(
    nadia: Actor,
) -> None:
    case = ended(nadia)
    told(case, nadia)
    still_open = taken_on(given_name="Vera")
    for one in (case, still_open):
        note_death(one.person_id, on=clock.today(), by=nadia)
        town.run_deliveries()
        undo_death(one.person_id, by=staff_actor("ruth"))
        town.run_deliveries()
        assert not owing(one)


def owing(case: Case) -> set[UUID]:
    """Of which stories the practice is owed a word."""
    with acting_as(staff_actor("nadia")):
        tasks = open_tasks(person_id=case.person_id)
        return {one.about_id for one in tasks if one.kind is TELL}


def test_whoever_holds_a_story_that_a_colleague_ended_is_owed_one_look(nadia: Actor) -> None:
    case = taken_on()
    close(case.pk, because=Because.MOVED, by=staff_actor("ruth"))
    town.run_deliveries()
    task = owed(case)[TaskKind.ENDED_FOR_YOU]
    assert (task.owner_id, task.about_id) == (case.holder_id, case.pk)
    finish(task.task_id, by=nadia)
    assert TaskKind.ENDED_FOR_YOU not in owed(case)


def test_whoever_ended_it_herself_or_has_them_back_has_nothing_to_look_at(nadia: Actor) -> None:
    assert TaskKind.ENDED_FOR_YOU not in owed(ended(nadia))
    case = ended(staff_actor("ruth"), case=taken_on(given_name="Vera"))
    assert TaskKind.ENDED_FOR_YOU in owed(case)
    reopen(case.pk, by=nadia)
    town.run_deliveries()
    assert TaskKind.ENDED_FOR_YOU not in owed(case)
