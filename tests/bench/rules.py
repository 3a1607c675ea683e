"""How long the rules take to try: what one waits for after each change."""

import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import Figure

ROOT = Path(__file__).parents[2]


def rules() -> list[Figure]:
    """Seconds of the rules suite, as `make test` runs it."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "pytest", "tests/rules"], cwd=ROOT, check=True)
    return [Figure("the rules suite", round(time.monotonic() - began, 1), 5, "s")]
