"""Which PostgreSQL we use: the one named by LINKWELL_DATABASE_URL, else our own.

Three roles, one database. `default` is the app: it owns nothing and cannot pass row-level
security. `owner` migrates. `bulk` passes row-level security, and is kept from web processes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from linkwell.config.postgres.roles import app_and_bulk
from linkwell.config.postgres.server import DATABASE, OWNER, Server
from linkwell.config.secrets import role_password, secret_key
from linkwell.kernel.errors import NotReady

ENGINE = "linkwell.config.postgres"


@dataclass(frozen=True)
class Database:
    """Where the database is and who may sign in. `server` is set when it is our own."""

    name: str
    host: str
    port: str
    owner: str
    owner_password: str
    options: Mapping[str, Any]
    server: Server | None = None


def database_settings(home: Path, environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` (role app), `owner` (migrations) and `bulk` (bypasses RLS)."""
    key = secret_key(home, environ)
    url = environ.get("LINKWELL_DATABASE_URL")
    database = _named_by(url) if url else _our_own(home, key)
    app, bulk = app_and_bulk(database.name, key)
    return {
        "default": _entry(database, app.name, app.password),
        "owner": _entry(database, database.owner, database.owner_password),
        "bulk": _entry(database, bulk.name, bulk.password),
    }


def _our_own(home: Path, key: str) -> Database:
    server = Server(home, key)
    return Database(
        name=DATABASE,
        host=str(server.socket_folder),
        port="",
        owner=OWNER,
        owner_password=role_password(key, OWNER),
        options={},
        server=server,
    )


def _named_by(url: str) -> Database:
    try:
        parts = {k: str(v) for k, v in conninfo_to_dict(url).items() if v is not None}
    except ProgrammingError as error:
        # The library's own words may repeat the address, and with it the password.
        raise NotReady(
            "LINKWELL_DATABASE_URL is not an address of the form "
            "postgresql://user:password@host:port/database."
        ) from error
    if not parts.get("dbname") or not parts.get("user"):
        raise NotReady("LINKWELL_DATABASE_URL names no database or no user.")
    return Database(
        name=parts.pop("dbname"),
        host=parts.pop("host", ""),
        port=parts.pop("port", ""),
        owner=parts.pop("user"),
        owner_password=parts.pop("password", ""),
        options=parts,
    )


def _entry(database: Database, user: str, password: str) -> dict[str, Any]:
    return {
        "ENGINE": ENGINE,
        "NAME": database.name,
        "HOST": database.host,
        "PORT": database.port,
        "USER": user,
        "PASSWORD": password,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, "application_name": "linkwell", **database.options},
        "EMBEDDED_SERVER": database.server,
    }
