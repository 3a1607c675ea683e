"""Danger ends by a supervisor's word, with why, and by nothing else that happens."""

from datetime import timedelta

import pytest

from linkwell.access.scope import acting_as
from linkwell.cases.actions import close, hand_over
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.people.actions import note_death, undo_death
from linkwell.plans.actions import set_goal
from linkwell.referrals.actions.deciding import return_to_referrer
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import ReturnReason
from linkwell.safety.actions import settle_danger, still_in_danger
from linkwell.safety.models import Look, Mention
from linkwell.tasks.actions import finish
from linkwell.tasks.models import Task
from linkwell.tasks.queries import open_tasks
from tests import town
from tests.actions.talking import back_again, events, referred, state_of, taken_on, talked

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

BAD = "Some nights I want to die."
SAFE = "We spoke: it was a song, she is safe."


@pytest.fixture
@town.story
def case() -> Case:
    """In danger, by what was said in a talk."""
    town.fill()
    found = taken_on()
    talked(found, words=BAD)
    return found


def at_risk(case: Case) -> bool:
    with acting_as(staff_actor("ruth")):
        return bool(Case.objects.one(case.pk).at_risk)


def owed(case: Case) -> dict[str, Task]:
    with acting_as(staff_actor("ruth")):
        rows = Task.objects.filter(person_id=case.person_id, state="open", kind__endswith="danger")
        return {row.kind: row for row in rows}


def over(case: Case, who: str = "ruth", words: str = SAFE) -> Look:
    look: Look = settle_danger(case.person_id, words=words, by=staff_actor(who))
    town.run_deliveries()
    return look


@pytest.mark.parametrize("who", ["nadia", "tom", "amara", "marcus", "helen", "kieran"])
def test_nobody_but_a_supervisor_says_that_it_is_over(case: Case, who: str) -> None:
    with pytest.raises(NotThere):
        over(case, who)
    with pytest.raises(NotThere):
        still_in_danger(
            case.person_id, words="A plan.", again_on=clock.today(), by=staff_actor(who)
        )
    assert at_risk(case)


@pytest.mark.parametrize("words", ["", "  "])
def test_it_is_not_over_without_a_line_of_words(case: Case, words: str) -> None:
    with pytest.raises(InputAtFault, match="why"):
        over(case, words=words)
    assert at_risk(case)


def test_a_supervisors_word_ends_it_everywhere(case: Case) -> None:
    look = over(case)
    assert not at_risk(case)
    assert not owed(case)
    with acting_as(staff_actor("nadia")):
        assert not Mention.objects.filter(settled_at=None).exists()
        assert Look.objects.one(look.pk).words == SAFE
    assert [one.data["is_over"] for one in events(case, "DangerLookedAt")] == [True]
    assert SAFE not in str([one.data for one in events(case, "DangerLookedAt")])
    close(case.pk, because=Because.COMPLETED, by=staff_actor("nadia"))
    with pytest.raises(WrongState, match="meanwhile"):
        over(case)


def test_who_holds_the_case_says_that_she_has_made_sure_and_it_stays_open(case: Case) -> None:
    finish(owed(case)["danger"].pk, by=staff_actor("nadia"))
    town.run_deliveries()
    assert at_risk(case)
    assert set(owed(case)) == {"decide_danger"}
    with pytest.raises(WrongState, match="doing it"):
        finish(owed(case)["decide_danger"].pk, by=staff_actor("ruth"))


def test_while_there_is_danger_a_supervisor_looks_again_on_her_day(case: Case) -> None:
    again = clock.today() + timedelta(days=3)
    still_in_danger(case.person_id, words="A plan.", again_on=again, by=staff_actor("ruth"))
    town.run_deliveries()
    assert at_risk(case)
    assert owed(case)["decide_danger"].due_on == again
    talked(case, words="I have a plan to take pills.")  # new words are not left until then
    assert owed(case)["decide_danger"].due_on == clock.working_day_from(clock.now())


