"""Django's PostgreSQL backend, made patient: a server that is starting is waited for.

Where the server is our own, whoever finds it down starts it. Django loads this module by the
name in ENGINE; the class name is Django's.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from django.db.backends.postgresql import base

from linkwell.config.postgres.server import Server
from linkwell.kernel.errors import NotReady

C = TypeVar("C")

PATIENCE_S = 30.0  # crash recovery under load was seen to take more than 10 s
PATIENCE_WITH_ANOTHERS_SERVER_S = 5.0  # its keepers restart it, not we

# What a server says that will soon serve. All other refusals (wrong password, no such database)
# stand, and are told at once.
_PASSING = (
    "starting up",
    "shutting down",
    "recovery mode",
    "not accepting connections",
    "not yet accepting",
    "too many",
    "terminating connection",
    "remaining connection slots",
)


def is_passing(error: psycopg.OperationalError) -> bool:
    """Whether trying again can help. libpq gives no code for a failed connection, only words."""
    words = str(error)
    return "FATAL" not in words or any(sign in words for sign in _PASSING)


def patiently(connect: Callable[[], C], wake: Callable[[], None], patience_s: float) -> C:
    """The result of `connect`, tried again after `wake` until `patience_s` seconds have passed."""
    deadline = time.monotonic() + patience_s
    pause = 0.02
    while True:
        try:
            return connect()
        except psycopg.OperationalError as error:
            if not is_passing(error) or time.monotonic() > deadline:
                raise
        wake()
        time.sleep(pause)
        pause = min(pause * 2, 0.5)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        def connect() -> Any:
            return super(DatabaseWrapper, self).get_new_connection(conn_params)

        server: Server | None = self.settings_dict.get("EMBEDDED_SERVER")
        if server is None:
            return patiently(connect, _leave_alone, PATIENCE_WITH_ANOTHERS_SERVER_S)
        try:
            server.join()
            return patiently(connect, server.ensure_running, PATIENCE_S)
        except NotReady as error:  # callers of a database backend expect the database's errors
            raise psycopg.OperationalError(error.sentence) from error


def _leave_alone() -> None:
    """Another's server: nothing of ours can start it."""
