"""`linkwell match`: which services could fit, in which order, and why."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkwell.config.commands import Subparsers, use_database
from linkwell.kernel.errors import InputAtFault, LinkwellError

if TYPE_CHECKING:
    from linkwell.matching.rules import Answer, Option

_KEYS = (
    "at", "need", "text", "km", "age", "gender", "language", "step_free", "free", "day", "top",
)  # fmt: skip


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("match", help="which services could fit, and why")
    parser.add_argument("--at", metavar="POSTCODE", help="where the person is")
    parser.add_argument(
        "--need", action="append", metavar="CODE", help="a need, such as food; again for more"
    )
    parser.add_argument("--text", metavar="WORDS", help="what they say they would like")
    parser.add_argument("--km", type=float, metavar="N", help="how far at most; default 10")
    parser.add_argument("--age", type=int, metavar="N", help="how old they are, in years")
    parser.add_argument("--gender", metavar="WORD", help="female, male or other")
    parser.add_argument("--language", metavar="CODE", help="what they speak, such as ur for Urdu")
    parser.add_argument(
        "--step-free", action="store_true", default=None, help="nothing that is known to have steps"
    )
    parser.add_argument(
        "--free", action="store_true", default=None, help="nothing that is known to cost something"
    )
    parser.add_argument(
        "--day", type=_split, action="extend", metavar="DAYS", help="days that suit: mon,thu"
    )
    parser.add_argument("--top", type=int, metavar="N", help="how many options; default 10")
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    parser.add_argument(
        "--requests", type=Path, metavar="FILE", help="one request a line as JSON, with these keys"
    )
    parser.set_defaults(run=lambda arguments: run(arguments, parser))


def run(arguments: Namespace, parser: ArgumentParser) -> int:
    given = {key: value for key in _KEYS if (value := getattr(arguments, key)) is not None}
    if arguments.requests and given:
        parser.error("give --requests, or one request with --at, --need and --text")
    if not arguments.requests and not given.keys() & {"at", "need", "text"}:
        parser.error("say at least one of --at, --need and --text")
    lines = _lines(arguments.requests) if arguments.requests else []
    use_database()
    if arguments.requests:
        return _answer_lines(lines)
    answer = _answer(given)
    if arguments.json:
        print(json.dumps(answer.to_json(), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_told(answer)))
    return 0


def _split(typed: str) -> list[str]:
    return [one for one in typed.split(",") if one.strip()]


def _answer(data: Mapping[str, Any]) -> "Answer":
    from linkwell.directory.queries import postcodes
    from linkwell.matching.queries import match
    from linkwell.matching.request import read_request

    return match(read_request(data, postcodes()))


def _answer_lines(lines: list[bytes]) -> int:
    """One line of JSON for each; a request that cannot be read gets a sentence, no other suffers.

    The exit status is 1 when not one could be answered.
    """
    answered = 0
    for line in lines:
        data: Any = None
        try:
            data = _request(line)
            told = {"id": data.get("id"), **_answer(data).to_json()}
            answered += 1
        except LinkwellError as error:
            request_id = data.get("id") if isinstance(data, dict) else None
            told = {"id": request_id, "error": error.sentence}
        print(json.dumps(told), flush=True)
    return 0 if answered or not lines else 1


def _request(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise InputAtFault("This line is not JSON") from None
    if not isinstance(data, dict):
        raise InputAtFault('A request is a JSON object, such as {"at": "M33 7BZ"}')
    return data


def _lines(path: Path) -> list[bytes]:
    try:
        return [line for line in path.read_bytes().splitlines() if line.strip()]
    except OSError as error:
        why = "there is no such file" if not path.exists() else str(error.strerror).lower()
        raise InputAtFault(f"{path} cannot be read: {why}") from None


def _told(answer: "Answer") -> Iterator[str]:
    """For people at a terminal."""
    if answer.help:
        yield "These words need a person now. Is anyone in danger?"
        for line in answer.help:
            yield f"  {line.phone:<14} {line.name}. {line.text}"
        return
    yield from _asked(answer)
    for number, option in enumerate(answer.options, start=1):
        yield ""
        yield from _option(number, option)
    if not answer.options:
        yield "Nothing here is known to fit. Look further with --km, or say it in other words."


def _asked(answer: "Answer") -> Iterator[str]:
    from linkwell.needs.rules import Need

    query = answer.query
    heard = [
        f"{Need(one['need']).label} (“{one['words']}”)" for one in query["understood"]["needs"]
    ]
    heard += [f"“{one['words']}”" for one in query["understood"]["facts"]]
    ticked = [Need(code).label for code in query["need"]] + list(_must_fit(query))
    if ticked:
        yield f"Asked for: {'; '.join(ticked)}"
    if heard:
        yield f"Understood: {'; '.join(heard)}"
    where = f"within {query['km']:g} km of {query['at']}" if query["at"] else "anywhere"
    yield f"{answer.considered} services looked at, {where}, as of {_when(answer.as_of)}."
    counts = [f"{why.lower()}: {count}" for why, count in answer.hidden.items()]
    yield f"Not shown: {'; '.join([*counts, f'fit less well, or we do not know: {answer.below}'])}."


def _must_fit(query: Mapping[str, Any]) -> Iterator[str]:
    from linkwell.kernel.languages import language_name

    if query["age"] is not None:
        yield f"aged {query['age']}"
    if query["gender"]:
        yield query["gender"]
    if query["language"]:
        yield f"speaks {language_name(query['language'])}"
    if query["step_free"]:
        yield "step-free"
    if query["free"]:
        yield "free"
    if query["day"]:
        yield f"on {' or '.join(query['day'])}"


def _option(number: int, option: "Option") -> Iterator[str]:
    name = option.name
    if option.organisation not in name:
        name += f" ({option.organisation})"
    yield f"{number:>2}. {name}: {option.score} of 100"
    for reason in option.reasons:
        yield f"    {reason.points:>3}  {reason.text}"
    if option.next_session:
        yield f"    next {_when(datetime.fromisoformat(option.next_session))}"
    for doubt in option.doubts:
        yield f"      ?  {doubt}"
    if option.would_rank_higher_if:
        yield f"      →  Higher if {option.would_rank_higher_if}"


def _when(moment: datetime) -> str:
    from linkwell.kernel.clock import LONDON

    here = moment.astimezone(LONDON)
    clock = f"{here:%I:%M%p}".lstrip("0").lower().replace(":00", "")
    clock = "12 noon" if clock == "12pm" else clock
    return f"{here:%A} {here.day} {here:%B}, {clock}"
