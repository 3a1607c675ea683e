"""Whose hand the journal is being written in: set by `access` when an actor comes into scope."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Author:
    id: UUID
    kind: str


_author: ContextVar[Author | None] = ContextVar("linkwell_author", default=None)


@contextmanager
def authored_by(author: Author) -> Iterator[None]:
    token = _author.set(author)
    try:
        yield
    finally:
        _author.reset(token)


def current_author() -> Author:
    author = _author.get()
    if author is None:
        raise RuntimeError("The journal needs an author: record events inside an action.")
    return author
