"""Out and in again: what we publish comes into an empty database and is published the same.

Of the demo town's directory, of the real lists of Greater Manchester where they are here, and of a
list made up by a seed; all through the command line, as whoever takes a directory over would. And
once the lists come in the other way round, since their order must not matter.
"""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from linkwell.config.bench.made_up import MAPPING, made_up
from linkwell.directory.feeds import EXPORTED
from tests.bench.figures import Figure
from tests.bench.real_input import LISTS, SHEETS
from tests.interop.installation import Installation

GENERATED = int(os.environ.get("LINKWELL_GENERATED", "10000"))
TOWN = Path(__file__).parents[2] / "linkwell" / "demo"
Brought = tuple[str, ...]  # the words after `linkwell directory import`


def round_trip() -> list[Figure]:
    """Services that are told otherwise the second time, of each directory; and the other order."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        found = [_figure(name, lists, here / name.split()[0]) for name, lists in _directories(here)]
    if not SHEETS.is_dir():
        print(f"round-trip: Greater Manchester is not measured, since {SHEETS} is not here.")
    return [one for figures in found for one in figures]


def _directories(folder: Path) -> Iterator[tuple[str, list[Brought]]]:
    town = (str(TOWN / "services.csv"), "--mapping", str(TOWN / "services.toml"))
    yield "town of the demo", [(*town, "--publisher", "The town")]
    if SHEETS.is_dir():
        yield (
            "lists of Greater Manchester",
            [(str(SHEETS / name), "--publisher", publisher) for name, publisher in LISTS.items()],
        )
    sheet, mapping = folder / "made.csv", folder / "made.toml"
    sheet.write_bytes(made_up(GENERATED))
    mapping.write_text(MAPPING)
    yield (
        f"{GENERATED:,} made up",
        [(str(sheet), "--mapping", str(mapping), "--publisher", "Nobody")],
    )


def _figure(name: str, lists: Sequence[Brought], folder: Path) -> list[Figure]:
    folder.mkdir()
    first = _published(lists, folder / "first")
    again = _published([(str(folder / "first"), "--publisher", "Whoever")], folder / "again")
    figures = [Figure(f"{name}: services told otherwise, of {len(first):,}",
                      _differing(first, again), 0, "services")]  # fmt: skip
    if len(lists) > 1:
        other = _published(list(reversed(lists)), folder / "other")
        figures.append(Figure(f"{name}, in the other order: services told otherwise",
                              _differing(first, other), 0, "services"))  # fmt: skip
    return figures


def _published(lists: Sequence[Brought], out: Path) -> list[str]:
    """What an installation of its own publishes of these lists, without our ids and moments."""
    with _house(out.with_suffix(".home")) as house:
        for brought in lists:
            done = house.run("directory", "import", *brought, "--json")
            assert done.returncode == 0, done.stderr
        done = house.run("directory", "export", "--format", "hsds3", str(out))
        assert done.returncode == 0, done.stderr
    lines = (out / EXPORTED).read_text("utf-8").splitlines()
    return sorted(json.dumps(_said(json.loads(line)), sort_keys=True) for line in lines)


@contextmanager
def _house(home: Path) -> Iterator[Installation]:
    home.mkdir(mode=0o700)
    house = Installation(home)
    try:
        yield house
    finally:
        house.remove()


def _said(part: Any) -> Any:
    if isinstance(part, dict):
        kept = {name: told for name, told in part.items() if not _is_ours(name)}
        return {name: _said(told) for name, told in kept.items()}
    return [_said(one) for one in part] if isinstance(part, list) else part


def _is_ours(name: str) -> bool:
    return name in ("id", "last_modified") or name.endswith("_id")


def _differing(first: Sequence[str], again: Sequence[str]) -> int:
    """How many are told by one alone. The first of them is shown."""
    left, right = Counter(first) - Counter(again), Counter(again) - Counter(first)
    for side, rest in (("first", left), ("then", right)):
        for one in sorted(rest)[:1]:
            print(f"round-trip, {side}: {one[:2000]}")
    return max(left.total(), right.total())