@pytest.mark.parametrize("days", [0, 29])
def test_she_does_not_put_it_off_for_long(case: Case, days: int) -> None:
    day = clock.today() + timedelta(days=days)
    with pytest.raises(InputAtFault, match="four weeks"):
        still_in_danger(case.person_id, words="A plan.", again_on=day, by=staff_actor("ruth"))


def test_the_same_words_in_the_same_place_count_once_and_in_another_again(case: Case) -> None:
    over(case)
    goal = set_goal(case.pk, words=BAD, by=staff_actor("nadia"))
    town.run_deliveries()
    assert at_risk(case)
    assert set(owed(case)) == {"danger", "decide_danger"}
    with acting_as(staff_actor("nadia")):
        (open_one,) = Mention.objects.filter(settled_at=None)
    assert (open_one.said_in, open_one.about_id) == ("goal", goal.pk)


def test_whoever_takes_over_owes_the_look_and_the_supervisor_still_decides(case: Case) -> None:
    tom, ruth = (staff_actor(who).memberships[0].id for who in ("tom", "ruth"))
    hand_over(case.pk, to=tom, by=staff_actor("nadia"))
    town.run_deliveries()
    owners = {kind: task.owner_id for kind, task in owed(case).items()}
    assert owners == {"danger": tom, "decide_danger": ruth}


def test_a_supervisor_who_ends_the_story_still_has_to_say_that_it_is_over(case: Case) -> None:
    with pytest.raises(WrongState, match="supervisor"):
        close(case.pk, because=Because.MOVED, by=staff_actor("nadia"))
    close(case.pk, because=Because.MOVED, by=staff_actor("ruth"))
    town.run_deliveries()
    assert (state_of(case), at_risk(case)) == ("closed", True)
    assert set(owed(case)) == {"danger", "decide_danger"}


def test_a_new_story_knows_what_nobody_settled_in_the_one_before(case: Case) -> None:
    close(case.pk, because=Because.MOVED, by=staff_actor("ruth"))
    town.run_deliveries()
    back = back_again(case.person_id, staff_actor("tom"))
    tom = staff_actor("tom").memberships[0].id
    assert at_risk(back)
    assert owed(back)["danger"].owner_id == tom
    over(back)
    assert not at_risk(back)
    assert not at_risk(case)


def test_consent_taken_back_ends_the_story_and_not_the_danger(case: Case) -> None:
    withdraw(case.person_id, how=HowAsked.PHONE, by=staff_actor("nadia"))
    town.run_deliveries()
    assert set(owed(case)) == {"danger", "decide_danger"}
    settle_danger(case.person_id, words="Her sister is with her.", by=staff_actor("ruth"))
    assert not owed(case)


def test_after_a_death_nobody_is_to_look_and_after_a_mistake_somebody_is_again(case: Case) -> None:
    note_death(case.person_id, on=clock.today(), by=staff_actor("nadia"))
    town.run_deliveries()
    assert not owed(case)
    undo_death(case.person_id, by=staff_actor("ruth"))
    town.run_deliveries()
    assert set(owed(case)) == {"danger", "decide_danger"}


def test_what_was_said_before_a_story_began_is_open_in_it() -> None:
    """A referral went back with words of danger; they are referred again, and taken on."""
    town.fill()
    receipt = referred()
    with acting_as(staff_actor("ruth")):
        person_id = Referral.objects.one(receipt.referral_id).person_id
    return_to_referrer(
        receipt.referral_id, reason=ReturnReason.MORE_SUPPORT, note=BAD, by=staff_actor("tom")
    )
    town.run_deliveries()
    with acting_as(staff_actor("ruth")):
        assert [one.kind for one in open_tasks(person_id=person_id)] == ["decide_danger"]
    case = back_again(person_id, staff_actor("nadia"))
    assert at_risk(case)
    assert set(owed(case)) == {"danger", "decide_danger"}
