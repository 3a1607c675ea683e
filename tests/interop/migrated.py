"""Installations that begin where `linkwell migrate` has ended. Needs Django, as tests have it."""

import fcntl
import shutil

import pytest

from linkwell.config.schema import source_fingerprint
from tests.interop.installation import ROOT, Installation, new_installation


def migrated_installation(folders: pytest.TempPathFactory) -> Installation:
    """A new one whose tables are there: a copy of one that this state of the code migrated."""
    kept = ROOT / ".linkwell" / f"migrated-{source_fingerprint()[:16]}"
    kept.parent.mkdir(exist_ok=True)
    with open(ROOT / ".linkwell" / "migrated.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for older in kept.parent.glob("migrated-*"):
                shutil.rmtree(older)
            made = new_installation(folders)
            made.run("migrate").check_returncode()
            shutil.copytree(made.home, kept, symlinks=True)
            made.remove()
    house = Installation(folders.mktemp("installation") / "home")
    shutil.copytree(kept, house.home, symlinks=True)
    return house
