"""The pages, served by gunicorn on a socket that is already open."""

import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from linkwell.config.logging import logging_settings
from linkwell.kernel.errors import NotReady
from linkwell.web.design import build


def load_pages() -> None:
    """Load all that pages need, before any process is forked: what is broken shows here."""
    if not build.STAMP.exists():
        raise NotReady("The style sheets are not built. Run `make assets`.")
    get_resolver().url_patterns  # noqa: B018 - loading is the point


def serve_pages(listener: socket.socket) -> None:
    """Serve until told to stop. Only the app's role of the database is within reach."""
    keep_only_the_app_role()
    _Pages(listener).run()


def keep_only_the_app_role() -> None:
    """This process can no longer sign in to the database as one who passes row-level security."""
    for alias in ("owner", "bulk"):
        connections.settings.pop(alias, None)
        with suppress(AttributeError):  # it was never used in this thread
            del connections[alias]


class _Pages(BaseApplication):  # type: ignore[misc]
    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        super().__init__()

    def load_config(self) -> None:
        for name, value in gunicorn_settings(self.listener.fileno()).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from linkwell.config.wsgi import application

        return application


def gunicorn_settings(descriptor: int) -> dict[str, Any]:
    """Sized for two cores. A body may hold what DATA_UPLOAD_MAX_MEMORY_SIZE allows."""
    settings = {
        "bind": f"fd://{descriptor}",
        "worker_class": "gthread",
        "workers": 2,
        "threads": 8,  # a request that waits for the database leaves the core to others
        "preload_app": True,  # a killed worker is forked anew, without loading the code again
        "control_socket_disable": True,
        "timeout": 30,
        "graceful_timeout": 10,
        "keepalive": 5,
        "limit_request_line": 4094,
        "limit_request_fields": 60,
        "limit_request_field_size": 8190,
        "logconfig_dict": logging_settings(),
    }
    memory = Path("/dev/shm")  # noqa: S108 - gunicorn makes a private file in it
    if memory.is_dir():
        settings["worker_tmp_dir"] = str(memory)  # a sign of life that waits for no disk
    return settings
