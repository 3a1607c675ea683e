import gc

import pytest

from tests import examples

assert examples  # how many: this folder is also run alone, by its own pytest.ini
gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/rules/" in str(item.path):
            item.add_marker(pytest.mark.rules)
