"""`linkwell setup FILE`: set a service up from its plan, or bring it up to date."""

from argparse import Namespace
from pathlib import Path

from linkwell.config.commands import Subparsers, use_database
from linkwell.kernel.errors import InputAtFault


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("setup", help="set a service up from a file")
    parser.add_argument("file", type=Path, help="a TOML file; see docs/guide/setting-up.md")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    try:
        text = arguments.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputAtFault(f"{arguments.file} cannot be read as text.") from error
    use_database()
    from django.conf import settings
    from django.urls import reverse

    from linkwell.access.plans import read_plan
    from linkwell.access.rules import LinkPurpose, operator
    from linkwell.access.setting_up import set_up

    service, new_links = set_up(read_plan(text), by=operator())
    print(f"{service.name} is set up.")
    names = {LinkPurpose.REFER: "practice-link", LinkPurpose.INVITE: "invitation"}
    for link in new_links:
        address = settings.ORIGIN + reverse(names[link.purpose], args=[link.token])
        print(f"{link.label}: {address}")
    if new_links:
        print("Send each to whom it is for. They are shown this once.")
    return 0
