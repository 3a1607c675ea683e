"""Servers of a test's own, and what is done to them."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from linkwell.config.database import database_settings
from linkwell.config.postgres.server import Server
from tests.interop.installation import ROOT, children

KEY = "a key for tests that start servers of their own"


def remove(house: Server) -> None:
    """Stop it and leave nothing of it behind."""
    house.leave()
    house.stop()
    shutil.rmtree(house.folder.resolve(), ignore_errors=True)
    shutil.rmtree(house.socket_folder, ignore_errors=True)


def postmaster(house: Server) -> int:
    """The number of its first process."""
    return int((house.data / "postmaster.pid").read_text().split()[0])


def kill_all(house: Server) -> None:
    """Kill every process of it."""
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
    """A connection as app, owner or bulk, in autocommit."""
    alias = {"app": "default"}.get(role, role)
    entry = database_settings(house.home, {"LINKWELL_SECRET_KEY": house.key})[alias]
    given = {
        "host": entry["HOST"],
        "dbname": entry["NAME"],
        "user": entry["USER"],
        "password": entry["PASSWORD"],
    }
    return psycopg.connect(**{**given, **changes}, connect_timeout=5, autocommit=True)
