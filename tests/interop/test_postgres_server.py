"""The PostgreSQL that we run: it starts once, survives kills, stops, and lets nobody else in."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from pytest_django.plugin import DjangoDbBlocker

from linkwell.config.database import database_settings
from linkwell.config.postgres.base import PATIENCE_S
from linkwell.config.postgres.server import Server, wheel
from linkwell.kernel.errors import NotReady
from tests.interop.postgres import (
    KEY,
    as_root,
    children,
    kill_all,
    postmaster,
    python,
    remove,
    server,
    sign_in,
)

pytestmark = pytest.mark.long

__all__ = ["server"]  # the fixture


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One running server for the tests that leave it as they found it."""
    house = Server(tmp_path_factory.mktemp("running") / "home", KEY)
    house.ensure_running()
    yield house
    remove(house)


# -- what it is


def test_it_speaks_utf_8_and_no_network(running: Server) -> None:
    with running.superuser("linkwell") as admin:
        row = admin.execute(
            "select pg_encoding_to_char(encoding), datcollate, current_setting('listen_addresses')"
            " from pg_database where datname = 'linkwell'"
        ).fetchone()
    assert row == ("UTF8", "C.UTF-8", "")


def test_its_folder_is_named_by_the_major_version_and_closed_to_others(running: Server) -> None:
    assert running.folder.name == f"postgres-{wheel()[1].split('.')[0]}"
    for folder in (running.home, running.folder, running.data, running.socket_folder):
        assert folder.stat().st_mode & 0o077 == 0, folder


