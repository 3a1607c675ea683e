"""`linkwell bench NAME`: measure, in a data folder of its own below LINKWELL_HOME."""

import json
import os
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from linkwell.config.commands import Subparsers, use_database

NAMES = ("access",)


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("bench", help="measure, in a database of its own")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--size", type=int, default=1_000_000, metavar="N", help="how many people")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    home = Path(os.environ.get("LINKWELL_HOME", Path.home() / ".linkwell")) / "bench"
    os.environ["LINKWELL_HOME"] = str(home)
    use_database()
    from linkwell.config.bench import access
    from linkwell.config.bench.timing import machine

    if not arguments.json:
        day = datetime.now(UTC).date()
        print(f"{arguments.name}: {arguments.size} people. {machine()}. {day}.", flush=True)
    timings = []
    for timing in access.run(arguments.size):
        timings.append(timing)
        if not arguments.json:
            print(timing, flush=True)
    if arguments.json:
        rows = [timing.as_json() for timing in timings]
        print(json.dumps({"size": arguments.size, "machine": machine(), "timings": rows}))
    return 0 if all(timing.p95 <= timing.promised_p95 for timing in timings) else 1
