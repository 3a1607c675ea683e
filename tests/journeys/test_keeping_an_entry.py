"""Len keeps the entry of his walking group by a link; Ruth decides about his new number."""

import pytest
from django.urls import reverse

from linkwell.directory.actions.providing import give_entry_link
from tests import saying
from tests.journeys.browser import Visitor
from tests.journeys.steps import given_the_town, somebody_is

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


def keeps_his_entry(visitor: Visitor) -> None:
    given_the_town()
    walkers = saying.entry_of("Towpath Walkers")
    visitor.opens(f"/g/{give_entry_link(walkers, by=saying.OPERATOR).token}")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Read what we say")
    visitor.sees_heading("Is this still right?")
    visitor.page_is_sound_at_every_size()
    visitor.presses("It is all still right")
    visitor.sees("It is written down, with today’s date.")
    visitor.opens(reverse("own-entry-change"))
    visitor.page_is_sound_at_every_size()
    visitor.page.get_by_label("Days and times").fill("Wednesday 11am - 12 noon")
    visitor.page.get_by_label("Phone").fill("ring me")
    visitor.presses("Send it")
    visitor.sees("Write a phone number, in digits")
    visitor.page_is_sound()
    visitor.page.get_by_label("Phone").fill("07700 900322")
    visitor.presses("Send it")
    visitor.sees("Part of it is looked at first.")
    somebody_is(visitor, "ruth")
    visitor.opens(reverse("entries-waiting"))
    visitor.sees("07700 900322")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Take it over")
    visitor.sees("Taken over. The group sees it on its page.")
    visitor.opens(reverse("add-group"))
    visitor.page_is_sound_at_every_size()


def test_keeps_his_entry(visitor: Visitor) -> None:
    keeps_his_entry(visitor)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    keeps_his_entry(plain_visitor)
