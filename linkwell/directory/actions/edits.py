"""What groups say of themselves, written into their entries and kept there as lists come in."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID, uuid5

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.directory.actions.checking import found_right
from linkwell.directory.actions.values import (
    SCHEDULE,
    location_values,
    schedule_rows,
    service_values,
)
from linkwell.directory.edits import (
    OF_ONE_PLACE,
    OF_TIMES,
    EditField,
    conflict,
    edited,
    own_place,
    text_of,
)
from linkwell.directory.events import EditAccepted, EditRefused, EditSettled
from linkwell.directory.freshness import Source
from linkwell.directory.keeping import Edit
from linkwell.directory.models import (
    Location,
    Organization,
    Publisher,
    Schedule,
    Service,
    ServiceAtLocation,
)
from linkwell.directory.queries import listed, postcodes
from linkwell.directory.rules import EDIT, EditState, Listing
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState

BY_LINK = "The group itself, by its link"
_COLUMNS: Mapping[EditField, tuple[str, ...]] = {
    EditField.NAME: ("name",),
    EditField.DESCRIPTION: ("description",),
    EditField.COST: ("fees_description",),
    EditField.FREE: ("free",),
    EditField.FROM_AGE: ("minimum_age",),
    EditField.TO_AGE: ("maximum_age",),
    EditField.WHO: ("eligibility_description",),
    EditField.WAY_IN: ("referral_route",),
    EditField.JOIN: ("application_process",),
    EditField.ROOM: ("available", "available_on"),
    EditField.PHONE: ("phone",),
    EditField.EMAIL: ("email",),
    EditField.WEBSITE: ("url",),
}


@action(Permission.DECIDE_ENTRY)
def accept_edit(edit_id: UUID, *, by: Actor) -> Edit:
    """It is so: from now on it stands in the entry, also when the list says otherwise. WrongState
    when it was decided already."""
    row = _held(edit_id)
    row.state = EDIT.after(EditState(row.state), "accepted")
    row.decided_at, row.decided_by = clock.now(), by.name
    let_stand(row.service, [row])
    record(EditAccepted(subject_id=row.pk, field=EditField(row.field)))
    return row


@action(Permission.DECIDE_ENTRY)
def refuse_edit(edit_id: UUID, reason: str, *, by: Actor) -> Edit:
    """It is not taken over, for a reason that the group reads. WrongState when it was decided
    already."""
    row = _held(edit_id)
    row.state = EDIT.after(EditState(row.state), "refused")
    if not reason.strip():
        raise InputAtFault("Write why; the group reads it")
    row.decided_at, row.decided_by = clock.now(), by.name
    row.reason = " ".join(reason.split())
    row.save()
    record(EditRefused(subject_id=row.pk, field=EditField(row.field)))
    return row


@action(Permission.DECIDE_ENTRY)
def settle_edit(edit_id: UUID, *, keep: bool, by: Actor) -> Edit:
    """The group and its list say different things: the group's word stays, or the list's counts.
    WrongState when somebody has settled it."""
    row = _held(edit_id)
    if row.state != EditState.STANDING or row.against is None:
        raise WrongState("Somebody has decided it already. The entry shows what counts now.")
    against = row.against
    if keep:
        row.listed, row.against = against, None
    else:
        row.state = EDIT.after(EditState(row.state), "replaced")
        write_into(row.service, {EditField(row.field): against})
    row.decided_at, row.decided_by = clock.now(), by.name
    row.save()
    record(EditSettled(subject_id=row.pk, field=EditField(row.field), kept=keep))
    return row


def _held(edit_id: UUID) -> Edit:
    """Held with its list, so that two who decide, and a list that comes in, follow each other."""
    row = Edit.objects.select_related("service").filter(pk=edit_id).first()
    if row is None:
        raise NotThere
    Publisher.objects.select_for_update().get(pk=row.service.publisher_id)
    row.service.refresh_from_db()
    row.refresh_from_db()
    return row


def let_stand(service: Service, rows: Collection[Edit]) -> None:
    """These count from now on, and their parts are checked by the group. Inside an action, with
    the list held; `rows` are saved. What the list says is what it said under an earlier edit."""
    for row in rows:
        earlier = Edit.objects.filter(
            service=service, field=row.field, state=EditState.STANDING
        ).first()
        row.listed = row.was
        if earlier is not None:
            row.listed, row.against = earlier.listed, earlier.against
            earlier.state = EDIT.after(EditState.STANDING, "replaced")
            earlier.save(update_fields=["state"])
        row.save()
    write_into(service, {EditField(row.field): row.value for row in rows})
    if parts := {part for row in rows if (part := EditField(row.field).part) is not None}:
        found_right(service, parts, source=Source.PROVIDER, said_by=BY_LINK)


def keep_edits(services: Collection[UUID]) -> None:
    """A list has written these entries anew: what their groups say is put back, and where the list
    now says something else than before, that is noted. Inside an action."""
    rows = Edit.objects.filter(service__in=services, state=EditState.STANDING) if services else ()
    by_service: dict[UUID, list[Edit]] = defaultdict(list)
    for row in rows:
        by_service[row.service_id].append(row)
    for one in listed(by_service):
        for row in by_service[one.service_id]:
            now = text_of(EditField(row.field), one.listing)
            against = conflict(said=row.value, listed=row.listed, now=now)
            if against != row.against:
                row.against = against
                row.save(update_fields=["against"])
        said = {EditField(row.field): row.value for row in by_service[one.service_id]}
        service = Service.objects.get(pk=one.service_id)
        _write(service, one.listing, said)
        _room_as_told(service, by_service[one.service_id])


def _room_as_told(service: Service, rows: Collection[Edit]) -> None:
    """How many places are free is as old as the word of the group, not as the list."""
    for row in rows:
        if row.field == EditField.ROOM and row.value:
            service.available_on = clock.on_day(row.made_at)
            service.save(update_fields=["available_on"])


def write_into(service: Service, said: Mapping[EditField, str]) -> None:
    """These texts stand in the entry from now on. Inside an action."""
    (one,) = listed([service.pk])
    _write(service, one.listing, said)


def _write(service: Service, was: Listing, said: Mapping[EditField, str]) -> None:
    now = edited(was, said, postcodes().place)
    values = service_values(now, service.organization_id)
    for field in said:
        for column in _COLUMNS.get(field, ()):
            setattr(service, column, values[column])
    if EditField.RUN_BY in said:
        service.organization = _own_organization(service, now.organization)
    service.last_modified = clock.now()
    service.save()
    if OF_TIMES & set(said):
        Schedule.objects.filter(service=service).delete()
        Schedule.objects.copy_values(SCHEDULE, schedule_rows(service.pk, now))
    if OF_ONE_PLACE & set(said):
        _move(service, now)


def _own_organization(service: Service, name: str) -> Organization:
    """One of its own: others may be run by whoever its list names."""
    own = str(uuid5(service.pk, "run by"))
    row, _ = Organization.objects.update_or_create(
        publisher=service.publisher, source_id=own, defaults={"name": name[:200]}
    )
    return row


def _move(service: Service, now: Listing) -> None:
    """To a place of its own: others may meet where its list says that it does."""
    at = ServiceAtLocation.objects.filter(service=service).first()
    left = at.location_id if at is not None else None
    if now.where is None:
        if at is not None:
            at.delete()
    else:
        place, _ = Location.objects.update_or_create(
            publisher=service.publisher,
            source_id=own_place(service.pk),
            defaults=location_values(now.where),
        )
        if at is None:
            ServiceAtLocation(service=service, location=place).save(force_insert=True)
        else:
            at.location = place
            at.save(update_fields=["location"])
    if left is not None:
        Location.objects.filter(pk=left, services_here=None).delete()
