"""An installation of its own, run as an operator runs it: by the command `linkwell`."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from linkwell.config.postgres.server import Server
from linkwell.config.secrets import secret_key
from linkwell.kernel import geography

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "linkwell.config.cli"]


@dataclass
class Installation:
    """A data folder, and commands run upon it. `environment` is added to theirs."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LINKWELL_", "DJANGO_"))}
        own = {"LINKWELL_HOME": str(self.home), "LINKWELL_POSTGRES_UNSAFE_FAST": "1"}
        return {**kept, **own, **self.environment}

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*COMMAND, *arguments],
            env={**self._environment(), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*COMMAND, *arguments],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @property
    def server(self) -> Server:
        return Server(self.home, secret_key(self.home, self.environment))

    def postmaster(self) -> int:
        return int((self.server.data / "postmaster.pid").read_text().split()[0])

    def remove(self) -> None:
        self.server.stop()
        shutil.rmtree(self.server.folder.resolve(), ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)


def new_installation(folders: pytest.TempPathFactory) -> Installation:
    """One in a new folder, with the postcode table packed before, once for all of them."""
    table = ROOT / ".linkwell" / "postcodes"
    geography.pack(table)
    home = folders.mktemp("installation") / "home"
    home.mkdir(mode=0o700)
    (home / "postcodes").symlink_to(table)
    return Installation(home)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def health(port: int) -> tuple[int, dict[str, Any]]:
    """Status and body of /healthz; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
    except OSError:
        return 0, {}


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """Wait until `true()`; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def children(parent: int) -> list[int]:
    """The processes that `parent` started, oldest first."""
    return [int(p) for p in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def is_running(pid: int) -> bool:
    """Whether the process is there, and not merely unburied."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def kill(*pids: int) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
