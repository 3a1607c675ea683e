"""Print my day: whom one meets and rings, and no more than that, since paper gets lost."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.demo.seed import staff_actor
from linkwell.diary.actions import NewTalk, plan_talk
from linkwell.diary.rules import Where
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID
from linkwell.people.actions import flag_abuse, say_safe_way
from linkwell.people.queries import ways_to_reach
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.rules import NewContact
from tests import town
from tests.actions.talking import DANGER, taken_on
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SAFE = NewContact(Channel.PHONE, "0161 496 0142", Safe.YES, "Mornings")
UNSAFE = NewContact(Channel.PHONE, "0161 496 0143", Safe.NO)
TEXT = NewContact(Channel.TEXT, "07700 900418", Safe.YES)


@pytest.fixture
def people() -> dict[str, UUID]:
    town.fill()
    return town.person_ids()


@pytest.fixture
def nadia(people: dict[str, UUID]) -> Client:
    return client_of("nadia", people)


def read(client: Client, name: str) -> str:
    return client.get(reverse(name)).content.decode()


def calls(page: str) -> str:
    return page[page.index("To ring today") :]


def test_the_days_calls_stand_with_the_numbers_and_times_that_are_safe(nadia: Client) -> None:
    taken_on(contacts=(SAFE, UNSAFE, TEXT), words=DANGER, given_name="Una")  # due today
    page = read(nadia, "day-sheet")
    assert "<b>Una L</b>, 0161 496 0142. Mornings" in calls(page)
    for not_needed in (
        "Lomas",
        "0161 496 0143",
        "07700",
        "end his life",
        "Behind with",
        "isk mention",
    ):
        assert not_needed not in page


def test_a_number_that_nobody_said_is_safe_is_not_printed(nadia: Client) -> None:
    taken_on(contacts=(UNSAFE, TEXT), words=DANGER)
    page = read(nadia, "day-sheet")
    assert "Una L</b>, no number is known to be safe" in calls(page)
    assert "0161 496 0143" not in page


def test_where_somebody_near_is_a_danger_only_what_they_said_by_voice_is_printed(
    nadia: Client,
) -> None:
    case = taken_on(contacts=(SAFE,), words=DANGER)
    flag_abuse(case.person_id, known=True, by=staff_actor("nadia"))
    assert "Una L</b>, no number is known to be safe" in calls(read(nadia, "day-sheet"))
    with acting_as(staff_actor("nadia")):
        (way,) = ways_to_reach(case.person_id)
    say_safe_way(way.way_id, safe=Safe.YES, by=staff_actor("nadia"))
    assert "0161 496 0142. Mornings" in calls(read(nadia, "day-sheet"))


def test_whom_she_meets_today_stands_by_the_clock_and_is_not_rung_too(
    people: dict[str, UUID],
) -> None:
    case = taken_on(contacts=(SAFE,), words=DANGER)
    at = clock.now().replace(hour=15, minute=30) + timedelta(days=1)
    plan_talk(case.pk, NewTalk(at, Where.HOME), by=staff_actor("nadia"))
    with time_machine.travel(at - timedelta(hours=6)):
        page = read(client_of("nadia", people), "day-sheet")
    assert "3:30pm" in page.split("To ring today")[0]
    assert "Una L<" not in calls(page)


def test_what_is_due_on_another_day_is_not_printed(nadia: Client) -> None:
    taken_on(contacts=(SAFE,))
    assert "Una" not in read(nadia, "day-sheet")


def test_a_colleagues_day_is_not_hers(nadia: Client, people: dict[str, UUID]) -> None:
    taken_on(contacts=(SAFE,), words=DANGER)
    assert "Una" not in read(client_of("tom", people), "day-sheet")


def test_today_leads_to_it(nadia: Client) -> None:
    assert '<a href="/today/print">Print my day</a>' in read(nadia, "today")
