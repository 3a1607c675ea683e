"""The hard days, an ending, and a page of one's own, read aloud."""

from datetime import date

import pytest
from django.urls import reverse

from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.demo.seed import staff_actor
from tests.actions.talking import back_again, taken_on
from tests.journeys.browser import Visitor
from tests.journeys.steps import (
    given_the_town,
    makes_a_choice,
    opens_the_story_of,
    somebody_is,
    what_follows_happens,
)

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def test_a_page_of_ones_own_behind_a_word(visitor: Visitor) -> None:
    given_the_town()
    somebody_is(visitor, "nadia")
    opens_the_story_of(visitor, "Maureen Ashdown")
    makes_a_choice(visitor, "singing", "Maureen")
    what_follows_happens()
    visitor.follows("Connect Maureen")
    visitor.presses("I only told Maureen about it")
    address = a_new_page(visitor, "Maureen Ashdown", "contralto")
    visitor.page.context.clear_cookies()
    visitor.opens(address)
    visitor.page_is_sound_at_every_size()
    visitor.writes("The word that you agreed on", "soprano")
    visitor.presses("Open")
    visitor.sees("That is not the word.")
    visitor.writes("The word that you agreed on", "Contralto")
    visitor.presses("Open")
    visitor.sees_heading("Hello Maureen")
    visitor.sees("Tidewater Singers")
    visitor.page_is_sound_at_every_size()
    visitor.presses("I’d like to go")
    visitor.sees("Thank you. Your link worker reads it.")
    visitor.follows("Who can see what")
    visitor.sees("Nadia, your link worker")
    visitor.page_is_sound_at_every_size()
    visitor.follows("Back to your page")
    visitor.follows("Change your mind, or stop")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Stop everything now")
    visitor.sees_heading("We have stopped")
    visitor.page_is_sound_at_every_size()
    what_follows_happens()
    visitor.opens(address, status=404)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    given_the_town()
    somebody_is(plain_visitor, "nadia")
    address = a_new_page(plain_visitor, "Maureen Ashdown", "contralto")
    plain_visitor.page.context.clear_cookies()
    plain_visitor.opens(address)
    plain_visitor.writes("The word that you agreed on", "contralto")
    plain_visitor.presses("Open")
    plain_visitor.sees_heading("Hello Maureen")


def test_somebody_dies(visitor: Visitor) -> None:
    given_the_town()
    somebody_is(visitor, "nadia")
    opens_the_story_of(visitor, "Farida Anwar")
    visitor.follows("When it is hard")
    visitor.page_is_sound_at_every_size()
    visitor.follows("has died")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Write it down")
    visitor.sees("Tick that you have heard it from somebody who knows")
    for box, text in (("Day", "20"), ("Month", "11"), ("Year", "2026")):
        visitor.writes(box, text)
    visitor.page.get_by_label("I have heard this from somebody who knows").check(force=True)
    visitor.presses("Write it down")
    visitor.sees("Everything has stopped.")
    what_follows_happens()
    visitor.page.reload()
    visitor.sees("They died")
    visitor.sees("Ended")
    visitor.opens("/today/")
    visitor.sees("A death: talk with your supervisor")
    visitor.page_is_sound()


def test_consent_is_taken_back_and_a_receipt_is_handed_over(visitor: Visitor) -> None:
    given_the_town()
    somebody_is(visitor, "nadia")
    opens_the_story_of(visitor, "Maureen Ashdown")
    visitor.follows("When it is hard")
    visitor.follows("takes back consent")
    visitor.chooses("By phone")
    visitor.presses("Stop everything now")
    visitor.sees_heading("What we have stopped")
    visitor.sees("Oakmere Surgery")
    visitor.page_is_sound_at_every_size()
    what_follows_happens()
    visitor.follows("Back to the story")
    visitor.sees_heading("Maureen’s record is locked away")
    visitor.does_not_see("Write to the practice")
    visitor.page_is_sound_at_every_size()
    somebody_is(visitor, "tom")
    visitor.opens("/cover/sealed")
    visitor.writes("First name", "Maureen")
    visitor.writes("Family name", "Ashdown")
    for box, text in (("Day", "3"), ("Month", "11"), ("Year", "1951")):
        visitor.writes(box, text)
    visitor.page.get_by_label("Why must you open it?").fill("She asks to see it.")
    visitor.presses("Open")
    visitor.sees("The privacy lead is told.")
    visitor.sees_heading("Maureen’s story")
    visitor.does_not_see("Write to the practice")


def test_who_took_back_their_consent_is_asked_anew_when_they_are_back(visitor: Visitor) -> None:
    given_the_town()
    before = taken_on()
    withdraw(before.person_id, how=HowAsked.PHONE, by=staff_actor("nadia"))
    what_follows_happens()
    case = back_again(before.person_id, staff_actor("nadia"))
    somebody_is(visitor, "nadia")
    visitor.sees("Took back consent before: nothing is sent until you ask anew")
    visitor.page_is_sound_at_every_size()
    visitor.opens(reverse("case", args=[case.pk]))
    visitor.follows("Ask Una anew")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Write it down")
    visitor.sees("Tick what they agreed to. If they said no, go back")
    visitor.page_is_sound()
    visitor.chooses("They agree that we write down what we talk about, and write to them.")
    visitor.chooses("By phone")
    visitor.presses("Write it down")
    visitor.sees("Written down. Messages go again, by the ways that are safe.")
    what_follows_happens()
    visitor.page.reload()
    visitor.sees("Yes to that we write things down")
    visitor.page_is_sound()


