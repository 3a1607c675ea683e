"""Which PostgreSQL we use: the one named by LINKWELL_DATABASE_URL, else our own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def database_settings(home: Path, environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` (role app), `owner` (migrations) and `bulk` (bypasses RLS)."""
    raise NotImplementedError
