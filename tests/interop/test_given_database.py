"""A database that LINKWELL_DATABASE_URL names: its owner is given, the two other roles are made."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from linkwell.config.database import database_settings
from linkwell.config.postgres.server import Server
from linkwell.kernel.errors import NotReady
from tests.interop.installation import Installation, new_installation

pytestmark = pytest.mark.long

SECRET = "a secret that is long enough to be one: 7fQm_Zp9vR4sT8wB1nC5yD3h"


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Somebody else's server: ours, but known to the installation by its address only."""
    server = Server(tmp_path_factory.mktemp("theirs") / "home", "their key")
    server.ensure_running()
    yield server
    server.stop()


def _given(server: Server, name: str, rights: LiteralString) -> str:
    """A database and its owner, as an administrator hands them out; the address."""
    with server.superuser() as admin:
        owner = psycopg.sql.Identifier(f"{name}_boss")
        admin.execute(
            psycopg.sql.SQL("create role {} login password 'p@ss:word/' " + rights).format(owner)
        )
        admin.execute(
            psycopg.sql.SQL("create database {} owner {}").format(
                psycopg.sql.Identifier(name), owner
            )
        )
    return f"postgresql://{name}_boss:p%40ss%3Aword%2F@/{name}?host={server.socket_folder}"


def _house(folders: pytest.TempPathFactory, url: str) -> Installation:
    house = new_installation(folders)
    house.environment |= {"LINKWELL_DATABASE_URL": url, "LINKWELL_SECRET_KEY": SECRET}
    return house


def test_migrate_makes_the_roles_and_runs_no_server_of_ours(
    theirs: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    house = _house(tmp_path_factory, _given(theirs, "town", "createrole bypassrls"))
    before = house.run("check")
    assert before.returncode == 1
    assert "Run `linkwell migrate`" in before.stderr
    done = house.run("migrate")
    assert (done.returncode, done.stderr) == (0, "")
    assert not house.server.folder.exists()
    with theirs.superuser("town") as admin:
        rows = admin.execute(
            "select rolname, rolbypassrls, rolsuper from pg_roles where rolname ~ '^town_(a|bu)'"
        ).fetchall()
    assert sorted(rows) == [("town_app", False, False), ("town_bulk", True, False)]
    again = house.run("migrate")
    assert again.stdout == "Nothing to do: all is up to date.\n"


def test_an_owner_who_may_not_make_roles_is_told_what_to_ask_for(
    theirs: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    done = _house(tmp_path_factory, _given(theirs, "hamlet", "")).run("migrate")
    assert done.returncode == 1
    assert 'ALTER ROLE "hamlet_boss" CREATEROLE BYPASSRLS' in done.stderr
    assert "Traceback" not in done.stderr


def test_an_app_role_that_may_do_too_much_is_refused(
    theirs: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    house = _house(tmp_path_factory, _given(theirs, "fort", "createrole bypassrls"))
    with theirs.superuser() as admin:
        admin.execute("create role fort_app superuser")
    done = house.run("migrate")
    assert done.returncode == 1
    assert "fort_app may do more than it must" in done.stderr


def test_the_address_gives_the_owner_and_the_secret_the_other_passwords(tmp_path: Path) -> None:
    url = "postgresql://boss:s%20cret@db.example:6543/town?sslmode=verify-full"
    environ = {"LINKWELL_DATABASE_URL": url, "LINKWELL_SECRET_KEY": SECRET}
    entries = database_settings(tmp_path, environ)
    assert {alias: entry["USER"] for alias, entry in entries.items()} == {
        "default": "town_app",
        "owner": "boss",
        "bulk": "town_bulk",
    }
    assert entries["owner"]["PASSWORD"] == "s cret"
    assert len({entry["PASSWORD"] for entry in entries.values()}) == 3
    for entry in entries.values():
        assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.example", "6543", "town")
        assert entry["OPTIONS"]["sslmode"] == "verify-full"
        assert entry["CONN_HEALTH_CHECKS"]
        assert "pool" not in entry["OPTIONS"]
    other = database_settings(tmp_path, {**environ, "LINKWELL_SECRET_KEY": SECRET[::-1]})
    assert other["default"]["PASSWORD"] != entries["default"]["PASSWORD"]


@pytest.mark.parametrize("url", ["nonsense", "postgresql://h:port:x/y", "mysql://u:canary@h/d"])
def test_an_address_that_is_none_is_refused_without_repeating_it(tmp_path: Path, url: str) -> None:
    with pytest.raises(NotReady, match="LINKWELL_DATABASE_URL") as refusal:
        database_settings(tmp_path, {"LINKWELL_DATABASE_URL": url})
    assert "canary" not in str(refusal.value)


def test_the_secret_is_made_once_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    first = database_settings(tmp_path, {})["default"]["PASSWORD"]
    assert database_settings(tmp_path, {})["default"]["PASSWORD"] == first
    kept = tmp_path / "secret-key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"[\w-]{60,}\n", kept.read_text())
    assert list(tmp_path.iterdir()) == [kept]
