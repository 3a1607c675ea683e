"""The verbs of a group that somebody tells us of in a minute."""

from dataclasses import dataclass
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import TEAM, Actor, Permission
from linkwell.directory.actions.checking import found_right, held
from linkwell.directory.actions.rows import write
from linkwell.directory.drafts import Draft
from linkwell.directory.events import GroupToldOf, NewGroupDecided
from linkwell.directory.freshness import Part, Source
from linkwell.directory.guarding import contacts_in
from linkwell.directory.hearing import heard_in
from linkwell.directory.hours import read_hours
from linkwell.directory.keeping import NewGroup
from linkwell.directory.models import Publisher, Service
from linkwell.directory.queries import postcodes
from linkwell.directory.rules import (
    NEW_GROUP,
    Listing,
    LocationType,
    NewGroupState,
    Status,
    Where,
)
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.needs.rules import danger_in

PUBLISHER = "Groups that people told us of"
TOLD = ("name", "description", "hours", "eligibility", "application_process")


@dataclass(frozen=True)
class Told:
    """A group as somebody tells of it. Its organiser's number is for link workers alone."""

    name: str
    description: str
    hours: str
    postcode: str
    eligibility: str
    application_process: str
    organiser_phone: str = ""


@action(Permission.ADD_GROUP)
def tell_of_group(told: Told, *, by: Actor) -> NewGroup:
    """A group that is in no list. By a link worker it is in the directory at once; by anybody else
    it waits for a curator.

    InputAtFault, with the field, for a number or address in what everybody reads.
    """
    for field in TOLD:
        if contacts_in(getattr(told, field)):
            raise InputAtFault(
                "Everybody will read this, so leave numbers and addresses out of it", where=field
            )
    place = postcodes().place(told.postcode)
    by_team = not TEAM.isdisjoint(by.roles())
    row = NewGroup(
        name=told.name,
        description=told.description,
        hours=told.hours,
        postcode=place.postcode,
        eligibility=told.eligibility,
        application_process=told.application_process,
        organiser_phone=told.organiser_phone,
        by_team=by_team,
        flagged=any(danger_in(getattr(told, field)) for field in TOLD),
        told_at=clock.now(),
    )
    if by_team:
        _add(row, by, Source.LINK_WORKER)
    row.save(force_insert=True)
    record(GroupToldOf(subject_id=row.pk, by_team=by_team))
    return row


@action(Permission.DECIDE_ENTRY)
def add_group(new_group_id: UUID, *, by: Actor) -> NewGroup:
    """It is in the directory from now on. WrongState when it was decided already."""
    row = _held(new_group_id)
    _add(row, by, Source.CURATOR)
    row.save()
    record(NewGroupDecided(subject_id=row.pk, added=True))
    return row


@action(Permission.DECIDE_ENTRY)
def refuse_group(new_group_id: UUID, reason: str, *, by: Actor) -> NewGroup:
    """It does not come in, and the number that was given with it is forgotten. WrongState when it
    was decided already."""
    row = _held(new_group_id)
    row.state = NEW_GROUP.after(NewGroupState(row.state), "refused")
    if not reason.strip():
        raise InputAtFault("Write why")
    row.reason, row.organiser_phone = " ".join(reason.split()), ""
    row.decided_at, row.decided_by = clock.now(), by.name
    row.save()
    record(NewGroupDecided(subject_id=row.pk, added=False))
    return row


def _held(new_group_id: UUID) -> NewGroup:
    row = NewGroup.objects.select_for_update().filter(pk=new_group_id).first()
    if row is None:
        raise NotThere
    return row


def _add(row: NewGroup, by: Actor, source: Source) -> None:
    """As an import would bring it in, so that everything else finds it like any other entry."""
    row.state = NEW_GROUP.after(NewGroupState(row.state), "added")
    row.decided_at, row.decided_by = clock.now(), by.name
    publisher, _new = Publisher.objects.get_or_create(name=PUBLISHER)
    Publisher.objects.select_for_update().get(pk=publisher.pk)
    source_id = str(row.pk)
    write([Draft(1, source_id, _listing(row, source_id))], publisher, known=frozenset())
    row.service = Service.objects.get(publisher=publisher, source_id=source_id)
    parts = [part for part in Part if part in (Part.PLACE, Part.TIMES, Part.WHO, Part.WAY_IN)]
    found_right(held(row.service.pk), parts, source=source, said_by="Told to us by hand")


def _listing(row: NewGroup, source_id: str) -> Listing:
    place = postcodes().place(row.postcode)
    return Listing(
        source_id=source_id,
        name=row.name,
        organization=row.name,
        description=row.description,
        status=Status.ACTIVE,
        application_process=row.application_process,
        eligibility=row.eligibility,
        where=Where(
            LocationType.PHYSICAL,
            postcode=place.postcode,
            point=place.point,
            authority=place.authority or "",
        ),
        hours=row.hours,
        sessions=read_hours(row.hours),
        needs=tuple(heard_in([row.name, row.description])),
    )
