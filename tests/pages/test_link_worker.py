"""What a link worker reads: danger first and for as long as it matters, and where to go next."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.models import Organisation
from linkwell.access.rules import OrganisationKind
from linkwell.cases.actions import begin
from linkwell.cases.models import Case
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import new_referral, staff_actor
from linkwell.kernel.ids import new_id
from linkwell.people.rules import Channel, NoNhsNumber, Safe
from linkwell.referrals.actions import accept, submit
from linkwell.referrals.rules import NewContact
from tests import town
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

DEREK = next(person for person in PEOPLE if person.key == "derek")
DANGER = "Behind with the rent. Says he wants to end his life."
ASKED = NewContact(Channel.PHONE, "07700 900418", Safe.YES)
NOT_ASKED = NewContact(Channel.PHONE, "07700 900418", Safe.NOT_ASKED)


@pytest.fixture
def nadia() -> Client:
    town.fill()
    return client_of("nadia", town.person_ids())


def taken_on(**changes: Any) -> Case:
    oakmere = Organisation.objects.get(kind=OrganisationKind.PRACTICE, name="Oakmere Surgery")
    new = replace(
        new_referral(DEREK, oakmere),
        given_name="Una",
        nhs_number=None,
        no_nhs_number=NoNhsNumber.NOT_KNOWN,
        **changes,
    )
    receipt = submit(new, key=new_id(), by=staff_actor("amara"))
    case = accept(receipt.referral_id, by=staff_actor("nadia"))
    town.run_deliveries()
    return case


def read(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    seen = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+([.,:])", r"\1", " ".join(unescape(seen).split()))


def test_danger_stays_in_sight_when_somebody_is_taken_on(nadia: Client) -> None:
    case = taken_on(words=DANGER, contacts=(ASKED,))
    story = read(nadia, "case", case.pk)
    for words in ("Risk mentioned", "end his life", "0161 496 0170", "Then ring Una today", "999"):
        assert words in story
    assert "first talk, today" in story
    today = read(nadia, "today")
    assert today.index("Risk mentioned. First talk") < today.index("Referrals to decide")
    assert "Ring Una" in today


def test_nobody_is_told_to_ring_a_way_that_nobody_asked_about(nadia: Client) -> None:
    story = read(nadia, "case", taken_on(words=DANGER, contacts=(NOT_ASKED,)).pk)
    assert "Nobody has asked whether ringing Una is safe" in story
    assert "Then ring" not in story


def test_every_way_has_a_link_of_its_own(nadia: Client) -> None:
    contacts = (NOT_ASKED, replace(NOT_ASKED, channel=Channel.TEXT))
    case = taken_on(contacts=contacts)
    page = nadia.get(reverse("case", args=[case.pk])).content.decode()
    assert page.count(f"/cases/{case.pk}/reach/") == 2


def test_an_active_case_stays_on_today(nadia: Client) -> None:
    case = taken_on()
    begin(case.pk, by=staff_actor("nadia"))
    town.run_deliveries()
    assert "Find options together" in read(nadia, "today")
    assert "find options together" in read(nadia, "case", case.pk)
