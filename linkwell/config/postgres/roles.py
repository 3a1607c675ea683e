"""The roles that the pages and the bulk work sign in with. The owner is there before them."""

from dataclasses import dataclass, field
from typing import LiteralString

import psycopg
from psycopg import errors, sql

from linkwell.config.secrets import role_password
from linkwell.kernel.errors import NotReady

# A page that needs longer is a defect; a transaction left open holds locks that others wait for.
_APP_LIMITS: tuple[tuple[LiteralString, LiteralString], ...] = (
    ("statement_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "30s"),
)
_BULK_LIMITS: tuple[tuple[LiteralString, LiteralString], ...] = (
    ("idle_in_transaction_session_timeout", "15min"),
)


@dataclass(frozen=True)
class Role:
    """A role that signs in with a password. `bypasses`: row-level security does not hold it."""

    name: str
    password: str = field(repr=False)
    bypasses: bool
    limits: tuple[tuple[LiteralString, LiteralString], ...]


def app_and_bulk(database: str, key: str) -> tuple[Role, Role]:
    """The two roles of the database named `database`; `key` is the installation's secret."""
    app, bulk = f"{database}_app", f"{database}_bulk"
    return (
        Role(app, role_password(key, app), bypasses=False, limits=_APP_LIMITS),
        Role(bulk, role_password(key, bulk), bypasses=True, limits=_BULK_LIMITS),
    )


def create_roles(connection: psycopg.Connection, owner: str, app: Role, bulk: Role) -> None:
    """Create the two roles, or bring them to what they must be. Any number of times.

    `connection` is in autocommit, as somebody who may create roles; for `bulk` that takes a
    superuser, or an owner who has BYPASSRLS. Raises NotReady with what an administrator can do.
    `owner` becomes a member of `bulk`, so that it can hand functions over to it.
    """
    try:
        for role in (app, bulk):
            _create_or_update(connection, role)
        connection.execute(
            sql.SQL("grant {} to {} with inherit true, set true").format(
                sql.Identifier(bulk.name), sql.Identifier(owner)
            )
        )
    except errors.InsufficientPrivilege as error:
        raise NotReady(
            f"The role {owner} may not make the roles {app.name} and {bulk.name}, which Linkwell "
            "signs in with. Ask the database's administrator to run: "
            f'ALTER ROLE "{owner}" CREATEROLE BYPASSRLS'
        ) from error


def _create_or_update(connection: psycopg.Connection, role: Role) -> None:
    name = sql.Identifier(role.name)
    query = "select rolsuper or rolcreaterole or rolcreatedb, rolbypassrls from pg_roles"
    known = connection.execute(query + " where rolname = %s", [role.name]).fetchone()
    if known is None:
        connection.execute(sql.SQL("create role {}").format(name))
        known = (False, False)
    too_mighty, bypasses = known
    if too_mighty:
        raise NotReady(f"The database role {role.name} may do more than it must. Take it away.")
    if bypasses != role.bypasses:
        word = sql.SQL("bypassrls" if role.bypasses else "nobypassrls")
        connection.execute(sql.SQL("alter role {} {}").format(name, word))
    connection.execute(
        sql.SQL("alter role {} login password {}").format(name, sql.Literal(role.password))
    )
    for setting, value in role.limits:
        connection.execute(sql.SQL("alter role {} set " + setting + " = {}").format(name, value))


def grant_defaults(connection: psycopg.Connection, app: str, bulk: str) -> None:
    """What the owner (`connection`, in autocommit) lets the two do with all it will ever create.

    The app reads and writes rows; `linkwell.access` takes back table by table what it must not.
    Run before the first migration: default privileges reach only what is created after them.
    """
    app_name, bulk_name = sql.Identifier(app), sql.Identifier(bulk)
    both = sql.SQL("{}, {}").format(app_name, bulk_name)
    for statement, who in (
        ("grant usage on schema public to {}", both),
        ("grant create on schema public to {}", bulk_name),
        (_BY_DEFAULT + "grant select, insert, update, delete on tables to {}", app_name),
        (_BY_DEFAULT + "grant all on tables to {}", bulk_name),
        (_BY_DEFAULT + "grant usage, select on sequences to {}", both),
        (_BY_DEFAULT + "grant execute on functions to {}", both),
    ):
        connection.execute(sql.SQL(statement).format(who))


_BY_DEFAULT: LiteralString = "alter default privileges in schema public "
