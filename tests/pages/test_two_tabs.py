"""Two links open in one browser: what is pressed in one tab is never done for the other one."""

import re

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from linkwell.access.rules import LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.connections.models import Disclosure
from linkwell.demo.seed import staff_actor
from tests import town
from tests.actions.test_connections import partner, sent
from tests.pages.people import client_of, own_token, practice_token
from tests.pages.test_deciding_and_danger import written
from tests.pages.test_weight_of_people_pages import with_link

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

HIDDEN = re.compile(r'<input type="hidden" name="(_\w+)" value="([^"]+)">')


def shown(client: Client, address: str) -> dict[str, str]:
    """What the forms of a page carry, as a browser sends it back."""
    page = client.get(address)
    assert page.status_code == 200
    return dict(HIDDEN.findall(page.content.decode()))


def rows(table: str) -> int:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def press(client: Client, address: str, carried: dict[str, str], **said: str) -> None:
    answer = client.post(address, {**carried, **said})
    assert answer.status_code == 409
    assert b"Nothing was sent" in answer.content


def test_a_group_answers_for_whom_it_read_of() -> None:
    town.fill()
    nadia = staff_actor("nadia")
    (_, first), (_, second) = sent(nadia), sent(nadia, "Tuesday Table")
    browser = with_link(partner(first).id, LinkPurpose.PARTNER)
    carried = shown(browser, reverse("welcome"))
    other = with_link(partner(second).id, LinkPurpose.PARTNER)
    browser.cookies = other.cookies  # the second link, opened in a second tab
    press(browser, reverse("welcome"), carried, answer="yes")
    with acting_as(nadia):
        said = set(Disclosure.objects.values_list("connection__state", flat=True))
    assert said == {"sent"}
    carried = shown(browser, reverse("welcome"))
    assert browser.post(reverse("welcome"), {**carried, "answer": "yes"}).status_code == 302


def test_nobody_takes_back_another_persons_consent() -> None:
    town.fill()
    people = town.person_ids()
    browser = client_of("maureen", people)
    carried = shown(browser, reverse("stop"))
    other = next(person for who, person in people.items() if who != "maureen")
    token = own_token(other)
    assert browser.post(reverse("own-link", args=[token])).status_code == 302
    before = rows("consent_decision")
    press(browser, reverse("stop"), carried, sure="yes")
    assert rows("consent_decision") == before


def test_a_referral_comes_from_the_practice_whose_form_it_was() -> None:
    town.fill()
    browser = client_of("practice link", town.person_ids())
    carried = shown(browser, reverse("refer"))
    assert browser.get(reverse("practice-link", args=[practice_token()])).status_code == 302
    before = rows("referrals_referral")
    press(browser, reverse("refer"), carried, **written())
    assert rows("referrals_referral") == before


def test_somebody_else_who_signed_in_does_nothing_for_the_one_before() -> None:
    town.fill()
    people = town.person_ids()
    browser, tom = client_of("nadia", people), client_of("tom", people)
    carried = shown(browser, reverse("refer"))
    browser.cookies = tom.cookies
    press(browser, reverse("refer"), carried, **written())
