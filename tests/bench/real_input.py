"""Real input: eight lists of Greater Manchester come in, and real requests are answered.

The data stays outside the project: `../shared`, or the folder that LINKWELL_SHARED names. Without
it the bar says that it was not measured. What it promises: every line of each list in, or refused
with a reason, and unchanged the second time; ten requests answered within 10 km, points summing to
scores; where no referral was asked for, open doors above vouchers, and the first of them near.
"""

import csv
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.interop.installation import Installation
from tests.shared import SHARED

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
    {"at": "M41 9EH", "text": "used to love singing in a choir"},
    {"at": "M33 2RP", "text": "caring for his wife with dementia, needs a break"},
    {"at": "WA14 1LL", "text": "homeless, sofa surfing, eviction notice came through"},
    {"at": "M16 7QB", "text": "asylum seeker, wants to learn English"},
    {"at": "M33 4QW", "text": "wants to get fitter, loves walking and football"},
    {"at": "M31 4BU", "text": "78F lives alone, low mood, hardly leaves the house"},
    {"at": "M32 0LG", "text": "looking for work, not good with computers"},
)


def real_input() -> list[Figure]:
    """Import twice, ask ten times, print what a link worker would read, and check it."""
    if not SHEETS.is_dir():
        print(f"real-input: not measured, since {SHEETS} is not here.")
        return []
    with tempfile.TemporaryDirectory() as folder:
        house = Installation(Path(folder) / "home")
        try:
            return _measure(house)
        finally:
            house.remove()


def _measure(house: Installation) -> list[Figure]:
    house.run("migrate")
    faults: list[str] = []
    began = time.monotonic()
    reports = [_bring_in(house, name) for name in LISTS]
    seconds = time.monotonic() - began
    for name, first in zip(LISTS, reports, strict=True):
        again = _bring_in(house, name)
        if (again["created"], again["updated"]) != (0, 0):
            faults.append(f"importing {name} again changed something")
        if again["unchanged"] != first["created"] or not first["created"]:
            faults.append(f"{name} did not come in once and whole")
        if first["created"] + len(first["refused"]) != lines_of(name):
            faults.append(f"{name} has lines that nobody accounts for")
        for told in [*first["refused"], *first["no_place"]]:
            print(f"{name}, line {told['line']}: {told['sentence']}")
    answers = _ask(house)
    for request, answer in zip(REQUESTS, answers, strict=True):
        _print(request, answer)
        faults += faults_in(request, answer)
    faults += _main_job(json.loads(house.run("match", *TYPED, "--json").stdout))
    for fault in faults:
        print(f"FAULT: {fault}")
    services = sum(report["created"] for report in reports)
    print(f"\n{services} services came in within {seconds:.1f} s, start of the database included.")
    return [Figure("faults in ten answers from real records", len(faults), 0, "faults")]


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


def _ask(house: Installation) -> list[dict[str, Any]]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(request) + "\n" for request in REQUESTS)
        file.flush()
        done = house.run("match", "--requests", file.name)
    return [json.loads(line) for line in done.stdout.splitlines()]


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


def _print(request: dict[str, Any], answer: dict[str, Any]) -> None:
    print(f"\n{request['at']}: {request['text']}")
    hidden = ", ".join(f"{why.lower()} {count}" for why, count in answer["hidden"].items())
    print(f"  {answer['considered']} looked at; not shown: {hidden}; below {answer['below']}")
    for option in answer["options"][:5]:
        far = option["distance_m"]
        away = "place not known" if far is None else f"{far / 1000:.1f} km"
        first = max(option["reasons"], key=lambda reason: reason["points"])["text"]
        print(f"  {option['score']:>3}  {option['name']}, {away}. {first}")
        print(f"       ? {option['doubts'][0]}" if option["doubts"] else "       no doubts")
