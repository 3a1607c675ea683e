"""`linkwell`: exit status 0, 1 or 2, and errors that are sentences."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.installation import (
    COMMAND,
    ROOT,
    Installation,
    free_port,
    new_installation,
)

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    house = new_installation(tmp_path_factory)
    yield house
    house.remove()


def test_help_names_every_command(house: Installation) -> None:
    done = house.run("--help")
    assert done.returncode == 0
    for command in ("demo", "serve", "worker", "migrate", "check"):
        assert f"\n    {command} " in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["demo", "--port", "x"], ["demo", "--port", "70000"], ["check", "--all"]],
)
def test_wrong_usage_is_status_2(house: Installation, arguments: list[str]) -> None:
    done = house.run(*arguments)
    assert done.returncode == 2
    assert "usage: linkwell" in done.stderr
    assert done.stdout == ""


def test_migrate_twice_says_that_there_is_nothing_to_do(house: Installation) -> None:
    assert house.run("migrate").returncode == 0
    again = house.run("migrate")
    assert (again.returncode, again.stdout) == (0, "Nothing to do: all is up to date.\n")
    assert not house.server.alive()


def test_check_of_a_careless_live_installation_names_what_is_wrong(house: Installation) -> None:
    done = house.run("check", LINKWELL_SECRET_KEY="letmein")
    assert done.returncode == 1
    for name in ("LINKWELL_ORIGIN", "LINKWELL_SECRET_KEY", "SESSION_COOKIE_SECURE"):
        assert name in done.stdout


@pytest.mark.security
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_careless_live_installation_does_not_start(house: Installation, command: str) -> None:
    port = ["--port", str(free_port())] if command == "serve" else []
    done = house.run(command, *port)
    assert done.returncode == 1
    assert done.stderr.startswith("linkwell: Linkwell does not start:\n- ")
    assert "LINKWELL_ORIGIN" in done.stderr


def test_a_port_that_is_taken_is_said(house: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = house.run("demo", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == f"linkwell: Cannot listen at 127.0.0.1:{port}: Address already in use.\n"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://host:notaport/x y", "LINKWELL_DATABASE_URL is not an address"),
        ("postgresql://127.0.0.1/linkwell", "names no database or no user"),
        ("postgresql://linkwell:canary-password@127.0.0.1:1/linkwell", "out of reach"),
    ],
)
def test_a_wrong_database_address_is_said_without_its_password(
    house: Installation, url: str, said: str
) -> None:
    done = house.run("migrate", LINKWELL_DATABASE_URL=url)
    assert done.returncode == 1
    assert said in done.stderr
    assert "canary-password" not in done.stderr
    assert "Traceback" not in done.stderr


def test_data_of_another_version_is_said(tmp_path: Path) -> None:
    (tmp_path / "postgres-17").mkdir()
    done = Installation(tmp_path).run("migrate")
    assert done.returncode == 1
    assert "postgres-17" in done.stderr


def test_a_reader_that_has_had_enough_is_no_error(house: Installation) -> None:
    piped = subprocess.run(
        f"{' '.join(COMMAND)} --help | head -n 1; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert piped.returncode == 0, piped.stderr
    assert piped.stderr == ""


def test_a_bar_that_is_none_is_said_by_name() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "fly"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no bar fly. There are: start, rules, kills,")
