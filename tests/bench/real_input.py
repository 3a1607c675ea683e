"""Real input: the demo town, eight lists of Greater Manchester beside it, and real requests.

The data stays outside the project: `../shared`, or the folder that LINKWELL_SHARED names. Without
it the bar says that it was not measured. What it promises: every line of each list in, or refused
with a reason, and unchanged the second time; ten requests answered, the same one by one as from a
file, within 10 km, each sentence true of its record; where no referral was asked for, open doors
above vouchers, and the first of them near.
"""

import csv
import json
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from linkwell.config.postgres.server import DATABASE
from linkwell.kernel.geography import Postcodes
from tests.bench.figures import Figure
from tests.interop.installation import Installation, free_port, health, until
from tests.records import RECORDS, Json, read_records
from tests.shared import SHARED
from tests.truth import Here, untrue

SHEETS = SHARED / "data" / "directory" / "trafford_ogl"
LISTS = {
    "gm_food_banks.csv": "GM Poverty Action",
    "charities_operating_in_trafford.csv": "Charity Commission for England and Wales",
    "gm_libraries.csv": "Libraries of Greater Manchester",
    "sports_clubs.csv": "Trafford Council, sports clubs",
    "sports_facilities.csv": "Sport England, Active Places",
    "trafford_allotments.csv": "Trafford Council, allotments",
    "trafford_childrens_centres.csv": "Trafford Council, children's centres",
    "trafford_mental_health_services.csv": "Trafford Council, mental health services",
}
MAIN: dict[str, Any] = {
    "at": "M33 7BZ",
    "need": ["food"],
    "text": "free food parcel, no referral needed",
}
TYPED = ("--at", "M33 7BZ", "--need", "food", "--text", MAIN["text"])
REQUESTS: tuple[dict[str, Any], ...] = (
    MAIN,
    {"at": "M33 7BZ", "text": "lonely since her husband died, would like company and a chat"},
    {"at": "M32 9AF", "text": "in debt, behind with the bills and afraid of the letters"},
    {"text": "used to love singing in a choir"},  # and no place
    {"at": "M33 2RP", "text": "caring for his wife with dementia, needs a break"},
    {"at": "WA14 1LL", "text": "homeless, sofa surfing, eviction notice came through"},
    {"at": "M16 7QB", "text": "asylum seeker, wants to learn English"},
    {"at": "M33 4QW", "text": "wants to get fitter, loves walking and football"},
    {"at": "M31 4BU", "text": "78F lives alone, low mood, hardly leaves the house"},
    {"at": "M32 0LG", "text": "looking for work, not good with computers"},
)
SHOWN = 3  # options of each request, for a person to judge: of all, and of the real lists
TOP = 30  # asked for, so that real records stand among those of the town, which are fresher


def real_input() -> list[Figure]:
    """Import twice beside the town, ask ten times, print what a link worker reads; check it all."""
    if not SHEETS.is_dir():
        print(f"real-input: not measured, since {SHEETS} is not here.")
        return []
    with tempfile.TemporaryDirectory() as folder:
        house = Installation(Path(folder) / "home")
        try:
            with _demo_town(house) as port:
                faults = [*_import_twice(house), *_matches(house)]
                if health(port)[0] != 200:
                    faults.append("the demo town does not answer beside them")
        finally:
            house.remove()
    for fault in faults:
        print(f"FAULT: {fault}")
    return [Figure("faults in ten answers from real records", len(faults), 0, "faults")]


@contextmanager
def _demo_town(house: Installation) -> Iterator[int]:
    """The town as `make demo` seeds and serves it, but for the year that it tells afterwards."""
    port = free_port()
    town = house.start("demo", "--port", str(port), "--without-its-year")
    try:
        until(lambda: health(port)[0] == 200, 180)
        yield port
    finally:
        town.send_signal(signal.SIGINT)
        town.communicate(timeout=60)


def _import_twice(house: Installation) -> list[str]:
    faults: list[str] = []
    began = time.monotonic()
    reports = [_bring_in(house, name) for name in LISTS]
    seconds = time.monotonic() - began
    for name, first in zip(LISTS, reports, strict=True):
        again = _bring_in(house, name)
        if (again["created"], again["updated"], again["missing"]) != (0, 0, []):
            faults.append(f"importing {name} again changed something")
        if again["unchanged"] != first["created"] or not first["created"]:
            faults.append(f"{name} did not come in once and whole")
        if first["created"] + len(first["refused"]) != lines_of(name):
            faults.append(f"{name} has lines that nobody accounts for")
        _print_lines(name, [*first["refused"], *first["no_place"]])
    services = sum(report["created"] for report in reports)
    print(f"\n{services} services came in within {seconds:.1f} s, by eight commands.")
    return faults


