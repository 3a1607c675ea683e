"""The demo town for tests: `seed()` it, or `fill()` it, which also runs what follows from it.

It was filled once by the same actions that people use; tests are shown pictures of that, in 20 ms.
Where the town is there already, or the clock was moved, it is filled for real.

    @pytest.fixture
    @town.story
    def case() -> Case: ...

A story is what a file's tests begin from: told once by actions, and then shown as it was left.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import wraps
from itertools import count
from typing import TypeVar

import time_machine
from django.db import connections

from linkwell.access.models import Organisation
from linkwell.demo import seed as demo
from linkwell.demo.cast import PEOPLE
from linkwell.journal.deliveries import Woken, deliver
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID

Told = TypeVar("Told")
_numbers = count(1)


def seed() -> None:
    """The town's services, staff and people; what follows from their referrals is due."""
    if not _shown("seeded"):
        demo.seed()


def fill() -> None:
    """The town, and everything that follows from its referrals. Needs all three roles."""
    if not _shown("filled"):
        fill_for_real()


def fill_for_real() -> None:
    demo.seed()
    run_deliveries()


def story(tell: Callable[[], Told]) -> Callable[[], Told]:
    """`tell`, which begins with an empty database, in the time of a picture from the second time
    on. Needs all three roles, and that what is told is committed."""
    picture, told = f"story_{next(_numbers)}", list[Told]()

    @wraps(tell)
    def begin() -> Told:
        if _travelling():
            return tell()
        if not told:
            told.append(tell())
            take(picture)
        else:
            assert _shown(picture), "a story begins with an empty database"
        return deepcopy(told[0])

    return begin


def take(picture: str) -> None:
    from tests.database import inside

    inside().execute("select picture.take(%s)", [picture])


def _shown(picture: str) -> bool:
    """Show what `PICTURES` made when the test database was, or a story."""
    if _travelling() or Organisation.objects.exists():
        return False
    with connections["default"].cursor() as cursor:
        cursor.execute(f"select picture.show_{picture}()")
    return True


def _travelling() -> bool:
    return bool(time_machine.escape_hatch.is_travelling())


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


# What each picture shows, made in this order, each upon the one before.
PICTURES: Mapping[str, Callable[[], object]] = {"seeded": demo.seed, "filled": run_deliveries}
