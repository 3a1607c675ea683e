"""`linkwell`: the commands of an installation.

Exit status: 0 good; 1 the input or the installation is at fault, with a sentence on standard
error that says what and where; 2 wrong usage.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from linkwell.config.commands import (
    areas,
    bench,
    check,
    deliveries,
    demo,
    directory,
    match,
    migrate,
    serve,
    setup,
    worker,
)
from linkwell.kernel.errors import LinkwellError

COMMANDS = (demo, serve, worker, migrate, check, setup, directory, areas, match, bench, deliveries)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` names, by default the process's own; its exit status."""
    arguments = build_parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except LinkwellError as error:
        return _fail(error.sentence)
    except BrokenPipeError:  # the reader, `head` for one, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not _is_database_out_of_reach(error):
            raise
        return _fail(f"The database is out of reach: {str(error).strip()}")
    return status


def build_parser() -> ArgumentParser:
    parser = ArgumentParser(prog="linkwell", description="Social prescribing by link workers.")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(subparsers)
    return parser


def _fail(sentence: str) -> int:
    print(f"linkwell: {sentence}", file=sys.stderr)
    return 1


def _is_database_out_of_reach(error: Exception) -> bool:
    from django.db import OperationalError

    return isinstance(error, OperationalError)


if __name__ == "__main__":
    sys.exit(main())
