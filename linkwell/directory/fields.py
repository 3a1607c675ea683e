"""PostgreSQL's built-in `point`, holding metres on the National Grid."""

from typing import TYPE_CHECKING, Any

from django.db import models

from linkwell.kernel.geography import Point

if TYPE_CHECKING:
    PointField = models.Field[Point | None, Point | None]
else:
    PointField = models.Field


class GridPointField(PointField):
    """`kernel.geography.Point` in a column of type `point`. Give it a GiST index."""

    description = "A point on the National Grid, in metres"

    def db_type(self, connection: Any) -> str:
        return "point"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Point | None:
        if value is None:
            return None
        easting, northing = value.strip("()").split(",")
        return Point(float(easting), float(northing))

    def get_prep_value(self, value: Point | None) -> str | None:
        return None if value is None else f"({value.easting!r},{value.northing!r})"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::point"
