"""How a message leaves the house: a port, and the backend that writes files."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from linkwell.people.rules import Channel


@dataclass(frozen=True)
class Letter:
    """What a backend is given: an id that makes sending twice harmless, and the words."""

    id: str
    channel: Channel
    to: str
    subject: str
    body: str


class Backend(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand the letter over. Sending the same id again must change nothing."""


class FileBackend:
    """Writes each message as a file into a folder that only this user can read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, letter: Letter) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{letter.id}.json"
        draft = self.folder / f".{letter.id}.{os.getpid()}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(letter), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


def backend() -> Backend:
    """The one that the settings name. Only the file backend exists as yet."""
    return FileBackend(Path(settings.HOME) / "outbox")
