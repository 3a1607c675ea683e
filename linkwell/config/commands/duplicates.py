"""`linkwell directory duplicates | read-again`: entries that may be one group; rows worked out anew
from what is kept."""

import json
import time
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from linkwell.config.commands import Subparsers, use_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkwell.directory.comparing import Suspected

_SHOWN = 50


def add(verbs: Subparsers) -> None:
    found = verbs.add_parser("duplicates", help="entries that may be one group, the surest first")
    found.add_argument("--json", action="store_true", help="all of them, as JSON")
    found.set_defaults(run=show)
    again = verbs.add_parser(
        "read-again", help="work every entry out anew from what its list said; twice does no harm"
    )
    again.set_defaults(run=read_again)


def show(arguments: Namespace) -> int:
    """Whatever has not been compared yet is compared first."""
    use_database()
    from linkwell.access.rules import operator
    from linkwell.directory.actions.comparing import compare_all
    from linkwell.directory.comparing import open_pairs

    began = time.perf_counter()
    compared = compare_all(by=operator())
    pairs = open_pairs()
    if arguments.json:
        told_json = {"compared": compared.compared, "candidates": compared.candidates}
        pairs_json = [_as_json(pair) for pair in pairs]
        print(json.dumps({**told_json, "pairs": pairs_json}, indent=2))
        return 0
    if compared.compared:
        seconds = time.perf_counter() - began
        print(
            f"{compared.compared:,} compared with {compared.candidates:,} others in {seconds:.1f} s"
        )
    print("\n".join(_told(pairs)))
    return 0


def read_again(arguments: Namespace) -> int:
    use_database()
    from linkwell.access.rules import operator
    from linkwell.directory.actions.reading_again import read_all_again

    done = read_all_again(by=operator())
    print(f"{done.read:,} entries read again; {done.changed:,} of them tell something else now")
    return 0


def _told(pairs: "Sequence[Suspected]") -> "Iterator[str]":
    if not pairs:
        yield "No two entries look like one group."
        return
    yield f"{len(pairs)} pairs to decide, on the page “Directory”. Until then both are shown."
    for pair in pairs[:_SHOWN]:
        yield f"{pair.score:>4}  {pair.names[0]}"
        yield f"      {pair.names[1]}"
        reasons = (f"{one.factor.replace('_', ' ')} {one.points:+}" for one in pair.reasons)
        yield f"      {', '.join(reasons)}"
    if len(pairs) > _SHOWN:
        yield f"and {len(pairs) - _SHOWN} more"


def _as_json(pair: "Suspected") -> dict[str, Any]:
    from linkwell.directory.twins import band_of

    return {
        "id": str(pair.pair_id),
        "services": [str(pair.first), str(pair.second)],
        "names": list(pair.names),
        "score": pair.score,
        "band": band_of(pair.score),
        "reasons": [
            {"factor": one.factor, "points": one.points, "number": one.number}
            for one in pair.reasons
        ],
    }
