"""Danger said after the referral: it reaches whoever holds the case and a supervisor, no group by
accident, and is over by the supervisor's word."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections import actions as loop
from linkwell.connections.rules import Answer, PartnerAnswer, Question, Source
from linkwell.demo.seed import staff_actor
from tests import town
from tests.actions.test_connections import chosen, partner, send
from tests.journeys.browser import Visitor
from tests.journeys.steps import (
    address_in,
    given_the_town,
    newest_letter,
    opens_the_story_of,
    somebody_is,
    what_follows_happens,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]

STORY = "I used to sing. Some nights I think they would all be better off without me."
WORDS = "“better off without me”"


def test_from_a_talk_to_a_supervisors_word(visitor: Visitor) -> None:
    given_the_town()
    when_maureen_says_in_a_talk(visitor, STORY)
    visitor.sees("Is Maureen safe now? In danger: 999.")
    opens_the_story_of(visitor, "Maureen Ashdown")
    visitor.sees("Danger is open")
    visitor.page_is_sound_at_every_size()
    then_it_stands_first_on_the_list_of(visitor, "nadia")
    visitor.follows("Read and make sure")
    visitor.sees_heading("Words that mean danger")
    visitor.page_is_sound_at_every_size()
    visitor.presses("I have made sure that Maureen is safe for now")
    visitor.sees("A supervisor says when it is over.")
    and_nadia_cannot_end_it(visitor)
    then_it_stands_first_on_the_list_of(visitor, "ruth")
    visitor.follows("Read and decide")
    visitor.presses("Write it down")
    visitor.sees("Say in a line why nobody is in danger, or what is being done")
    visitor.page_is_sound_at_every_size()
    visitor.chooses("No: nobody is in danger any more")
    visitor.writes("Why not, or what is being done?", "Nadia saw her: it is a line of a song.")
    visitor.presses("Write it down")
    visitor.sees("A supervisor: Nadia saw her: it is a line of a song.")
    visitor.does_not_see("A supervisor says when it is over.")
    visitor.page_is_sound_at_every_size()


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    given_the_town()
    when_maureen_says_in_a_talk(plain_visitor, STORY)
    then_it_stands_first_on_the_list_of(plain_visitor, "ruth")
    plain_visitor.follows("Read and decide")
    plain_visitor.chooses("Yes: I look again on the next working day")
    plain_visitor.writes("Why not, or what is being done?", "The crisis team is with her.")
    plain_visitor.presses("Write it down")
    plain_visitor.sees("You are reminded to look again.")
    plain_visitor.sees("Danger is open")


def test_a_goal_of_danger_is_answered_and_goes_to_no_group(plain_visitor: Visitor) -> None:
    visitor = plain_visitor
    given_the_town()
    row = chosen(staff_actor("nadia"))
    somebody_is(visitor, "nadia")
    visitor.opens(reverse("new-goal", args=[row.case_id]))
    visitor.page.locator("textarea[name=words]").fill("I want to die, it would be easier")
    visitor.page.locator("main form button").last.click()
    visitor.sees("Is Maureen safe now? In danger: 999.")
    visitor.opens(reverse("connection", args=[row.pk]))
    visitor.does_not_see("want to die")
    visitor.follows("What they would like")
    visitor.page.get_by_label("What they will read").fill("To sing, or else I want to die")
    visitor.presses("Keep this line")
    visitor.chooses("I send their details")
    visitor.chooses("By phone, I read them out")
    visitor.presses("Send ")
    visitor.sees("Leave the line out, or say that they are to go")
    visitor.chooses("They mean these words to be read there: “want to die”")
    visitor.presses("Send ")
    visitor.sees("Until then you can take it back.")


def test_the_question_before_such_words_go_is_sound(visitor: Visitor) -> None:
    given_the_town()
    row = chosen(staff_actor("nadia"))
    somebody_is(visitor, "nadia")
    visitor.opens(reverse("connection-line", args=[row.pk, "wish"]))
    visitor.page.get_by_label("What they will read").fill("To sing, or else I want to die")
    visitor.presses("Keep this line")
    visitor.sees("A group is not the one to tell of danger")
    visitor.page_is_sound_at_every_size()


def test_what_a_group_writes_late_is_read(visitor: Visitor) -> None:
    given_the_town()
    given_a_group_said_that_she_came(visitor)
    visitor.page.locator("button[name=answer][value=not_right]").click()
    note = "She said on the phone that she wants to kill herself"
    visitor.page.get_by_label("What would be right for them?").fill(note)
    visitor.presses("Write it down")
    visitor.sees("Is anyone in danger now? Ring 999.")
    visitor.page_is_sound_at_every_size()
    what_follows_happens()
    somebody_is(visitor, "nadia")
    visitor.sees("The group answered once more")
    visitor.sees("“kill herself”")
    visitor.follows("Read it")
    assert visitor.page.locator("mark").first.inner_text() == "kill herself"
    visitor.sees("not right for us.")
    visitor.page_is_sound_at_every_size()
    somebody_is(visitor, "ruth")
    visitor.sees("“kill herself”")


def when_maureen_says_in_a_talk(visitor: Visitor, words: str) -> None:
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=town.person_ids()["maureen"])
    somebody_is(visitor, "nadia")
    visitor.opens(reverse("talk", args=[case.pk]))
    visitor.page.get_by_label("What matters, in Maureen’s words").fill(words)
    visitor.chooses("We met")
    visitor.chooses("Talk again")
    visitor.presses("Save and go on")
    what_follows_happens()


def then_it_stands_first_on_the_list_of(visitor: Visitor, who: str) -> None:
    somebody_is(visitor, who)
    visitor.opens("/today/")
    first = visitor.page.get_by_role("heading", level=2).first
    assert first.inner_text() == "Words that mean danger"
    visitor.sees(WORDS)
    visitor.page_is_sound_at_every_size()


def and_nadia_cannot_end_it(visitor: Visitor) -> None:
    visitor.follows("Read and act")
    visitor.does_not_see("Is anybody in danger?")


def given_a_group_said_that_she_came(visitor: Visitor) -> None:
    nadia = staff_actor("nadia")
    row = chosen(nadia)
    told = send(row, nadia)
    what_follows_happens()
    what_follows_happens(after=timedelta(minutes=11))
    by = partner(told)
    loop.answer(told.pk, PartnerAnswer.YES, by=by)
    what_follows_happens()
    loop.give_account(row.pk, Question.VISIT, Answer.YES, source=Source.PARTNER, by=by)
    what_follows_happens()
    visitor.page.context.clear_cookies()
    visitor.opens(address_in(newest_letter("partner_asked")["body"]))
    visitor.presses("Read the question")
