"""Pages on which somebody is told apart from whom we know: before they are taken on, and after."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.cover import seal
from linkwell.demo.seed import staff_actor
from linkwell.kernel.ids import UUID
from linkwell.referrals.models import Referral
from tests import town
from tests.actions.test_triage import JOAN, received
from tests.actions.test_whose_number import taken_on_before, with_the_number_of
from tests.pages.people import client_of
from tests.pages.test_hard_day_pages import maureens_case

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def people() -> dict[str, UUID]:
    town.fill()
    return town.person_ids()


def of(who: str) -> Client:
    return client_of(who, town.person_ids())


def read(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, name
    return unescape(answer.content.decode())


def press(client: Client, name: str, *args: object) -> str:
    return unescape(client.post(reverse(name, args=args), follow=True).content.decode())


def takes_on(page: str, row: Referral) -> list[str]:
    return [name for name in ("accept", "give") if reverse(name, args=[row.pk]) in page]


def test_nobody_can_be_taken_on_before_it_is_answered(people: dict[str, UUID]) -> None:
    row, tom = with_the_number_of(), of("tom")
    page = read(tom, "referral", row.pk)
    assert not takes_on(page, row)
    assert "stands on another record of this service" in page
    assert "Maureen Ashdown" in page
    assert reverse("same", args=[row.pk, people["maureen"]]) in page
    for name in ("return", "pass-on", "ask-more"):
        assert reverse(name, args=[row.pk]) in page
    assert tom.post(reverse("accept", args=[row.pk])).status_code == 409
    page = press(tom, "apart", row.pk)
    assert takes_on(page, row) == ["accept", "give"]
    assert "Is this somebody we know?" not in page


def test_somebody_who_only_looks_alike_may_be_taken_on() -> None:
    row = received(given_name="Joan", family_name="Fairclough", birth_date=JOAN.born)
    page = read(of("tom"), "referral", row.pk)
    assert "Is this somebody we know?" in page
    assert takes_on(page, row) == ["accept", "give"]


def test_where_the_other_record_is_sealed_a_supervisor_answers(people: dict[str, UUID]) -> None:
    seal(people["maureen"], by=staff_actor("nadia"))
    row = with_the_number_of()
    page = read(of("tom"), "referral", row.pk)
    assert "Maureen" not in page
    assert "Ask your supervisor to compare." in page
    assert reverse("apart", args=[row.pk]) not in page
    assert reverse("apart", args=[row.pk]) in read(of("ruth"), "referral", row.pk)


def test_the_story_of_whoever_was_taken_on_before_has_both_buttons(
    people: dict[str, UUID],
) -> None:
    case = taken_on_before("tom")
    tom = of("tom")
    page = read(tom, "case", case.pk)
    assert reverse("same", args=[case.referral_id, people["maureen"]]) in page
    assert "this story ends here and goes on in the record that we have" in page
    page = press(tom, "apart", case.referral_id)
    assert "Kept apart. The story goes on as it is." in page
    assert "Which person?" not in page
    assert "Una’s story" in page


def test_the_same_person_leads_on_and_what_was_written_is_read_there(
    people: dict[str, UUID],
) -> None:
    case = taken_on_before("tom")
    page = press(of("tom"), "same", case.referral_id, people["maureen"])
    town.run_deliveries()
    assert "This story ends here." in page
    assert "Which person?" not in page
    nadia = of("nadia")
    page = read(nadia, "case", maureens_case())
    assert "What was written before that" in page
    assert reverse("case", args=[case.pk]) in page
    assert "Una" in read(nadia, "case", case.pk)


def test_no_other_number_is_in_doubt() -> None:
    row = received(nhs_number="9990049904", no_nhs_number=None)
    page = read(of("tom"), "referral", row.pk)
    assert "Is this somebody we know?" not in page
    assert takes_on(page, row) == ["accept", "give"]
