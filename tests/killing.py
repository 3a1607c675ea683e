"""Work in a process of its own that is really killed."""

import os
import signal
import time
from collections.abc import Callable

from django.db import connections


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Do the work in a process of its own, and kill it then; whether it was under way."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1] == signal.SIGKILL
