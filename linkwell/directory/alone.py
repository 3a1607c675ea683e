"""One at a time brings in lists of a publisher: a lock of the database's that ends with whoever
holds it, also where they are killed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_KEY = "hashtextextended(%s, 7)"


@contextmanager
def alone_with(publisher: str) -> Iterator[None]:
    """Waits for whoever brings in a list of this publisher now."""
    with connection.cursor() as cursor:
        cursor.execute(f"select pg_advisory_lock({_KEY})", [publisher])
    try:
        yield
    finally:
        _give_back(publisher)


@contextmanager
def alone_if_free(publisher: str) -> Iterator[bool]:
    """Whether nobody else brings in a list of this publisher now; then nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute(f"select pg_try_advisory_lock({_KEY})", [publisher])
        ((free,),) = cursor.fetchall()
    try:
        yield bool(free)
    finally:
        if free:
            _give_back(publisher)


def _give_back(publisher: str) -> None:
    if connection.connection is None or connection.connection.closed:
        return  # it went with the connection
    with connection.cursor() as cursor:
        cursor.execute(f"select pg_advisory_unlock({_KEY})", [publisher])
