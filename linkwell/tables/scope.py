"""The manager that refuses: a table about people answers nobody who has not said who they are.

Whose scope it is, and what it may see, is `access`'s business. This module only knows that there
must be one, so that forgetting is loud and happens here, below every domain package.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import ClassVar, Protocol, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models.sql import Query

from linkwell.kernel.errors import NotThere
from linkwell.tables.base import GuardedQuerySet, Record
from linkwell.tables.record_classes import RecordClass

M = TypeVar("M", bound=models.Model)


class Scope(Protocol):
    """What a manager asks of the actor in scope. Two that are equal see the same, always."""

    def visible(self, record_class: RecordClass) -> models.Q:
        """The rows of that class that the actor may read, as a filter on person and service."""

    def __hash__(self) -> int: ...


class NoActorInScope(RuntimeError):
    """A table about people was asked without an actor: a defect in the code."""


_scope: ContextVar[Scope | None] = ContextVar("linkwell_scope", default=None)


@contextmanager
def in_scope(scope: Scope) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def current_scope() -> Scope:
    scope = _scope.get()
    if scope is None:
        raise NoActorInScope("Say who is asking first: use a page, an action or `acting_as`.")
    return scope


class ScopedQuerySet(GuardedQuerySet[M]):
    def one(self, row_id: UUID) -> M:
        """The row, or NotThere: forbidden and missing look alike."""
        row = self.filter(pk=row_id).first()
        if row is None:
            raise NotThere
        return row

    def locked(self, row_id: UUID) -> M:
        """As `one`, holding the row until the transaction ends."""
        return self.select_for_update(of=("self",)).one(row_id)

    def select_for_update(self, *args: object, **kwargs: object) -> Self:
        return super().select_for_update(*args, **kwargs)  # type: ignore[arg-type]


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Every query begins with what the actor may see; without an actor it raises."""

    def get_queryset(self) -> ScopedQuerySet[models.Model]:
        queryset: ScopedQuerySet[models.Model] = super().get_queryset()
        queryset.query = _what_is_visible(current_scope(), self.model).chain()
        return queryset


@lru_cache(maxsize=1024)
def _what_is_visible(scope: Scope, model: type["PersonRecord"]) -> Query:
    """How each question of this actor to this table begins; kept, since making it took a third."""
    return models.QuerySet(model).filter(scope.visible(model.record_class)).query


class PersonRecord(Record):
    """A table about people: it has `person_id` and `service_id`, and stands behind both walls.

    The columns are declared by the subclass (a foreign key where the package may have one, an
    opaque id in the journal, messages and tasks).
    """

    record_class: ClassVar[RecordClass]

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
