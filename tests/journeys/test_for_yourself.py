"""Somebody asks for themselves, by the link on a practice's poster."""

import pytest
from django.urls import reverse

from linkwell.access.rules import LinkPurpose
from tests import town
from tests.journeys.browser import Visitor
from tests.journeys.test_the_first_referral import when_somebody_is
from tests.pages.people import practice_token

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


def test_somebody_asks_and_the_team_sees_who_wrote_it(visitor: Visitor) -> None:
    given_the_poster_is_open(visitor)
    visitor.page_is_sound_at_every_size()
    visitor.presses("Ask for a link worker")
    visitor.sees("Write your first name")
    visitor.page_is_sound()
    visitor.writes("A phone number (optional)", "07700 900 461")
    when_it_is_written(visitor, "I see nobody since I moved here.")
    visitor.sees("Say whether it is safe to ring or text this number")
    visitor.chooses("Ring only, no texts")
    visitor.presses("Ask for a link worker")
    visitor.sees_heading("It has arrived")
    visitor.sees("Within 2 working days a link worker from Millrace Link Workers reads")
    visitor.page_is_sound_at_every_size()
    town.run_deliveries()
    when_somebody_is(visitor, "nadia")
    visitor.opens("/queue/")
    visitor.follows("Ola Fern")
    visitor.sees("Asked for themselves, by the poster of Oakmere Surgery.")
    visitor.sees("Nobody has checked this")
    visitor.page_is_sound()


def test_danger_is_asked_about_and_a_number_may_be_left(plain_visitor: Visitor) -> None:
    given_the_poster_is_open(plain_visitor)
    when_it_is_written(plain_visitor, "I can’t go on. I want to end my life.")
    plain_visitor.sees_heading("Are you, or is anyone, in danger now?")
    for number in ("999", "111, option 2", "116 123", "0808 2000 247", "0161 496 0170"):
        plain_visitor.sees(number)
    plain_visitor.writes("A number that is safe to ring (optional)", "07700 900 461")
    plain_visitor.presses("I don’t know")
    plain_visitor.sees_heading("Do not wait for us")
    town.run_deliveries()
    when_somebody_is(plain_visitor, "amara")
    plain_visitor.follows("Read and take it")
    plain_visitor.sees("They left a number that is safe to ring: 07700 900461")


def test_the_pause_is_sound_and_waits_for_who_comes_back(visitor: Visitor) -> None:
    given_the_poster_is_open(visitor)
    when_it_is_written(visitor, "I can’t go on. I want to end my life.")
    visitor.page_is_sound_at_every_size()
    visitor.page.reload()
    visitor.presses("No")
    visitor.sees_heading("It has arrived")
    visitor.page_is_sound()


def given_the_poster_is_open(visitor: Visitor) -> None:
    town.fill()
    visitor.opens(reverse("poster-link", args=[practice_token(LinkPurpose.ASK)]))
    visitor.sees_heading("Somebody with time for you")


def when_it_is_written(visitor: Visitor, words: str) -> None:
    visitor.writes("Your first name", "Ola")
    visitor.writes("Your family name", "Fern")
    for part, text in (("Day", "9"), ("Month", "6"), ("Year", "1969")):
        visitor.writes(part, text)
    visitor.page.get_by_label("What is on your mind?").fill(words)
    visitor.presses("Ask for a link worker")
