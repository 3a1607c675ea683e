"""Deciding about a referral: ask the practice, give to a colleague, compare with somebody known."""

import pytest
from django.urls import reverse

from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import staff_actor
from linkwell.kernel.ids import new_id
from linkwell.referrals.actions.arriving import submit
from tests import town
from tests.actions.test_whose_number import taken_on_before
from tests.dangers import somebody
from tests.journeys.browser import Visitor
from tests.journeys.test_the_first_referral import when_somebody_is

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]
MAUREEN = next(person for person in PEOPLE if person.key == "maureen")


def the_practice_is_asked_and_answers(visitor: Visitor) -> None:
    town.fill()
    when_somebody_is(visitor, "nadia")
    visitor.follows("Derek Lomas")
    visitor.follows("Ask the practice for more")
    visitor.page.get_by_label("What do you need to know?").fill("Does he live alone?")
    visitor.presses("Ask the practice")
    visitor.sees("The practice was asked something.")
    when_somebody_is(visitor, "gemma")
    visitor.sees("Does he live alone?")
    visitor.follows("Answer")
    visitor.page_is_sound_at_every_size()
    visitor.page.get_by_label("Your answer").fill("Yes, since March.")
    visitor.presses("Send the answer")
    when_somebody_is(visitor, "nadia")
    visitor.sees("The practice has answered.")
    visitor.follows("Derek Lomas")
    visitor.sees("Yes, since March.")


def test_the_practice_is_asked_and_answers(visitor: Visitor) -> None:
    the_practice_is_asked_and_answers(visitor)
    visitor.page_is_sound_at_every_size()


def test_asked_and_answered_without_javascript(plain_visitor: Visitor) -> None:
    the_practice_is_asked_and_answers(plain_visitor)


def it_is_given_to_a_colleague(visitor: Visitor) -> None:
    town.fill()
    when_somebody_is(visitor, "ruth")
    visitor.opens("/queue/")
    visitor.follows("Piotr Zielinski")
    visitor.follows("Give to a colleague")
    visitor.sees("Asked for: speaks Polish.")
    visitor.sees("By interpreter")


def test_it_is_given_to_a_colleague_by_language_and_room(visitor: Visitor) -> None:
    it_is_given_to_a_colleague(visitor)
    visitor.page_is_sound_at_every_size()
    visitor.presses("Give to Tom")
    visitor.sees("Given. It stands on your colleague’s list now.")
    town.run_deliveries()
    when_somebody_is(visitor, "tom")
    visitor.opens("/today/")
    visitor.sees("Piotr Zielinski")


def test_given_without_javascript(plain_visitor: Visitor) -> None:
    it_is_given_to_a_colleague(plain_visitor)
    plain_visitor.presses("Give to Tom")
    plain_visitor.sees("Given. It stands on your colleague’s list now.")


def it_is_passed_on(visitor: Visitor) -> None:
    town.fill()
    when_somebody_is(visitor, "tom")
    visitor.follows("Joan Fairclough")
    visitor.follows("Pass it on")
    visitor.writes("To whom?", "The falls team")
    visitor.page.get_by_label("Why?").fill("She fell twice this month.")
    visitor.page_is_sound()
    visitor.presses("Pass it on")
    visitor.sees("Passed on.")


def test_it_is_passed_on_with_a_reason(visitor: Visitor) -> None:
    it_is_passed_on(visitor)


def somebody_known_is_referred_again(visitor: Visitor) -> None:
    town.fill()
    again = {"given_name": "Mo", "family_name": "Ashdown", "birth_date": MAUREEN.born}
    new = somebody(**again, nhs_number=MAUREEN.nhs_number, no_nhs_number=None)
    submit(new, key=new_id(), by=staff_actor("amara"))
    town.run_deliveries()
    when_somebody_is(visitor, "tom")
    visitor.opens("/queue/")
    visitor.sees("It may be somebody we know: compare.")
    visitor.follows("Mo Ashdown")
    visitor.sees_heading("Is this somebody we know?")
    visitor.sees("Maureen Ashdown")
    visitor.sees("With Nadia Rahman")


def test_both_are_shown_and_the_same_person_goes_on_in_one_record(visitor: Visitor) -> None:
    somebody_known_is_referred_again(visitor)
    visitor.page_is_sound_at_every_size()
    visitor.presses("The same person")
    visitor.sees("Written onto their record.")
    town.run_deliveries()
    when_somebody_is(visitor, "nadia")
    visitor.opens("/people/")
    visitor.follows("Maureen Ashdown")
    visitor.sees("Referred again")


def test_somebody_else_goes_on(plain_visitor: Visitor) -> None:
    somebody_known_is_referred_again(plain_visitor)
    plain_visitor.sees("stands on another record of this service")
    plain_visitor.does_not_see("Take Mo on")
    plain_visitor.presses("Somebody else")
    plain_visitor.sees("Kept apart.")
    plain_visitor.presses("Take Mo on")
    plain_visitor.sees_heading("Mo’s story")


def test_whoever_was_taken_on_too_soon_is_settled_in_their_story(visitor: Visitor) -> None:
    town.fill()
    case = taken_on_before("tom")
    when_somebody_is(visitor, "tom")
    visitor.opens(reverse("case", args=[case.pk]))
    visitor.sees_heading("Is this somebody we know?")
    visitor.page_is_sound_at_every_size()
    visitor.presses("The same person")
    visitor.sees("This story ends here.")
    town.run_deliveries()
    visitor.page.reload()
    visitor.sees("It was opened by mistake.")
    visitor.page_is_sound()
