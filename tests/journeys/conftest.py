"""Journeys run in a real browser, against a real server and database."""

import pytest
from django.test.testcases import LiveServerThread

from tests.journeys.browser import browser, plain_visitor, visitor
from tests.journeys.serving import KeepingServer

__all__ = ["browser", "plain_visitor", "visitor"]


LiveServerThread.server_class = KeepingServer


# One referral on its way, in `make test`; all other journeys are long.
SHORT = "test_from_the_practice_to_what_she_chose"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/journeys/" in str(item.path):
            item.add_marker(pytest.mark.journey)
            if item.name != SHORT:
                item.add_marker(pytest.mark.long)
