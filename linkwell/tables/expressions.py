"""SQL that Django has no word for."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.expressions import RawSQL


class Among(Func):
    """`x = ANY (ARRAY(select ...))`: found once a query, where EXISTS would run for every row."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = models.BooleanField()


def among_once(column: str, rows: "models.QuerySet[Any, Any]") -> Among:
    """The same, and the select is made into SQL now: what every question begins with is not put
    together anew each time. It may speak of nothing outside itself."""
    sql, values = rows.query.sql_with_params()
    array = RawSQL(f"ARRAY({sql})", values, ArrayField(models.UUIDField()))  # noqa: S611 (Django's)
    return Among(F(column), array)


def one_of(column: str, ids: Iterable[UUID]) -> Among:
    """`column = ANY (array)`: one parameter, where IN has one for each id."""
    return _any(column, list(ids), models.UUIDField())


def one_of_texts(column: str, texts: Iterable[str]) -> Among:
    """The same for texts."""
    return _any(column, list(texts), models.TextField())


def _any(column: str, values: Sequence[object], kind: "models.Field[Any, Any]") -> Among:
    return Among(F(column), Value(values, output_field=ArrayField(kind)))
