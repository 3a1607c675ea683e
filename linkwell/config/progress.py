"""How far long work has come, for somebody who waits at a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def told_on_terminal() -> Iterator[Callable[[int, int], None]]:
    """A line on standard error, "1,500 of 12,000 lines", that changes in place and then goes.

    Where nobody knows how many there are (0), it says how many are done.

    Where nobody watches (a pipe, a log) nothing is written.
    """
    if not sys.stderr.isatty():
        yield lambda done, lines: None
        return
    try:
        yield lambda done, lines: _tell(f"{done:,} {f'of {lines:,} ' if lines else ''}lines")
    finally:
        _tell("")


def _tell(words: str) -> None:
    print(f"\r{words}\x1b[K", end="", file=sys.stderr, flush=True)
