"""A real PostgreSQL for every test run: one server, one database for each test process.

A template is migrated once for each state of the code, then copied in a blink. Tests sign in as
the application does (`default`, role app), so that row-level security is in force.

* `@pytest.mark.django_db`: `default` only, rolled back at the end. Set up through actions.
* `@pytest.mark.django_db(transaction=True, databases="__all__")`: all three roles, everything is
  really committed. They are three connections: none sees what another has not committed.
  Afterwards each table is brought back to what the migrations left in it.

The template also holds pictures of the demo town, which `tests/town.py` shows in a blink.
"""

import fcntl
import hashlib
import os
import time
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import LiteralString

import psycopg
from django.db import connections
from psycopg import sql

from linkwell.config.postgres.server import OWNER, Server
from linkwell.config.schema import bring_up_to_date, source_fingerprint
from tests import town

ROOT = Path(__file__).parent.parent


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
        template = _template()
        if template not in _databases(admin):
            _make_template(admin, template)
        _run(admin, "create database {} template {} owner {}", _name(), template, OWNER)
    _point_at(_name())


def drop() -> None:
    """Remove this process's database. The last process to end stops the server."""
    connections.close_all()
    _kept.close()
    with server().superuser() as admin:
        _run(admin, "drop database if exists {} with (force)", _name())
    server().leave()


def wipe() -> None:
    """Bring every table back to what the migrations left in it."""
    inside().execute("select picture.reset()")


_kept = ExitStack()


@cache
def inside() -> psycopg.Connection:
    """One connection for all wiping: the second time it knows how, and takes a sixth of it."""
    return _kept.enter_context(server().superuser(_name()))


def _template() -> str:
    """Its name: of the code and of what the town is made of. Made anew each hour, as the town's
    people were referred "today"."""
    digest = hashlib.sha256(source_fingerprint().encode())
    data = [path for kind in ("toml", "csv") for path in ROOT.glob(f"linkwell/*/*.{kind}")]
    for path in (*sorted(data), Path(__file__), Path(town.__file__)):
        digest.update(path.read_bytes())
    return f"template_{digest.hexdigest()[:16]}_{int(time.time()) // 3600}"


def _make_template(admin: psycopg.Connection, template: str) -> None:
    for name in _databases(admin):
        if name.startswith("template_"):
            _run(admin, "drop database {} with (force)", name)
    _run(admin, "create database template_draft owner {}", OWNER)
    _point_at("template_draft")
    bring_up_to_date()
    with server().superuser("template_draft") as inside:
        inside.execute(_PICTURES)
        inside.execute("select picture.take('pristine'), picture.write_reset()")
        for name, make in town.PICTURES.items():
            make()
            inside.execute("select picture.take(%s)", [name])
        inside.execute("select picture.reset()")
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


# A picture is a schema with a copy of each table that holds something, and a function that adds
# them to what is there. Resetting to what the migrations left compares, and writes only where it
# differs. Both are written out when the template is made, table by table, so that each connection
# plans them once.
_PICTURES = """
create schema picture;
grant usage on schema picture to public;

create function picture.tables() returns setof text language sql as $$
    select relname::text from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and not relispartition
$$;

create function picture.columns(name regclass) returns text language sql as $$
    select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
    where attrelid = name and attnum > 0 and not attisdropped and attgenerated = ''
$$;

create function picture.adding(picture text, name text) returns text language sql as $$
    select format('insert into public.%I (%s) overriding system value select %s from %I.%I'
        ' on conflict do nothing;', name, columns, columns, picture, name)
    from picture.columns(format('%I.%I', picture, name)::regclass) columns
    where to_regclass(format('%I.%I', picture, name)) is not null
$$;

create function picture.take(picture text) returns void language plpgsql as $$
declare name text; filled boolean; begin
    execute format('create schema %I', picture);
    for name in select * from picture.tables() loop
        execute format('select exists (select from public.%I)', name) into filled;
        if filled then
            execute format('create table %I.%I as select %s from public.%I',
                picture, name, picture.columns(format('public.%I', name)::regclass), name);
        end if;
    end loop;
    execute format('create function picture.show_%s() returns void language plpgsql'
        ' security definer set session_replication_role = replica as %L', picture,
        'begin ' || (select string_agg(picture.adding(picture, t), ' ') from picture.tables() t)
        || ' end');
end $$;

create function picture.resetting(name text) returns text language sql as $$
    select format('if %s then delete from public.%I; %s end if;', changed, name,
        picture.adding('pristine', name))
    from coalesce(
        (select format('(select md5(string_agg(t::text, chr(10) order by t::text)) from'
                ' (select %s from pristine.%I) t) is distinct from'
                ' (select md5(string_agg(t::text, chr(10) order by t::text)) from'
                ' (select %s from public.%I) t)', columns, name, columns, name)
            from picture.columns(to_regclass(format('pristine.%I', name))) columns
            where columns is not null),
        format('exists (select from public.%I)', name)) changed
$$;

create function picture.write_reset() returns void language plpgsql as $$ begin
    execute format('create function picture.reset() returns void language plpgsql'
        ' set session_replication_role = replica as %L',
        'begin ' || (select string_agg(picture.resetting(t), ' ') from picture.tables() t)
        || ' end');
end $$;
"""
