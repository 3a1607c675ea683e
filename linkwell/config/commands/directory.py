"""`linkwell directory import`: bring in a publisher's list of services."""

import json
import os
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkwell.config.commands import Subparsers, duplicates, suggestions, use_database
from linkwell.config.progress import told_on_terminal
from linkwell.kernel.errors import InputAtFault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from linkwell.directory.feeds import Format, Record
    from linkwell.directory.fetching import Fetcher
    from linkwell.directory.importing import Report
    from linkwell.directory.mapping import Mapping
    from linkwell.directory.rules import Refusal

FORMATS = ("auto", "oruk1", "oruk3", "hsds3", "csv")
_LISTED = 20  # lines told one by one to a person; --json tells all
_NAMED = 5  # of the services that are not in the list any more
_NOT_CLOSED = (
    "The list came in, and nothing was closed: {why}. Look at what is missing, and say"
    " --even-if-unsure to close it all the same"
)


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("directory", help="services that people can be connected to")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    bring_in = verbs.add_parser("import", help="bring in a publisher's list, again without harm")
    bring_in.add_argument(
        "path",
        type=lambda text: text if _is_address(text) else Path(text),
        metavar="PATH|URL",
        help="a sheet (CSV, .xlsx), or a file of HSDS or ORUK: JSON, or a folder or zip of tables;"
        " or the address of any of these",
    )
    bring_in.add_argument(
        "--publisher",
        required=True,
        metavar="NAME",
        help="whose list it is; a name of its own for each list",
    )
    bring_in.add_argument(
        "--format", choices=FORMATS, default="auto", help="default: what the file looks like"
    )
    bring_in.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="how the sheet reads (TOML); without it, a known mapping that fits the heading",
    )
    _add_how_much(bring_in)
    bring_in.add_argument("--json", action="store_true", help="the whole report as JSON")
    bring_in.set_defaults(run=lambda arguments: run(arguments, bring_in))
    _add_export(verbs)
    suggestions.add(verbs)
    duplicates.add(verbs)


def _add_how_much(bring_in: ArgumentParser) -> None:
    bring_in.add_argument(
        "--close-missing",
        action="store_true",
        help="close what this list leaves out, where it can be believed to be whole",
    )
    bring_in.add_argument(
        "--even-if-unsure",
        action="store_true",
        help="with --close-missing: whatever the list looks like",
    )
    bring_in.add_argument(
        "--anew",
        action="store_true",
        help="read a feed again, though it says that nothing has changed",
    )


def _add_export(verbs: Subparsers) -> None:
    write = verbs.add_parser("export", help="write the whole directory, for others to read")
    write.add_argument("--format", choices=["hsds3", "oruk3"], required=True)
    write.add_argument("folder", type=Path, metavar="DIR", help="made where it is not there")
    write.set_defaults(run=export)


def run(arguments: Namespace, parser: ArgumentParser) -> int:
    if arguments.even_if_unsure and not arguments.close_missing:
        parser.error("--even-if-unsure is for --close-missing")
    publisher = " ".join(arguments.publisher.split())
    if not 0 < len(publisher) <= 200:
        raise InputAtFault("--publisher: write whose list it is, in at most 200 characters")
    bring_in = _sheet_or_feed(arguments)
    use_database()
    from linkwell.access.rules import operator
    from linkwell.directory.rules import Closing

    closing = Closing.IF_SURE if arguments.close_missing else Closing.NOTHING
    with told_on_terminal() as progress:
        report = bring_in(
            publisher=publisher,
            by=operator(),
            closing=Closing.EVEN_IF_UNSURE if arguments.even_if_unsure else closing,
            progress=progress,
        )
    if arguments.json:
        print(json.dumps(report.to_json(), indent=2))
    else:
        print("\n".join(_told(report, _name(arguments.path))))
    if report.missing.why_not:
        raise InputAtFault(_NOT_CLOSED.format(why=report.missing.why_not))
    return 0 if report.came_in or not report.refused else 1


def export(arguments: Namespace) -> int:
    """HSDS 3.1 is all that ORUK 3.0 has, and more: one writing serves both."""
    use_database()
    from linkwell.directory.exporting import export_to

    try:
        count = export_to(arguments.folder)
    except OSError as error:
        why = str(error.strerror).lower()
        raise InputAtFault(f"{arguments.folder} cannot be written: {why}") from None
    print(f"{count} services written to {arguments.folder}")
    return 0


