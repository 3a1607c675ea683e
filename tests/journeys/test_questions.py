"""A few questions: together, on a handed-over screen that leads nowhere, on paper, by text."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from linkwell.access.scope import acting_as
from linkwell.demo.seed import staff_actor
from linkwell.measures.queries import taken
from tests.actions.talking import talked
from tests.journeys.browser import Visitor
from tests.journeys.test_the_conversation import given_nadia_at_work, when_it_is_saved

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def when_a_talk_was_written_down(visitor: Visitor) -> None:
    case = given_nadia_at_work(visitor)
    visitor.opens(reverse("talk", args=[case.pk]))
    when_it_is_saved(visitor)
    visitor.sees_heading("Two short questions for Maureen?")


def when_both_are_answered(visitor: Visitor) -> None:
    for group in visitor.page.get_by_role("group").all():
        group.get_by_label("Mostly", exact=True).check(force=True)
    visitor.presses("Send my answers")
    visitor.sees_heading("Thank you")


def test_the_screen_is_handed_over_and_leads_nowhere_else(visitor: Visitor) -> None:
    when_a_talk_was_written_down(visitor)
    visitor.page_is_sound_at_every_size()
    visitor.presses("Hand over the screen")
    visitor.sees_heading("Two short questions")
    visitor.page_is_sound_at_every_size()
    assert visitor.page.locator("a[href]:not(.nhsuk-skip-link)").count() == 0
    questions = visitor.page.url.removeprefix(visitor.origin)
    for path in ("/today/", "/people/"):  # the session is locked behind the questions
        visitor.opens(path)
        visitor.sees_heading("Locked while you were away")
    visitor.opens(questions)
    when_both_are_answered(visitor)
    assert visitor.page.locator("a[href]:not(.nhsuk-skip-link)").count() == 0
    visitor.page_is_sound_at_every_size()
    visitor.page.go_back()
    visitor.does_not_see("Maureen")
    visitor.opens(questions, status=404)
    visitor.opens("/today/")
    visitor.sees_heading("Locked while you were away")


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    when_a_talk_was_written_down(plain_visitor)
    plain_visitor.presses("Hand over the screen")
    when_both_are_answered(plain_visitor)


def test_nothing_is_sent_before_each_question_has_an_answer_and_rather_not_is_one(
    visitor: Visitor,
) -> None:
    when_a_talk_was_written_down(visitor)
    visitor.presses("Hand over the screen")
    visitor.presses("Send my answers")
    visitor.sees("Choose an answer, or “Rather not say”")
    visitor.page_is_sound()
    for group in visitor.page.get_by_role("group").all():
        group.get_by_label("Rather not say", exact=True).check(force=True)
    visitor.presses("Send my answers")
    visitor.sees_heading("Thank you")


def test_on_paper(visitor: Visitor) -> None:
    when_a_talk_was_written_down(visitor)
    visitor.presses("On paper")
    visitor.sees("Do not give it open to your link worker.")
    visitor.page_is_sound_at_every_size()
    expect(visitor.page.get_by_text(re.compile(r"/q/\S{40}"))).to_have_count(0)


def test_a_sheet_that_came_back_is_typed_in(visitor: Visitor) -> None:
    case = given_nadia_at_work(visitor)
    talked(case)
    visitor.opens(reverse("measures", args=[case.pk]))
    visitor.page.get_by_role("button", name="On paper").last.click()
    visitor.sees_heading("Questions on paper")
    visitor.does_not_see("Do not give it open to your link worker.")
    visitor.opens(reverse("measures", args=[case.pk]))
    visitor.sees("On paper. No answer yet.")
    visitor.page_is_sound_at_every_size()
    visitor.follows("Type in the answers from the paper")
    visitor.page_is_sound_at_every_size()
    for group, value in zip(visitor.page.get_by_role("group").all(), "455", strict=False):
        group.get_by_label(value, exact=True).check(force=True)
    visitor.presses("Write the answers down")
    visitor.sees("Choose an answer, or “Rather not say”")
    visitor.page.get_by_role("group").last.get_by_label("Rather not say").check(force=True)
    visitor.presses("Write the answers down")
    visitor.sees("Written down, as it stands on the paper.")
    visitor.sees("On paper. 1 left out.")
    visitor.does_not_see("Type in the answers")
    with acting_as(staff_actor("nadia")):
        (one,) = taken(case.pk)
    assert (one.pack.id, one.how) == ("ons4", "paper")
    assert [score.value for score in one.scores] == [4, 5, 5, None]


def test_four_questions_together_and_a_refusal(visitor: Visitor) -> None:
    case = given_nadia_at_work(visitor)
    talked(case)
    visitor.opens(reverse("measures", args=[case.pk]))
    visitor.page_is_sound_at_every_size()
    visitor.page.get_by_role("button", name="Ask together").last.click()
    visitor.page_is_sound_at_every_size()
    for group, value in zip(visitor.page.get_by_role("group").all(), "4557", strict=True):
        group.get_by_label(value, exact=True).check(force=True)
    visitor.presses("Write the answers down")
    visitor.sees("Written down.")
    visitor.page.get_by_role("button", name="Maureen would rather not").first.click()
    visitor.sees("would rather not. That is an answer too.")
    visitor.sees("Would rather not, and that is fine.")
    visitor.page_is_sound_at_every_size()
    with acting_as(staff_actor("nadia")):
        found = {one.pack.id: one for one in taken(case.pk)}
    assert [score.value for score in found["ons4"].scores] == [4, 5, 5, 7]
    assert found["loneliness"].refused == 4
