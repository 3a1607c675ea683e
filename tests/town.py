"""The demo town for tests: filled by the same actions, with its deliveries run."""

from django.db import connections

from linkwell.demo import seed as demo
from linkwell.demo.cast import PEOPLE
from linkwell.journal.deliveries import deliver
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID


def fill() -> None:
    """Seed the town and run everything that follows from it. Needs all three roles."""
    demo.seed()
    run_deliveries()


def run_deliveries() -> int:
    """Run due deliveries until none is left, as the worker would; how many there were."""
    count = 0
    while due := _due():
        for delivery_id, person_id, service_id in due:
            deliver(delivery_id, person_id=person_id, service_id=service_id)
        count += len(due)
    return count


def _due() -> list[tuple[UUID, UUID | None, UUID | None]]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select id, person_id, service_id from journal_delivery"
            " where state = 'due' and due_at <= %s order by id",
            [clock.now()],
        )
        rows: list[tuple[UUID, UUID | None, UUID | None]] = cursor.fetchall()
    return rows


def person_ids() -> dict[str, UUID]:
    """The cast's people by key, found past both walls."""
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select given_name, family_name, person_id from people_person")
        found = {(given, family): person_id for given, family, person_id in cursor.fetchall()}
    return {person.key: found[person.given_name, person.family_name] for person in PEOPLE}
