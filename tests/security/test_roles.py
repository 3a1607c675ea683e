"""T01, T02: what the role of the pages may not do, whatever the code forgets."""

import pytest
from django.db import DatabaseError, connections
from django.utils.connection import ConnectionDoesNotExist

from linkwell.config.serving import keep_only_the_app_role

pytestmark = [
    pytest.mark.security,
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "bulk"]),
]


def _one(alias: str, query: str) -> tuple[object, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        row: tuple[object, ...] = cursor.fetchone()
        return row


def test_the_app_role_owns_nothing_and_passes_no_wall() -> None:
    attributes = _one(
        "default",
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
        " where rolname = current_user",
    )
    assert attributes == (False, False, False, False)
    owned = _one(
        "default",
        "select count(*) from pg_class join pg_roles r on r.oid = relowner"
        " where r.rolname = current_user",
    )
    assert owned == (0,)
    memberships = _one(
        "default",
        "select count(*) from pg_auth_members join pg_roles r on r.oid = member"
        " where r.rolname = current_user",
    )
    assert memberships == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "create table loot (id int)",
        "truncate django_session",
        "alter table django_session disable row level security",
        "alter role current_user bypassrls",
        "set role linkwell_bulk",
        "set role linkwell_owner",
        "set session authorization postgres",
        "drop table django_session",
        "copy django_session to program 'cat'",
    ],
)
def test_the_app_role_is_refused(statement: str) -> None:
    with pytest.raises(DatabaseError), connections["default"].cursor() as cursor:
        cursor.execute(statement)


def test_a_page_cannot_hang_the_database() -> None:
    assert _one("default", "show statement_timeout") == ("5s",)
    assert _one("default", "show idle_in_transaction_session_timeout") == ("30s",)


def test_bulk_passes_the_wall_and_is_no_superuser() -> None:
    query = "select rolbypassrls, rolsuper from pg_roles where rolname = current_user"
    assert _one("bulk", query) == (True, False)
    assert _one("owner", query) == (False, False)


def test_a_process_that_serves_pages_reaches_the_app_role_only() -> None:
    before = dict(connections.settings)
    try:
        keep_only_the_app_role()
        assert list(connections) == ["default"]
        for alias in ("owner", "bulk"):
            with pytest.raises(ConnectionDoesNotExist):
                connections[alias]
    finally:
        connections.settings.update(before)


def test_there_is_no_network_socket_and_no_way_in_without_a_password() -> None:
    assert _one("bulk", "show listen_addresses") == ("",)
    ways = _one(
        "default",
        "select count(*) from pg_settings where name = 'unix_socket_permissions'"
        " and setting = '0700'",
    )
    assert ways == (1,)
