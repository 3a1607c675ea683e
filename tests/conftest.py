"""What every test may use. The database is told of in `tests/database.py`."""

from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from pytest_django.plugin import DjangoDbBlocker

from tests import database

# How long a test takes says more about the machine than about us: nothing fails for being slow.
# `--hypothesis-profile=thorough` looks much longer for what a rule gets wrong.
_patient = hypothesis(deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.register_profile("quick", _patient, max_examples=50)
hypothesis.register_profile("thorough", _patient, max_examples=2000)
hypothesis.load_profile("quick")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In place of pytest-django's own, which creates and flushes as the role of `default`."""
    with django_db_blocker.unblock():
        database.create()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: database.wipe())
        yield
    with django_db_blocker.unblock():
        database.drop()


# The longest first, so that no process is left alone with one of them at the end.
LONG = ("test_kills.py", "test_missing_checks.py", "test_every_page.py", "test_main_job.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(item.path.name, len(LONG)))
