"""A colleague opens a record that is not hers: by cover, or by breaking the glass of a sealed one.

Both are relationships of one member that end by themselves, made by a database function that asks
again who she is; every page she then opens is a Reading like any other.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection

from linkwell.access.actions import action
from linkwell.access.events import GlassBroken, RecordCovered, RecordSealed, RecordUnsealed
from linkwell.access.models import BrokenGlass, Membership, Relationship, Subject
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, CoverReason, Permission
from linkwell.access.sharing import Kind
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState

COVER_ENDS = time(20)  # of the same day, in London
GLASS_STAYS_BROKEN = timedelta(hours=4)
FEWEST_WORDS = 3  # of a reason: "x" tells the privacy lead nothing


@dataclass(frozen=True)
class Found:
    """Somebody of the service with just that name and birth date."""

    person_id: UUID
    sealed: bool


def find_caller(service_id: UUID, *, search_name: str, birth_date: date) -> list[Found]:
    """People by whole search name and birth date: nothing of them but that they are there.

    Asked as a member of the service's team; anybody else finds nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select person_id, sealed from linkwell_find(%s, %s, %s)",
            [service_id, search_name, birth_date],
        )
        return [Found(person_id, sealed) for person_id, sealed in cursor.fetchall()]


@action(Permission.COVER)
def cover(person_id: UUID, *, service_id: UUID, reason: CoverReason, by: Actor) -> None:
    """Open a colleague's record until the evening. NotThere where it is sealed or not of hers."""
    member = _member(service_id, by)
    _open(person_id, member, Kind.COVER, str(reason), _evening(clock.now()))
    record(
        RecordCovered(
            subject_id=member.pk, person_id=person_id, service_id=service_id, reason=reason
        )
    )


@action(Permission.BREAK_GLASS)
def break_glass(person_id: UUID, *, service_id: UUID, words: str, by: Actor) -> None:
    """Open a sealed record for some hours, for a reason in words. The privacy lead is told."""
    if len(words.split()) < FEWEST_WORDS:
        raise InputAtFault("Say in a line why you must open this record")
    member = _member(service_id, by)
    _open(person_id, member, Kind.BREAK_GLASS, "sealed", clock.now() + GLASS_STAYS_BROKEN)
    BrokenGlass(person_id=person_id, service_id=service_id, member=member, words=words).save(
        force_insert=True
    )
    record(GlassBroken(subject_id=member.pk, person_id=person_id, service_id=service_id))


@action(Permission.HARD_DAY)
def seal(person_id: UUID, *, by: Actor) -> None:
    """From now on colleagues open this record by breaking the glass only. WrongState where it is
    so already: what somebody did a moment ago is not undone by doing it again."""
    _seal(person_id, closed=True)


@action(Permission.HARD_DAY)
def unseal(person_id: UUID, *, by: Actor) -> None:
    """Colleagues may cover again. WrongState where nothing is sealed."""
    _seal(person_id, closed=False)


def is_sealed(person_id: UUID) -> bool:
    return bool(Subject.objects.filter(person_id=person_id, sealed_at__isnull=False).exists())


def lock_away(person_id: UUID) -> None:
    """Consent was taken back: from now on everybody opens this record by breaking the glass only.
    Whoever held it keeps that it is so, what is owed, and the receipt.

    Inside an action, after all that it writes of the story: whoever acts reads it no more.
    """
    with connection.cursor() as cursor:
        cursor.execute("select linkwell_lock_away(%s, %s)", [person_id, clock.now()])


def open_again(person_id: UUID) -> None:
    """They came back and were referred anew: what was locked away opens for whoever takes them on.
    Inside an action; nothing where it was not locked."""
    with connection.cursor() as cursor:
        cursor.execute("select linkwell_open_again(%s)", [person_id])


def has_broken_glass(person_id: UUID, *, by: Actor) -> bool:
    """Has the actor opened this record by breaking the glass, and may still read it?"""
    rows = Relationship.objects.filter(
        person_id=person_id,
        kind=Kind.BREAK_GLASS,
        member_id__in=[member.id for member in by.memberships],
        ended_at__isnull=True,
        expires_at__gt=clock.now(),
    )
    return bool(rows.exists())


@dataclass(frozen=True)
class Knew:
    """Somebody who was told something of a person, and how: "referred", by "lines" or a "message",
    or as one who "speaks" for them. Of a group: for which connection, from which entry of the
    directory, and how many lines."""

    who: str
    how: str
    connection_id: UUID | None
    directory_service_id: UUID | None
    lines: int | None
    at: datetime


def who_knew(person_id: UUID) -> list[Knew]:
    """Everybody who was ever told of somebody, oldest first: also of a record that is locked away,
    for whoever keeps the receipt."""
    with connection.cursor() as cursor:
        cursor.execute("select * from linkwell_who_knew(%s)", [person_id])
        return [Knew(*row) for row in cursor.fetchall()]


def _seal(person_id: UUID, *, closed: bool) -> None:
    subject: Subject = Subject.objects.one(person_id)
    if (subject.sealed_at is not None) == closed:
        raise WrongState(f"The record is {'sealed' if closed else 'open to colleagues'} already.")
    with connection.cursor() as cursor:
        cursor.execute("select linkwell_seal(%s, %s)", [person_id, closed])
    event = RecordSealed if closed else RecordUnsealed
    record(event(subject_id=person_id, person_id=person_id, service_id=subject.service_id))


def _member(service_id: UUID, by: Actor) -> Membership:
    return membership_in(by, service_id, *TEAM)


def _open(person_id: UUID, member: Membership, kind: Kind, why: str, until: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select linkwell_cover(%s, %s, %s, %s, %s)", [person_id, member.pk, kind, why, until]
        )
        if not cursor.fetchone()[0]:
            raise NotThere


def _evening(now: datetime) -> datetime:
    """Eight in the evening of that day, in London; late at night, half an hour."""
    here = now.astimezone(clock.LONDON)
    evening = datetime.combine(here.date(), COVER_ENDS, here.tzinfo)
    return evening if here < evening else now + timedelta(minutes=30)
