"""`linkwell worker`: deliver what happened, and do what is due."""

from argparse import Namespace

from linkwell.config.commands import Subparsers, use_database


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("worker", help="deliver what happened and do what is due")
    parser.set_defaults(run=run)


def run(_arguments: Namespace) -> int:
    use_database()
    from linkwell.config.problems import refuse_if_any
    from linkwell.jobs.worker import work

    refuse_if_any()
    work()
    return 0