def _bring_in(house: Installation, name: str) -> dict[str, Any]:
    done = house.run(
        "directory", "import", str(SHEETS / name), "--publisher", LISTS[name], "--json"
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def lines_of(name: str) -> int:
    """The lines of a sheet below its heading, as a spreadsheet counts them."""
    with (SHEETS / name).open(newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _print_lines(name: str, told: list[dict[str, Any]]) -> None:
    by_sentence = sorted(told, key=lambda one: (one["sentence"], one["line"]))
    for sentence, some in groupby(by_sentence, key=lambda one: str(one["sentence"])):
        lines = [str(one["line"]) for one in some]
        shown = ", ".join(lines[:3]) + (f" and {len(lines) - 3} more" if lines[3:] else "")
        print(f"{name}, line {shown}: {sentence}")


def _matches(house: Installation) -> list[str]:
    faults = _main_job(json.loads(house.run("match", *TYPED, "--json").stdout))
    answers, records = _ask(house), _records(house)
    for number, (request, answer) in enumerate(zip(REQUESTS, answers, strict=True), start=1):
        _print(number, request, answer)
        faults += [f"{number}: {fault}" for fault in faults_in(request, answer)]
        lies = untrue(answer, records, _here(house, request))
        faults += [f"{number}: not true: {lie}" for lie in lies]
        if _alone(house, request) != {**answer, "id": None, "as_of": None}:
            faults.append(f"{number}: alone it is answered otherwise than from a file")
    return faults


def _ask(house: Installation) -> list[dict[str, Any]]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps({**request, "top": TOP}) + "\n" for request in REQUESTS)
        file.flush()
        done = house.run("match", "--requests", file.name)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _alone(house: Installation, request: Json) -> dict[str, Any]:
    flags = [f"--{key}={value}" for key, value in request.items() if key != "need"]
    flags += [f"--top={TOP}"]
    flags += [f"--need={need}" for need in request.get("need", [])]
    answer: dict[str, Any] = json.loads(house.run("match", *flags, "--json").stdout)
    return {**answer, "id": None, "as_of": None}


def _records(house: Installation) -> Mapping[str, Json]:
    with house.server.superuser(DATABASE) as inside:
        (told,) = inside.execute(RECORDS).fetchone() or (None,)
    return read_records(told)


def _here(house: Installation, request: Json) -> Here | None:
    if "at" not in request:
        return None
    place = Postcodes(house.home / "postcodes").place(request["at"])
    assert place.point is not None
    return Here(place.point.easting, place.point.northing, place.authority or "")


def faults_in(request: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    """What every answer must keep to."""
    asked, options = request["text"], answer["options"]
    faults = [] if options else [f"nothing for “{asked}”"]
    for option in options:
        if option["score"] != sum(reason["points"] for reason in option["reasons"]):
            faults.append(f"the points of {option['name']} do not sum to its score")
        if option["distance_m"] is not None and option["distance_m"] > 10_000:
            faults.append(f"{option['name']} is further than 10 km")
    scores = [option["score"] for option in options]
    if scores != sorted(scores, reverse=True):
        faults.append(f"the order for “{asked}” is not that of the scores")
    counted = sum(answer["hidden"].values()) + answer["below"] + len(options)
    if counted != answer["considered"]:
        faults.append(f"services are lost in the counts for “{asked}”")
    return faults


def _main_job(answer: dict[str, Any]) -> list[str]:
    """Free food without a referral: doors that are open come first, the nearest good one on top."""
    told = [
        next(reason["text"] for reason in option["reasons"] if reason["factor"] == "referral")
        for option in answer["options"]
    ]
    open_doors = [text.startswith(("The door is open", "People can ask")) for text in told]
    faults = []
    if not all(open_doors[:5]):
        faults.append("a closed door among the first five")
    if any("voucher" in text for text in told[:5]):
        faults.append("a voucher among the first five")
    near = [option["distance_m"] for option in answer["options"]]
    if near[0] > 5_000:
        faults.append("the first option is not near")
    return faults


def _print(number: int, request: dict[str, Any], answer: dict[str, Any]) -> None:
    print(f"\n{number}. {request.get('at', 'No place')}: {request['text']}")
    hidden = ", ".join(f"{why.lower()} {count}" for why, count in answer["hidden"].items())
    print(f"  {answer['considered']} looked at; not shown: {hidden}; below {answer['below']}")
    options = answer["options"]
    placed = list(enumerate(options, start=1))
    for place, option in placed[:SHOWN]:
        _print_option(place, option)
    real = [one for one in placed[SHOWN:] if "(invented)" not in one[1]["organisation"]]
    print("  After these, the first of the real lists:" if real else f"  Of {TOP} no more is real")
    for place, option in real[:SHOWN]:
        _print_option(place, option)


def _print_option(place: int, option: dict[str, Any]) -> None:
    print(f"  {place:>2}. {option['name']} ({option['organisation']}): {option['score']} of 100")
    for reason in option["reasons"]:
        print(f"      {reason['points']:>3}  {reason['text']}")
    for doubt in option["doubts"][:1]:
        print(f"        ?  {doubt}")
