"""Journeys run in a real browser, against a real server and database."""

import pytest

from tests.journeys.browser import browser, plain_visitor, visitor

__all__ = ["browser", "plain_visitor", "visitor"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/journeys/" in str(item.path):
            item.add_marker(pytest.mark.journey)
