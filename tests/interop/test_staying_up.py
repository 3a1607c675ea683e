"""The processes of an installation: each may be killed at any time, and is back in a moment."""

import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import LiteralString

import pytest

from tests.bench.kills import Client
from tests.interop.installation import (
    Installation,
    children,
    free_port,
    health,
    is_running,
    kill,
    until,
)
from tests.interop.migrated import migrated_installation

pytestmark = pytest.mark.long


@dataclass
class Town:
    """A running demo town."""

    house: Installation
    port: int
    process: "subprocess.Popen[str]"

    def children(self) -> list[int]:
        return [pid for pid in children(self.process.pid) if is_running(pid)]

    def pages_and_worker(self) -> tuple[int, int]:
        """The two children, when both are there: the pages have children of their own."""
        until(lambda: [bool(children(pid)) for pid in self.children()].count(True) == 1)
        until(lambda: len(self.children()) == 2)
        worker, pages = sorted(self.children(), key=lambda pid: len(children(pid)))
        return pages, worker

    def answers(self) -> bool:
        return health(self.port)[0] == 200


def _open(house: Installation) -> Town:
    port = free_port()
    town = Town(house, port, house.start("demo", "--without-its-year", "--port", str(port)))
    until(town.answers, 120)
    return town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all tests of this module; the last of them ends it."""
    town = _open(migrated_installation(tmp_path_factory))
    yield town
    town.process.kill()
    town.process.communicate()
    town.house.remove()


def test_it_says_where_it_is_and_who_to_sign_in_as(town: Town) -> None:
    assert town.process.stdout
    said = "".join(iter(town.process.stdout.readline, "\n"))  # up to the empty line below the cast
    assert f"http://127.0.0.1:{town.port}" in said
    assert "Nadia Rahman" in said


# In the evening a text message waits for the morning, untried.
NOT_DONE: LiteralString = "state <> 'done' and (attempts > 0 or due_at <= now())"


def test_what_happened_is_delivered_though_everybody_was_killed(town: Town) -> None:
    """The seeded referrals' deliveries, with the worker and the database killed under them."""
    for _ in range(2):
        kill(town.house.postmaster(), town.pages_and_worker()[1])
        until(town.answers, 15)
    until(lambda: _deliveries(town.house, NOT_DONE) == 0, 60)
    assert _deliveries(town.house, "state = 'done'") > 0


def _deliveries(house: Installation, condition: LiteralString) -> int:
    house.server.ensure_running()
    with house.server.superuser("linkwell") as admin:
        row = admin.execute("select count(*) from journal_delivery where " + condition).fetchone()
    assert row
    return int(row[0])


def test_health_tells_of_database_and_worker(town: Town) -> None:
    until(lambda: health(town.port)[1]["jobs"]["worker"])
    status, body = health(town.port)
    assert (status, body["status"], body["database"]) == (200, "ok", "ok")


def test_whoever_is_killed_is_back_and_no_request_is_refused(town: Town) -> None:
    pages, worker = town.pages_and_worker()

    kill(*children(pages))
    assert town.answers()

    kill(pages)
    assert town.answers()

    kill(worker)
    until(lambda: worker not in town.pages_and_worker(), 10)

    postmaster = town.house.postmaster()
    kill(postmaster, *children(postmaster))
    until(town.answers, 15)

    pages, worker = town.pages_and_worker()
    kill(town.house.postmaster(), pages, worker)
    until(town.answers, 15)
    until(lambda: not {pages, worker} & set(town.pages_and_worker()), 10)


SINGS = "I used to sing. Alto, every Thursday."


def test_what_was_typed_in_a_talk_survives_a_crash_of_the_server(town: Town) -> None:
    nadia = Client(town.port, "")
    _, page = nadia.ask("GET", "/")
    assert nadia.ask("POST", "/demo/be/nadia", {"csrfmiddlewaretoken": _token(page)})[0] == 302
    _, page = nadia.ask("GET", "/people/")
    case = re.search(r'"/cases/([0-9a-f-]{36})', page)
    assert case is not None
    talk = f"/cases/{case[1]}/talk"
    _, page = nadia.ask("GET", talk)
    assert SINGS not in page
    typed = {"_page": talk, "_keep": "words", "words": SINGS}
    assert nadia.ask("POST", "/draft", {"csrfmiddlewaretoken": _token(page), **typed})[0] == 302

    pages, _ = town.pages_and_worker()
    kill(*children(pages), pages)
    until(town.answers, 15)

    assert pages not in town.pages_and_worker()
    _, page = nadia.ask("GET", talk)
    assert SINGS in page


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_a_killed_supervisor_takes_its_children_along_and_the_next_attaches(town: Town) -> None:
    left = town.pages_and_worker()
    kill(town.process.pid)
    until(lambda: not any(map(is_running, left)), 20)
    assert town.house.server.answers()
    postmaster = town.house.postmaster()

    again = _open(town.house)
    assert town.house.postmaster() == postmaster
    again.process.send_signal(signal.SIGINT)
    again.process.communicate(timeout=30)
    assert again.process.returncode == 0
    assert not town.house.server.alive()
