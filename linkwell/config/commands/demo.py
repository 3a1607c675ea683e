"""`linkwell demo`: the demo town, served on this machine to whoever sits at it."""

import os
from argparse import Namespace

from linkwell.config.commands import Subparsers, use_database
from linkwell.config.commands.serve import port

_HERE = "127.0.0.1"  # nobody else's machine: the demo lets people in without a password


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("demo", help="serve the invented demo town on this machine")
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="default 8000")
    parser.add_argument(
        "--without-its-year", action="store_true", help="only the cast, with nothing behind them"
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from linkwell.config.supervisor import Child, Supervisor, listen

    os.environ["LINKWELL_MODE"] = "demo"
    os.environ["LINKWELL_ORIGIN"] = f"http://{_HERE}:{arguments.port}"
    with listen(_HERE, arguments.port) as listener:
        use_database()
        from django.conf import settings
        from django.db import connections

        from linkwell.config.problems import refuse_if_any
        from linkwell.config.serving import load_pages, serve_pages
        from linkwell.demo.seed import bring_lists, seed
        from linkwell.jobs.worker import work

        refuse_if_any()
        load_pages()
        seed()
        if not arguments.without_its_year:
            bring_lists()
        connections.close_all()
        log = settings.HOME / "log"
        children = [Child("pages", lambda: serve_pages(listener), log), Child("worker", work, log)]
        if not arguments.without_its_year:
            children.append(Child("year", _tell_the_year, log, once=True))
        server = settings.DATABASES["default"]["EMBEDDED_SERVER"]
        Supervisor(children, server).run(f"{settings.ORIGIN}/healthz", _say_welcome)
    return 0


def _tell_the_year() -> None:
    """The town's last year, told beside the pages: they can be used meanwhile."""
    from linkwell.demo.year import read_year, seed_searches, seed_year
    from linkwell.evaluation.projecting import project

    os.nice(10)
    seed_searches()
    rows = sorted(read_year(), key=lambda row: int(row["Days ago"]))
    for first in range(0, len(rows), 10):
        seed_year(rows[first : first + 10])
        project()  # what was told now happened long ago, where the worker does not look


def _say_welcome() -> None:
    from django.conf import settings

    from linkwell.demo.cast import sign_in_lines

    print("\n".join([f"Linkwell: {settings.ORIGIN}", *sign_in_lines()]))
    print(f"\nThe log is {settings.HOME / 'log'}. Stop with Ctrl-C.", flush=True)
