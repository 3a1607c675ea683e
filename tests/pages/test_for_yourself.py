"""The poster's pages: what they keep, for whom, and what they say when they are used too often."""

from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from linkwell.access.rules import LinkPurpose
from tests import dangers, town
from tests.pages.html import read
from tests.pages.people import POSTER, PRACTICE_LINK, client_of, practice_token

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def people() -> None:
    town.fill()


def browser(who: str = POSTER) -> Client:
    return client_of(who, town.person_ids())


def own_words(text: str) -> dict[str, str]:
    born = {"birth_date-day": "9", "birth_date-month": "6", "birth_date-year": "1969"}
    return {"given_name": "Ola", "family_name": "Fern", **born, "words": text, "language": "en"}


def asked_by(client: Client, words: str) -> Any:
    return client.post(reverse("for-yourself"), own_words(words))


@pytest.mark.parametrize("words", ["I see nobody.", dangers.WORDS])
def test_a_receipt_opens_in_the_browser_that_asked_and_in_no_other(words: str) -> None:
    client = browser()
    where = asked_by(client, words).headers["Location"]
    assert client.get(where).status_code == 200
    assert browser().get(where).status_code == 404
    assert browser().post(where, {"danger": "no"}).status_code == 404


def test_the_question_waits_for_who_opens_the_poster_once_more_in_the_same_browser() -> None:
    client = browser()
    where = asked_by(client, dangers.WORDS).headers["Location"]
    client.get(reverse("poster-link", args=[practice_token(LinkPurpose.ASK)]))
    again = client.post(where, {"danger": "no"})
    assert (again.status_code, client.get(again.headers["Location"]).status_code) == (302, 200)


def test_a_practices_link_shows_its_receipts_to_the_browser_that_referred() -> None:
    client = browser(PRACTICE_LINK)
    where = client.post(reverse("refer"), referred("Lives alone.")).headers["Location"]
    assert client.get(where).status_code == 200
    assert browser(PRACTICE_LINK).get(where).status_code == 404


def test_a_practices_pause_is_answered_by_the_browser_that_referred() -> None:
    client = browser(PRACTICE_LINK)
    page = read(client.post(reverse("refer"), referred(dangers.WORDS)).content.decode())
    (where,) = [form.attributes["action"] for form in page.all("form")]
    assert browser(PRACTICE_LINK).post(where, {"danger": "no"}).status_code == 404
    assert client.post(where, {"danger": "no"}).status_code == 302


def test_who_signs_in_at_the_practice_opens_what_a_colleague_sent() -> None:
    where = browser("gemma").post(reverse("refer"), referred("Lives alone.")).headers["Location"]
    assert browser("amara").get(where).status_code == 200


def referred(words: str) -> dict[str, str]:
    return {**own_words(words), "referred_by": "Gemma Stott, reception", "wants": "yes"}


def test_danger_is_taken_in_however_often_the_page_was_used() -> None:
    client = browser()
    with override_settings(ACCOUNT_RATE_LIMITS={"ask_for_yourself": "1/h/ip"}):
        answers = [asked_by(client, text) for text in ASKED]
    assert [answer.status_code for answer in answers] == [302, 429, 302]
    assert answers[2].headers["Location"].endswith("/pause")


ASKED = ("I see nobody.", "I still see nobody.", "I want to end my life.")


def test_danger_in_any_field_is_taken_in_too() -> None:
    client, form = browser(), own_words("I see nobody.")
    with override_settings(ACCOUNT_RATE_LIMITS={"ask_for_yourself": "1/h/ip"}):
        client.post(reverse("for-yourself"), form)
        again = client.post(reverse("for-yourself"), {**form, "not_told": "My son, he hits me"})
    assert again.headers["Location"].endswith("/pause")


def test_used_too_often_it_keeps_the_words_and_says_whom_to_ring() -> None:
    client = browser()
    with override_settings(ACCOUNT_RATE_LIMITS={"ask_for_yourself": "1/h/ip"}):
        asked_by(client, "I see nobody.")
        page = asked_by(client, "I still see nobody.").content.decode()
    assert "Not sent yet" in page
    assert "Nothing is lost" not in page
    for said in ("999", "111, option 2", "0161 496 0170", "I still see nobody.", 'value="Ola"'):
        assert said in page
    assert asked_by(client, "I still see nobody.").status_code == 302
