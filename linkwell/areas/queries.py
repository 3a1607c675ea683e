"""Questions about small areas, answered from the newest file of postcodes; empty without one."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from django.db import connection
from django.db.models import Max

from linkwell.areas.models import PostcodeArea
from linkwell.kernel.geography import Point


def middle_area_of(postcode: str) -> str:
    """The code of the middle-layer area that a postcode lies in; empty where that is not known."""
    newest = PostcodeArea.objects.order_by("-vintage").values("vintage")[:1]
    found = PostcodeArea.objects.filter(vintage=newest, postcode=postcode)
    return found.values_list("msoa", flat=True).first() or ""


def middles_of(codes: Collection[str]) -> Mapping[str, Point]:
    """The middle of the postcodes of each of these middle-layer areas; others are left out."""
    vintage = PostcodeArea.objects.aggregate(newest=Max("vintage"))["newest"]
    if vintage is None or not codes:
        return {}
    return dict(_middles(vintage, tuple(sorted(codes))))


@lru_cache(maxsize=8)  # a file of one month does not change; it is read through for this
def _middles(vintage: str, codes: tuple[str, ...]) -> tuple[tuple[str, Point], ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select msoa, avg(point[0]), avg(point[1]) from areas_postcodearea"
            " where vintage = %s and msoa = any(%s) and point is not null group by msoa",
            [vintage, list(codes)],
        )
        return tuple((code, Point(round(x), round(y))) for code, x, y in cursor.fetchall())
