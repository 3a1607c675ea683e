"""`@action`: the one way to write. And the verbs about access itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import DatabaseError, connection

from linkwell.access.models import Membership, Relationship
from linkwell.access.rules import Actor, Permission, may
from linkwell.access.scope import acting_as
from linkwell.access.sharing import Kind
from linkwell.journal.actions import events_recorded
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.tables.writing import writing

F = TypeVar("F", bound=Callable[..., Any])


class ActionLeftNoEvent(RuntimeError):
    """An action changed something and told nobody: a defect in the code."""


def action(permission: Permission) -> Callable[[F], F]:
    """Make a function a verb: `accept(referral_id, *, by: Actor)`.

    It runs as `by`, in one transaction, with writes open; whoever lacks the permission, or may
    read a row and not write it, gets NotThere; and it fails, undoing everything, if it recorded no
    event.
    """

    def decorate(function: F) -> F:
        @wraps(function)
        def run(*args: Any, by: Actor, **kwargs: Any) -> Any:
            if not may(by, permission):
                raise NotThere
            with acting_as(by), writing(), events_recorded() as recorded:
                with _refused_is_not_there():
                    result = function(*args, by=by, **kwargs)
                if not recorded:
                    raise ActionLeftNoEvent(f"{function.__module__}.{function.__name__}")
            return result

        run.permission = permission  # type: ignore[attr-defined]
        return cast(F, run)

    return decorate


@contextmanager
def _refused_is_not_there() -> Iterator[None]:
    """What the second wall lets nobody write is not theirs to open, as everywhere: it either says
    so, or leaves Django no row to change."""
    try:
        yield
    except DatabaseError as refused:
        if type(refused) is DatabaseError or "row-level security" in str(refused):
            raise NotThere from refused
        raise


def register_subject(
    person_id: UUID, *, service_id: UUID, practice_id: UUID, to_queue: bool
) -> None:
    """Make a person known to a service: to the referrer, and to the team if it must decide.

    Called inside an action. The database refuses who may not (a practice without agreement, a
    revoked link), which is a defect here and not a user's mistake.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select linkwell_register(%s, %s, %s, %s)",
            [person_id, service_id, practice_id, to_queue],
        )


def decide_alone_about(person_id: UUID) -> None:
    """Of two who decide about somebody at one moment the second waits here for the first, and
    then sees what was decided whole. Inside an action."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(person_id)])


def take_onto_caseload(person_id: UUID, *, service_id: UUID, member: Membership) -> None:
    """Close the team's queue for this person and open one member's caseload. Inside an action.

    Whoever held them before, and takes them on again when they are back, has it open already.
    """
    standing = Relationship.objects.filter(
        person_id=person_id, member=member, kind=Kind.CASELOAD, ended_at__isnull=True
    )
    if not standing.exists():
        Relationship(
            person_id=person_id,
            service_id=service_id,
            organisation_id=member.organisation_id,
            member=member,
            kind=Kind.CASELOAD,
            basis="accepted",
        ).save(force_insert=True)
    leave_queue(person_id)


def end_caseload(person_id: UUID, *, but: Membership) -> None:
    """Nobody else holds this person's case from now on. Inside an action."""
    Relationship.objects.filter(
        person_id=person_id, kind=Kind.CASELOAD, ended_at__isnull=True
    ).exclude(member=but).update(ended_at=clock.now())


def back_to_queue(person_id: UUID, *, service_id: UUID, basis: str) -> None:
    """The whole team sees this person again, for a reason. Inside an action."""
    standing = Relationship.objects.filter(
        person_id=person_id, kind=Kind.QUEUE, ended_at__isnull=True
    )
    if not standing.exists():
        Relationship(
            person_id=person_id,
            service_id=service_id,
            organisation_id=service_id,
            kind=Kind.QUEUE,
            basis=basis,
        ).save(force_insert=True)


def leave_queue(person_id: UUID, *, basis: str = "") -> None:
    """The team has decided about this person. Inside an action. `basis`: only what rests on it."""
    rows = Relationship.objects.filter(person_id=person_id, kind=Kind.QUEUE, ended_at__isnull=True)
    (rows.filter(basis=basis) if basis else rows).update(ended_at=clock.now())
