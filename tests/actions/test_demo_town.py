"""The demo town is the cast of every test: filled by actions, once."""

from collections.abc import Callable

import pytest
from django.db import connections

from linkwell.access.links import issue, revoke
from linkwell.access.models import Link, Organisation
from linkwell.access.rules import LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.demo.seed import seed, staff_actor
from linkwell.people.models import Person
from linkwell.referrals.queries import queue
from tests import database, town


@pytest.mark.django_db
def test_the_town_fills_and_filling_it_again_changes_nothing() -> None:
    seed()
    with acting_as(staff_actor("nadia")) as nadia:
        first = queue(nadia)
    seed()
    with acting_as(staff_actor("nadia")) as nadia:
        assert queue(nadia) == first
    assert [waiting.name for waiting in first] == ["Derek Lomas", "Piotr Zielinski"]


@pytest.mark.django_db
@pytest.mark.parametrize("revoked", [False, True])
def test_it_fills_again_after_somebody_played_with_the_links(revoked: bool) -> None:
    seed()
    lock_lane = Organisation.objects.get(name="Lock Lane Medical Centre")
    service = Organisation.objects.get(name="Millrace Link Workers")
    helen = staff_actor("helen")
    if revoked:
        for link in Link.objects.filter(organisation=lock_lane):
            revoke(link.pk, by=helen)
    else:
        issue(LinkPurpose.REFER, organisation_id=lock_lane.pk, service_id=service.pk, by=helen)
    seed()
    with acting_as(staff_actor("ruth")):
        assert Person.objects.filter(given_name="Joan").count() == 1


def _rows_of_each_table() -> dict[str, int]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select relname from pg_stat_user_tables where schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        counts = {}
        for name in names:
            cursor.execute(f"select count(*) from {name}")
            (counts[name],) = cursor.fetchone()
    return counts


@pytest.mark.django_db(transaction=True, databases="__all__")
@pytest.mark.parametrize(("shown", "made"), [(town.seed, seed), (town.fill, town.fill_for_real)])
def test_the_town_that_tests_are_shown_is_the_town_that_is_filled(
    shown: Callable[[], None], made: Callable[[], None]
) -> None:
    empty = _rows_of_each_table()
    shown()
    seen = _rows_of_each_table()
    made()
    again = _rows_of_each_table()
    written = {name for name in seen if again[name] != seen[name]}
    assert written == {"journal_event"}, "it was imported and set up once more, and changed nothing"
    database.wipe()
    assert _rows_of_each_table() == empty
    made()
    assert _rows_of_each_table() == seen
