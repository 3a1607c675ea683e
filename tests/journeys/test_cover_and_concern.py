"""A colleague covers in three acts; a sealed record is broken open; a concern in two taps."""

import pytest

from linkwell.access.cover import seal
from linkwell.demo.seed import staff_actor
from tests import town
from tests.journeys.browser import Visitor
from tests.journeys.test_the_first_referral import when_somebody_is

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


def given_a_caller(visitor: Visitor, *, name: str = "Maureen", page: str = "/cover/") -> None:
    visitor.opens(page)
    visitor.writes("First name", name)
    visitor.writes("Family name", "Ashdown")
    for part, text in (("Day", "3"), ("Month", "11"), ("Year", "1951")):
        visitor.writes(part, text)


def she_is_covered_in_three_acts(visitor: Visitor) -> None:
    town.fill()
    when_somebody_is(visitor, "tom")
    given_a_caller(visitor)
    visitor.presses("Find")
    visitor.sees_heading("Somebody is found")
    visitor.page_is_sound_at_every_size()
    assert "Maureen" not in visitor.page.content()
    visitor.chooses("They are on the phone, or at the door")
    visitor.presses("Open the story")
    visitor.sees_heading("Maureen’s story")


def test_a_caller_is_covered_in_three_acts_and_a_reading_says_why(visitor: Visitor) -> None:
    town.fill()
    when_somebody_is(visitor, "tom")
    visitor.opens("/cover/")
    visitor.page_is_sound_at_every_size()
    she_is_covered_in_three_acts(visitor)
    visitor.page_is_sound()
    when_somebody_is(visitor, "marcus")
    visitor.opens("/readings/")
    visitor.sees("rang in")
    visitor.page_is_sound()


def test_covered_without_javascript(plain_visitor: Visitor) -> None:
    she_is_covered_in_three_acts(plain_visitor)


def test_sealed_and_unknown_look_alike_and_the_glass_is_broken_with_a_reason(
    visitor: Visitor,
) -> None:
    town.fill()
    seal(town.person_ids()["maureen"], by=staff_actor("nadia"))
    when_somebody_is(visitor, "tom")
    given_a_caller(visitor, name="Nobody")
    visitor.presses("Find")
    unknown = visitor.page.get_by_role("status").inner_text()
    given_a_caller(visitor)
    visitor.presses("Find")
    assert visitor.page.get_by_role("status").inner_text() == unknown
    visitor.page_is_sound()
    visitor.follows("give your reason in words")
    given_a_caller(visitor, page="/cover/sealed")
    visitor.page.get_by_label("Why must you open it?").fill("She rang, in tears.")
    visitor.page_is_sound()
    visitor.presses("Open the sealed record")
    visitor.sees_heading("Maureen’s story")
    when_somebody_is(visitor, "marcus")
    visitor.opens("/readings/")
    visitor.sees("She rang, in tears.")
    visitor.page_is_sound()


def a_concern_is_raised_in_two_taps(visitor: Visitor) -> None:
    town.fill()
    when_somebody_is(visitor, "nadia")
    visitor.opens("/people/")
    visitor.follows("Maureen Ashdown")
    visitor.follows("Raise a concern")
    visitor.presses("The safeguarding lead")
    visitor.sees_heading("A safeguarding concern")
    visitor.page.get_by_label("Say more").fill("Her son takes her pension.")
    visitor.presses("Add this")
    visitor.sees("Her son takes her pension.")


def test_a_concern_is_raised_read_and_closed_by_the_supervisor(visitor: Visitor) -> None:
    a_concern_is_raised_in_two_taps(visitor)
    visitor.page_is_sound_at_every_size()
    visitor.follows("Back to the story")
    visitor.sees("Restricted.")
    visitor.follows("Open it")
    visitor.sees("Her son takes her pension.")
    visitor.follows("Back to the story")
    visitor.follows("Raise a concern")
    visitor.page_is_sound_at_every_size()
    town.run_deliveries()
    when_somebody_is(visitor, "ruth")
    visitor.opens("/today/")
    visitor.sees("A safeguarding concern waits")
    visitor.follows("Read and take it")
    visitor.presses("I have it")
    visitor.sees("Ruth Calloway has it")
    visitor.page.get_by_text("Close the concern with its outcome").click()
    visitor.chooses("A safety plan is agreed")
    visitor.page.get_by_label("In a line or two").fill("Her sister holds the card now.")
    visitor.chooses("Yes, I have looked: nobody is in danger any more")
    visitor.presses("Close the concern")
    visitor.sees("The danger is over.")
    visitor.sees("A safety plan is agreed")
    visitor.page_is_sound()


def test_a_concern_without_javascript(plain_visitor: Visitor) -> None:
    a_concern_is_raised_in_two_taps(plain_visitor)
