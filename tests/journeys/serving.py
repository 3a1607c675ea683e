"""The server that journeys visit."""

from typing import Any, ClassVar

from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections


class KeepingServer(ThreadedWSGIServer):
    """A new thread takes up the database connections of one that has ended, as the real server's
    threads keep theirs: a new connection learns each statement first, longer than a page takes."""

    kept: ClassVar[list[dict[str, Any]]] = []

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        for alias, connection in (self.kept.pop() if self.kept else {}).items():
            connections[alias] = connection
        super().process_request_thread(request, client_address)

    def _close_connections(self) -> None:
        had = {
            connection.alias: connection for connection in connections.all(initialized_only=True)
        }
        for alias, connection in had.items():
            connection.inc_thread_sharing()
            del connections[alias]
        self.kept.append(had)
