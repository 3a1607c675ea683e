"""What groups say of themselves, in the rows of their entries: written there, and put back after a
list has written them anew. Called by the verbs only."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID, uuid5

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
from linkwell.directory.keeping import Edit
from linkwell.directory.models import (
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
)
from linkwell.directory.queries import listed, postcodes
from linkwell.directory.rules import EditState, Listing
from linkwell.kernel import clock

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
