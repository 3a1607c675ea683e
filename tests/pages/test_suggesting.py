"""Suggestions while somebody types: what is in them, and what is not kept."""

import logging
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connections
from django.test import Client
from django.urls import reverse

from linkwell.directory import search
from linkwell.directory.actions.lists import import_batch
from linkwell.directory.models import Service
from linkwell.directory.rules import Status
from linkwell.web.public import suggesting
from tests import saying, town
from tests.queries.test_search import draft

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def the_town() -> None:
    town.fill()
    caches["quick"].clear()
    search._in_names.cache_clear()


def typed(text: str, near: str = "", **more: str) -> list[dict[str, Any]]:
    answer = Client().post(reverse("find-suggest"), {"text": text, "near": near, **more})
    assert answer.status_code == 200
    told: list[dict[str, Any]] = answer.json()["options"]
    return told


def labels(text: str, near: str = "") -> list[str]:
    return [one["label"] for one in typed(text, near)]


def test_needs_in_plain_words_then_words_then_groups_near_the_postcode() -> None:
    told = typed("sing", "M33 7BZ")
    group = next(one for one in told if one["label"] == "Tidewater Singers")
    assert group["more"].split(",")[0].endswith(("mile", "miles"))
    assert Client().get(group["href"]).status_code == 200
    assert labels("I feel so lonely")[0] == "Company"
    assert labels("mon")[0] == "Money, debt and benefits"
    assert labels("sin")[0] == "singers"


def test_a_need_leads_to_its_list_and_its_address_says_nothing() -> None:
    need = typed("lonely", "M33 7BZ")[0]
    assert "M33" not in need["href"]
    assert "loneliness" not in need["href"]
    page = Client().get(need["href"]).content.decode()
    assert 'value="M33 7BZ"' in page


@pytest.mark.parametrize("near", ["M3", "nowhere", "BT1 1AA", "", "\0", "M33 7BZ" * 50])
def test_a_postcode_that_is_none_yet_is_in_nobodys_way(near: str) -> None:
    assert "Tidewater Singers" in labels("tidewater", near)


@pytest.mark.parametrize("text", ["", " ", "t", "   t   ", "\0", "!!", "\ud83d\ude00" * 3])
def test_of_less_than_two_letters_nothing_is_said(text: str) -> None:
    assert labels(text.encode("utf-16", "surrogatepass").decode("utf-16")) == []


def test_words_of_danger_are_no_search() -> None:
    assert labels("I want to end my life", "M33 7BZ") == []


def test_what_is_closed_is_not_suggested() -> None:
    import_batch([draft(1, "Shut Quilters", status=Status.INACTIVE)], publisher="x",
                 by=saying.OPERATOR)  # fmt: skip
    import_batch([draft(1, "Open Quilters")], publisher="y", by=saying.OPERATOR)
    town.run_deliveries()
    assert Service.objects.filter(name__endswith="Quilters").count() == 2
    found = labels("quilt", "M33 7BZ")
    assert "Open Quilters" in found
    assert "Shut Quilters" not in found


def kept() -> tuple[int, int]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select (select count(*) from journal_event), (select count(*) from gaps_gap)"
        )
        counts: tuple[int, int] = cursor.fetchone()
    return counts


def test_nothing_of_it_is_kept_counted_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    before = kept()
    client = Client()
    with caplog.at_level(logging.DEBUG):
        answer = client.post(reverse("find-suggest"), {"text": "zebras", "near": "M33 7BZ"})
    assert kept() == before
    written = " ".join(f"{it.getMessage()} {it.__dict__}" for it in caplog.records
                       if not it.name.startswith("django.db"))  # fmt: skip
    assert "zebras" not in written
    assert "M33" not in written
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_takes_a_token_like_any_form() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("find-suggest"), {"text": "sing"})
    assert answer.status_code == 403


def test_nobody_asks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "_A_MINUTE", 3)
    client = Client()
    codes = [client.post(reverse("find-suggest"), {"text": "sing"}).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_the_page_names_where_to_ask_and_works_without() -> None:
    page = Client().get(reverse("find")).content.decode()
    assert f'data-suggest="{reverse("find-suggest")}"' in page
    assert "suggest.js" in page
