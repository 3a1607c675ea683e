"""Only the lines that link worker and person read together go to a partner."""

import re

import pytest
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.connections import actions
from linkwell.connections.models import Disclosure
from linkwell.connections.rules import Line
from linkwell.demo.seed import staff_actor
from tests import town
from tests.actions.test_connections import chosen
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
READ = re.compile(r'name="read" value="([0-9a-f]{64})"')


def test_a_page_that_was_left_open_sends_no_line_that_was_not_on_it() -> None:
    town.fill()
    nadia = staff_actor("nadia")
    row = chosen(nadia)
    actions.change_line(row.pk, Line.REACH, out=True, by=nadia)
    client = client_of("nadia", town.person_ids())
    address = reverse("connection", args=[row.pk])
    pressed = {"how": "sent", "agreed": "face_to_face"}
    before = READ.findall(client.get(address).content.decode())[0]
    actions.change_line(row.pk, Line.REACH, out=False, by=nadia)

    answer = client.post(address, {**pressed, "read": before})
    assert answer.status_code == 200
    assert "These lines have changed since you read them" in answer.content.decode()
    with acting_as(nadia):
        assert not Disclosure.objects.exists()

    now = READ.findall(answer.content.decode())[0]
    assert now != before
    assert client.post(address, {**pressed, "read": now}).status_code == 302
    with acting_as(nadia):
        assert Disclosure.objects.count() == 1
