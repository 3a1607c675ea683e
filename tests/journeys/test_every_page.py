"""Everybody of the cast walks every page that a link leads to: each is sound, none is missing."""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from linkwell.demo.cast import STAFF
from tests import town
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
ELSEWHERE = {"", "gallery/", "gallery/people"}  # the switch and the gallery have tests of their own


def links(visitor: Visitor) -> list[str]:
    """Where the links of this page lead, on this machine."""
    hrefs: list[str] = visitor.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    parts = [urlsplit(href) for href in hrefs if href.startswith(visitor.origin)]
    return [f"{part.path}?{part.query}" if part.query else part.path for part in parts]


def walk(visitor: Visitor, start: str) -> set[str]:
    """Open every kind of page that can be reached from `start`; the routes that were seen."""
    waiting, seen = [start], set[str]()
    while waiting:
        path = waiting.pop(0)
        route = str(resolve(urlsplit(path).path).route)
        if route in seen | ELSEWHERE:
            continue
        seen.add(route)
        visitor.opens(path)
        visitor.page_is_sound_at_every_size()
        waiting += links(visitor)
    return seen


@pytest.mark.parametrize("key", ["nadia", "amara", "helen", "marcus"])
def test_every_page_of_the_staff(visitor: Visitor, key: str) -> None:
    town.fill()
    visitor.opens("/")
    visitor.page.locator(f"form[action='/demo/be/{key}'] button").first.click()
    visitor.sees(STAFF[key].name)
    seen = walk(visitor, "/start/")
    assert len(seen) >= 3, seen
