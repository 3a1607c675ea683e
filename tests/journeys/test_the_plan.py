"""The plan, read aloud: a goal in her words, a small step, how near, a copy on one sheet."""

import io

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.demo.seed import staff_actor
from linkwell.plans.queries import plan_of
from linkwell.plans.rules import CopyBy
from tests.journeys.browser import Visitor
from tests.journeys.test_the_conversation import given_nadia_at_work

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def when_a_goal_and_a_step_are_written(visitor: Visitor) -> None:
    visitor.follows("Add a goal")
    visitor.page.get_by_label("What would they like to be different?").fill("I want to sing again.")
    visitor.presses("Add this goal")
    visitor.follows("Add a step")
    visitor.page.get_by_label("What is the step?").fill("Ring the choir")
    visitor.chooses("Maureen")
    visitor.page.get_by_label("By when?").fill("Thursday")
    visitor.presses("Add this step")
    visitor.sees("Ring the choir, by Thursday")


def when_she_says_how_near_she_is(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="3", exact=True).click()
    visitor.sees("3 of 10.")


def when_a_copy_is_given(visitor: Visitor) -> None:
    visitor.follows("A copy for Maureen")
    visitor.sees("Your plan")
    visitor.sees("Ring the choir, by Thursday")
    visitor.presses("On paper")
    visitor.sees("Written down: they have a copy.")


def then_it_is_kept(case: Case) -> None:
    with acting_as(staff_actor("nadia")):
        found = plan_of(case.pk)
    assert found.last_copy is not None
    assert found.last_copy.how == CopyBy.PAPER
    assert [goal.near for goal, _ in found.goals] == [3]


def test_a_goal_a_step_and_a_copy(visitor: Visitor) -> None:
    case = given_nadia_at_work(visitor)
    visitor.opens(reverse("plan", args=[case.pk]))
    visitor.page_is_sound_at_every_size()
    when_a_goal_and_a_step_are_written(visitor)
    when_she_says_how_near_she_is(visitor)
    visitor.page_is_sound_at_every_size()
    when_a_copy_is_given(visitor)
    then_it_is_kept(case)
    visitor.page.locator(".step button").first.click()
    expect(visitor.page.locator(".step--done")).to_have_count(1)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    case = given_nadia_at_work(plain_visitor)
    plain_visitor.opens(reverse("plan", args=[case.pk]))
    when_a_goal_and_a_step_are_written(plain_visitor)
    when_she_says_how_near_she_is(plain_visitor)
    when_a_copy_is_given(plain_visitor)
    then_it_is_kept(case)


def test_three_goals_of_three_steps_print_on_one_sheet(visitor: Visitor) -> None:
    from tests.actions.test_plans import goal_of, step

    case = given_nadia_at_work(visitor)
    from linkwell.plans.actions import agree_step

    for _ in range(3):
        goal = goal_of(case)
        for _ in range(3):
            agree_step(goal.pk, step(), by=staff_actor("nadia"))
    visitor.opens(reverse("plan-copy", args=[case.pk]))
    visitor.page_is_sound_at_every_size()
    sheets = PdfReader(io.BytesIO(visitor.page.pdf(format="A4"))).pages
    assert len(sheets) == 1
    text = sheets[0].extract_text()
    assert "Your plan" in text
    assert "Nadia Rahman" in text
    assert "Be someone else" not in text
    assert "On paper" not in text
