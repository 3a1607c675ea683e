"""What a new link worker stumbled over in her first week, and does no more: docs/first-week.md."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections.actions import answer as answer_as_group
from linkwell.connections.actions import show_options
from linkwell.connections.rules import PartnerAnswer
from linkwell.demo.seed import staff_actor
from linkwell.diary.actions import NewTalk, plan_talk
from linkwell.diary.rules import Where
from linkwell.directory.models import Service
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID, new_id
from linkwell.people.actions import note_death
from linkwell.plans.actions import set_goal
from linkwell.tasks.actions import raise_task
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import owed, taken_on, talked
from tests.actions.test_connections import partner, sent
from tests.pages.people import client_of
from tests.pages.places import answer as an_answer
from tests.pages.test_link_worker import read

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def nadia() -> Client:
    town.fill()
    return client_of("nadia", town.person_ids())


def test_a_supervisor_sees_the_tasks_she_owns_about_a_colleagues_people(nadia: Client) -> None:
    case, ruth = taken_on(), staff_actor("ruth")
    raise_task(
        TaskKind.CLOSE_GENTLY,
        cause=new_id(),
        about_id=case.pk,
        person_id=case.person_id,
        service_id=case.service_id,
        owner_id=ruth.memberships[0].id,
        due=clock.today(),
        by=ruth,
    )
    page = read(client_of("ruth", town.person_ids()), "today")
    assert "No word since the letter" in page
    assert "First talk" not in page  # that is for whoever holds the case


def test_a_group_that_is_full_has_answered_and_is_not_among_the_quiet(nadia: Client) -> None:
    _, told = sent(staff_actor("nadia"))
    answer_as_group(told.pk, PartnerAnswer.FULL, by=partner(told))
    town.run_deliveries()
    page = read(nadia, "today")
    answers = page[page.index("Answers that came back") :]
    assert "They said full or not right: choose another" in answers.split("<h2")[0]


def test_the_story_tells_goals_in_words_and_the_first_conversation_once(nadia: Client) -> None:
    case = taken_on()
    talked(case)
    set_goal(case.pk, words="I want to sing again.", by=staff_actor("nadia"))
    story = read(nadia, "case", case.pk)
    entries = story[: story.index("Una’s plan")]
    assert "Set a goal “I want to sing again.”" in entries
    assert "First conversation" in entries
    assert "First talk" not in entries


def test_what_was_agreed_stands_on_the_list_in_its_own_words(nadia: Client) -> None:
    case = taken_on()
    talked(case, next_step="Look at choirs", next_on=clock.today())
    for name, args in (("today", ()), ("case", (case.pk,))):
        assert "Look at choirs" in read(nadia, name, *args)


def test_a_referral_taken_on_is_not_to_be_decided_again(nadia: Client) -> None:
    case = taken_on()
    raise_task(
        TaskKind.TRIAGE,
        cause=new_id(),
        about_id=case.referral_id,
        person_id=case.person_id,
        service_id=case.service_id,
        due=clock.today(),
        by=staff_actor("nadia"),
    )
    assert TaskKind.TRIAGE in owed(case)
    assert "Read and decide" not in read(nadia, "case", case.pk)


def test_nobody_is_asked_to_ring_somebody_who_died(nadia: Client) -> None:
    case = taken_on()
    note_death(case.person_id, on=clock.today(), by=staff_actor("nadia"))
    story = read(nadia, "case", case.pk)  # before anything else has followed from it
    assert "Ring Una" not in story
    assert "Find options" not in story
    assert "How to reach Una" not in story
    town.run_deliveries()
    assert "A death: talk with your supervisor" in read(nadia, "case", case.pk)


def test_how_to_ask_for_a_safe_way_is_one_press_away(nadia: Client) -> None:
    case = taken_on()
    raise_task(
        TaskKind.ASK_SAFE_WAY,
        cause=new_id(),
        about_id=case.pk,
        person_id=case.person_id,
        service_id=case.service_id,
        due=clock.today(),
        by=staff_actor("nadia"),
    )
    page = read(nadia, "case", case.pk)
    assert "Ask Una: Ask how it is safe to reach them" in page


def another_list(case_id: UUID) -> None:
    """Options shown after the choice, of which none is chosen yet."""
    nadia = staff_actor("nadia")
    with acting_as(nadia):
        answer = an_answer()
        other = str(Service.objects.get(name="Towpath Walkers").pk)
        answer["options"][0]["service_id"] = other  # type: ignore[index]
        asked = {"need": [], "text": "", "near": ""}
        show_options(case_id, asked=asked, answer=answer, by=nadia)


def test_others_are_offered_only_once_the_first_has_been_silent(nadia: Client) -> None:
    connection, _ = sent(staff_actor("nadia"))
    another_list(connection.case_id)
    now = read(nadia, "connection", connection.pk)
    assert "will read" in now
    assert "that could fit" not in now
    assert "Write down what came of it" not in now
    with time_machine.travel(clock.now() + timedelta(days=8)):
        town.run_deliveries()
        later = read(client_of("nadia", town.person_ids()), "connection", connection.pk)
    assert "will read" not in later
    assert "Another that could fit" in later


def test_the_words_for_unknown_callers_are_reached_from_today(nadia: Client) -> None:
    assert "What to say to a caller you do not know" in read(nadia, "today")


def test_a_persons_own_page_tells_of_the_talk_that_is_planned(nadia: Client) -> None:
    people = town.person_ids()
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=people["maureen"])
    later = clock.now() + timedelta(days=3)
    plan_talk(case.pk, NewTalk(later, Where.PHONE), by=staff_actor("nadia"))
    page = read(client_of("maureen", people), "me")
    assert "A talk with Nadia" in page
    assert "Nadia rings you" in page


def test_what_comes_up_is_folded_where_it_is_long_and_other_things_wait(nadia: Client) -> None:
    cases = [taken_on(given_name=f"Una{number}") for number in range(9)]
    page = nadia.get(reverse("today")).content.decode()
    assert len(cases) > page.count("<details") == 1
    assert "Coming up: " in page
