"""The bars: what the project has promised, measured at full size by `make bars`.

A bar is a function without arguments that returns its figures or findings. Write it in a module of
this folder and name it in `BARS`; `make bars ONLY=name` then takes the name.
"""

from collections.abc import Callable, Mapping, Sequence

from tests.bench.figures import Figure, Finding
from tests.bench.kills import kills
from tests.bench.prose import prose
from tests.bench.real_input import real_input
from tests.bench.round_trip import round_trip
from tests.bench.rules import rules
from tests.bench.start import start
from tests.bench.suites import (
    access,
    axe,
    damaged,
    directory,
    fetching,
    funnel,
    interop,
    malformed,
    pages,
    probes,
    walks,
)
from tests.bench.twins import twins

BARS: Mapping[str, Callable[[], Sequence[Figure | Finding]]] = {
    "start": start,
    "rules": rules,
    "kills": kills,
    "real-input": real_input,
    "access": access,
    "probes": probes,
    "malformed": malformed,
    "damaged": damaged,
    "directory": directory,
    "fetching": fetching,
    "axe": axe,
    "pages": pages,
    "walks": walks,
    "funnel": funnel,
    "interop": interop,
    "prose": prose,
    "twins": twins,
    "round-trip": round_trip,
}
