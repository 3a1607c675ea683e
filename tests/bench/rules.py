"""How long the rules take to try, what one waits for after each change; and whether they hold."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import Figure, Finding

ROOT = Path(__file__).parents[2]
_SIDE_BY_SIDE = "-q --strict-markers -p no:django -n 2"


def rules() -> list[Figure | Finding]:
    """Seconds of the rules suite, as `make test` runs it; then 1,000 examples of each rule."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "tests", "rules"], cwd=ROOT, check=True)
    took = round(time.monotonic() - began, 1)
    thorough = {**os.environ, "LINKWELL_EXAMPLES": "thorough"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-o", f"addopts={_SIDE_BY_SIDE}", "tests/rules"],
        cwd=ROOT,
        env=thorough,
        check=False,
    )
    return [
        Figure("the rules suite", took, 5, "s"),
        Finding("1,000 examples of each rule", "every rule holds", not done.returncode),
    ]
