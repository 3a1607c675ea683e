"""A conversation, read aloud: reached in a tap, listened to, written down in at most five."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.conversations.models import Contact
from linkwell.conversations.queries import contacts_of, needs_of, supporters_of
from linkwell.demo.seed import staff_actor
from tests import town
from tests.journeys.browser import Visitor, _visitor
from tests.journeys.test_the_first_referral import when_somebody_is

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

SINGS = "I used to sing. Alto, in the works choir, every Thursday for twenty years."
MOST_TAPS = 5


def maureens_case() -> Case:
    with acting_as(staff_actor("nadia")):
        case: Case = Case.objects.get(person_id=town.person_ids()["maureen"])
        return case


def given_nadia_at_work(visitor: Visitor) -> Case:
    town.fill()
    when_somebody_is(visitor, "nadia")
    return maureens_case()


def contacts(case: Case) -> list[Contact]:
    with acting_as(staff_actor("nadia")):
        return contacts_of(case.pk)


def test_a_contact_is_recorded_in_at_most_five_taps(visitor: Visitor) -> None:
    case = given_nadia_at_work(visitor)
    taps: list[int] = []
    visitor.page.expose_function("tapped", lambda: taps.append(1))
    visitor.page.add_init_script(
        "addEventListener('pointerdown', e => e.isTrusted && tapped(), true)"
    )
    visitor.opens("/today/")
    visitor.page.get_by_role("link", name="Ring Maureen").first.click()
    visitor.page.get_by_role("button", name="We spoke").click()
    expect(visitor.page.get_by_label("We met", exact=True)).to_be_checked()
    visitor.page.get_by_label("Talk again", exact=True).click()
    visitor.page.get_by_role("button", name="Save and go on").last.click()
    visitor.sees("Written down. Next: Talk again.")
    (contact,) = contacts(case)
    assert (contact.number, contact.mode, contact.next_step) == (1, "phone", "Talk again")
    assert 0 < len(taps) <= MOST_TAPS, f"{len(taps)} taps"


def test_the_whole_conversation(visitor: Visitor) -> None:
    case = given_nadia_at_work(visitor)
    visitor.opens(reverse("talk", args=[case.pk]))
    visitor.sees_heading("First conversation with Maureen")
    visitor.page_is_sound_at_every_size()
    when_she_tells_what_matters(visitor)
    then_it_is_saved_by_itself(visitor)
    when_pat_is_put_on_the_map(visitor)
    then_her_words_still_stand_there(visitor)
    when_it_is_saved(visitor)
    then_everything_is_kept(case)
    visitor.opens(reverse("talk", args=[case.pk]))
    visitor.sees_heading("Second conversation with Maureen")
    visitor.sees("Last time Maureen said")
    visitor.sees("Raised by Dr Amara Osei, in the referral. Maureen agrees, today.")
    visitor.page_is_sound_at_every_size()


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    case = given_nadia_at_work(plain_visitor)
    plain_visitor.opens(reverse("talk", args=[case.pk]))
    when_she_tells_what_matters(plain_visitor)
    plain_visitor.presses("Keep for later")
    plain_visitor.page.get_by_text(re.compile(r"Saved \d{1,2}(:\d\d)?[ap]m\. It waits")).wait_for()
    when_pat_is_put_on_the_map(plain_visitor)
    then_her_words_still_stand_there(plain_visitor)
    when_it_is_saved(plain_visitor)
    then_everything_is_kept(case)


def test_what_was_typed_survives_a_crash_of_the_browser(visitor: Visitor, browser: Browser) -> None:
    case = given_nadia_at_work(visitor)
    visitor.opens(reverse("talk", args=[case.pk]))
    when_she_tells_what_matters(visitor)
    visitor.page.get_by_text("Add someone").click()
    visitor.page.get_by_label("Name, or what they call them").fill("Pat")
    then_it_is_saved_by_itself(visitor)
    visitor.page.context.close()
    context = browser.new_context()
    again = _visitor(context, visitor.origin)
    when_somebody_is(again, "nadia")
    again.opens(reverse("talk", args=[case.pk]))
    then_her_words_still_stand_there(again)
    expect(again.page.get_by_label("Name, or what they call them")).to_have_value("Pat")
    assert not contacts(case)
    context.close()


def test_what_is_missing_is_asked_for_and_nothing_is_lost(visitor: Visitor) -> None:
    case = given_nadia_at_work(visitor)
    visitor.opens(reverse("talk", args=[case.pk]))
    visitor.page.locator("textarea").first.fill(SINGS)
    visitor.page.get_by_label("When", exact=True).fill("one day")
    visitor.page.get_by_role("button", name="Save and go on").last.click()
    for sentence in ("Choose whether you met", "Choose the next step, or write it"):
        visitor.sees(sentence)
    visitor.sees("Write a day to come, such as Thursday, in a week or 28 May")
    then_her_words_still_stand_there(visitor)
    visitor.page_is_sound()
    assert not contacts(case)


def test_somebody_begun_for_the_map_is_not_lost_with_a_mistake_elsewhere(
    visitor: Visitor,
) -> None:
    case = given_nadia_at_work(visitor)
    visitor.opens(reverse("talk", args=[case.pk]))
    when_she_tells_what_matters(visitor)
    visitor.page.get_by_label("Or a word of their own").fill("The stairs")
    visitor.page.get_by_text("Add someone").click()
    visitor.page.get_by_label("Name, or what they call them").fill("Pat")
    visitor.page.get_by_label("Who is that?").fill("Next door")
    visitor.page.get_by_role("button", name="Save and go on").last.click()
    for sentence in ("Choose whether you met", "Choose how easy it is to ask"):
        visitor.sees(sentence)
    then_her_words_still_stand_there(visitor)
    expect(visitor.page.get_by_label("Company", exact=True)).to_be_checked()
    for label, text in (
        ("Or a word of their own", "The stairs"),
        ("Name, or what they call them", "Pat"),
        ("Who is that?", "Next door"),
    ):
        expect(visitor.page.get_by_label(label)).to_be_visible()
        expect(visitor.page.get_by_label(label)).to_have_value(text)
    visitor.page_is_sound()
    assert not contacts(case)
    visitor.chooses("Easy to ask")
    when_it_is_saved(visitor)
    (contact,) = contacts(case)
    assert contact.words == SINGS
    with acting_as(staff_actor("nadia")):
        assert [row.code or row.own_word for row in needs_of(case.pk)] == [
            "loneliness",
            "The stairs",
        ]
        assert [row.name for row in supporters_of(case.pk)] == ["Pat"]


def test_a_need_and_a_name_are_corrected_on_pages_of_their_own(visitor: Visitor) -> None:
    case = given_nadia_at_work(visitor)
    visitor.opens(reverse("talk", args=[case.pk]))
    when_she_tells_what_matters(visitor)
    when_pat_is_put_on_the_map(visitor)
    when_it_is_saved(visitor)
    visitor.opens(reverse("talk", args=[case.pk]))
    visitor.page.get_by_role("button", name="Edit Company").click()
    visitor.page.get_by_label("What they said about it").fill("Not a club.")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Write it down")
    visitor.sees("“Not a club.”")
    visitor.page.get_by_role("button", name="Edit Company").click()
    visitor.presses("It is in the plan")
    visitor.sees("Company: in the plan.")
    visitor.follows("Back to the conversation")
    visitor.page.get_by_role("button", name="Edit Pat").click()
    visitor.chooses("Not easy now")
    visitor.page_is_sound_at_every_size()
    visitor.presses("Put on the map")
    expect(visitor.page.locator("svg path[stroke-dasharray]")).to_have_count(1)
    visitor.page.get_by_role("button", name="Edit Pat").click()
    visitor.presses("Take off the map")
    visitor.sees("Nobody is named yet.")


def when_she_tells_what_matters(visitor: Visitor) -> None:
    visitor.page.locator("textarea").first.fill(SINGS)
    visitor.chooses("Company")


def then_it_is_saved_by_itself(visitor: Visitor) -> None:
    expect(visitor.page.locator("#saved")).to_have_text(re.compile(r"Saved \d{1,2}(:\d\d)?[ap]m"))


def when_pat_is_put_on_the_map(visitor: Visitor) -> None:
    visitor.page.get_by_text("Add someone").click()
    visitor.page.get_by_label("Name, or what they call them").fill("Pat")
    visitor.page.get_by_label("Who is that?").fill("Next door")
    visitor.chooses("Easy to ask")
    visitor.presses("Put on the map")
    visitor.sees("Next door. Easy to ask.")
    expect(visitor.page.locator("svg text", has_text="Pat")).to_be_visible()


def then_her_words_still_stand_there(visitor: Visitor) -> None:
    assert visitor.page.locator("textarea").first.input_value() == SINGS


def when_it_is_saved(visitor: Visitor) -> None:
    visitor.page.get_by_label("We met", exact=True).check()  # once the page stands still
    visitor.page.get_by_label("Minutes", exact=True).fill("50")
    visitor.page.get_by_label("Or in your own words").fill("Look at choirs")
    visitor.page.get_by_label("When", exact=True).fill("Thursday")
    visitor.page.get_by_role("button", name="Save and go on").last.click()
    visitor.sees("Written down. Next: Look at choirs.")


def then_everything_is_kept(case: Case) -> None:
    (contact,) = contacts(case)
    assert (contact.words, contact.minutes, contact.next_on.weekday()) == (SINGS, 50, 3)
    with acting_as(staff_actor("nadia")):
        assert [row.code for row in needs_of(case.pk)] == ["loneliness"]
        assert [row.name for row in supporters_of(case.pk)] == ["Pat"]


def test_nothing_lies_over_the_bar_and_nothing_with_the_focus_lies_under_it(
    visitor: Visitor,
) -> None:
    case = given_nadia_at_work(visitor)
    visitor.opens(reverse("talk", args=[case.pk]))
    for scrolled in range(0, 900, 60):
        visitor.page.evaluate(f"scrollTo(0, {scrolled})")
        assert visitor.page.evaluate(WHAT_LIES_OVER_THE_BAR) == []
    visitor.page.evaluate("scrollTo(0, 0)")
    assert visitor.page.evaluate(WHAT_IS_FOCUSED_UNDER_THE_BAR) == []


WHAT_LIES_OVER_THE_BAR = """
    [...document.querySelectorAll('.finish :is(label, button, input:not([type=radio]))')]
        .map(one => [one, one.getBoundingClientRect()])
        .filter(([one, box]) => {
            const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
            return !found || !found.closest('.finish')
        }).map(([one]) => one.textContent || one.name)
"""
WHAT_IS_FOCUSED_UNDER_THE_BAR = """
    [...document.querySelectorAll('.listen :is(input, textarea, summary, button)')]
        .filter(one => one.type !== 'hidden' && one.offsetParent !== null)
        .filter(one => {
            one.focus()
            const bar = document.querySelector('.finish').getBoundingClientRect()
            return one.getBoundingClientRect().top > bar.top
        }).map(one => one.name || one.textContent)
"""
