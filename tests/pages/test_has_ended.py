"""Pages of a story that has ended, or that only a supervisor ends: no form that would refuse."""

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.demo.seed import staff_actor
from linkwell.plans.actions import set_goal
from linkwell.safety.actions import heed
from linkwell.safety.rules import SaidIn
from linkwell.tables.writing import writing
from tests import town
from tests.actions.talking import taken_on
from tests.pages.people import client_of
from tests.pages.test_ending import ended, nadia, press_end, read

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

assert nadia  # the fixture


@pytest.mark.parametrize(
    "name", ["talk", "ask", "reach", "new-goal", "own-page", "proxy", "map-again"]
)
def test_of_a_story_that_has_ended_no_form_is_shown_that_would_refuse(
    nadia: Client, name: str
) -> None:
    case = ended(nadia)
    page = read(nadia, name, case.pk, status=409)
    assert "It has ended" in page
    assert reverse("case", args=[case.pk]) in page
    assert nadia.post(reverse(name, args=[case.pk])).status_code == 409


def test_what_was_planned_and_agreed_is_still_read_and_nothing_is_added(nadia: Client) -> None:
    case = taken_on()
    goal = set_goal(case.pk, words="To sing again", by=staff_actor("nadia"))
    press_end(nadia, case, because="completed", seen="on")
    planned, plan = read(nadia, "planned", case.pk), read(nadia, "plan", case.pk)
    assert "Plan a talk" not in planned
    assert "To sing again" in plan
    for page in (planned, plan):
        assert "This story has ended." in page
        assert reverse("case", args=[case.pk]) in page
    for name, row in (("goal", goal.pk), ("new-step", goal.pk), ("new-goal", case.pk)):
        assert reverse(name, args=[row]) not in plan
    assert "It has ended" in read(nadia, "new-step", goal.pk, status=409)


def test_where_only_a_supervisor_ends_it_nobody_else_sees_the_form(nadia: Client) -> None:
    case = taken_on()
    raise_danger(case)
    page = read(nadia, "end", case.pk)
    assert "Only a supervisor ends this now" in page
    assert "End it" not in page
    assert "End it" in read(client_of("ruth", town.person_ids()), "end", case.pk)


def raise_danger(case: Case) -> None:
    nadia = staff_actor("nadia")
    with acting_as(nadia), writing():
        heed(
            "She said that she might end it all.",
            person_id=case.person_id,
            said_in=SaidIn.TALK,
            about_id=case.pk,
            by=nadia,
        )
    town.run_deliveries()
