"""Connecting, read aloud: read through, send, the partner answers, both say how it was."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linkwell.demo.seed import staff_actor
from tests import town
from tests.actions.test_connections import chosen
from tests.journeys.browser import Visitor
from tests.journeys.steps import (
    address_in,
    given_the_town,
    makes_a_choice,
    newest_letter,
    opens_the_story_of,
    somebody_is,
    what_follows_happens,
)
from tests.pages.people import own_token

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def test_from_a_choice_to_two_accounts_of_a_visit(visitor: Visitor) -> None:
    given_the_town()
    when_nadia_chooses_with_maureen(visitor, "singing")
    and_reads_the_lines_through_with_her(visitor)
    and_one_line_is_left_out_and_one_is_hers(visitor)
    then_it_goes_on_her_word_alone(visitor)

    when_the_partner_opens_the_link(visitor)
    then_it_reads_these_lines_and_no_others(visitor)
    and_answers_yes_and_sees_the_number(visitor)
    and_says_later_that_she_came(visitor)

    when_nadia_writes_down_what_maureen_says(visitor, "No")
    then_the_two_stand_side_by_side(visitor)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    given_the_town()
    when_nadia_chooses_with_maureen(plain_visitor, "singing")
    and_one_line_is_left_out_and_one_is_hers(plain_visitor)
    then_it_goes_on_her_word_alone(plain_visitor)
    when_the_partner_opens_the_link(plain_visitor)
    then_it_reads_these_lines_and_no_others(plain_visitor)
    and_answers_yes_and_sees_the_number(plain_visitor)


def test_a_partner_says_later_and_how_many_weeks(visitor: Visitor) -> None:
    given_the_town()
    given_maureen_has_chosen(visitor)
    then_it_goes_on_her_word_alone(visitor)
    when_the_partner_opens_the_link(visitor)
    visitor.presses("Yes, but later")
    visitor.presses("Write it down")
    visitor.sees("Write how many weeks, such as 3")
    visitor.page_is_sound()
    visitor.writes("In how many weeks?", "3")
    visitor.presses("Write it down")
    visitor.sees("Yes, but later, in 3 weeks")
    what_follows_happens()
    somebody_is(visitor, "nadia")
    opens_the_story_of(visitor, "Maureen Ashdown")
    visitor.sees("They say wait")


def test_a_letter_for_the_person_in_large_print(visitor: Visitor) -> None:
    given_the_town()
    given_maureen_has_chosen(visitor)
    and_one_line_is_left_out_and_one_is_hers(visitor)
    then_it_goes_on_her_word_alone(visitor)
    visitor.follows("A letter for Maureen, in large print")
    visitor.sees("Dear Maureen,")
    visitor.sees("I am asking Tidewater Singers whether you would be welcome.")
    visitor.sees("What to call you, what you would like, how to reach you and who to ask.")
    visitor.page_is_sound_at_every_size()
    assert "Step-free" not in visitor.page.content()  # that line was left out


def test_the_person_reads_the_same_letter_once_they_are_expected(visitor: Visitor) -> None:
    given_the_town()
    given_maureen_has_chosen(visitor)
    and_one_line_is_left_out_and_one_is_hers(visitor)
    then_it_goes_on_her_word_alone(visitor)
    when_the_partner_opens_the_link(visitor)
    and_answers_yes_and_sees_the_number(visitor)
    what_follows_happens()
    visitor.page.context.clear_cookies()
    visitor.opens(reverse("own-link", args=[own_token(town.person_ids()["maureen"])]))
    visitor.presses("Open my page")
    visitor.follows("In large print, or on paper")
    visitor.sees("Tidewater Singers would be glad to see you.")
    visitor.sees("Only the lines that you saw before they were sent.")
    visitor.page_is_sound_at_every_size()


def test_taken_back_within_ten_minutes(visitor: Visitor) -> None:
    given_the_town()
    given_maureen_has_chosen(visitor)
    then_it_goes_on_her_word_alone(visitor)
    visitor.presses("Take it back")
    visitor.sees("Taken back. Nothing has left.")
    visitor.sees_heading("This is exactly what Tidewater Singers will read")
    visitor.page_is_sound()


def test_a_group_with_only_a_phone_is_rung(visitor: Visitor) -> None:
    given_the_town()
    given_maureen_has_chosen(visitor, "Towpath Walkers")
    visitor.sees("They have no e-mail, so you ring them and read these lines out.")
    visitor.page_is_sound()
    visitor.chooses("I introduce them")
    visitor.chooses("By phone, I read them out")
    visitor.presses("I ring Towpath Walkers with these lines")
    what_follows_happens()
    visitor.sees("Ring Towpath Walkers")
    visitor.presses("We are full")
    what_follows_happens()
    visitor.opens("/today/")
    visitor.sees("They said full or not right: choose another")
    visitor.page_is_sound_at_every_size()


def test_told_about_it_sends_nothing(visitor: Visitor) -> None:
    given_the_town()
    given_maureen_has_chosen(visitor)
    visitor.presses("I only told Maureen about it")
    visitor.sees("Nothing was sent.")
    visitor.sees("Told about it")
    visitor.page_is_sound()


def when_nadia_chooses_with_maureen(visitor: Visitor, words: str) -> None:
    somebody_is(visitor, "nadia")
    opens_the_story_of(visitor, "Maureen Ashdown")
    makes_a_choice(visitor, words, "Maureen")
    what_follows_happens()
    visitor.follows("Connect Maureen")


def given_maureen_has_chosen(visitor: Visitor, name: str = "Tidewater Singers") -> None:
    """What the first of these journeys does by hand."""
    connection = chosen(staff_actor("nadia"), name)
    what_follows_happens()
    somebody_is(visitor, "nadia")
    visitor.opens(reverse("connection", args=[connection.pk]))


def and_reads_the_lines_through_with_her(visitor: Visitor) -> None:
    visitor.sees_heading("This is exactly what Tidewater Singers will read")
    visitor.sees("Their address and date of birth")
    assert "Millrace Lane" not in visitor.page.content()
    visitor.page_is_sound_at_every_size()


def and_one_line_is_left_out_and_one_is_hers(visitor: Visitor) -> None:
    visitor.presses("Leave out What helps")
    visitor.sees("Left out")
    visitor.follows("What they would like")
    visitor.page.get_by_label("What they will read").fill("I used to sing alto.")
    visitor.presses("Keep this line")
    visitor.sees("I used to sing alto.")


def then_it_goes_on_her_word_alone(visitor: Visitor) -> None:
    visitor.chooses("I send their details")
    visitor.chooses("Not yet asked")
    visitor.presses("Send ")
    visitor.sees("Ask them first: nothing is sent without their word")
    visitor.chooses("Face to face, they saw these lines")
    visitor.presses("Send ")
    visitor.sees("Until then you can take it back.")
    visitor.page_is_sound_at_every_size()


def when_the_partner_opens_the_link(visitor: Visitor) -> None:
    what_follows_happens()
    what_follows_happens(after=timedelta(minutes=11))
    letter = newest_letter("partner_asked")
    assert "Maureen" not in letter["body"] + letter["subject"]
    visitor.page.context.clear_cookies()
    visitor.opens(address_in(letter["body"]))
    assert "Maureen" not in visitor.page.content()  # a scanner of mail sees a button
    visitor.page_is_sound_at_every_size()
    visitor.presses("Read the question")


def then_it_reads_these_lines_and_no_others(visitor: Visitor) -> None:
    visitor.sees_heading("Would Maureen be welcome?")
    visitor.sees("I used to sing alto.")
    for hidden in ("Ashdown", "Step-free", "0161 496 0121", "Millrace Lane", "Widowed"):
        assert hidden not in visitor.page.content(), hidden
    visitor.page_is_sound_at_every_size()


def and_answers_yes_and_sees_the_number(visitor: Visitor) -> None:
    visitor.page.locator("button[name=answer][value=yes]").click()
    visitor.sees("Thank you. The link worker reads your answer.")
    visitor.sees("0161 496 0121")


def and_says_later_that_she_came(visitor: Visitor) -> None:
    visitor.presses("Yes, they came")
    visitor.sees("It is written down.")
    visitor.page_is_sound_at_every_size()
    what_follows_happens()


def when_nadia_writes_down_what_maureen_says(visitor: Visitor, said: str) -> None:
    somebody_is(visitor, "nadia")
    opens_the_story_of(visitor, "Maureen Ashdown")
    visitor.page.locator("aside").get_by_role("link", name="Tidewater Singers").click()
    visitor.follows("Write down what came of it")
    visitor.page_is_sound()
    visitor.chooses("Maureen says")
    visitor.page.get_by_role("group", name="Did they get there?").get_by_label(
        said, exact=True
    ).check(force=True)
    visitor.presses("Write it down")
    what_follows_happens()


def then_the_two_stand_side_by_side(visitor: Visitor) -> None:
    visitor.page.reload()
    visitor.sees("Disputed")
    visitor.sees("Kept apart until one of them says more.")
    visitor.page_is_sound_at_every_size()
    opens_the_story_of(visitor, "Maureen Ashdown")
    visitor.sees("Two different answers: Tidewater Singers")
