"""Entries that are one group: their rows, worked out from what each of them says by itself.

Each keeps its own documents, words of its group and suggestions. The rows of the one that stays say
what all of them say; before anything is written of that entry itself they are put back to its own
word, and afterwards worked out again. Called by the verbs only.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q

from linkwell.directory.actions.rows import at_id, write
from linkwell.directory.actions.values import SCHEDULE, service_values
from linkwell.directory.edits import EditField
from linkwell.directory.joining import OF_EDITS, Joined, Member, Unit, as_one
from linkwell.directory.keeping import Edit
from linkwell.directory.models import (
    Attribute,
    Check,
    Schedule,
    Service,
    ServiceAtLocation,
    SourceRecord,
)
from linkwell.directory.pairs import EntryWord
from linkwell.directory.queries import listed, places_of, postcodes
from linkwell.directory.rereading import drafts_of
from linkwell.directory.rules import CLOSED, EditState, Status
from linkwell.kernel import clock
from linkwell.tables.expressions import one_of

_LOCK = 0x6A6F696E  # for the length of a transaction: joined entries are written one after another


def one_at_a_time() -> None:
    """Lists that come in together may write into each other's entries: they follow each other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])


def joined_with(service_ids: Collection[UUID]) -> list[UUID]:
    """The entries that stay, of those among these that are of several lists."""
    of_several = Q(pk__in=service_ids) & ~Q(others=None)
    rows = Service.objects.filter(one_of("id", service_ids)).exclude(same_as=None)
    stay = {one for one in rows.values_list("same_as", flat=True) if one is not None}
    stay |= set(Service.objects.filter(of_several).values_list("pk", flat=True))
    return sorted(stay)


@contextmanager
def by_itself(service: Service) -> Iterator[bool]:
    """Inside, its rows say its own word alone; afterwards what all say. Whether they were written
    anew for that."""
    stay = joined_with([service.pk])
    if stay:
        one_at_a_time()
        write_own(stay)
        service.refresh_from_db()
    yield service.pk in stay
    if stay:
        write_joined(stay)


def join_again(service_ids: Collection[UUID]) -> None:
    """These have been written: whatever stands in the entries that they are part of is worked out
    anew."""
    if stay := joined_with(service_ids):
        one_at_a_time()
        write_own(stay)
        write_joined(stay)


def write_own(service_ids: Sequence[UUID]) -> None:
    """Their rows from their own documents, as if their lists had come in again."""
    records = SourceRecord.objects.filter(one_of("service_id", service_ids))
    by_publisher: dict[UUID, list[SourceRecord]] = defaultdict(list)
    for row in records.select_related("publisher").order_by("id"):
        by_publisher[row.publisher_id].append(row)
    for some in by_publisher.values():
        drafts = drafts_of(some, postcodes().find_many)
        digests = {row.source_id: row.digest for row in some}
        write(drafts, some[0].publisher, known=frozenset(digests), digests=digests)
        dropped = [row.service_id for row in some if not row.digest]
        rows = Service.objects.filter(one_of("id", dropped)) if dropped else Service.objects.none()
        rows.exclude(status__in=CLOSED).update(status=Status.INACTIVE)
    EntryWord.objects.filter(one_of("service_id", service_ids)).delete()
    said = Check.objects.filter(one_of("service_id", service_ids)).values("service")
    last = dict(said.annotate(Max("on")).order_by().values_list("service", "on__max"))
    for one in Service.objects.filter(one_of("id", service_ids)):
        if one.confirmed_on != last.get(one.pk):
            one.confirmed_on = last.get(one.pk)
            one.save(update_fields=["confirmed_on"])


def write_joined(stay: Sequence[UUID]) -> None:
    """`stay` say their own word, as `write_own` leaves them."""
    members = members_of(stay)
    for service_id in stay:
        if len(members[service_id]) > 1:
            _write_one(service_id, as_one(members[service_id], service_id))


def _write_one(service_id: UUID, joined: Joined) -> None:
    """The rows of the one that stays, saying what all of them say, and whose word each is."""
    row = Service.objects.get(pk=service_id)
    others = list(Service.objects.filter(same_as=row))
    runs = joined.whose(Unit.RUN_BY) or joined.whose(Unit.NAME)
    runner = next((one for one in others if one.pk == runs), row)
    for name, value in service_values(joined.listing, runner.organization_id).items():
        setattr(row, name, value)
    everyone = [row, *others]
    row.taxonomy_terms = sorted({term for one in everyone for term in one.taxonomy_terms})
    said = [one.confirmed_on for one in everyone if one.confirmed_on is not None]
    row.confirmed_on = max(said, default=None)
    row.last_modified = clock.now()
    row.save()
    _take_over(row, joined)
    Attribute.objects.filter(service=row).delete()
    Attribute.objects.copy_values(
        ("service", "need", "known_by", "words"),
        ((row.pk, offer.need, offer.known_by, offer.words) for offer in joined.listing.needs),
    )
    EntryWord.objects.copy_values(
        ("service", "unit", "said_by", "text", "by_group", "stands"),
        (
            (row.pk, word.unit, word.service_id, word.text, word.by_group, word.stands)
            for word in joined.words
        ),
    )


def _take_over(row: Service, joined: Joined) -> None:
    """Hours and places of another one, where its word stands: as they are there."""
    if (times := joined.whose(Unit.TIMES)) not in (None, row.pk):
        Schedule.objects.filter(service=row).delete()
        service, *names = SCHEDULE
        theirs = Schedule.objects.filter(service=times).order_by("id").values_list(*names)
        Schedule.objects.copy_values((service, *names), ((row.pk, *one) for one in theirs))
    if (place := joined.whose(Unit.PLACE)) not in (None, row.pk):
        ServiceAtLocation.objects.filter(service=row).delete()
        at = ServiceAtLocation.objects.filter(service=place).order_by("location_id")
        ServiceAtLocation.objects.copy_values(
            ("id", "service", "location"),
            (
                (at_id(row.pk, location), row.pk, location)
                for location in at.values_list("location_id", flat=True)
            ),
        )


def members_of(stay: Iterable[UUID]) -> Mapping[UUID, list[Member]]:
    """The entries that are one with each of these, and itself, as their rows say it."""
    stay = list(stay)
    rows = Service.objects.filter(Q(pk__in=stay) | Q(same_as__in=stay)).order_by("id")
    found = list(rows.select_related("publisher"))
    ids = [row.pk for row in found]
    say = {one.service_id: one.listing for one in listed(ids)}
    places, edits = places_of(ids), _edits(ids)
    digests = SourceRecord.objects.filter(service__in=ids).values_list("service", "digest")
    dropped = {service for service, digest in digests if not digest}
    members: dict[UUID, list[Member]] = defaultdict(list)
    for row in found:
        members[row.same_as_id or row.pk].append(
            Member(
                row.pk,
                row.publisher.name,
                say[row.pk],
                tuple(places[row.pk]),
                row.pk in dropped,
                edits[row.pk],
            )
        )
    return members


def _edits(service_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[Unit, datetime]]:
    found: dict[UUID, dict[Unit, datetime]] = defaultdict(dict)
    rows = Edit.objects.filter(service__in=service_ids, state=EditState.STANDING)
    for row in rows.order_by("made_at", "id"):
        found[row.service_id][OF_EDITS[EditField(row.field)]] = row.made_at
    return found
