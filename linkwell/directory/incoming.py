"""What a list needs on its way in, in a folder of its own: the file as it came, the pages of a feed
as they were fetched, and which services its publisher had before.

Whoever goes on with a list that was broken off finds it here. It is removed once the list is in.
"""

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from linkwell.directory.rules import Known
from linkwell.kernel.ids import read_id

MOST_KEPT = 80 * 1024 * 1024  # bytes of the pages of one feed
KEPT_FOR = timedelta(days=7)  # of a list that nobody decides about
LIST = "list"
KNOWN = "known"


def folder_of(import_id: UUID) -> Path:
    return Path(settings.HOME) / "incoming" / str(import_id)


def keep(import_id: UUID, name: str, data: bytes) -> None:
    """Whole or not at all: whoever is killed while writing leaves nothing under that name."""
    folder = folder_of(import_id)
    folder.parent.mkdir(exist_ok=True, mode=0o700)
    folder.mkdir(exist_ok=True, mode=0o700)
    half = folder / f"{name}.half"
    half.write_bytes(data)
    os.replace(half, folder / name)


def kept(import_id: UUID, name: str) -> bytes | None:
    try:
        return (folder_of(import_id) / name).read_bytes()
    except FileNotFoundError:
        return None


def bytes_kept(import_id: UUID) -> int:
    with suppress(FileNotFoundError):
        return sum(file.stat().st_size for file in folder_of(import_id).iterdir())
    return 0


def keep_known(import_id: UUID, known: Sequence[Known]) -> None:
    """What its publisher had when the list began: lines are told apart by that, also after half of
    the list is in."""
    rows = [(one.source_id, one.name, one.line_digest, one.is_open, one.listed) for one in known]
    keep(import_id, KNOWN, json.dumps(rows).encode())


def known_before(import_id: UUID) -> tuple[Known, ...] | None:
    data = kept(import_id, KNOWN)
    return None if data is None else tuple(Known(*row) for row in json.loads(data))


def forget(import_id: UUID) -> None:
    shutil.rmtree(folder_of(import_id), ignore_errors=True)


def forget_old(now: datetime) -> list[UUID]:
    """Remove what nobody has touched for a week; of which lists that was."""
    old = list[UUID]()
    with suppress(FileNotFoundError):
        for folder in (Path(settings.HOME) / "incoming").iterdir():
            import_id = read_id(folder.name)
            with suppress(FileNotFoundError):
                if import_id and folder.stat().st_mtime < (now - KEPT_FOR).timestamp():
                    forget(import_id)
                    old.append(import_id)
    return old
