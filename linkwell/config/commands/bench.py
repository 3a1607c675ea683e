"""`linkwell bench NAME`: measure, in a data folder of its own below LINKWELL_HOME."""

import json
import os
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from linkwell.config.commands import Subparsers, use_database

SIZES = {"access": 1_000_000, "pages": 100_000}  # people; all of them have a case


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("bench", help="measure, in a database of its own")
    parser.add_argument("name", choices=SIZES)
    parser.add_argument("--size", type=int, metavar="N", help="how many people")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    home = Path(os.environ.get("LINKWELL_HOME", Path.home() / ".linkwell")) / "bench"
    os.environ["LINKWELL_HOME"] = str(home)
    use_database()
    from linkwell.config.bench import access, pages
    from linkwell.config.bench.timing import Timing, machine

    size = arguments.size or SIZES[arguments.name]
    if not arguments.json:
        day = datetime.now(UTC).date()
        print(f"{arguments.name}: {size} people. {machine()}. {day}.", flush=True)
    timings: list[Timing] = []
    for timing in {"access": access.run, "pages": pages.run}[arguments.name](size):
        timings.append(timing)
        if not arguments.json:
            print(timing, flush=True)
    if arguments.json:
        rows = [timing.as_json() for timing in timings]
        print(json.dumps({"size": size, "machine": machine(), "timings": rows}))
    return 0 if all(timing.met for timing in timings) else 1
