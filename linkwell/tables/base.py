"""`Record`: a table of ours. `classify`: what each of its fields says about a person."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Any, ClassVar, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from linkwell.kernel.ids import new_id
from linkwell.tables.writing import must_be_writing

M = TypeVar("M", bound=models.Model)


class FieldClass(StrEnum):
    """How sensitive a field is. Exports, redaction and the data dictionary follow from it."""

    PERSONAL = "personal"  # identifies or locates somebody
    SPECIAL = "special"  # health, risk, the story: UK GDPR article 9, and what is as delicate
    OPERATIONAL = "operational"  # ids, states, times, codes
    PUBLIC = "public"  # the directory, and what is printed on leaflets


def classify(**groups: str) -> Mapping[str, FieldClass]:
    """`classify(personal="given_name family_name", operational="id state")`."""
    return {name: FieldClass(group) for group, names in groups.items() for name in names.split()}


def codes(enum: type[StrEnum]) -> list[str]:
    """The enum's values as plain text, for constraints: a migration must not need the enum."""
    return [member.value for member in enum]


# Fields whose values the driver writes as they are; others say how they are stored.
_AS_THEY_ARE = (
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.ForeignKey,
    models.IntegerField,
    models.TextField,
    models.TimeField,
    models.UUIDField,
    ArrayField,
)


class GuardedQuerySet(models.QuerySet[M]):
    """Reads like any query set; writes only inside an action."""

    def create(self, **values: Any) -> M:
        must_be_writing(self.model._meta.db_table)
        return super().create(**values)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        must_be_writing(self.model._meta.db_table)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> int:
        must_be_writing(self.model._meta.db_table)
        return super().bulk_update(objs, *args, **kwargs)

    def copy_in(self, objs: Iterable[M]) -> None:
        """New rows by PostgreSQL's COPY, many times quicker than `bulk_create`. None may exist."""
        fields = self.model._meta.concrete_fields
        self._copy(fields, map(attrgetter(*(field.attname for field in fields)), objs))

    def copy_values(self, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """As `copy_in`, of plain values, for rows that need be no objects: quicker by half.

        `names` are those of every field; an id that is not among them is made here.
        """
        if "id" not in names:
            names, rows = ("id", *names), ((new_id(), *row) for row in rows)
        self._copy([self.model._meta.get_field(name) for name in names], rows)

    def _copy(self, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
        must_be_writing(self.model._meta.db_table)
        stored = [
            (at, field.get_db_prep_save)
            for at, field in enumerate(fields)
            if not isinstance(field, _AS_THEY_ARE)
        ]
        name = connection.ops.quote_name
        columns = ", ".join(name(str(field.column)) for field in fields)
        into = f"COPY {name(self.model._meta.db_table)} ({columns}) FROM STDIN"
        with (
            connection.wrap_database_errors,  # Django's own errors, as of any other write
            connection.cursor() as cursor,
            cursor.copy(into) as copy,
        ):
            for row in rows:
                if stored:
                    row = list(row)
                    for at, store in stored:
                        row[at] = store(row[at], connection)
                copy.write_row(row)

    def update(self, **values: Any) -> int:
        must_be_writing(self.model._meta.db_table)
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        must_be_writing(self.model._meta.db_table)
        return super().delete()


class Record(models.Model):
    """A table of ours: a UUIDv7 made in Python, guarded writes, every field classified.

    A subclass says `field_classes = classify(...)`, naming each of its own fields once; an
    architecture test fails for one that is missing or named twice.
    """

    field_classes: ClassVar[Mapping[str, FieldClass]]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        must_be_writing(self._meta.db_table)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        must_be_writing(self._meta.db_table)
        return super().delete(*args, **kwargs)
