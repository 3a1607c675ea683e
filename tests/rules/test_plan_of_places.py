"""The plan of places: true to direction and distance, whatever is drawn."""

import math

from hypothesis import given
from hypothesis import strategies as st

from linkwell.kernel.geography import Point
from linkwell.web.public.plan import SIZE, plan

HERE = Point(380_000, 395_000)
METRES = st.integers(-9_000, 9_000)
POINTS = st.lists(st.tuples(METRES, METRES), min_size=1, max_size=12)


def there(offsets: list[tuple[int, int]]) -> list[tuple[int, Point]]:
    return [
        (number, Point(HERE.easting + east, HERE.northing + north))
        for number, (east, north) in enumerate(offsets, start=1)
    ]


def test_nothing_is_drawn_of_nothing() -> None:
    assert plan(HERE, []) is None


def test_north_is_up_and_east_is_right() -> None:
    drawn = plan(HERE, there([(0, 1000), (1000, 0)]))
    assert drawn is not None
    at = {pin.number: (pin.x, pin.y) for pin in drawn.pins}
    assert at[1][0] == at[2][1] == SIZE / 2
    assert at[1][1] < SIZE / 2 < at[2][0]


@given(POINTS)
def test_every_pin_is_on_the_paper_and_as_far_as_it_is(offsets: list[tuple[int, int]]) -> None:
    drawn = plan(HERE, there(offsets))
    assert drawn is not None
    assert all(0 <= pin.x <= SIZE and 0 <= pin.y <= SIZE for pin in drawn.pins)
    far = {number: HERE.metres_to(point) for number, point in there(offsets)}
    drawn_far = {pin.number: math.hypot(pin.x - SIZE / 2, pin.y - SIZE / 2) for pin in drawn.pins}
    scale = (SIZE / 2 - 24) / max(*far.values(), 402.336)
    for number, metres in far.items():
        assert abs(drawn_far[number] - metres * scale) < 0.2


@given(POINTS)
def test_rings_stay_on_the_paper_and_the_first_lies_on_top(offsets: list[tuple[int, int]]) -> None:
    drawn = plan(HERE, there(offsets))
    assert drawn is not None
    assert all(0 < ring.radius <= SIZE / 2 for ring in drawn.rings)
    assert [pin.number for pin in drawn.pins] == sorted(
        (pin.number for pin in drawn.pins), reverse=True
    )