@pytest.mark.parametrize("role", ["app", "owner", "bulk"])
def test_every_role_signs_in_with_its_password_and_with_no_other(
    running: Server, role: str
) -> None:
    sign_in(running, role).close()
    for wrong in ("", "postgres", "linkwell"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            sign_in(running, role, password=wrong)


def test_the_superuser_needs_a_password_too(running: Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(running.socket_folder), user="postgres", dbname="postgres")


def test_what_a_row_holds_is_not_in_the_log(running: Server) -> None:
    with running.superuser() as admin:
        admin.execute("create table secret_words (word text unique)")
        admin.execute("insert into secret_words values ('canary-maureen')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            admin.execute("insert into secret_words values ('canary-maureen')")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            admin.execute("select 'canary-maureen'::int")
        admin.execute("drop table secret_words")
    assert "canary-maureen'" not in (log := (running.folder / "log").read_text())
    assert "canary-maureen)" not in log


def test_a_new_secret_changes_the_passwords(server: Server) -> None:
    server.ensure_running()
    renewed = Server(server.home, "another key, since the first one was on a lost laptop")
    with pytest.raises(psycopg.OperationalError, match="password"):
        sign_in(renewed, "app")
    renewed.ensure_running()
    sign_in(renewed, "app").close()


# -- one server, many users


def test_several_starters_at_once_make_one_server(server: Server) -> None:
    code = "server.ensure_running(); print((server.data / 'postmaster.pid').read_text().split()[0])"
    starters = [python(code, server.home) for _ in range(3)]
    answers = [starter.communicate(timeout=90) for starter in starters]
    assert {out.strip() for out, _ in answers} == {str(postmaster(server))}, answers


def test_the_last_to_leave_stops_it(server: Server) -> None:
    code = "server.join(); print('in', flush=True); sys.stdin.readline(); server.leave()"
    first, second = python(code, server.home), python(code, server.home)
    for user in (first, second):
        assert user.stdout
        assert user.stdout.readline() == "in\n"
    first.communicate("leave\n", timeout=30)
    assert server.answers()
    second.communicate("leave\n", timeout=30)
    assert not server.alive()
    assert "database system is shut down" in (server.folder / "log").read_text()


def test_a_killed_user_leaves_it_running_and_the_next_attaches(server: Server) -> None:
    user = python("server.join(); print('in', flush=True); time.sleep(60)", server.home)
    assert user.stdout
    assert user.stdout.readline() == "in\n"
    before = postmaster(server)
    user.kill()
    user.communicate()
    assert server.answers()
    server.join()
    assert postmaster(server) == before
    server.leave()
    assert not server.alive()


# -- kills


def test_what_was_acknowledged_outlives_a_kill(server: Server) -> None:
    server.ensure_running()
    with sign_in(server, "owner") as owner:
        owner.execute("create table kept (n int)")
        owner.execute("insert into kept values (42)")
        os.kill(postmaster(server), signal.SIGKILL)
        server.ensure_running()
    with sign_in(server, "owner") as owner:
        assert owner.execute("select n from kept").fetchall() == [(42,)]


def test_it_recovers_when_every_process_of_it_is_killed(server: Server) -> None:
    server.ensure_running()
    for _ in range(3):
        before = postmaster(server)
        kill_all(server)
        server.ensure_running()
        assert postmaster(server) != before
        assert server.answers()


def test_it_waits_for_what_a_killed_server_left_behind(server: Server) -> None:
    """A process of the dead server holds its memory: starting a second one would ruin the data."""
    server.ensure_running()
    straggler = children(postmaster(server))[0]
    os.kill(straggler, signal.SIGSTOP)
    os.kill(postmaster(server), signal.SIGKILL)
    starter = python("server.ensure_running(); print('up')", server.home)
    time.sleep(1)
    assert starter.poll() is None
    assert server.alive()
    assert not server.answers()
    os.kill(straggler, signal.SIGKILL)
    assert starter.communicate(timeout=60)[0] == "up\n"


def test_a_process_that_got_the_old_number_is_not_taken_for_the_server(server: Server) -> None:
    server.ensure_running()
    lines = (server.data / "postmaster.pid").read_text().splitlines(keepends=True)
    server.stop()
    (server.data / "postmaster.pid").write_text("".join([f"{os.getppid()}\n", *lines[1:]]))
    server.ensure_running()
    assert server.answers()


def test_a_half_made_cluster_is_made_anew(server: Server) -> None:
    (server.folder / "data.new" / "base").mkdir(parents=True)
    server.ensure_running()
    assert server.answers()


def test_django_finds_a_killed_server_up_again(
    server: Server, django_db_blocker: DjangoDbBlocker
) -> None:
    entries = database_settings(server.home, {"LINKWELL_SECRET_KEY": server.key})
    connection = ConnectionHandler(entries)["default"]
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        kill_all(server)
        with pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute("select 1")
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        connection.close()


def test_a_refusal_that_will_stand_is_told_at_once(
    running: Server, django_db_blocker: DjangoDbBlocker
) -> None:
    entries = database_settings(running.home, {"LINKWELL_SECRET_KEY": running.key})
    entries["default"]["NAME"] = "nowhere"
    began = time.monotonic()
    with django_db_blocker.unblock(), pytest.raises(OperationalError, match="does not exist"):
        ConnectionHandler(entries)["default"].ensure_connection()
    assert time.monotonic() - began < PATIENCE_S / 2


# -- where it is


def test_a_long_home_still_has_a_short_socket(tmp_path: Path) -> None:
    home = tmp_path.joinpath(*["a-folder-with-a-rather-long-name"] * 6)
    house = Server(home, KEY)
    assert len(str(house.socket_folder / ".s.PGSQL.5432")) <= 107
    assert house.socket_folder == Server(home, KEY).socket_folder
    house.ensure_running()
    assert house.answers()
    remove(house)


def test_two_homes_have_two_sockets(tmp_path: Path) -> None:
    assert Server(tmp_path / "a", KEY).socket_folder != Server(tmp_path / "b", KEY).socket_folder


@pytest.mark.security
@pytest.mark.parametrize("trap", ["link", "file", "open to all"])
def test_a_socket_folder_that_somebody_laid_out_is_refused(
    server: Server, tmp_path: Path, trap: str
) -> None:
    place = server.socket_folder
    if trap == "link":
        (tmp_path / "theirs").mkdir(mode=0o700)
        place.symlink_to(tmp_path / "theirs")
    elif trap == "file":
        place.touch()
    else:
        place.mkdir()
        place.chmod(0o777)
    try:
        with pytest.raises(NotReady):
            server.ensure_running()
        assert not server.alive()
    finally:
        place.rmdir() if trap == "open to all" else place.unlink()


@as_root
@pytest.mark.security
def test_a_socket_folder_of_another_user_is_refused(server: Server) -> None:
    server.socket_folder.mkdir(mode=0o700)
    os.chown(server.socket_folder, 12345, 12345)
    with pytest.raises(NotReady, match="closed to all others"):
        server.ensure_running()


def test_data_of_another_version_is_not_passed_over(server: Server) -> None:
    (server.home / "postgres-17").mkdir(parents=True)
    with pytest.raises(NotReady, match="postgres-17"):
        server.ensure_running()
