"""What groups say of themselves, written into their entries and kept there as lists come in."""

from collections.abc import Collection
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.directory.actions.checking import found_right
from linkwell.directory.actions.joined import by_itself
from linkwell.directory.actions.own_words import write_into
from linkwell.directory.edits import EditField, text_of
from linkwell.directory.events import EditAccepted, EditRefused, EditSettled
from linkwell.directory.freshness import Source
from linkwell.directory.keeping import Edit
from linkwell.directory.models import Publisher, Service
from linkwell.directory.queries import listed
from linkwell.directory.rules import EDIT, EditState
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState

BY_LINK = "The group itself, by its link"


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
    with by_itself(row.service):
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
    with by_itself(service) as joined:
        own = listed([service.pk])[0].listing if joined else None
        for row in rows:
            earlier = Edit.objects.filter(
                service=service, field=row.field, state=EditState.STANDING
            ).first()
            row.listed = row.was if own is None else text_of(EditField(row.field), own)
            if earlier is not None:
                row.listed, row.against = earlier.listed, earlier.against
                earlier.state = EDIT.after(EditState.STANDING, "replaced")
                earlier.save(update_fields=["state"])
            row.save()
        write_into(service, {EditField(row.field): row.value for row in rows})
        if parts := {part for row in rows if (part := EditField(row.field).part) is not None}:
            found_right(service, parts, source=Source.PROVIDER, said_by=BY_LINK)
