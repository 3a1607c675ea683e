"""The bars: what the project has promised, measured at full size by `make bars`.

A bar is a function without arguments that returns a `Figure`. Add it to `BARS` under the name that
`make bars ONLY=name` takes.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, in words and numbers; what was promised; whether it is met."""

    measured: str
    promised: str
    met: bool


Bar = Callable[[], Figure]
