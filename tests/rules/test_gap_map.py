"""The map of gaps: true to direction, nothing falls outside, and the more is missing the larger."""

from hypothesis import given
from hypothesis import strategies as st

from linkwell.kernel.geography import Point
from linkwell.web.manager.gap_map import SIZE, Spot, gap_map

SPOTS = st.lists(
    st.tuples(st.integers(100_000, 600_000), st.integers(10_000, 600_000), st.integers(1, 90)),
    min_size=1,
    max_size=9,
)


def spots(places: list[tuple[int, int, int]]) -> list[Spot]:
    return [
        Spot(number, Point(east, north), gaps * 5)
        for number, (east, north, gaps) in enumerate(places, start=1)
    ]


def test_nothing_is_drawn_of_nothing() -> None:
    assert gap_map([]) is None


def test_one_area_stands_in_the_middle() -> None:
    drawn = gap_map(spots([(380_000, 390_000, 1)]))
    assert drawn is not None
    (mark,) = drawn.marks
    assert (mark.x, mark.y) == (SIZE / 2, SIZE / 2)
    assert drawn.says.startswith("1 area,")


@given(SPOTS)
def test_each_area_is_drawn_inside_in_its_direction_and_by_its_number(
    places: list[tuple[int, int, int]],
) -> None:
    drawn = gap_map(spots(places))
    assert drawn is not None
    marks = {mark.number: mark for mark in drawn.marks}
    assert sorted(marks) == list(range(1, len(places) + 1))
    for mark in drawn.marks:
        assert mark.radius <= mark.x <= SIZE - mark.radius
        assert mark.radius <= mark.y <= SIZE - mark.radius
    for one, (east, north, gaps) in enumerate(places, start=1):
        for other, (far_east, far_north, more) in enumerate(places, start=1):
            if east < far_east:
                assert marks[one].x <= marks[other].x
            if north < far_north:
                assert marks[one].y >= marks[other].y
            if gaps < more:
                assert marks[one].radius <= marks[other].radius
    radii = [mark.radius for mark in drawn.marks]
    assert radii == sorted(radii, reverse=True), "the smaller lies on top"
    assert 0 < drawn.bar <= SIZE / 2
