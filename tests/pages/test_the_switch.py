"""The demo's switch: whoever has a button has a first page."""

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.demo import cast
from tests.town import seed

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

PLAYED = [(key, name) for _, people in cast.groups() for key, name, _ in people if key]


def test_everybody_with_a_button_opens_a_page_of_their_own() -> None:
    seed()
    assert len(PLAYED) == 14
    for key, name in PLAYED:
        client = Client()
        answer = client.post(reverse("be", args=[key]), follow=True)
        assert answer.status_code == 200, (key, answer.redirect_chain)
        assert answer.redirect_chain[0][0] == reverse("start")
        first = name.strip("“”").split()[0].removeprefix("Dr")
        assert cast.ENTRIES.get(key, first) in answer.content.decode(), key


def test_a_persons_page_says_what_is_next_in_her_language_too() -> None:
    seed()
    client = Client()
    page = client.post(reverse("be", args=["farida"]), follow=True).content.decode()
    assert "Nadia rings you by" in page
    assert 'lang="ur" dir="rtl"' in page
    alan = client.post(reverse("be", args=["alan"]), follow=True).content.decode()
    assert "ring us" in alan
    assert 'lang="ur"' not in alan
