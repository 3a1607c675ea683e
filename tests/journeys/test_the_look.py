"""Every part, and every page that anybody may open, at every size, in a real browser."""

import pytest

from tests.journeys.browser import SIZES, Visitor
from tests.town import seed

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
OPEN_PAGES = [
    "/",
    "/gallery/",
    "/gallery/people",
    "/account/sign-in",
    "/account/password/forgotten",
    "/account/password/forgotten/sent",
    "/account/password/new/kept",
    "/account/closed",
]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_page_is_sound_at_every_size(visitor: Visitor, path: str) -> None:
    visitor.opens(path)
    for size in SIZES:
        visitor.page_is_sound(size)


def test_a_page_that_is_not_there_is_sound(visitor: Visitor) -> None:
    visitor.opens("/no/such/page", status=404)
    visitor.sees_heading("There is nothing here")
    visitor.page_is_sound()


def test_the_error_summary_has_the_focus_and_leads_to_the_box(visitor: Visitor) -> None:
    visitor.opens("/gallery/")
    page = visitor.page
    assert page.evaluate("document.activeElement.className") == "nhsuk-error-summary"
    page.get_by_role("link", name="Write a phone number, or say why there is none").click()
    assert page.evaluate("document.activeElement.id") == "id_phone"


def test_the_keyboard_meets_the_skip_link_first_then_the_bar_in_order(visitor: Visitor) -> None:
    visitor.opens("/")
    page, met = visitor.page, []
    for _ in range(4):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert met == ["Skip to the page", "", "Sign in for real", "Start as Nadia, a link worker"]
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).backgroundColor") == (
        "rgb(255, 235, 59)"
    )


def test_a_choice_shows_what_it_reveals_without_a_script(plain_visitor: Visitor) -> None:
    plain_visitor.opens("/gallery/")
    number = plain_visitor.page.locator("#new_phone")
    assert not number.is_visible()
    plain_visitor.page.locator("#new_safe").check(force=True)
    assert number.is_visible()


def test_boxes_are_big_enough_to_press_and_focus_can_be_seen(visitor: Visitor) -> None:
    visitor.opens("/gallery/people")
    page = visitor.page
    for box in page.locator("button, .nhsuk-input, .nhsuk-radios__item").all():
        size = box.bounding_box()
        assert size is None or size["height"] >= 36
    page.locator("#id_safe").focus()
    page.keyboard.press("ArrowDown")
    outline = "getComputedStyle(document.querySelector('#id_safe-2 + label')).outlineColor"
    assert page.evaluate(outline) == "rgb(255, 235, 59)"


def test_choices_can_be_told_apart_in_forced_colours(visitor: Visitor) -> None:
    visitor.page.emulate_media(forced_colors="active")
    visitor.opens("/gallery/")
    opacity = "getComputedStyle(document.querySelector('.nhsuk-radios__input')).opacity"
    assert visitor.page.evaluate(opacity) == "1"
    visitor.page_is_sound()


def test_print_leaves_out_what_only_a_screen_needs(visitor: Visitor) -> None:
    visitor.page.emulate_media(media="print")
    visitor.opens("/gallery/")
    assert not visitor.page.locator(".bar").is_visible()
    assert visitor.page.locator("h1").is_visible()
    assert len(visitor.page.pdf(format="A4")) > 10_000


def test_somebody_becomes_nadia_without_javascript(plain_visitor: Visitor) -> None:
    seed()
    plain_visitor.opens("/")
    plain_visitor.presses("Be Nadia")
    plain_visitor.is_at("/today/")
    plain_visitor.follows("Be someone else")
    plain_visitor.presses("Be Helen")
    plain_visitor.sees("Helen Brightmore")
