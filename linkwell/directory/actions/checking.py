"""The verbs of whoever knows a group: what is wrong, what is right, what colleagues should know."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission
from linkwell.directory.events import (
    KnowHowEnded,
    KnowHowNoted,
    PartsConfirmed,
    TroubleFound,
)
from linkwell.directory.freshness import (
    Part,
    Source,
    Trouble,
    is_over,
    may_count_until,
)
from linkwell.directory.keeping import Asking
from linkwell.directory.models import Check, FoundWrong, KnowHow, Service
from linkwell.directory.one_group import family, the_one
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere


@action(Permission.TELL_DIRECTORY)
def find_wrong(service_id: UUID, what: Trouble, *, until: date, by: Actor) -> FoundWrong:
    """It is so as somebody found it just now, and counts until that day. Found again, it counts
    from today on. InputAtFault for a day that is over, or more than a year away."""
    return found_wrong(held(service_id), what, until=until)


def found_wrong(
    service: Service, what: Trouble, *, until: date, by_group: bool = False
) -> FoundWrong:
    """The same inside an action, of an entry that is held. `by_group`: it said so by its link."""
    today = clock.today()
    if not may_count_until(until, today):
        raise InputAtFault("Choose a day from today on, within a year")
    for earlier in FoundWrong.objects.filter(service=service, what=what, ended_on=None):
        _end(earlier)
    row = FoundWrong(service=service, what=what, by_group=by_group, on=today, until=until)
    row.save(force_insert=True)
    if what is Trouble.CLOSED:
        nobody_asks(service)
    record(TroubleFound(subject_id=service.pk, what=what, until=until))
    return row


@action(Permission.TELL_DIRECTORY)
def find_right(
    service_id: UUID,
    parts: Iterable[Part],
    *,
    source: Source,
    said_by: str,
    on: date | None = None,
    by: Actor,
) -> None:
    """These parts are right as they stand, says `source`; what was found wrong in them is over.

    `on`: the day on which they were, today unless said; an older word than we have changes nothing
    but is kept in the journal. `said_by` as a reader may know them: no person's name.
    InputAtFault without a part, or for a day to come.
    """
    found_right(held(service_id), parts, source=source, said_by=said_by, on=on)


def found_right(
    service: Service,
    parts: Iterable[Part],
    *,
    source: Source,
    said_by: str,
    on: date | None = None,
) -> None:
    """The same inside an action, of an entry that is held."""
    right, day = frozenset(parts), on or clock.today()
    if not right:
        raise InputAtFault("Say what is right")
    if day > clock.today():
        raise InputAtFault("That day is still to come")
    known = {Part(row.part): row for row in Check.objects.filter(service=service)}
    for part in sorted(right):
        _keep(known.get(part) or Check(service=service, part=part), source, said_by, day)
    if service.confirmed_on is None or service.confirmed_on < day:
        service.confirmed_on = day
        service.save(update_fields=["confirmed_on"])
    they = family(the_one(service.pk))
    if service.same_as_id is not None:  # whoever tells of it was confirmed by it, too
        row_of = Service.objects.filter(pk=service.same_as_id)
        row_of.exclude(confirmed_on__gte=day).update(confirmed_on=day)
    for row in FoundWrong.objects.filter(service__in=they, ended_on=None, on__lte=day):
        if is_over(Trouble(row.what), right):
            _end(row)
    if source in _WHO_ANSWERS:
        nobody_asks(service)
    record(PartsConfirmed(subject_id=service.pk, source=source, parts=len(right)))


# Whoever these are has heard it from the group, or is the group: nobody need ask any more.
_WHO_ANSWERS = (Source.PROVIDER, Source.LINK_WORKER)


def nobody_asks(service: Service) -> None:
    """Whatever was asked of the group is answered, and what has not gone yet does not go."""
    they = family(the_one(service.pk))
    open_ones = Asking.objects.filter(service__in=they, answered_on=None)
    open_ones.update(answered_on=clock.today(), secret="")


def _keep(row: Check, source: Source, said_by: str, day: date) -> None:
    if row.on is None or row.on <= day:
        row.source, row.by, row.on = source, said_by, day
        row.save()


def _end(row: FoundWrong) -> None:
    row.ended_on = clock.today()
    row.save(update_fields=["ended_on"])


@action(Permission.TELL_DIRECTORY)
def note_know_how(service_id: UUID, words: str, *, organisation_id: UUID, by: Actor) -> KnowHow:
    """Tell colleagues of the same service something about a group. It is never published."""
    member = membership_in(by, organisation_id, *TEAM)
    if not words.strip():
        raise InputAtFault("Write what your colleagues should know")
    row = KnowHow(
        service=held(service_id),
        organisation_id=member.organisation_id,
        words=" ".join(words.split()),
        by=by.name,
        on=clock.today(),
    )
    row.save(force_insert=True)
    record(KnowHowNoted(subject_id=service_id, service_id=member.organisation_id))
    return row


@action(Permission.TELL_DIRECTORY)
def end_know_how(know_how_id: UUID, *, by: Actor) -> KnowHow:
    """It holds no more. Any colleague of the service may say so."""
    row = KnowHow.objects.select_for_update().filter(pk=know_how_id, ended_on=None).first()
    if row is None:
        raise NotThere
    membership_in(by, row.organisation_id, *TEAM)
    row.ended_on = clock.today()
    row.save(update_fields=["ended_on"])
    record(KnowHowEnded(subject_id=row.service_id, service_id=row.organisation_id))
    return row


def held(service_id: UUID) -> Service:
    """The entry, held until the transaction ends, so that two words about it come one by one."""
    row = Service.objects.select_for_update().filter(pk=service_id).first()
    if row is None:
        raise NotThere
    return row
