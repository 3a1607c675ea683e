"""The demo town for tests: filled by the same actions, with its deliveries run."""

from django.db import connections

from linkwell.demo import seed as demo
from linkwell.demo.cast import PEOPLE
from linkwell.journal.deliveries import Woken, deliver
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID


def fill() -> None:
    """Seed the town and run everything that follows from it. Needs all three roles."""
    demo.seed()
    run_deliveries()


def run_deliveries() -> int:
    """Run due deliveries until none is left, as the worker would; how many were found due."""
    count = 0
    while due := _due():
        for woken in due:
            deliver(woken)
            count += len(woken.delivery_ids)
    return count


def _due() -> list[Woken]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select array_agg(id order by id), person_id, service_id from journal_delivery"
            " where state = 'due' and due_at <= %s group by event_id, 2, 3 order by 1",
            [clock.now()],
        )
        return [Woken(tuple(ids), *about) for ids, *about in cursor.fetchall()]


def person_ids() -> dict[str, UUID]:
    """The cast's people by key, found past both walls."""
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select given_name, family_name, person_id from people_person")
        found = {(given, family): person_id for given, family, person_id in cursor.fetchall()}
    return {person.key: found[person.given_name, person.family_name] for person in PEOPLE}
