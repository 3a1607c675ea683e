"""The first referral, read aloud: reception refers, a link worker takes on, a person chooses."""

import re

import pytest

from tests import town
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def test_from_the_practice_to_what_she_chose(visitor: Visitor) -> None:
    given_the_town()
    when_somebody_is(visitor, "gemma")
    and_refers_una_who_is_lonely(visitor)
    then_there_is_a_receipt(visitor)

    when_somebody_is(visitor, "nadia")
    and_takes_una_on(visitor)
    then_her_story_begins(visitor)

    when_options_for_singing_are_asked(visitor)
    then_the_first_has_reasons_that_sum(visitor)
    when_only_thursdays_suit_her(visitor)
    then_the_list_says_how_many_it_left_out(visitor)
    and_una_would_like_the_first(visitor)
    then_it_stands_in_her_story(visitor)

    when_somebody_is(visitor, "kieran")
    then_una_is_nobody_here(visitor)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    given_the_town()
    when_somebody_is(plain_visitor, "gemma")
    and_refers_una_who_is_lonely(plain_visitor)
    then_there_is_a_receipt(plain_visitor)
    when_somebody_is(plain_visitor, "nadia")
    and_takes_una_on(plain_visitor)
    when_options_for_singing_are_asked(plain_visitor)
    when_only_thursdays_suit_her(plain_visitor)
    then_the_list_says_how_many_it_left_out(plain_visitor)
    and_una_would_like_the_first(plain_visitor)
    then_it_stands_in_her_story(plain_visitor)


def test_what_is_missing_is_said_above_and_beside(visitor: Visitor) -> None:
    given_the_town()
    when_somebody_is(visitor, "gemma")
    visitor.opens("/refer/")
    visitor.writes("First name", "Una")
    visitor.presses("Send the referral")
    visitor.sees("Write the family name")
    assert visitor.page.title().startswith("Error: ")
    assert visitor.page.get_by_text("Write the family name").count() == 2
    assert visitor.page.get_by_label("First name", exact=True).input_value() == "Una"
    visitor.page_is_sound()


def test_the_second_to_take_somebody_on_is_told(visitor: Visitor) -> None:
    given_the_town()
    when_somebody_is(visitor, "nadia")
    visitor.follows("Derek Lomas")
    address = visitor.page.url
    visitor.presses("Take Derek on")
    visitor.sees_heading("Derek’s story")
    when_somebody_is(visitor, "tom")
    visitor.opens(address.removeprefix(visitor.origin), status=404)


def given_the_town() -> None:
    town.fill()


def when_somebody_is(visitor: Visitor, key: str) -> None:
    visitor.opens("/")
    visitor.page.locator(f"form[action='/demo/be/{key}'] button").first.click()
    visitor.page.wait_for_load_state()


def and_refers_una_who_is_lonely(visitor: Visitor) -> None:
    visitor.opens("/refer/")
    visitor.writes("First name", "Una")
    visitor.writes("Family name", "Byrne")
    visitor.writes("Day", "9")
    visitor.writes("Month", "June")
    visitor.writes("Year", "1949")
    visitor.page.get_by_label("Phone number").fill("0161 496 0199")
    visitor.chooses("Ring only, no texts")
    visitor.page.get_by_label("What is going on, in plain words?").fill(
        "Lives alone since her sister died, sees nobody from one week to the next."
    )
    visitor.chooses("Yes, we talked about it")
    visitor.page.get_by_label("Postcode").fill("m33 7bz")
    visitor.presses("Send the referral")


def then_there_is_a_receipt(visitor: Visitor) -> None:
    visitor.sees_heading("It has arrived")
    assert re.search(r"LW-\w{4}-\w{4}", visitor.page.content())
    assert "Una" not in visitor.page.content()


def and_takes_una_on(visitor: Visitor) -> None:
    visitor.follows("Una Byrne")
    visitor.sees("Lives alone since her sister died")
    visitor.presses("Take Una on")


def then_her_story_begins(visitor: Visitor) -> None:
    visitor.sees_heading("Una’s story")
    visitor.sees("Taken on")
    visitor.page_is_sound()


def when_options_for_singing_are_asked(visitor: Visitor) -> None:
    visitor.follows("Find options")
    visitor.page.get_by_label("Anything to look for, in words").fill("singing")
    visitor.presses("Show what could fit")


def then_the_first_has_reasons_that_sum(visitor: Visitor) -> None:
    visitor.sees_heading("Tidewater Singers")
    option = visitor.page.locator(".option").first
    points = [int(text) for text in option.locator(".reasons li b").all_inner_texts()]
    score = int(option.locator(".score b").inner_text())
    assert sum(points[:-1]) == points[-1] == score
    visitor.page_is_sound()


def when_only_thursdays_suit_her(visitor: Visitor) -> None:
    visitor.page.get_by_text("Show only what fits").click()
    visitor.chooses("Thursday")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Show what fits")


def then_the_list_says_how_many_it_left_out(visitor: Visitor) -> None:
    visitor.sees("not on that day")
    visitor.sees_heading("Tidewater Singers")
    visitor.page.get_by_text("Show only what fits").click()
    assert visitor.page.get_by_label("Thursday", exact=True).is_checked()
    assert visitor.page.get_by_label("Monday", exact=True).is_checked() is False


def and_una_would_like_the_first(visitor: Visitor) -> None:
    visitor.presses("Una would like this")
    visitor.sees("Nothing has been sent.")


def then_it_stands_in_her_story(visitor: Visitor) -> None:
    visitor.follows("Una Byrne")
    visitor.sees("Chose Tidewater Singers")
    visitor.sees("Tidewater Singers")


def then_una_is_nobody_here(visitor: Visitor) -> None:
    visitor.opens("/people/")
    visitor.does_not_see("Una")
    visitor.page.get_by_label("Family name, then first name").fill("byrne")
    visitor.presses("Find")
    visitor.does_not_see("Una")
