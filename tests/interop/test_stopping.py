"""However and whenever it is told to stop, it stops."""

import subprocess
import sys

STOP_A_THOUSAND_TIMES = """
import os, random, signal, threading, time
from linkwell.config import supervisor

supervisor._GLANCE_S = 1e-5  # so that the signal comes while it waits, and while it does not

class Looked:
    """In place of a child: says when somebody first looks after it."""

    def __init__(self):
        self.look = threading.Event().set
        self.by_now = self.look.__self__.wait

    def tell_to_stop(self): ...
    def see_it_stopped(self, deadline): ...

def tell(looked, after):
    looked.by_now()
    time.sleep(after)
    os.kill(os.getpid(), signal.SIGTERM)

for _ in range(1000):
    looked = Looked()
    teller = threading.Thread(target=tell, args=(looked, random.uniform(0, 0.001)))
    teller.start()
    supervisor.Supervisor([looked], None).run()
    teller.join()
print("stopped each time")
"""


def test_a_supervisor_that_is_told_at_any_moment_stops() -> None:
    """It waited for itself once, where the signal came while it held a lock."""
    done = subprocess.Popen(
        [sys.executable, "-c", STOP_A_THOUSAND_TIMES], stdout=subprocess.PIPE, text=True
    )
    try:
        said, _ = done.communicate(timeout=60)
    finally:
        done.kill()
    assert said == "stopped each time\n"
