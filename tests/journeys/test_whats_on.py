"""Somebody looks for company nearby, without an account."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.browser import Visitor
from tests.journeys.steps import given_the_town

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases="__all__")]


def looks_for_somewhere_to_sing(visitor: Visitor) -> None:
    given_the_town()
    visitor.opens(reverse("find"))
    visitor.sees_heading("What’s on near you")
    visitor.page_is_sound_at_every_size()
    visitor.page.get_by_label("What would help?").fill("I would like to sing in a choir")
    visitor.page.get_by_label("Near which postcode?").fill("nowhere")
    visitor.presses("Find")
    visitor.sees("to mend before this can go")
    visitor.page_is_sound()
    visitor.page.get_by_label("Near which postcode?").fill("M33 7BZ")
    visitor.presses("Find")
    visitor.sees("The list has everything the plan has.")
    visitor.page_is_sound_at_every_size()
    visitor.follows("Free")
    visitor.sees_heading("free groups and services")
    visitor.page_is_sound()
    visitor.follows("Free")
    visitor.follows("Tidewater Singers")
    visitor.sees_heading("How sure are we?")
    visitor.page_is_sound_at_every_size()


def test_looks_for_somewhere_to_sing(visitor: Visitor) -> None:
    looks_for_somewhere_to_sing(visitor)


def test_the_same_without_javascript(plain_visitor: Visitor) -> None:
    looks_for_somewhere_to_sing(plain_visitor)


def test_words_of_danger_lead_to_help(visitor: Visitor) -> None:
    given_the_town()
    visitor.opens(reverse("find"))
    visitor.page.get_by_label("What would help?").fill("I want to end my life")
    visitor.presses("Find")
    visitor.sees_heading("Somebody to talk to now")
    visitor.page_is_sound_at_every_size()


def test_suggestions_while_somebody_types_by_the_keyboard_alone(visitor: Visitor) -> None:
    given_the_town()
    visitor.opens(reverse("find"))
    page = visitor.page
    page.get_by_label("Near which postcode?").fill("M33 7BZ")
    box = page.get_by_label("What would help?")
    box.press_sequentially("tidewater si", delay=20)
    option = page.get_by_role("option", name=re.compile("Tidewater Singers .*mile"))
    expect(option).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="suggestion")).to_have_count(1)
    visitor.page_is_sound()
    box.press("Escape")
    expect(option).to_be_hidden()
    box.press_sequentially("n")
    expect(option).to_be_visible()
    while option.get_attribute("aria-selected") != "true":
        box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    visitor.page_is_sound()
    box.press("Enter")
    visitor.sees_heading("Tidewater Singers")
