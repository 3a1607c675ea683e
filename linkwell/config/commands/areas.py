"""`linkwell areas load`: small areas, deprivation, practices and networks, as published."""

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from linkwell.config.commands import Subparsers, use_database
from linkwell.config.progress import told_on_terminal

_CALLED = {"deprivation": "small areas with their ranks"}


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("areas", help="official files about places and practices")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    load = verbs.add_parser("load", help="load one, in place of the same of its month")
    load.add_argument("path", type=Path, metavar="FILE", help="ONSPD, IoD file 7, epraccur, ePCN")
    load.add_argument("--vintage", default="", metavar="YYYY-MM", help="of when; else by its name")
    load.add_argument("--json", action="store_true", help="what was loaded, as JSON")
    load.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    use_database()
    from linkwell.access.rules import operator
    from linkwell.areas.actions import load_areas

    with told_on_terminal() as progress:
        loaded = load_areas(
            arguments.path,
            by=operator(),
            vintage=arguments.vintage,
            told=lambda rows: progress(rows, 0),
        )
    if arguments.json:
        print(json.dumps(asdict(loaded)))
    else:
        what = _CALLED.get(loaded.kind, loaded.kind)
        print(f"{loaded.rows:,} {what} of {loaded.vintage} are in.")
    return 0
