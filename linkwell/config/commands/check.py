"""`linkwell check`: everything that stands in the way of a start, each as a sentence."""

from argparse import Namespace

from linkwell.config.commands import Subparsers, use_database


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("check", help="say what stands in the way of a start")
    parser.set_defaults(run=run)


def run(_arguments: Namespace) -> int:
    use_database()
    from linkwell.config.problems import all_problems

    found = all_problems()
    for sentence in found:
        print(f"- {sentence}")
    print(f"{len(found)} in the way of a start." if found else "Nothing is in the way of a start.")
    return 1 if found else 0
