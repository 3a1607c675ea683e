"""Distances as people say them, and the packed postcode table."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.kernel import degrees, geography
from linkwell.kernel.errors import InputAtFault, NotReady
from linkwell.kernel.geography import Place, Point, Postcodes, rows

pytestmark = pytest.mark.rules

NAN = float("nan")
ROWS = [
    ("M33 7BZ", "E08000009", 378800.0, 391700.0),
    ("M1  1AE", "E08000003", 384700.0, 397900.0),
    ("WA157UG", "E08000009", 378900.0, 388700.0),
    ("BT1 1AA", "N09000003", 334316.0, 374675.0),
    ("AL1 9ZA", NAN, NAN, NAN),
]


@pytest.fixture
def table(tmp_path: Path) -> Postcodes:
    geography.write(tmp_path, [rows(*zip(*ROWS, strict=True))])
    return Postcodes(tmp_path)


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, "under 0.1 miles"), (640, "0.4 miles"), (1609, "1 mile"), (3300, "2.1 miles"),
     (16100, "10 miles"), (15900, "9.9 miles"), (40000, "25 miles")],
)  # fmt: skip
def test_distance_as_people_say_it(metres: float, said: str) -> None:
    assert geography.in_miles(metres) == said


def test_walking_time_allows_for_streets() -> None:
    assert geography.walking_minutes(640) == 10
    assert geography.walking_minutes(0) == 0


def test_degrees_become_grid_metres() -> None:
    """Ordnance Survey's worked example."""
    here = degrees.from_wgs84(52.657977, 1.716038)
    assert here.metres_to(Point(651409.9, 313177.3)) < 5
    with pytest.raises(ValueError, match="Great Britain"):
        degrees.from_wgs84(40.7, -74.0)


@given(*[st.integers(0, 700_000)] * 4)
def test_distance_is_the_same_both_ways(a: int, b: int, c: int, d: int) -> None:
    here, there = Point(a, b), Point(c, d)
    assert here.metres_to(there) == there.metres_to(here) >= 0


def test_finds_a_place_however_it_is_written(table: Postcodes) -> None:
    assert table.find("m337bz") == Place("M33 7BZ", Point(378800, 391700), "E08000009")
    assert table.find("M1 1AE") == Place("M1 1AE", Point(384700, 397900), "E08000003")
    assert table.find("wa15 7ug") == Place("WA15 7UG", Point(378900, 388700), "E08000009")


def test_many_at_once_keep_their_order(table: Postcodes) -> None:
    found = table.find_many(["WA15 7UG", "ZZ9 9ZZ", "AA1 1AA", "M33 7BZ"])
    assert [place and place.postcode for place in found] == ["WA15 7UG", None, None, "M33 7BZ"]
    assert table.find_many([]) == []


def test_another_grid_or_no_grid_is_no_place(table: Postcodes) -> None:
    assert table.find("BT1 1AA") == Place("BT1 1AA", None, "N09000003")
    assert table.find("AL1 9ZA") == Place("AL1 9ZA", None, None)


def test_an_unknown_postcode_is_named_never_guessed(table: Postcodes) -> None:
    assert table.find("M33 7BY") is None
    with pytest.raises(InputAtFault, match="m33 7by"):
        table.place("m33 7by")


def test_a_table_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="postcode table"):
        Postcodes(tmp_path)


def test_a_second_writer_changes_nothing(tmp_path: Path) -> None:
    geography.write(tmp_path, [rows(*zip(*ROWS, strict=True))])
    geography.write(tmp_path, [rows(*zip(*ROWS[:1], strict=True))])
    assert len(Postcodes(tmp_path)) == len(ROWS)
    assert not list(tmp_path.glob("packing-*"))


def test_an_older_table_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "0.0").mkdir()
    geography.write(tmp_path, [rows(*zip(*ROWS, strict=True))])
    assert not (tmp_path / "0.0").exists()


def test_a_sector_is_the_middle_of_its_own_postcodes(tmp_path: Path) -> None:
    """M3 2 is not M32 0, though it begins alike; what has no place does not count."""
    here = [
        ("M3  2AA", "E08000003", 383000.0, 398000.0),
        ("M3  2AB", "E08000003", 384000.0, 399000.0),
        ("M3  2ZZ", NAN, NAN, NAN),
        ("M32 0JT", "E08000009", 379840.0, 395467.0),
        ("M33 7BZ", "E08000009", 378800.0, 391700.0),
    ]
    geography.write(tmp_path, [rows(*zip(*here, strict=True))])
    table = Postcodes(tmp_path)
    assert table.sector("M3 2AA") == table.sector("M3 2QQ") == Point(383500, 398500)
    assert table.sector("M32 0AA") == Point(379840, 395467)
    assert table.sector("M33 9BZ") is None


@given(st.floats(100_000, 650_000), st.floats(20_000, 960_000))
def test_degrees_lead_back_to_the_same_place(easting: float, northing: float) -> None:
    point = Point(easting, northing)
    try:
        there = degrees.to_wgs84(point)
    except ValueError:
        return  # far out at sea
    assert degrees.from_wgs84(*there).metres_to(point) < 0.01
