"""Bring the database to what this code needs: roles, grants, tables, row-level policies."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

import linkwell
from linkwell.access import policies
from linkwell.config.postgres.roles import app_and_bulk, create_roles, grant_defaults

_PACKAGE = Path(linkwell.__file__).parent
_LOCK = 7_103_211  # any number, the same for every process that migrates


def bring_up_to_date() -> bool:
    """Migrate as the owner. False, and within milliseconds, when nothing has changed since."""
    connections["owner"].ensure_connection()
    owner: psycopg.Connection = connections["owner"].connection
    with _one_at_a_time(owner):
        wanted = source_fingerprint()
        if _mark(owner) == wanted:
            return False
        if connections["owner"].settings_dict.get("EMBEDDED_SERVER") is None:
            database = connections["owner"].settings_dict["NAME"]
            create_roles(owner, owner.info.user, *app_and_bulk(database, settings.SECRET_KEY))
        grant_defaults(owner, *(connections[a].settings_dict["USER"] for a in ("default", "bulk")))
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        policies.install()
        _set_mark(owner, wanted)
    return True


def is_up_to_date() -> bool:
    """Whether the last `bring_up_to_date` was done by this very code."""
    connections["owner"].ensure_connection()
    return _mark(connections["owner"].connection) == source_fingerprint()


def source_fingerprint() -> str:
    """Changes with any change of Linkwell's code, or of the migrations it takes from others."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(str(path.relative_to(_PACKAGE)).encode() + b"\0" + path.read_bytes())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}\0".encode())
    return digest.hexdigest()


@contextmanager
def _one_at_a_time(owner: psycopg.Connection) -> Iterator[None]:
    owner.execute("select pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        owner.execute("select pg_advisory_unlock(%s)", [_LOCK])


# The mark is kept as the comment of Django's own table, so that it goes where the tables go.
def _mark(owner: psycopg.Connection) -> str | None:
    query = "select obj_description(to_regclass('public.django_migrations'), 'pg_class')"
    row = owner.execute(query).fetchone()
    return row[0] if row else None


def _set_mark(owner: psycopg.Connection, mark: str) -> None:
    comment = psycopg.sql.SQL("comment on table public.django_migrations is {}")
    owner.execute(comment.format(psycopg.sql.Literal(mark)))
