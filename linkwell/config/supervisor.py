"""Keeps the processes of an installation alive: pages, worker, our own database.

Children are forked from here, with all code loaded, so that a killed one is back in a moment. The
listening socket is opened here, once: while the pages are being restarted, requests wait in its
queue instead of being refused. The kernel ends the children when this process is killed.
"""

import ctypes
import logging
import multiprocessing
import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from linkwell.config.postgres.server import Server
from linkwell.kernel.errors import InputAtFault, NotReady

log = logging.getLogger(__name__)

_FORK = multiprocessing.get_context("fork")
_STOPPERS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

_GLANCE_S = 0.1  # how often it looks
_SLOW_LOOK_S = 0.5  # at what takes longer to look at
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
    return listener


@dataclass
class Child:
    """A process to keep alive: `work` runs in it, and returns when SIGTERM says so.

    `log` is where its output goes; None: where the supervisor's goes. One that works `once` is not
    started again after a good end.
    """

    name: str
    work: Callable[[], None]
    log: Path | None = None
    once: bool = False
    done: bool = field(default=False, init=False)
    process: "multiprocessing.context.ForkProcess | None" = None
    began: float = 0.0
    ended_by_itself: int = 0
    not_before: float = field(default=0.0)

    def look(self) -> None:
        """Start it where it is not running and its pause is over."""
        if self.done:
            return
        now = time.monotonic()
        if self.process is not None:
            if self.process.is_alive():
                return
            self._note_end(self.process.exitcode or 0, now)
        if now >= self.not_before:
            self.began = now
            self.process = _FORK.Process(target=_in_child, args=(self, os.getpid()))
            self.process.start()

    def _note_end(self, status: int, now: float) -> None:
        self.process = None
        if self.once and status == 0:
            self.done = True
            self.not_before = float("inf")
            return
        killed = status == -signal.SIGKILL  # somebody's doing, not a fault that would come again
        steady = now - self.began > _STEADY_S
        self.ended_by_itself = 0 if killed or steady else self.ended_by_itself + 1
        self.not_before = now + _PAUSES_S[min(self.ended_by_itself, len(_PAUSES_S) - 1)]
        log.warning("process_ended", extra={"command": self.name, "status": status})

    def tell_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def see_it_stopped(self, deadline: float) -> None:
        """Wait for its end until `deadline` (of time.monotonic), then make it end."""
        if self.process is None:
            return
        self.process.join(max(0.0, deadline - time.monotonic()))
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Supervisor:
    """Runs `children` until told to stop by SIGTERM, SIGINT or SIGHUP.

    `server` is our own database, or None. `on_first_answer` is called once, when `health` (an
    address) first answers 200.
    """

    def __init__(self, children: list[Child], server: Server | None) -> None:
        self.children = children
        self.server = server
        self.stopping = False

    def run(self, health: str = "", on_first_answer: Callable[[], None] | None = None) -> None:
        for number in _STOPPERS:
            signal.signal(number, self._stop)
        next_slow_look = 0.0
        try:
            while not self.stopping:
                time.sleep(_GLANCE_S)
                for child in self.children:
                    child.look()
                if time.monotonic() < next_slow_look:
                    continue
                self._look_after_database()
                if on_first_answer and _answers(health):
                    on_first_answer()
                    on_first_answer = None
                next_slow_look = time.monotonic() + _SLOW_LOOK_S
        finally:
            self._stop_children()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True  # no more than that: a handler that takes a lock may wait for itself

    def _look_after_database(self) -> None:
        if self.server is None or self.server.alive():
            return
        log.warning("database_is_down")
        try:
            self.server.ensure_running()
        except NotReady as error:  # said, and tried again: the pages say that they cannot serve
            log.error("database_does_not_start", extra={"reason": error.sentence})

    def _stop_children(self) -> None:
        deadline = time.monotonic() + _GRACE_S
        for child in self.children:
            child.tell_to_stop()
        for child in self.children:
            child.see_it_stopped(deadline)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
            return bool(answer.status == 200)
    except OSError:
        return False


def _in_child(child: Child, parent: int) -> None:
    os.setsid()  # Ctrl-C is for the supervisor, which then stops its children
    for number in _STOPPERS:
        signal.signal(number, signal.SIG_DFL)
    _end_with(parent)
    if child.log is not None:
        with child.log.open("ab") as file:
            os.dup2(file.fileno(), sys.stdout.fileno())
            os.dup2(file.fileno(), sys.stderr.fileno())
    child.work()


def _end_with(parent: int) -> None:
    """Have the kernel send SIGTERM here when the process `parent`, our own parent, has ended."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1  # prctl(2)
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before that
        sys.exit(1)
