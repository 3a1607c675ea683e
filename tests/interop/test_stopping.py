"""However and whenever it is told to stop, it stops."""

import random
import signal
import subprocess
import sys
import threading
import time

TIMES = 2000
RUN_EACH_TIME = f"""
from linkwell.config import supervisor

supervisor._GLANCE_S = 1e-6  # so that the signal comes while it waits, and while it does not

class Looked:  # in place of a child: says when somebody first looks after it
    said = False

    def look(self):
        if not self.said:
            print("looked", flush=True)
        self.said = True

    def tell_to_stop(self): ...
    def see_it_stopped(self, deadline): ...

for _ in range({TIMES}):
    supervisor.Supervisor([Looked()], None).run()
print("stopped each time")
"""


def test_a_supervisor_that_is_told_at_any_moment_stops() -> None:
    """It waited for itself once, where the signal came while it held a lock."""
    running = subprocess.Popen(
        [sys.executable, "-c", RUN_EACH_TIME], stdout=subprocess.PIPE, text=True
    )
    patience = threading.Timer(60, running.kill)
    patience.start()
    assert running.stdout is not None
    try:
        lines = []
        for line in running.stdout:
            lines.append(line)
            if len(lines) <= TIMES:
                time.sleep(random.uniform(0, 0.0005))
                running.send_signal(signal.SIGTERM)
    finally:
        patience.cancel()
        running.kill()
    assert lines[-1] == "stopped each time\n"
