"""A page of an ending that was opened before: what has come since, and who ended it, is seen."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.cases.actions import name_proxy
from linkwell.cases.models import Case
from linkwell.connections.actions import answer
from linkwell.connections.rules import PartnerAnswer
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.people.actions import note_death
from linkwell.people.rules import ProxyScope
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import owed, state_of, taken_on
from tests.actions.test_connections import chosen, partner, send
from tests.pages.people import client_of
from tests.pages.test_ending import press_end, read, section

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def nadia() -> Client:
    town.fill()
    return client_of("nadia", town.person_ids())


def test_a_tick_counts_for_the_list_that_stood_beside_it(nadia: Client) -> None:
    case = taken_on()
    before = read(nadia, "end", case.pk)
    assert 'name="seen"' in before
    chosen(staff_actor("nadia"), case=case)
    page = press_end(nadia, case, page=before, because="completed", seen="on")
    assert state_of(case) != "closed"
    assert "This list has changed since you opened the page. Look at it again" in page
    assert "Tidewater Singers" in section(page, "undone")
    assert not re.search(r'name="seen"[^>]*checked', page)
    assert re.search(r'value="completed"[^>]*checked', page)
    press_end(nadia, case, page=page, because="completed", seen="on")
    assert state_of(case) == "closed"


def in_danger(case: Case, relation: str) -> None:
    """Words about it, in which nothing is owed that stays undone."""
    until, scope = clock.today() + timedelta(days=9), (ProxyScope.SPEAK,)
    by = staff_actor("nadia")
    name_proxy(case.pk, name="Pat", relation=relation, scope=scope, ends_on=until, by=by)
    town.run_deliveries()


def test_danger_that_came_since_the_page_was_opened_is_read_before_it_ends(nadia: Client) -> None:
    case, ruth = taken_on(), client_of("ruth", {})
    before = read(ruth, "end", case.pk)
    assert 'name="read"' not in before
    in_danger(case, "My ex, he hits me")
    said = {"because": "completed", "seen": "on"}
    page = press_end(ruth, case, page=before, **said)
    assert state_of(case) != "closed"
    assert "Read what was said first, and tick that danger stays open" in page
    assert reverse("danger", args=[case.person_id]) in page
    in_danger(case, "He says he wants to end his life")  # other than what she has read
    page = press_end(ruth, case, page=page, read="on", **said)
    assert "Danger is open that you have not seen" in page
    assert not re.search(r'name="read"[^>]*checked', page)
    assert state_of(case) != "closed"
    press_end(ruth, case, page=page, read="on", **said)
    assert state_of(case) == "closed"
    assert "Words that mean danger" in read(ruth, "today")  # it stays open


def test_an_answer_that_was_not_passed_on_is_still_owed_after_the_end(nadia: Client) -> None:
    by = staff_actor("nadia")
    case = taken_on()
    told = send(chosen(by, case=case), by)
    town.run_deliveries()
    answer(told.pk, PartnerAnswer.YES, weeks=None, by=partner(told))
    town.run_deliveries()
    press_end(nadia, case, because="completed", seen="on")
    town.run_deliveries()
    assert TaskKind.TELL_ANSWER in owed(case)
    today = read(nadia, "today")
    assert "They answered: tell them" in today
    assert "Una Lomas" in today
    note_death(case.person_id, on=clock.today(), by=by)
    town.run_deliveries()
    assert TaskKind.TELL_ANSWER not in owed(case)


def test_whoever_holds_it_reads_that_a_colleague_ended_it_who_and_why(nadia: Client) -> None:
    case = taken_on()
    press_end(client_of("ruth", {}), case, because="moved", seen="on")
    town.run_deliveries()
    assert "A colleague ended it: see why" in read(nadia, "today")
    story = read(nadia, "case", case.pk)
    assert f"They moved away. By {staff_actor('ruth').name}." in story
