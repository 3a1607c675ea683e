"""The real settings, in a data folder of the tests' own: their server, their databases."""

import os
from pathlib import Path

_ROOT = Path(__file__).parent.parent

os.environ.pop("LINKWELL_DATABASE_URL", None)
os.environ.update(
    LINKWELL_HOME=str(_ROOT / ".linkwell" / "tests"),
    LINKWELL_MODE="demo",
    LINKWELL_SECRET_KEY="the tests' own key, known to everybody, good for nothing else",
    LINKWELL_POSTGRES_UNSAFE_FAST="1",  # a power cut may lose what tests wrote
)

from linkwell.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nothing to protect
