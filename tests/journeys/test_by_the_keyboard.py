"""A day's list by the keyboard alone; and for whoever would rather not."""

import pytest

from tests import town
from tests.journeys.browser import Visitor
from tests.journeys.test_the_first_referral import when_somebody_is

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def row_with_focus(visitor: Visitor) -> int:
    """Which row of the list has the focus, from 0; -1 where none has."""
    found = visitor.page.evaluate(
        "() => [...document.querySelectorAll('.rows .row')]"
        ".indexOf(document.activeElement.closest('.rows .row'))"
    )
    return int(found)


def test_from_row_to_row_and_into_a_story(visitor: Visitor) -> None:
    town.fill()
    when_somebody_is(visitor, "nadia")
    visitor.opens("/today/")
    visitor.page_is_sound_at_every_size()
    keys = visitor.page.keyboard
    assert row_with_focus(visitor) == -1
    for key, row in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        keys.press(key)
        assert row_with_focus(visitor) == row, key
    assert visitor.page.evaluate("() => !!document.activeElement.closest('.row__do')")
    keys.press("?")
    assert visitor.page.evaluate("() => document.activeElement.textContent") == "By the keyboard"
    keys.press("j")
    story = visitor.page.locator(".rows .row a").first.get_attribute("href")
    keys.press("o")
    visitor.page.wait_for_url(f"**{story}")
    visitor.page.go_back()
    visitor.page.get_by_label("Name").fill("jo")  # what is typed is typed
    assert visitor.page.get_by_label("Name").input_value() == "jo"


def test_the_keys_can_be_switched_off_and_stay_so(visitor: Visitor) -> None:
    town.fill()
    when_somebody_is(visitor, "nadia")
    visitor.opens("/today/")
    visitor.page.get_by_label("Use these keys").uncheck()
    visitor.opens("/today/")
    visitor.page.keyboard.press("j")
    assert row_with_focus(visitor) == -1
    visitor.page.get_by_label("Use these keys").check()
    visitor.page.keyboard.press("Escape")
    visitor.page.locator("h1").click()
    visitor.page.keyboard.press("j")
    assert row_with_focus(visitor) == 0


def test_without_javascript_no_keys_are_promised(plain_visitor: Visitor) -> None:
    town.fill()
    when_somebody_is(plain_visitor, "nadia")
    plain_visitor.opens("/today/")
    assert not plain_visitor.page.get_by_text("By the keyboard").is_visible()
