"""A person's own page: what they answered is shown again, and can be answered anew."""

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.connections import actions
from linkwell.connections.models import Connection, Intention
from linkwell.connections.rules import ConnectionState
from linkwell.demo.seed import staff_actor
from linkwell.tasks.models import Task
from tests import town
from tests.actions.test_connections import chosen
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def row() -> Connection:
    town.fill()
    row = chosen(staff_actor("nadia"))
    actions.tell(row.pk, by=staff_actor("nadia"))
    town.run_deliveries()
    return row


@pytest.fixture
def maureen(row: Connection) -> Client:
    return client_of("maureen", town.person_ids())


def says(client: Client, row: Connection, answer: str) -> str:
    pressed = {"to": "going", "connection": str(row.pk), "answer": answer}
    page = client.post(reverse("me"), pressed, follow=True).content.decode()
    town.run_deliveries()
    return page


def talks_owed() -> list[str]:
    with acting_as(staff_actor("nadia")):
        rows = Task.objects.filter(kind="talk_it_over").order_by("created_at", "id")
        return list(rows.values_list("state", flat=True))


def test_the_page_says_what_they_answered_and_offers_the_other_answers(
    maureen: Client, row: Connection
) -> None:
    before = maureen.get(reverse("me")).content.decode()
    assert "You said" not in before
    assert before.count('value="yes"') == 1
    unsure = says(maureen, row, "not_sure")
    assert "You said that you are not sure." in unsure
    assert 'value="not_sure"' not in unsure
    assert 'value="yes"' in unsure
    going = says(maureen, row, "yes")
    assert "You said that you would like to go." in going
    assert "Changed your mind? " in going
    assert 'value="yes"' not in going


def test_not_sure_is_one_talk_to_have_however_often_it_is_said(
    maureen: Client, row: Connection
) -> None:
    for _ in range(3):
        says(maureen, row, "not_sure")
    assert talks_owed() == ["open"]
    with acting_as(staff_actor("nadia")):
        assert Intention.objects.count() == 1


def test_whoever_makes_up_their_mind_needs_no_talk_any_more(
    maureen: Client, row: Connection
) -> None:
    says(maureen, row, "not_sure")
    says(maureen, row, "yes")
    assert talks_owed() == ["done"]
    says(maureen, row, "not_sure")
    says(maureen, row, "not_this_time")
    assert talks_owed()[0] == "done"
    assert "open" not in talks_owed()
    with acting_as(staff_actor("nadia")):
        assert Connection.objects.get(pk=row.pk).state == ConnectionState.STOPPED
