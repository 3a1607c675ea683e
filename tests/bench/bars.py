"""The bars: what the project has promised, measured at full size by `make bars`.

A bar is a function without arguments that returns its figures. Write it in a module of this folder
and name it in `BARS`; `make bars ONLY=name` then takes the name.
"""

from collections.abc import Callable, Mapping

from tests.bench.figures import Figure
from tests.bench.kills import kills
from tests.bench.start import start

BARS: Mapping[str, Callable[[], list[Figure]]] = {
    "start": start,
    "kills": kills,
}
