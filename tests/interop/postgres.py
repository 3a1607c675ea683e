"""A PostgreSQL of a test's own, and ways to treat it badly."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from linkwell.config.database import database_settings
from linkwell.config.postgres.server import Server

KEY = "a key for tests that start servers of their own"
ROOT = Path(__file__).parents[2]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that does not run yet, in a folder of its own."""
    house = Server(tmp_path / "home", KEY)
    yield house
    remove(house)


def remove(house: Server) -> None:
    house.leave()
    house.stop()
    shutil.rmtree(house.folder.resolve(), ignore_errors=True)
    shutil.rmtree(house.socket_folder, ignore_errors=True)


def postmaster(house: Server) -> int:
    return int((house.data / "postmaster.pid").read_text().split()[0])


def children(parent: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def kill_all(house: Server) -> None:
    first = postmaster(house)
    for pid in (first, *children(first)):
        os.kill(pid, signal.SIGKILL)


def python(code: str, home: Path) -> "subprocess.Popen[str]":
    """A process of its own that has `server` at hand."""
    head = (
        "import sys, time; from pathlib import Path\n"
        "from linkwell.config.postgres.server import Server\n"
        f"server = Server(Path({str(home)!r}), {KEY!r})\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", head + code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def sign_in(house: Server, role: str, **changes: str) -> psycopg.Connection:
    alias = {"app": "default"}.get(role, role)
    entry = database_settings(house.home, {"LINKWELL_SECRET_KEY": house.key})[alias]
    given = {
        "host": entry["HOST"],
        "dbname": entry["NAME"],
        "user": entry["USER"],
        "password": entry["PASSWORD"],
    }
    return psycopg.connect(**{**given, **changes}, connect_timeout=5, autocommit=True)
