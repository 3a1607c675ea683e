"""The demo town's year is told through the actions, each thing at its own moment, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.cases.rules import CaseState
from linkwell.demo.seed import staff_actor
from linkwell.demo.year import read_year, seed_year
from linkwell.directory.queries import postcodes
from linkwell.journal.models import Event
from linkwell.kernel import clock
from tests import town

STORIES = (
    *("lasting", "disputed", "silent", "letter", "paused", "died", "youth", "nothing", "lost"),
)
LONG_AGO = datetime(2001, 2, 3, 4, 5, tzinfo=UTC)


def some() -> list[dict[str, str]]:
    """One story of each of these kinds, the oldest."""
    first: dict[str, dict[str, str]] = {}
    for row in read_year():
        first.setdefault(row["Story"], row)
    return [first[name] for name in STORIES]


@pytest.mark.django_db
def test_stories_are_told_once_and_in_the_past() -> None:
    town.seed()
    assert seed_year(some()) == len(STORIES)
    with acting_as(staff_actor("ruth")):
        told = Event.objects.count()
    assert seed_year(some()) == 0
    with acting_as(staff_actor("ruth")):
        assert Event.objects.count() == told > 0
        assert not Event.objects.filter(at__gt=clock.now()).exists()
        states = set(Case.objects.values_list("state", flat=True))
    assert {CaseState.PAUSED, CaseState.CLOSED} <= states


def test_everybody_lives_where_we_know_and_can_be_rung_by_nobody() -> None:
    rows = read_year()
    assert len(rows) >= 60
    assert len({row["NHS number"] for row in rows}) == len(rows)
    for row in rows:
        assert postcodes().find(row["Postcode"]), row
        assert row["NHS number"].startswith("999"), row
        assert row["Phone"].startswith(("01632 960", "07700 900", "0161 496 0")), row


def test_another_moment_stays_in_its_own_thread_and_ends() -> None:
    with clock.at_moment(LONG_AGO), ThreadPoolExecutor(1) as beside:
        assert clock.now() == LONG_AGO
        assert beside.submit(clock.now).result() > LONG_AGO
    assert clock.now() > LONG_AGO
