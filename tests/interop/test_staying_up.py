"""The processes of an installation: each may be killed at any time, and is back in a moment."""

import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import LiteralString

import pytest

from tests.interop.installation import (
    Installation,
    children,
    free_port,
    health,
    is_running,
    kill,
    until,
)


@dataclass
class Town:
    """A running demo town."""

    house: Installation
    port: int
    process: "subprocess.Popen[str]"

    def children(self) -> list[int]:
        """The pages' first process, and the worker."""
        return [pid for pid in children(self.process.pid) if is_running(pid)]

    def answers(self) -> bool:
        return health(self.port)[0] == 200


def _open(house: Installation) -> Town:
    port = free_port()
    town = Town(house, port, house.start("demo", "--port", str(port)))
    until(town.answers, 90)
    until(lambda: len(town.children()) == 2)
    return town


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    house = Installation(tmp_path_factory.mktemp("town") / "home")
    yield house
    house.remove()


@pytest.fixture
def town(house: Installation) -> Iterator[Town]:
    town = _open(house)
    yield town
    town.process.terminate()
    town.process.communicate(timeout=30)


def test_it_says_where_it_is_and_who_to_sign_in_as(house: Installation) -> None:
    town = _open(house)
    assert town.process.stdout
    said = "".join(iter(town.process.stdout.readline, "\n"))  # up to the empty line below the cast
    town.process.send_signal(signal.SIGINT)
    town.process.communicate(timeout=30)
    assert town.process.returncode == 0
    assert f"http://127.0.0.1:{town.port}" in said
    assert "Nadia Rahman" in said
    assert not house.server.alive()


def test_what_happened_is_delivered_though_everybody_was_killed(town: Town) -> None:
    """The seeded referrals' deliveries, with the worker and the database killed under them."""
    for _ in range(2):
        kill(town.house.postmaster(), town.children()[1])
        until(town.answers, 15)
    until(lambda: _deliveries(town.house, "state <> 'done'") == 0, 60)
    assert _deliveries(town.house, "state = 'done'") > 0


def _deliveries(house: Installation, condition: LiteralString) -> int:
    with house.server.superuser("linkwell") as admin:
        row = admin.execute("select count(*) from journal_delivery where " + condition).fetchone()
    assert row
    return int(row[0])


def test_health_tells_of_database_and_worker(town: Town) -> None:
    until(lambda: health(town.port)[1]["jobs"]["worker"])
    status, body = health(town.port)
    assert (status, body["status"], body["database"]) == (200, "ok", "ok")


def test_whoever_is_killed_is_back_and_no_request_is_refused(town: Town) -> None:
    pages, worker = town.children()

    kill(*children(pages))
    assert town.answers()

    kill(pages)
    assert town.answers()

    kill(worker)
    until(lambda: len(town.children()) == 2, 5)
    assert worker not in town.children()

    postmaster = town.house.postmaster()
    kill(postmaster, *children(postmaster))
    until(town.answers, 15)

    kill(town.house.postmaster(), *town.children())
    until(lambda: len(town.children()) == 2, 5)
    until(town.answers, 15)


def test_a_killed_supervisor_takes_its_children_along_and_the_next_attaches(
    house: Installation,
) -> None:
    town = _open(house)
    left = town.children()
    kill(town.process.pid)
    town.process.communicate()
    until(lambda: not any(map(is_running, left)), 20)
    assert house.server.answers()
    postmaster = house.postmaster()
    again = _open(house)
    assert house.postmaster() == postmaster
    again.process.terminate()
    again.process.communicate(timeout=30)
    assert again.process.returncode == 0
    assert not house.server.alive()
