"""The drafts of a long list, made by a process beside this one, a batch ahead of the database.

Drafting is most of the work of an import and touches no database: on a second core it costs no
time. The process begins as a copy of this one, so the list is not sent to it.
"""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Protocol

from django.db import connections

from linkwell.directory.actions.lists import BATCH
from linkwell.directory.drafts import Draft
from linkwell.directory.rules import Aside, Refusal


class Coming(Protocol):
    """The drafts of a list, each made when it is asked for; the rest is known once all are."""

    aside: Aside
    people: tuple[Refusal, ...]  # records that named somebody, who was left out
    unread: int  # lines of who knows what

    @property
    def refused(self) -> tuple[Refusal, ...]: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Draft]: ...


def made_beside(coming: Coming) -> Iterator[Draft]:
    """The same drafts; at the end `coming` knows what it would know had it made them here."""
    if len(coming) <= BATCH:
        yield from coming
        return
    with ProcessPoolExecutor(1, get_context("fork"), _begin, (coming, os.getpid())) as process:
        made = process.submit(_batch)
        while batch := made.result():
            made = process.submit(_batch)
            yield from batch
        coming.aside = process.submit(_aside).result()


# What follows is called there.


def _begin(coming: Coming, parent: int) -> None:
    global _coming, _waiting
    _let_go_of_the_database()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _coming, _waiting = coming, iter(coming)


def _let_go_of_the_database() -> None:
    """The database must see that the process which writes is gone, also while this one lives."""
    with open(os.devnull, "wb") as nothing:
        for one in connections.all(initialized_only=True):
            if one.connection is not None and not one.connection.closed:
                os.dup2(nothing.fileno(), one.connection.fileno())


def _end_with(parent: int) -> None:
    """Who is killed cannot end this process: it looks for itself."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _batch() -> list[Draft]:
    """The next drafts, with all that follows from them; none at the end."""
    batch = list(islice(_waiting, BATCH))
    for draft in batch:  # worked out here, and kept with each
        _ = draft.digest, draft.told, draft.terms, draft.suggested
    return batch


def _aside() -> Aside:
    return _coming.aside


_coming: Coming
_waiting: Iterator[Draft]
