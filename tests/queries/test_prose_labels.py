"""What a reader said of real records, and how it is counted. The records are elsewhere."""

import csv
from collections import defaultdict

import pytest

from linkwell.directory.prose.places import is_authority, known_places, place_name
from linkwell.directory.prose.said import Field, read_session, session_code
from linkwell.directory.rules import Listing, ReferralRoute
from tests.bench.prose import LABELS, Measured, Share, compared, measure, prose, read_labels
from tests.bench.real_input import SHEETS
from tests.shared import SHARED

with LABELS.open(newline="", encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def test_the_labels_are_of_208_records_in_two_halves() -> None:
    halves = defaultdict(set)
    for row in ROWS:
        halves[row["half"]].add((row["list"], row["record"]))
    assert {half: len(records) for half, records in halves.items()} == {"tune": 104, "held": 104}
    assert not halves["tune"] & halves["held"]
    assert len({tuple(row.values()) for row in ROWS}) == len(ROWS)


def is_a_value(field: str, value: str) -> bool:
    if field == Field.HOURS:
        return session_code(read_session(value)) == value
    if field in (Field.MINIMUM_AGE, Field.MAXIMUM_AGE):
        return 0 <= int(value) <= 110
    if field == Field.AREA:
        return value.istitle() and len(value.split()) <= 3
    codes = {Field.FREE: {"yes", "no"}, Field.ROUTE: {*ReferralRoute} - {"unknown"}}
    return value in codes.get(Field(field), set()) if field != "nothing" else value == ""


def test_each_label_is_a_value_and_no_sentence() -> None:
    assert [row for row in ROWS if not is_a_value(row["field"], row["value"])] == []


@pytest.mark.parametrize(
    ("right", "of", "low", "high"), [(8, 10, 0.490, 0.943), (0, 5, 0.0, 0.434), (5, 5, 0.566, 1.0)]
)
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert list(Share(right, of).interval) == pytest.approx([low, high], abs=1e-3)


def test_right_wrong_and_missed_are_counted() -> None:
    one = compared(frozenset({"a", "b"}), frozenset({"b", "c", "d"}))
    assert one == Measured(found=1, wrong=1, missed=2)
    assert (str(one.precision)[:6], str(one.recall)[:6]) == ("1 of 2", "1 of 3")


def test_what_the_publisher_says_itself_may_be_left_aside() -> None:
    listing = Listing("s", "Choir", "Group", description="Free of charge. Over 50s.", free=True)
    labels = {("a list", "s"): frozenset({(Field.FREE, "yes"), (Field.MINIMUM_AGE, "60")})}
    listings = {("a list", "s"): listing}
    assert measure(labels, listings)[Field.FREE] == Measured(found=1)
    assert measure(labels, listings, only_unsaid=True)[Field.FREE] == Measured()
    assert measure(labels, listings)[Field.MINIMUM_AGE] == Measured(wrong=1, missed=1)


@pytest.mark.skipif(not SHEETS.is_dir(), reason=f"{SHEETS} is not here")
def test_the_half_that_no_rule_was_made_on_keeps_the_promise() -> None:
    (finding,) = prose()
    assert finding.met, finding
    assert len(read_labels(LABELS, half="held")) == 104


OFFICIAL = SHARED / "data" / "england" / "lad25_england.csv"


@pytest.mark.skipif(not OFFICIAL.is_file(), reason=f"{OFFICIAL} is not here")
def test_every_authority_has_its_official_code_and_name() -> None:
    with OFFICIAL.open(newline="", encoding="utf-8") as told:
        official = {row["lad25cd"]: row["name"].replace(".", "") for row in csv.DictReader(told)}
    ours = {code: name for code, name in known_places().values() if is_authority(code)}
    assert len(ours) > 100
    for code in ours:
        assert place_name(code) in official[code]
