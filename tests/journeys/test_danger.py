"""Danger words pause and lose nothing; whose turn it is sees it first; one press ends it."""

import pytest

from linkwell.kernel import clock
from linkwell.web.referrer.duty import promise
from tests import town
from tests.dangers import WORDS
from tests.journeys.browser import Visitor
from tests.journeys.test_the_first_referral import when_somebody_is

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


def what_is_promised() -> str:
    """By the duty hours of the demo town, at whatever hour this runs."""
    return promise("Monday to Friday, 8am to 6:30pm", clock.now())


def test_from_the_words_to_somebody_who_has_it(visitor: Visitor) -> None:
    given_danger_is_written(visitor)
    then_it_pauses_with_the_words_kept(visitor)
    visitor.page_is_sound_at_every_size()
    visitor.presses("I don’t know")
    visitor.sees(what_is_promised())
    visitor.page_is_sound()
    town.run_deliveries()
    when_somebody_is(visitor, "amara")
    then_it_stands_first(visitor)
    visitor.page_is_sound()
    visitor.follows("Read and take it")
    visitor.sees_heading("Somebody may be in danger")
    visitor.page_is_sound_at_every_size()
    visitor.presses("I have it")
    visitor.sees("Dr Amara Osei has it")
    visitor.opens("/practice/")
    visitor.does_not_see("Danger now")


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    given_danger_is_written(plain_visitor)
    then_it_pauses_with_the_words_kept(plain_visitor)
    plain_visitor.presses("Yes")
    plain_visitor.sees(what_is_promised())
    town.run_deliveries()
    when_somebody_is(plain_visitor, "amara")
    then_it_stands_first(plain_visitor)
    plain_visitor.follows("Read and take it")
    plain_visitor.presses("I have it")
    plain_visitor.sees("Dr Amara Osei has it")


def test_danger_in_a_folded_field_pauses_alike(visitor: Visitor) -> None:
    given_danger_is_written(visitor, "Lives alone.", not_told="Her husband, he strangled her")
    visitor.sees_heading("Is anyone in danger now?")
    visitor.sees("You wrote “strangled”.")
    visitor.page_is_sound_at_every_size()
    visitor.presses("No, I have asked")
    when_somebody_is(visitor, "nadia")
    visitor.sees("whoever referred has not said whether it is now")


def test_no_goes_on_with_its_words_marked(visitor: Visitor) -> None:
    given_danger_is_written(visitor)
    visitor.presses("No, I have asked")
    visitor.sees("It goes on with your words marked.")
    town.run_deliveries()
    when_somebody_is(visitor, "nadia")
    visitor.sees("Danger mentioned; nobody is in danger now, says whoever referred")
    visitor.follows("Una Byrne")
    visitor.sees("Whoever refers has asked: nobody is in danger now.")
    visitor.page_is_sound()


def test_these_words_mean_something_else_here(visitor: Visitor) -> None:
    given_danger_is_written(visitor)
    visitor.presses("These words mean something else here")
    visitor.sees("You said that they mean something else here.")


def test_the_page_is_closed_and_the_question_is_still_there(visitor: Visitor) -> None:
    given_danger_is_written(visitor)
    when_somebody_is(visitor, "nadia")
    visitor.sees("whoever referred has not said whether it is now")
    when_somebody_is(visitor, "gemma")
    visitor.follows("Is anyone in danger now?")
    then_it_pauses_with_the_words_kept(visitor)
    visitor.presses("Yes")
    visitor.sees(what_is_promised())
    visitor.page_is_sound_at_every_size()
    town.run_deliveries()
    visitor.opens("/practice/")
    visitor.page_is_sound_at_every_size()


def test_going_back_and_sending_again_asks_the_same_question(visitor: Visitor) -> None:
    given_danger_is_written(visitor)
    visitor.page.reload()
    then_it_pauses_with_the_words_kept(visitor)


def given_danger_is_written(visitor: Visitor, words: str = WORDS, *, not_told: str = "") -> None:
    town.fill()
    when_somebody_is(visitor, "gemma")
    visitor.opens("/refer/")
    visitor.writes("First name", "Una")
    visitor.writes("Family name", "Byrne")
    for part, text in (("Day", "9"), ("Month", "6"), ("Year", "1949")):
        visitor.writes(part, text)
    visitor.page.get_by_label("What is going on, in plain words?").fill(words)
    if not_told:
        visitor.page.get_by_text("Safe times, and who must not be told").click()
        visitor.page.get_by_label("Who must not").fill(not_told)
    visitor.chooses("Yes, we talked about it")
    visitor.presses("Send the referral")


def then_it_pauses_with_the_words_kept(visitor: Visitor) -> None:
    visitor.sees_heading("Is anyone in danger now?")
    visitor.sees("Your words are saved and the referral will not be lost.")
    assert visitor.page.locator("mark").inner_text() == "end his life"
    for number in ("999", "111, option 2", "116 123", "0161 496 0170"):
        visitor.sees(number)


def then_it_stands_first(visitor: Visitor) -> None:
    visitor.opens("/practice/")
    assert visitor.page.get_by_role("heading", level=2).first.inner_text() == "Danger now"
