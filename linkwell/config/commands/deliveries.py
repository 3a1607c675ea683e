"""`linkwell deliveries`: what could not be done by itself, and trying it again."""

from argparse import Namespace

from linkwell.config.commands import Subparsers, use_database


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("deliveries", help="what is parked for a person to look at")
    parser.add_argument("--retry", action="store_true", help="try all of it again")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    use_database()
    from linkwell.journal import deliveries
    from linkwell.kernel import clock

    rows = deliveries.parked()
    for handler, error, count in rows:
        print(f"{count} x {handler}: {error}")
    if not rows:
        print("Nothing is parked.")
    elif arguments.retry:
        print(f"{deliveries.retry_parked(clock.now())} will be tried again in a few seconds.")
    return 0
