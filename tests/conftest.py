"""What every test may use. The database is told of in `tests/database.py`."""

import gc
from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from tests import database, examples

assert examples  # how many, wherever hypothesis is used
gc.set_threshold(100_000, 20, 20)  # a test process has room, and less time


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In place of pytest-django's own, which creates and flushes as the role of `default`."""
    with django_db_blocker.unblock():
        database.create()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: database.wipe())
        # A connection that is kept knows its statements; a new one for each test took a quarter.
        patch.setattr(TransactionTestCase, "_should_reload_connections", lambda case: False)
        yield
    with django_db_blocker.unblock():
        database.drop()


# The longest first, so that no process is left alone with one of them at the end: the kills, then
# what starts processes and browsers.
LONG = ("test_kills.py", "journeys", "interop")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: min(map(LONG.index, {*item.path.parts} & {*LONG}), default=9))
