"""A link worker finds a group full, and says so in one press: nobody else is sent there."""

import pytest
from django.urls import reverse

from linkwell.directory.models import Service
from tests.journeys.browser import Visitor
from tests.journeys.steps import given_the_town, somebody_is

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


def says_that_it_is_full_and_what_is_right(visitor: Visitor) -> None:
    given_the_town()
    somebody_is(visitor, "nadia")
    choir = Service.objects.get(name="Tidewater Singers")
    visitor.opens(reverse("entry", args=[choir.pk]))
    visitor.sees_heading("Tidewater Singers")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Full")
    visitor.sees("It counts for everybody until")
    visitor.page_is_sound()
    visitor.presses("Tell my colleagues")
    visitor.sees("Write what your colleagues should know")
    visitor.page_is_sound()
    visitor.page.get_by_label("What should colleagues know?").fill("The side door sticks")
    visitor.presses("Tell my colleagues")
    visitor.sees("The side door sticks")
    visitor.presses("This is right")
    visitor.sees("Written down, with today’s date.")
    visitor.does_not_see("counts until")
    visitor.page_is_sound_at_every_size()


def test_says_that_it_is_full_and_what_is_right(visitor: Visitor) -> None:
    says_that_it_is_full_and_what_is_right(visitor)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    says_that_it_is_full_and_what_is_right(plain_visitor)
