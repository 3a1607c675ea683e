"""One way to write: a row is saved inside an action, or not at all.

`writing()` is entered by `access.action` and by the journal, nowhere else (an architecture test
looks). Outside it, every ORM write raises, so that nobody has to remember the rule.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_open: ContextVar[bool] = ContextVar("linkwell_writing", default=False)


class OutsideAction(RuntimeError):
    """A write was tried outside an action: a defect in the code, never a user's mistake."""


@contextmanager
def writing() -> Iterator[None]:
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def must_be_writing(table: str) -> None:
    if not _open.get():
        raise OutsideAction(f"{table} is written by actions only; this write was outside one.")
