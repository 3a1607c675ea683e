"""`linkwell migrate`: bring database and data folder to what this version needs."""

from argparse import Namespace

from linkwell.config.commands import Subparsers, use_django


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("migrate", help="bring the database to this version's tables")
    parser.set_defaults(run=run)


def run(_arguments: Namespace) -> int:
    use_django()
    from django.conf import settings

    from linkwell.config import schema
    from linkwell.kernel import geography

    changed = schema.bring_up_to_date()
    geography.pack(settings.POSTCODES)
    print("The database is up to date." if changed else "Nothing to do: all is up to date.")
    return 0