def _sheet_or_feed(arguments: Namespace) -> "Callable[..., Report]":
    """What brings in the file, once there is a database. InputAtFault where it cannot be read."""
    from linkwell.directory import feeds

    path, format = arguments.path, feeds.Format(arguments.format)
    if isinstance(path, str):
        return _from_address(path, format, arguments.mapping, anew=arguments.anew)
    data = b"" if path.is_dir() else _read(path)
    if not path.is_dir() and not feeds.is_feed(data, format):
        mapping_text = _read(arguments.mapping) if arguments.mapping else None
        return lambda **how: _import_sheet(data, path, mapping_text, arguments.mapping, how)
    if arguments.mapping:
        raise InputAtFault("--mapping is for sheets: HSDS and ORUK name their own fields")
    whole = path.is_dir()
    records = feeds.of_folder(path, format) if whole else feeds.records_in(data, format)
    return lambda **how: _import_feed(records, path, data, how)


def _from_address(
    url: str, format: "Format", mapping: Path | None, *, anew: bool
) -> "Callable[..., Report]":
    """Likewise, from a publisher's address. LINKWELL_FEED_ALLOW_LOOPBACK=1 is for tests."""
    from linkwell.directory.fetching import Fetcher

    fetcher = Fetcher(or_loopback=os.environ.get("LINKWELL_FEED_ALLOW_LOOPBACK") == "1")
    fetcher.check(url)
    text = _read(mapping) if mapping else None
    return lambda **how: _import_from_address(
        url, format, fetcher, {**how, "anew": anew, "mapping": _mapping(text, mapping)}
    )


def _import_from_address(url: str, format: "Format", fetcher: "Fetcher", how: Any) -> "Report":
    from linkwell.directory.remote import import_from_address

    return import_from_address(url, format, fetcher.get, **how)


def _is_address(text: str) -> bool:
    """Of the web or of anything else: `C:\\list.csv` and a folder's name are none."""
    return re.match(r"[a-z][a-z0-9+.-]+:/", text, re.IGNORECASE) is not None


def _name(path: Path | str) -> str:
    """Without the query of an address, which may hold a key."""
    return path.name if isinstance(path, Path) else path.partition("?")[0]


def _import_sheet(
    data: bytes, path: Path, text: bytes | None, mapping: Path | None, how: Any
) -> "Report":
    from linkwell.directory.importing import import_sheet

    return import_sheet(data, mapping=_mapping(text, mapping), source=path.name, **how)


def _mapping(text: bytes | None, path: Path | None) -> "Mapping | None":
    from linkwell.directory.mapping import read_mapping

    if text is None or path is None:
        return None
    return read_mapping(text.decode("utf-8", "replace"), name=path.name)


def _import_feed(records: "Sequence[Record]", path: Path, data: bytes, how: Any) -> "Report":
    from linkwell.directory.importing import import_feed

    return import_feed(records, source=path.name, data=data, **how)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = "there is no such file" if not path.exists() else str(error.strerror).lower()
        raise InputAtFault(f"{path} cannot be read: {why}") from None


def _told(report: "Report", name: str) -> list[str]:
    tally = report.tally
    lines = [
        f"{name}, list of {report.publisher}, read by {report.mapping}",
        f"  {report.came_in} came in: {tally.created} new, {tally.updated} changed,"
        f" {tally.unchanged} as before",
    ]
    lines += _lines("refused", report.refused)
    lines += _lines("came in without a place", report.no_place)
    lines += _lines("named somebody, who was left out", report.people)
    lines += _missing(report)
    if report.conflicts:
        lines.append(
            f"  groups say otherwise in {report.conflicts} places; their word stands until somebody"
            " chooses, on the page “Directory”"
        )
    return lines


def _missing(report: "Report") -> list[str]:
    services, closed = report.missing.services, report.missing.closed
    if not services:
        return []
    state = f"closed: {closed}" if closed else "still open; --close-missing closes them"
    shown = [f"    {one.name}" for one in services[:_NAMED]]
    return [
        f"  not in this list any more: {len(services)} ({state})",
        *shown,
        *_and_more(len(services) - len(shown)),
    ]


def _and_more(number: int) -> list[str]:
    return [f"    and {number} more"] if number else []


def _lines(what: str, refusals: "tuple[Refusal, ...]") -> list[str]:
    if not refusals:
        return []
    shown = [f"    line {refusal.line}: {refusal.sentence}" for refusal in refusals[:_LISTED]]
    return [f"  {len(refusals)} {what}:", *shown, *_and_more(len(refusals) - len(shown))]
