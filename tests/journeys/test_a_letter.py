"""A letter is pasted, read, checked and sent: in three presses, with and without JavaScript."""

import re
import time
from pathlib import Path

import pytest
from django.urls import reverse

from linkwell.access import links
from linkwell.access.models import Organisation
from linkwell.access.rules import LinkPurpose, operator
from tests import town
from tests.journeys.browser import Visitor
from tests.letter_files import FILES
from tests.letters import LAYOUTS, Somebody

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]
UNA = Somebody(given="Una", family="Byrne", number="999 004 1156")
SECONDS, PRESSES = 30, 3


def given_the_practice_opens_its_link(visitor: Visitor) -> None:
    town.fill()
    oakmere = Organisation.objects.get(name="Oakmere Surgery")
    service = Organisation.objects.get(name="Millrace Link Workers")
    token = links.issue(
        LinkPurpose.REFER, organisation_id=oakmere.pk, service_id=service.pk, by=operator("tests")
    )
    visitor.opens(reverse("practice-link", args=[token]))


def when_the_letter_is_pasted(visitor: Visitor, layout: str) -> None:
    visitor.page.get_by_label("Paste the letter").fill(LAYOUTS[layout](UNA))


def then_what_was_found_can_be_checked(visitor: Visitor) -> None:
    visitor.sees_heading("Found in the letter. Is this right?")
    for found in ("Una Byrne", "3 February 1968", "999 004 1156", "07700 900418"):
        visitor.sees(found)
    visitor.sees("Check digit right")
    visitor.sees("We will not ring until someone has asked.")


def then_there_is_a_receipt(visitor: Visitor) -> None:
    visitor.sees_heading("It has arrived")
    assert re.search(r"LW-\w{4}-\w{4}", visitor.page.content())
    assert "Una" not in visitor.page.content()


@pytest.mark.parametrize("layout", ["emis_letter", "systmone_form", "vision_lines"])
def test_three_presses_and_half_a_minute_after_pasting(visitor: Visitor, layout: str) -> None:
    given_the_practice_opens_its_link(visitor)
    when_the_letter_is_pasted(visitor, layout)
    began, presses = time.monotonic(), 0
    visitor.presses("Read the letter")
    presses += 1
    then_what_was_found_can_be_checked(visitor)
    if not visitor.page.get_by_label("Yes, we talked about it", exact=True).is_checked():
        visitor.chooses("Yes, we talked about it")
        presses += 1
    visitor.presses("Send the referral")
    presses += 1
    then_there_is_a_receipt(visitor)
    took = time.monotonic() - began
    assert presses <= PRESSES
    assert took < SECONDS
    print(f"{layout}: {presses} presses, {took:.1f} s after pasting")


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    given_the_practice_opens_its_link(plain_visitor)
    when_the_letter_is_pasted(plain_visitor, "vision_lines")
    plain_visitor.presses("Read the letter")
    then_what_was_found_can_be_checked(plain_visitor)
    plain_visitor.chooses("Yes, we talked about it")
    plain_visitor.presses("Send the referral")
    then_there_is_a_receipt(plain_visitor)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_dropped(visitor: Visitor, tmp_path: Path, kind: str) -> None:
    given_the_practice_opens_its_link(visitor)
    letter = tmp_path / f"letter.{kind}"
    letter.write_bytes(FILES[kind](LAYOUTS["systmone_form"](UNA)))
    visitor.page.get_by_label("Or drop its file here").set_input_files(letter)
    visitor.presses("Read the letter")
    then_what_was_found_can_be_checked(visitor)
    visitor.page_is_sound_at_every_size()


def test_a_file_that_cannot_be_read_says_what_to_do(visitor: Visitor, tmp_path: Path) -> None:
    given_the_practice_opens_its_link(visitor)
    broken = tmp_path / "letter.pdf"
    broken.write_bytes(b"%PDF-1.7 and then nothing")
    visitor.page.get_by_label("Or drop its file here").set_input_files(broken)
    visitor.presses("Read the letter")
    visitor.sees("The file is damaged and cannot be read. Open it and paste its words here instead")
    visitor.page_is_sound()


def test_a_file_that_is_too_large_does_not_arrive_and_nothing_breaks(
    visitor: Visitor, tmp_path: Path
) -> None:
    given_the_practice_opens_its_link(visitor)
    large = tmp_path / "letter.pdf"
    large.write_bytes(b"%PDF-1.7" + b"x" * (7 * 1024 * 1024))
    visitor.page.get_by_label("Or drop its file here").set_input_files(large)
    visitor.presses("Read the letter")
    visitor.sees("Paste the letter, or choose its file, of at most 5 MB")


def test_what_was_found_is_changed_by_hand(visitor: Visitor) -> None:
    given_the_practice_opens_its_link(visitor)
    when_the_letter_is_pasted(visitor, "emis_letter")
    visitor.presses("Read the letter")
    visitor.page.get_by_text("Change what was found").click()
    visitor.writes("Family name", "Byrne-Walsh")
    visitor.presses("Send the referral")
    then_there_is_a_receipt(visitor)


def test_the_leaflet_is_there_in_large_type_and_names_nobody(visitor: Visitor) -> None:
    given_the_practice_opens_its_link(visitor)
    visitor.follows("in large type")
    visitor.sees_heading("Somebody with time for you")
    visitor.page_is_sound_at_every_size()
    assert "Una" not in visitor.page.content()
    visitor.follows("Ordinary type")
    visitor.page_is_sound()


def test_a_plain_referral_by_hand_is_quick(visitor: Visitor) -> None:
    given_the_practice_opens_its_link(visitor)
    began = time.monotonic()
    visitor.writes("First name", "Una")
    visitor.writes("Family name", "Byrne")
    for part, text in (("Day", "9"), ("Month", "6"), ("Year", "1949")):
        visitor.writes(part, text)
    visitor.page.get_by_label("What is going on, in plain words?").fill("Lives alone.")
    visitor.chooses("Yes, we talked about it")
    visitor.writes("Your name and role", "Gemma Stott, reception")
    visitor.presses("Send the referral")
    then_there_is_a_receipt(visitor)
    assert time.monotonic() - began < SECONDS
