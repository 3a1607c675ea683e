"""How long somebody waits who tries Linkwell: from a fresh clone, and the second time."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from linkwell.config.postgres.server import Server
from linkwell.config.secrets import secret_key
from tests.bench.figures import Figure
from tests.interop.installation import free_port, health

ROOT = Path(__file__).parents[2]
GIVE_UP_S = 600


def start() -> list[Figure]:
    """Seconds from `make demo` until /healthz answers, of what is committed."""
    place = Path(tempfile.mkdtemp(prefix="linkwell-start-"))
    try:
        clone = place / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        return [
            Figure("fresh clone, empty caches, to the first answer", _one(place, clone), 120, "s"),
            Figure("second start to the first answer", _one(place, clone), 5, "s"),
        ]
    finally:
        home = place / "home"
        if home.exists():
            server = Server(home, secret_key(home, {}))
            server.stop()
            shutil.rmtree(server.folder.resolve(), ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)


def _one(place: Path, clone: Path) -> float:
    port = free_port()
    own = {
        "LINKWELL_HOME": place / "home",
        "UV_CACHE_DIR": place / "caches" / "uv",
        "PIP_CACHE_DIR": place / "caches" / "pip",
        "npm_config_cache": place / "caches" / "npm",
    }
    dropped = ("LINKWELL_", "DJANGO_", "VIRTUAL_ENV", "MAKE", "MFLAGS")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    began = time.monotonic()
    town = subprocess.Popen(
        ["make", "--no-print-directory", "demo", f"PORT={port}"],
        cwd=clone,
        env={**environment, **{name: str(value) for name, value in own.items()}},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while health(port)[0] != 200:
            if town.poll() is not None or time.monotonic() - began > GIVE_UP_S:
                raise RuntimeError("make demo did not come up.")
            time.sleep(0.05)
        return round(time.monotonic() - began, 1)
    finally:
        os.killpg(town.pid, signal.SIGTERM)
        town.wait()
