"""`linkwell directory suggestions | confirm | refuse`: what services' own words seem to say."""

import json
from argparse import Namespace
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from linkwell.config.commands import Subparsers, use_database
from linkwell.kernel.errors import InputAtFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkwell.directory.queries import ToDecide

_LONGEST_NAME = 200
_FIELDS = {
    "hours": "open",
    "minimum_age": "from the age of",
    "maximum_age": "up to the age of",
    "free": "free:",
    "route": "way in:",
    "area": "for people in",
}


def add(verbs: Subparsers) -> None:
    listed = verbs.add_parser("suggestions", help="what texts seem to say, waiting to be confirmed")
    listed.add_argument("--json", action="store_true", help="as JSON")
    listed.set_defaults(run=show)
    for verb, help in (("confirm", "it is so"), ("refuse", "it is not so; never ask again")):
        decide = verbs.add_parser(verb, help=f"say of a suggestion: {help}")
        decide.add_argument("suggestion", metavar="ID", help="as `suggestions` shows it")
        decide.add_argument("--by", required=True, metavar="NAME", help="who says so")
        decide.set_defaults(run=run_decision, verb=verb)


def show(arguments: Namespace) -> int:
    use_database()
    from linkwell.directory.queries import to_decide

    rows = to_decide()
    if arguments.json:
        print(json.dumps([_as_json(row) for row in rows], indent=2))
    else:
        print("\n".join(_told(rows)))
    return 0


def run_decision(arguments: Namespace) -> int:
    by = " ".join(arguments.by.split())
    if not 0 < len(by) <= _LONGEST_NAME:
        raise InputAtFault("--by: write who says so, in at most 200 characters")
    try:
        suggestion_id = UUID(arguments.suggestion)
    except ValueError:
        raise InputAtFault(f"“{arguments.suggestion[:40]}” is no id of a suggestion") from None
    use_database()
    from linkwell.access.rules import operator
    from linkwell.directory.actions.suggestions import confirm_suggestion, refuse_suggestion

    confirming = arguments.verb == "confirm"
    row = (confirm_suggestion if confirming else refuse_suggestion)(suggestion_id, by=operator(by))
    print(f"{row.service.name}: {_value(row.field, row.value)}: {row.state} by {by}")
    return 0


def _told(rows: "Sequence[ToDecide]") -> "Iterator[str]":
    if not rows:
        yield "Nothing waits to be confirmed."
        return
    yield f"{len(rows)} to confirm or refuse. Until then each counts as not known, and is asked."
    for (publisher, service), some in groupby(rows, key=lambda row: (row.publisher, row.service)):
        yield f"{service} ({publisher})"
        for row in some:
            yield f"  {row.suggestion_id}  {_value(row.field, row.value)}: “{row.sentence}”"
            otherwise = _value(row.field, row.against) if row.against is not None else ""
            yield f"    {row.confidence.reason}." + (
                f" Its publisher says otherwise: {otherwise}." if otherwise else ""
            )


def _value(field: str, value: str | int | bool) -> str:
    if field == "area":
        from linkwell.directory.prose.places import place_name

        value = place_name(str(value))
    told = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
    return f"{_FIELDS[field]} {told}"


def _as_json(row: "ToDecide") -> dict[str, Any]:
    return {
        "id": str(row.suggestion_id),
        "service": row.service,
        "publisher": row.publisher,
        "field": row.field,
        "value": row.value,
        "publisher_says": row.against,
        "sentence": row.sentence,
        "confidence": row.confidence,
        "reason": row.confidence.reason,
    }
