"""Two accounts of a visit: kept apart, shown as disputed, asked about again; or none any more."""

import re

import pytest
from django.urls import reverse

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.connections import actions
from linkwell.connections.models import Account, Connection
from linkwell.connections.queries import connection
from linkwell.connections.rules import Answer, ConnectionState, PartnerAnswer, Question, Source
from tests import town
from tests.actions.test_connections import nadia, owed, partner, sent, state_of
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

assert nadia  # the fixture


def test_two_accounts_are_kept_apart_and_somebody_asks_again(nadia: Actor) -> None:
    row, told = sent(nadia)
    actions.answer(told.pk, PartnerAnswer.YES, by=partner(told))
    town.run_deliveries()
    actions.give_account(row.pk, Question.VISIT, Answer.YES, source=Source.PERSON, by=nadia)
    town.run_deliveries()
    assert state_of(nadia, row) is ConnectionState.ATTENDED
    assert "ask_eight_weeks" in owed(nadia)
    actions.give_account(row.pk, Question.VISIT, Answer.NO, source=Source.PARTNER, by=partner(told))
    town.run_deliveries()
    with acting_as(nadia):
        assert connection(row.pk).visit == "disputed"
        assert Account.objects.filter(connection_id=row.pk).count() == 2
    assert "settle" in owed(nadia)
    assert "ask_eight_weeks" not in owed(nadia)  # whether they still go waits until they agree
    page = story_of(row)
    assert "Disputed" in page
    assert re.search(r"They say</span><br><b>Yes.*Tidewater Singers says</span><br><b>No", page)
    actions.give_account(
        row.pk, Question.VISIT, Answer.YES, source=Source.PARTNER, by=partner(told)
    )
    town.run_deliveries()
    assert "settle" not in owed(nadia)
    assert "ask_eight_weeks" in owed(nadia)
    assert "Disputed" not in story_of(row)


def story_of(row: Connection) -> str:
    nadia = client_of("nadia", town.person_ids())
    return nadia.get(reverse("case", args=[row.case_id])).content.decode()


def test_a_visit_that_nobody_speaks_of_any_more_is_none(nadia: Actor) -> None:
    row, told = sent(nadia)
    actions.answer(told.pk, PartnerAnswer.YES, by=partner(told))
    town.run_deliveries()
    for said in (Answer.YES, Answer.NO):
        actions.give_account(row.pk, Question.VISIT, said, source=Source.PERSON, by=nadia)
        town.run_deliveries()
    assert state_of(nadia, row) is ConnectionState.EXPECTED
    with acting_as(nadia):
        assert connection(row.pk).attended_on is None
    assert "ask_eight_weeks" not in owed(nadia)
    assert "They had not been there after all" in story_of(row)
