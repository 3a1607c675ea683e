"""A real PostgreSQL for every test run: one server, one database for each test process.

A template is migrated once for each state of the code, then copied in a blink. Tests sign in as
the application does (`default`, role app), so that row-level security is in force.

* `@pytest.mark.django_db`: `default` only, rolled back at the end. Set up through actions.
* `@pytest.mark.django_db(transaction=True, databases="__all__")`: all three roles, everything is
  really committed. They are three connections: none sees what another has not committed.
  Afterwards each table is brought back to what the migrations left in it.
"""

import fcntl
import os
from pathlib import Path
from typing import LiteralString

import psycopg
from django.db import connections
from psycopg import sql

from linkwell.config.postgres.server import OWNER, Server
from linkwell.config.schema import bring_up_to_date, source_fingerprint


def server() -> Server:
    found: Server = connections["default"].settings_dict["EMBEDDED_SERVER"]
    return found


def _name() -> str:
    return f"test_{os.getpid()}"


def create() -> None:
    """Make this process's database and point Django's three connections at it."""
    house = server()
    house.begin_use()
    with open(house.home / "template.lock", "w") as lock, house.superuser() as admin:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _drop_leftovers(admin)
        template = f"template_{source_fingerprint()[:16]}"
        if template not in _databases(admin):
            _make_template(admin, template)
        _run(admin, "create database {} template {} owner {}", _name(), template, OWNER)
    _point_at(_name())


def drop() -> None:
    """Remove this process's database. The last process to end stops the server."""
    connections.close_all()
    with server().superuser() as admin:
        _run(admin, "drop database if exists {} with (force)", _name())
    server().leave()


def wipe() -> None:
    """Bring every table back to what the migrations left in it."""
    with server().superuser(_name()) as admin:
        admin.execute("select pristine.reset()")


def _make_template(admin: psycopg.Connection, template: str) -> None:
    for name in _databases(admin):
        if name.startswith("template_"):
            _run(admin, "drop database {} with (force)", name)
    _run(admin, "create database template_draft owner {}", OWNER)
    _point_at("template_draft")
    bring_up_to_date()
    with server().superuser("template_draft") as inside:
        inside.execute(_PRISTINE)
    connections.close_all()
    _run(admin, "alter database template_draft rename to {}", template)


def _point_at(name: str) -> None:
    connections.close_all()
    for connection in connections.all():
        connection.settings_dict["NAME"] = name


def _databases(admin: psycopg.Connection) -> list[str]:
    return [row[0] for row in admin.execute("select datname from pg_database").fetchall()]


def _drop_leftovers(admin: psycopg.Connection) -> None:
    """Remove the databases of test processes that are gone."""
    for name in _databases(admin):
        if name.startswith("test_") and not Path("/proc", name.removeprefix("test_")).exists():
            _run(admin, "drop database {} with (force)", name)


def _run(admin: psycopg.Connection, statement: LiteralString, *names: str) -> None:
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


# What the migrations left is copied aside. Resetting compares, and writes only where it differs.
_PRISTINE = """
create schema pristine;

create function pristine.tables() returns setof text language sql as $$
    select relname::text from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and not relispartition
$$;

do $$ declare name text; filled boolean; begin
    for name in select * from pristine.tables() loop
        execute format('select exists (select from public.%I)', name) into filled;
        if filled then
            execute format('create table pristine.%I as table public.%I', name, name);
        end if;
    end loop;
end $$;

create function pristine.content(name regclass) returns text language plpgsql as $$
declare answer text; begin
    execute format('select md5(string_agg(t::text, chr(10) order by t::text)) from %s t', name)
    into answer;
    return answer;
end $$;

create function pristine.reset() returns void language plpgsql
set session_replication_role = replica as $$
declare name text; copy regclass; changed boolean; begin
    for name in select * from pristine.tables() loop
        copy := to_regclass(format('pristine.%I', name));
        if copy is null then
            execute format('select exists (select from public.%I)', name) into changed;
        else
            changed := pristine.content(copy)
                is distinct from pristine.content(format('public.%I', name)::regclass);
        end if;
        if changed then
            execute format('delete from public.%I', name);
            if copy is not null then
                execute format('insert into public.%I select * from %s', name, copy);
            end if;
        end if;
    end loop;
end $$;
"""
