"""All that is known of a group, and what link workers say of it, on one page."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.demo.seed import staff_actor
from linkwell.directory.models import Service, Suggestion
from linkwell.kernel.ids import UUID
from tests import town
from tests.actions.test_connections import sent
from tests.pages.people import client_of
from tests.pages.places import Places, places

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

assert places  # the fixture


@pytest.fixture
def nadia() -> Client:
    town.fill()
    return of("nadia")


def of(who: str) -> Client:
    return client_of(who, town.person_ids())


def choir() -> UUID:
    return Service.objects.get(name="Tidewater Singers").pk


def read(client: Client) -> str:
    answer = client.get(reverse("entry", args=[choir()]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def press(client: Client, **said: object) -> str:
    answer = client.post(reverse("entry", args=[choir()]), said, follow=True)
    return unescape(answer.content.decode())


def test_every_part_stands_there_with_who_said_so(nadia: Client) -> None:
    page = read(nadia)
    for label in ("Phone and contact", "Where it is", "Days and times", "Cost", "Who it is for"):
        assert label in page
    assert "Somebody went, week of" not in page
    assert page.count("The demo town,") == 6  # no list tells whether there is room


def test_one_press_says_what_is_wrong_and_the_next_reader_sees_it(nadia: Client) -> None:
    page = press(nadia, wrong="closed")
    assert "Written down. It counts for everybody until" in page
    for who in ("tom", "kieran"):  # a directory is everybody's
        assert "counts until" in read(of(who))
        assert "Not shown to the public" in read(of(who))


def test_a_day_may_be_said(nadia: Client) -> None:
    page = press(nadia, wrong="full", until="next nonsense")
    assert "to mend before this can go" in page
    assert "counts until" not in page
    assert "counts until" in press(nadia, wrong="full", until="tomorrow")


def test_what_is_right_is_ticked_and_dated(nadia: Client) -> None:
    press(nadia, wrong="wrong_number")
    assert "Tick what is right" in press(nadia, right="yes")
    page = press(nadia, right="yes", parts=["contact", "room"])
    assert "Written down, with today’s date." in page
    assert "The number was wrong" not in page
    assert page.count("Millrace Link Workers,") == 2


def test_what_colleagues_know_is_not_for_another_service(nadia: Client) -> None:
    page = press(nadia, know="yes", words="The side door sticks")
    assert "Your colleagues can read it now. It is never published." in page
    assert "side door sticks" in read(of("tom"))
    assert "side door sticks" not in read(of("kieran"))
    assert "Write what your colleagues should know" in press(nadia, know="yes", words=" ")


def test_a_button_that_there_is_not_is_not_there(nadia: Client) -> None:
    answer = nadia.post(reverse("entry", args=[choir()]), {"wrong": "haunted"})
    assert answer.status_code == 404


def test_the_options_lead_here(places: Places) -> None:
    answer = of("nadia").get(reverse("options", args=places["options"]))
    assert b"All we know" in answer.content


def test_and_so_does_a_group_that_was_written_to(nadia: Client) -> None:
    row, _ = sent(staff_actor("nadia"))
    answer = nadia.get(reverse("connection", args=[row.pk]))
    assert reverse("entry", args=[row.option_id]).encode() in answer.content


def test_what_its_words_suggest_is_asked_until_somebody_says_so(nadia: Client) -> None:
    row = Suggestion.objects.filter(state="open", field="route").first()
    assert row is not None
    address = reverse("entry", args=[row.service_id])
    page = unescape(nadia.get(address).content.decode())
    assert "What its words suggest" in page
    assert f"“{row.sentence}”" in page
    answer = nadia.post(reverse("it-is-so", args=[row.pk]), follow=True)
    assert b"Written down: it is so." in answer.content
    assert Service.objects.get(pk=row.service_id).referral_route == row.value
    assert f"“{row.sentence}”" not in unescape(nadia.get(address).content.decode())


def test_what_is_not_so_is_not_asked_again(nadia: Client) -> None:
    row = Suggestion.objects.filter(state="open").first()
    assert row is not None
    nadia.post(reverse("it-is-not", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("refused", "Nadia Rahman")
