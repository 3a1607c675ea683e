"""`linkwell bench NAME`: measure, in a data folder of its own below LINKWELL_HOME."""

import json
import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from linkwell.config.commands import Subparsers, use_database

SIZES = {
    "access": (1_000_000, "people"),
    "pages": (100_000, "people"),  # all of them have a case
    "directory": (1_000_000, "services"),
}


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("bench", help="measure, in a database of its own")
    parser.add_argument("name", choices=SIZES)
    parser.add_argument("--size", type=int, metavar="N", help="how many people, or services")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    home = Path(os.environ.get("LINKWELL_HOME", Path.home() / ".linkwell")) / "bench"
    os.environ["LINKWELL_HOME"] = str(home)
    use_database()
    from linkwell.config.bench import access, directory, pages
    from linkwell.config.bench.timing import Measured, machine

    usual, what = SIZES[arguments.name]
    size = arguments.size or usual
    benches: dict[str, Callable[[int], Iterator[Measured]]] = {
        "access": access.run,
        "pages": pages.run,
        "directory": directory.run,
    }
    if not arguments.json:
        day = datetime.now(UTC).date()
        print(f"{arguments.name}: {size} {what}. {machine()}. {day}.", flush=True)
    timings: list[Measured] = []
    for timing in benches[arguments.name](size):
        timings.append(timing)
        if not arguments.json:
            print(timing, flush=True)
    if arguments.json:
        rows = [timing.as_json() for timing in timings]
        print(json.dumps({"size": size, "machine": machine(), "timings": rows}))
    return 0 if all(timing.met for timing in timings) else 1
