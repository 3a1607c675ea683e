"""What a practice sees of all whom it referred: its own, with the wait that is true."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from linkwell.access.models import Organisation
from linkwell.access.scope import acting_as
from linkwell.cases.actions import close, reopen
from linkwell.cases.rules import Because
from linkwell.demo.seed import staff_actor
from linkwell.evaluation.projecting import project
from linkwell.evaluation.queries import of_practices, waits_of
from linkwell.evaluation.waits import Wait
from linkwell.kernel import clock
from linkwell.web.referrer.became import wait_words
from tests import town
from tests.actions.talking import referred, taken_on, talked
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def test_a_practice_sees_its_own_numbers_and_no_other_practices() -> None:
    town.fill()
    talked(taken_on())
    referred(given_name="Olive")
    project()
    own = Organisation.objects.get(name="Oakmere Surgery").pk
    other = Organisation.objects.get(name="Lock Lane Medical Centre").pk
    since = clock.today() - timedelta(days=30)
    with acting_as(staff_actor("amara")):
        mine = sum(of_practices([own], since).values())
        assert mine >= 7
        assert not of_practices([other], since)
        assert len(waits_of([own], since)) == mine
    page = client_of("amara", town.person_ids()).get(reverse("practice")).content.decode()
    assert f"Of {mine} referred since" in page
    assert "1 of" in page
    assert "Counted with those who still wait." in page
    assert "Whom to refer" in page


def test_whoever_waits_is_counted_as_long_as_they_wait() -> None:
    town.fill()
    case = taken_on()
    with time_machine.travel(clock.now() + timedelta(days=9)):
        talked(case)
        project()
        own = Organisation.objects.get(name="Oakmere Surgery").pk
        with acting_as(staff_actor("amara")):
            waits = waits_of([own], clock.today() - timedelta(days=30))
    assert Wait(9, over=True) in waits
    assert {one.days for one in waits if one.waits_now} == {9}


def test_whoever_ended_and_came_back_waits_again() -> None:
    town.fill()
    case = taken_on()
    with time_machine.travel(clock.now() + timedelta(days=3)):
        close(case.pk, because=Because.LOST_CONTACT, by=staff_actor("nadia"))
        project()
    with time_machine.travel(clock.now() + timedelta(days=5)):
        reopen(case.pk, by=staff_actor("nadia"))
        project()
    with time_machine.travel(clock.now() + timedelta(days=9)):
        own = Organisation.objects.get(name="Oakmere Surgery").pk
        with acting_as(staff_actor("amara")):
            waits = waits_of([own], clock.today() - timedelta(days=30))
    assert Wait(3, over=False) not in waits
    assert {one.days for one in waits if one.waits_now} == {9}


def test_the_wait_in_words() -> None:
    spoke, waits = Wait(6, over=True), Wait(12, over=False, waits_now=True)
    assert wait_words([spoke]) == (
        "Of those who do not end before it, half have their first talk within six days."
        " Nobody waits now."
    )
    assert wait_words([spoke, spoke, waits]) == (
        "Of those who do not end before it, half have their first talk within six days."
        " One waits now, the longest for 12 days."
    )
    assert wait_words([waits, waits]).endswith("Two wait now, the longest for 12 days.")
    assert wait_words([]).startswith("How long it usually takes until the first talk is not known")
