"""The first wall: every query about people begins with what the actor in scope may see.

The second wall, row-level security, is made from the same table but asks the database's own
rows (`policies.py`), so that neither depends on the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from linkwell.access.models import Relationship, Subject
from linkwell.access.rules import Actor, ActorKind, Member
from linkwell.access.sharing import (
    LINKED,
    MATRIX,
    OWN_BY_LINK,
    OWN_BY_MEMBER,
    Kind,
    Verb,
    kinds_for,
    kinds_of_locked,
)
from linkwell.journal.author import Author, authored_by
from linkwell.tables.expressions import among_once
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import NoActorInScope, in_scope

_actor: ContextVar[Actor | None] = ContextVar("linkwell_actor", default=None)


class ActorClash(RuntimeError):
    """Two actors in one transaction: a defect in the code, since rights would mix."""


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Everything inside is asked and done by `actor`, in one transaction.

    Entering again as the same actor joins it; as another one raises ActorClash.
    """
    outer = _actor.get()
    if outer is not None:
        if outer != actor:
            raise ActorClash(f"{actor.name} cannot act inside what {outer.name} is doing.")
        with transaction.atomic():
            yield actor
        return
    token, outlived = _actor.set(actor), connection.in_atomic_block
    try:
        with (
            transaction.atomic(),
            _database_knows(actor, outlived=outlived),
            in_scope(ActorScope(actor)),
            authored_by(Author(actor.id, actor.kind)),
        ):
            yield actor
    finally:
        _actor.reset(token)


def actor_now() -> Actor:
    """Who is acting. Raises when nobody is."""
    actor = _actor.get()
    if actor is None:
        raise NoActorInScope("Nobody is acting here.")
    return actor


@contextmanager
def _database_knows(actor: Actor, *, outlived: bool) -> Iterator[None]:
    """Tell PostgreSQL who is asking until the transaction ends, or the actor leaves before that."""
    _set(str(actor.id), actor.kind, "" if actor.person_id is None else str(actor.person_id))
    yield
    if outlived:
        _set("", "", "")


def _set(actor_id: str, kind: str, person_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('linkwell.actor_id', %s, true),"
            " set_config('linkwell.actor_kind', %s, true),"
            " set_config('linkwell.person_id', %s, true)",
            [actor_id, kind, person_id],
        )


@dataclass(frozen=True)
class ActorScope:
    actor: Actor

    def visible(self, record_class: RecordClass) -> Q:
        """The rows of that class that the actor may read. Nothing granted: nothing seen."""
        match self.actor.kind:
            case ActorKind.MEMBER:
                return self._as_member(record_class)
            case ActorKind.LINK:
                return self._as_link(record_class)
            case ActorKind.SYSTEM:
                return self._as_one_person(Kind.SYSTEM, record_class)
            case _:
                return _NOTHING

    def _as_member(self, record_class: RecordClass) -> Q:
        reached, services, but_locked = Q(), list[UUID](), list[UUID]()
        for member in self.actor.memberships:
            kinds = kinds_for(member.role, record_class, Verb.READ)
            if any(kind.by_role for kind in kinds_of_locked(member.role, record_class, Verb.READ)):
                services.append(member.organisation_id)
                continue
            if any(kind.by_role for kind in kinds):
                but_locked.append(member.organisation_id)
            if rows := [kind for kind in kinds if kind.by_row]:
                reached |= _related(member, rows)
        seen = _NOTHING
        if services:
            seen |= Q(service_id__in=services)
        if but_locked:
            seen |= Q(service_id__in=but_locked) & _not_locked(but_locked)
        if reached:
            related: QuerySet[Relationship] = QuerySet(Relationship)
            people = related.filter(reached, _still_open()).values("person_id")
            seen |= Q(among_once("person_id", people))
        return seen | self._own_by_member(record_class)

    def _as_link(self, record_class: RecordClass) -> Q:
        kind = LINKED.get(self.actor.purpose) if self.actor.purpose else None
        if kind is None:
            return _NOTHING
        own = self.actor.purpose is OWN_BY_LINK.get(record_class)
        about = Q(pk=self.actor.about_id) if own else _NOTHING
        return about | self._as_one_person(kind, record_class)

    def _own_by_member(self, record_class: RecordClass) -> Q:
        """What the actor wrote, while she is a member of the service that keeps it."""
        column = OWN_BY_MEMBER.get(record_class)
        if column is None:
            return _NOTHING
        services = [member.organisation_id for member in self.actor.memberships]
        return Q(**{column: self.actor.id, "service_id__in": services})

    def _as_one_person(self, kind: Kind, record_class: RecordClass) -> Q:
        if not MATRIX[kind].gives(record_class, Verb.READ):
            return _NOTHING
        if self.actor.person_id is None:
            return Q(person_id__isnull=True)
        return Q(person_id=self.actor.person_id)


_NOTHING = Q(pk__in=[])


def _not_locked(services: list[UUID]) -> Q:
    """Nobody whose record was locked away."""
    subjects: QuerySet[Subject] = QuerySet(Subject)
    locked = subjects.filter(service_id__in=services, locked_at__isnull=False)
    return Q(person_id__isnull=True) | ~Q(among_once("person_id", locked.values("person_id")))


def _still_open() -> Q:
    return Q(ended_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gt=Now()))


def _related(member: Member, kinds: list[Kind]) -> Q:
    """The rows of one membership: each kind belongs to one member, or to all of them.

    Said for each by itself, so that the index answers: "this member or none" would read the rows
    of every colleague.
    """
    rows, there = Q(), Q(organisation_id=member.organisation_id)
    if hers := [kind for kind in kinds if kind.by_member]:
        rows |= Q(member_id=member.id, kind__in=hers) & there
    if everybodys := [kind for kind in kinds if not kind.by_member]:
        rows |= Q(member_id__isnull=True, kind__in=everybodys) & there
    return rows
