"""Keeps the processes of an installation alive: pages, worker, our own database.

The listening socket is opened here, once, and handed down: while the pages are being restarted,
requests wait in its queue instead of being refused. The kernel ends the children when this
process is killed.
"""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from linkwell.config.postgres.server import Server
from linkwell.kernel.errors import InputAtFault, NotReady

log = logging.getLogger(__name__)

_GLANCE_S = 0.1  # how often it looks; a killed child is back within this and its own start
_DATABASE_LOOK_S = 1.0
_PAUSES_S = (0.0, 0.25, 0.5, 1.0, 2.0, 5.0)  # before the next start of one that ends by itself
_STEADY_S = 10.0  # one that lived this long begins again without a pause
_GRACE_S = 15.0


def listen(host: str, port: int) -> socket.socket:
    """The listening socket. Raises InputAtFault when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise InputAtFault(f"Cannot listen at {host}:{port}: {error.strerror}.") from error
    listener.set_inheritable(True)
    return listener


@dataclass
class Child:
    """A process to keep alive. `keep`: descriptors it inherits."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    ended_by_itself: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            pass_fds=self.keep,
            start_new_session=True,  # Ctrl-C is for the supervisor, which then ends its children
            preexec_fn=_end_with_parent(os.getpid()),
        )

    def look(self) -> None:
        """Start it where it is not running and its pause is over."""
        now = time.monotonic()
        if self.process is not None:
            status = self.process.poll()
            if status is None:
                return
            self._note_end(status, now)
        if now >= self.not_before:
            self.start()

    def _note_end(self, status: int, now: float) -> None:
        self.process = None
        killed = status == -signal.SIGKILL  # somebody's doing, not a fault that would come again
        steady = now - self.began > _STEADY_S
        self.ended_by_itself = 0 if killed or steady else self.ended_by_itself + 1
        self.not_before = now + _PAUSES_S[min(self.ended_by_itself, len(_PAUSES_S) - 1)]
        log.warning("child_ended", extra={"command": self.name, "status": status})

    def stop(self, deadline: float) -> None:
        """Ask it to end; make it, when it has not by `deadline` (of time.monotonic)."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def web(listener: socket.socket) -> Child:
    """The pages, served on `listener`."""
    number = listener.fileno()
    return Child(
        "serve",
        [sys.executable, "-m", "gunicorn", "--config", "python:linkwell.config.gunicorn"],
        {"LINKWELL_PROCESS": "web", "LINKWELL_LISTEN_FD": str(number)},
        (number,),
    )


def jobs() -> Child:
    """The worker."""
    return Child("worker", [sys.executable, "-m", "linkwell.config.cli", "worker"])


class Supervisor:
    """Runs `children` until told to stop by SIGTERM, SIGINT or SIGHUP.

    `server` is our own database, or None. `welcome` is printed when the pages first answer.
    """

    def __init__(self, children: list[Child], server: Server | None, welcome: str = "") -> None:
        self.children = children
        self.server = server
        self.welcome = welcome
        self.stopping = threading.Event()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            next_look = 0.0
            while not self.stopping.wait(_GLANCE_S):
                for child in self.children:
                    child.look()
                if time.monotonic() >= next_look:
                    self._look_after_database()
                    self._say_welcome()
                    next_look = time.monotonic() + _DATABASE_LOOK_S
        finally:
            self._stop_children()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def _look_after_database(self) -> None:
        if self.server is None or self.server.alive():
            return
        log.warning("database_is_down")
        try:
            self.server.ensure_running()
        except NotReady as error:  # said, and tried again: the pages say that they cannot serve
            log.error("database_does_not_start", extra={"reason": error.sentence})

    def _say_welcome(self) -> None:
        if self.welcome and self._answers():
            print(self.welcome, flush=True)
            self.welcome = ""

    def _answers(self) -> bool:
        address = f"{os.environ['LINKWELL_ORIGIN']}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except OSError:
            return False

    def _stop_children(self) -> None:
        deadline = time.monotonic() + _GRACE_S
        for child in self.children:
            if child.process is not None:
                child.process.terminate()
        for child in self.children:
            child.stop(deadline)


_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1  # prctl(2), Linux


def _end_with_parent(parent: int) -> Callable[[], None]:
    """For preexec_fn: the kernel sends SIGTERM when `parent`, this process, has ended."""

    def prepare() -> None:
        if sys.platform == "linux":
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended in between
            os._exit(1)

    return prepare
