"""An ending, read aloud: what was asked at the start is asked again, and stands beside it."""

import pytest
from django.urls import reverse

from linkwell.demo.seed import staff_actor
from tests.actions.test_before_the_end import begun
from tests.journeys.browser import Visitor
from tests.journeys.steps import given_the_town, somebody_is, what_follows_happens

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


def it_is_asked_again_and_ends(visitor: Visitor) -> None:
    given_the_town()
    case = begun(staff_actor("nadia"))
    somebody_is(visitor, "nadia")
    visitor.opens(reverse("end", args=[case.pk]))
    visitor.sees_heading("Before it ends")
    visitor.page_is_sound_at_every_size()
    visitor.follows("Look at it again")
    visitor.sees_heading("Who Una can turn to now")
    visitor.page_is_sound_at_every_size()
    pat = visitor.page.get_by_role("group", name="Pat, Next door")
    pat.get_by_label("Easy to ask").check(force=True)
    if not visitor.plain:
        visitor.page.get_by_label("Somebody new?").fill("Joan")
        visitor.presses("This is how it is now")
        visitor.sees("Choose how easy it is to ask")
        visitor.page_is_sound()
        new = visitor.page.get_by_role("group", name="How easy is it to ask them?")
        new.get_by_label("Could ask").check(force=True)
    visitor.presses("This is how it is now")
    visitor.sees("Written down. The first map stays beside it.")
    visitor.chooses("It was not the moment")
    visitor.chooses("What was planned is done.")
    visitor.chooses("I have seen what stays undone")
    visitor.presses("End it")
    visitor.sees("They can come back on any day.")
    what_follows_happens()
    visitor.opens(reverse("case", args=[case.pk]))
    visitor.sees_heading("At the start, and at the end")
    visitor.sees("Could ask")
    visitor.sees("Did not ask the questions again")
    visitor.page_is_sound_at_every_size()


def test_it_is_asked_again_and_ends(visitor: Visitor) -> None:
    it_is_asked_again_and_ends(visitor)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    it_is_asked_again_and_ends(plain_visitor)


def test_they_would_rather_that_the_practice_is_not_told(visitor: Visitor) -> None:
    given_the_town()
    case = begun(staff_actor("nadia"))
    somebody_is(visitor, "nadia")
    visitor.opens(reverse("tell-practice", args=[case.pk]))
    visitor.page.get_by_text("Una would rather that the practice is not told").click()
    visitor.page_is_sound_at_every_size()
    visitor.presses("Write that down")
    visitor.sees("Choose how they said it")
    visitor.page_is_sound()
    visitor.chooses("By phone")
    visitor.presses("Write that down")
    visitor.sees("Written down. The practice is not told.")
    visitor.does_not_see("Write to the practice")
