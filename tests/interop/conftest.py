"""Servers for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linkwell.config.postgres.server import Server
from tests.interop.servers import KEY, remove


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that does not run yet, in a folder of its own."""
    house = Server(tmp_path / "home", KEY)
    yield house
    remove(house)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One running server for the tests that leave it as they found it."""
    house = Server(tmp_path_factory.mktemp("running") / "home", KEY)
    house.ensure_running()
    yield house
    remove(house)