def test_somebody_speaks_for_her_and_a_decision_is_noted(visitor: Visitor) -> None:
    given_the_town()
    somebody_is(visitor, "nadia")
    opens_the_story_of(visitor, "Farida Anwar")
    visitor.follows("When it is hard")
    visitor.follows("A decision that somebody else made, or helped with")
    visitor.writes("Which decision?", "Whether the day centre is told about her")
    visitor.chooses("It was made in their best interests")
    visitor.presses("Write it down")
    visitor.sees("Write who decided, since the person did not")
    visitor.page_is_sound()
    visitor.page.get_by_label("Who decided, if not they themselves?").fill("Dr Osei and the family")
    visitor.presses("Write it down")
    visitor.sees("Whether the day centre is told about her")
    visitor.follows("Somebody speaks for")
    visitor.writes("Their name", "Sana Anwar")
    visitor.writes("Who are they to the person?", "sister")
    visitor.chooses("See what was chosen, by a link")
    for box, text in (("Day", "1"), ("Month", "3"), ("Year", "2027")):
        visitor.writes(box, text)
    visitor.page.get_by_label("A word that opens their page").fill("jasmine")
    visitor.presses("Write it down")
    visitor.sees_heading("Their page is ready")
    address = visitor.page.locator(".breaks").inner_text()
    visitor.page.context.clear_cookies()
    visitor.opens(address[address.index("/x/") :])
    visitor.writes("The word that you agreed on", "jasmine")
    visitor.presses("Open")
    visitor.sees_heading("For Farida")
    visitor.page_is_sound_at_every_size()


def test_a_child_decides_who_understands_enough(visitor: Visitor) -> None:
    given_the_town()
    case = taken_on(given_name="Teddy", birth_date=date(2013, 4, 2))
    somebody_is(visitor, "nadia")
    visitor.opens(reverse("decision", args=[case.pk]))
    visitor.writes("Which decision?", "Whether the choir is told about him")
    visitor.does_not_see("lasting power of attorney")
    visitor.page_is_sound_at_every_size()
    visitor.chooses("They are competent to decide this: they understand enough")
    visitor.presses("Write it down")
    visitor.sees("They decided themselves: they understand enough.")


def test_it_ends_and_the_practice_reads_sixty_words(visitor: Visitor) -> None:
    given_the_town()
    somebody_is(visitor, "nadia")
    opens_the_story_of(visitor, "Maureen Ashdown")
    visitor.follows("How it goes on")
    visitor.page_is_sound_at_every_size()
    visitor.follows("End it instead")
    visitor.sees_heading("What stays undone")
    visitor.page_is_sound_at_every_size()
    visitor.chooses("What was planned is done.")
    visitor.presses("End it")
    visitor.sees("Look at what stays undone, and tick that you have seen it")
    visitor.page_is_sound()
    visitor.chooses("I have seen what stays undone")
    visitor.presses("End it")
    visitor.sees("They can come back on any day.")
    what_follows_happens()
    visitor.opens("/today/")
    visitor.sees("It has ended, and the practice is not told yet")
    visitor.follows("Write to it")
    visitor.page.get_by_label("What mattered to them?").fill("Other people’s voices in the week.")
    visitor.presses("Show it as they will read it")
    visitor.sees("Requested actions: none")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Change the words")
    visitor.page.get_by_label("What should the practice do?").fill("Ask about her hip in spring.")
    visitor.presses("Show it as they will read it")
    visitor.sees("Requested actions: Ask about her hip in spring.")
    visitor.presses("Send to Oakmere Surgery")
    visitor.sees("Not filed yet")
    visitor.page_is_sound_at_every_size()
    copied = visitor.page.locator("textarea").input_value()
    assert copied.startswith("Maureen Ashdown, born 3 November 1951, NHS number 999 004 1059,")
    assert "1362721000000106" in copied
    what_follows_happens()
    visitor.opens("/today/")
    visitor.sees("Message for the practice is not filed")
    visitor.follows("Copy it")
    visitor.presses("It is filed")
    visitor.sees("Filed")
    somebody_is(visitor, "gemma")
    visitor.sees("Ask about her hip in spring.")
    visitor.page_is_sound_at_every_size()


def test_holding_has_a_day_on_which_somebody_looks_again(visitor: Visitor) -> None:
    given_the_town()
    somebody_is(visitor, "nadia")
    opens_the_story_of(visitor, "Maureen Ashdown")
    visitor.follows("How it goes on")
    visitor.page.get_by_label("Holding").check(force=True)
    for box, text in (("Day", "1"), ("Month", "1"), ("Year", "2030")):
        visitor.writes(box, text)
    visitor.presses("Write it down")
    visitor.sees("Choose a day within the next four weeks")
    visitor.page_is_sound()


def a_new_page(visitor: Visitor, name: str, word: str) -> str:
    """Make a page for somebody; the path of its address, as it is shown once."""
    opens_the_story_of(visitor, name)
    visitor.follows("a page of their own")
    visitor.writes("A word that you agreed on", word)
    visitor.presses("Make their page")
    visitor.sees_heading("Their page is ready")
    address = visitor.page.locator(".breaks").inner_text()
    return address[address.index("/p/") :]
