"""How to reach somebody is shown to a group after its yes, and to none once that may do harm."""

import pytest

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.cases.actions import close
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.connections import actions
from linkwell.connections.models import Disclosure
from linkwell.connections.queries import disclosure
from linkwell.connections.rules import DisclosedLine, Line, PartnerAnswer
from linkwell.demo.seed import staff_actor
from linkwell.people.actions import flag_abuse, say_safe_way
from linkwell.people.models import ContactWay
from linkwell.people.rules import Safe
from tests import town
from tests.actions import test_connections
from tests.actions.test_connections import LINES, partner, sent

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def nadia() -> Actor:
    town.fill()
    return staff_actor("nadia")


def read_after_a_yes(told: Disclosure) -> str:
    """What the partner reads of how to reach them, once it has said yes."""
    by = partner(told)
    actions.answer(told.pk, PartnerAnswer.YES, by=by)
    town.run_deliveries()
    with acting_as(by):
        row = disclosure(told.pk)
    return "" if row.reach_closed else dict(row.lines)[Line.REACH]


WITH_NUMBER = (*LINES, DisclosedLine(Line.REACH, "Ring 0161 496 0121"))


def sent_with_a_number(nadia: Actor, monkeypatch: pytest.MonkeyPatch) -> Disclosure:
    monkeypatch.setattr(test_connections, "LINES", WITH_NUMBER)
    _, told = sent(nadia)
    return told


def test_after_a_yes_a_group_reads_how_to_reach_them(
    nadia: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_after_a_yes(sent_with_a_number(nadia, monkeypatch)) == "Ring 0161 496 0121"


@pytest.mark.parametrize("hard", ["harm", "not safe"])
def test_but_not_once_somebody_harms_them_or_the_way_is_not_safe(
    nadia: Actor, monkeypatch: pytest.MonkeyPatch, hard: str
) -> None:
    told = sent_with_a_number(nadia, monkeypatch)
    with acting_as(nadia):
        way = ContactWay.objects.filter(person_id=told.person_id).first()
    if hard == "harm":
        flag_abuse(told.person_id, known=True, by=nadia)
    else:
        say_safe_way(way.pk, safe=Safe.NO, by=nadia)
    town.run_deliveries()
    assert read_after_a_yes(told) == ""


@pytest.mark.parametrize("because", [Because.ADMIN_ERROR, Because.PERSON_ENDED, Because.COMPLETED])
def test_nor_where_it_answers_after_their_story_has_ended(
    nadia: Actor, monkeypatch: pytest.MonkeyPatch, because: Because
) -> None:
    told = sent_with_a_number(nadia, monkeypatch)
    with acting_as(nadia):
        case = Case.objects.get(person_id=told.person_id)
    close(case.pk, because=because, by=nadia)
    town.run_deliveries()
    assert read_after_a_yes(told) == ""


def test_who_said_yes_before_the_end_can_still_ring(
    nadia: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = sent_with_a_number(nadia, monkeypatch)
    assert read_after_a_yes(told)
    with acting_as(nadia):
        case = Case.objects.get(person_id=told.person_id)
    close(case.pk, because=Because.COMPLETED, by=nadia)
    town.run_deliveries()
    with acting_as(partner(told)):
        assert not disclosure(told.pk).reach_closed
