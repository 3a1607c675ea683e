"""What people and partners load, page for page: under 50 kB in all, with no script and no font."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.models import Link
from linkwell.access.rules import LinkPurpose
from linkwell.cases.actions import name_proxy
from linkwell.connections.actions import answer
from linkwell.connections.rules import PartnerAnswer
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.measures.actions import open_questions
from linkwell.measures.rules import Offered
from linkwell.people.rules import ProxyScope
from linkwell.web.design import build
from linkwell.web.doors import LINK
from tests import town
from tests.actions.talking import taken_on
from tests.actions.test_connections import partner, sent
from tests.actions.test_measures import drawn
from tests.pages.people import OWN_LINK, POSTER, PRACTICE_LINK, client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
MOST = 50_000


@pytest.fixture(autouse=True, scope="module")
def built() -> None:
    build.build()


def weight(client: Client, address: str) -> int:
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    assert b"<script" not in page.content, address
    assert b"people.css" in page.content, address
    files = ("people.css", "mark.svg")
    return len(page.content) + sum((build.BUILT / name).stat().st_size for name in files)


def with_link(link_id: object, purpose: LinkPurpose) -> Client:
    client = Client()
    session = client.session
    session[LINK] = {"id": str(link_id), "purpose": purpose.value}
    session.save()
    return client


def test_every_page_for_people_and_partners_weighs_less_than_50_kilobytes() -> None:
    town.fill()
    people, nadia = town.person_ids(), staff_actor("nadia")
    row, told = sent(nadia)
    asked = partner(told)
    answer(told.pk, PartnerAnswer.YES, by=asked)
    town.run_deliveries()
    name_proxy(
        row.case_id,
        name="Carl Ashdown",
        relation="son",
        scope=[ProxyScope.PLAN],
        ends_on=clock.today() + timedelta(days=30),
        word="contralto",
        by=nadia,
    )
    her, poster = client_of(OWN_LINK, people), client_of(POSTER, people)
    practice = client_of(PRACTICE_LINK, people)
    worker = client_of("nadia", people)
    group = with_link(asked.id, LinkPurpose.PARTNER)
    speaks = with_link(
        Link.objects.get(purpose=LinkPurpose.PROXY, revoked_at=None).pk, LinkPurpose.PROXY
    )
    asking = drawn(taken_on())
    token = open_questions(asking.pk, how=Offered.SCREEN, by=nadia).token
    doors: list[tuple[Client, str, list[Any]]] = [
        *((her, name, []) for name in ("me", "who-sees", "stop", "my-letter")),
        (group, "welcome", []),
        (speaks, "for-somebody", []),
        (poster, "for-yourself", []),
        (Client(), "survey", [token]),
        (practice, "leaflet", []),
        (worker, "connection-letter", [row.pk]),
    ]
    found = {name: weight(client, reverse(name, args=args)) for client, name, args in doors}
    assert len(found) == 10
    assert {name: size for name, size in found.items() if size >= MOST} == {}
