"""The verbs of a group itself, by the link to its own entry; and who gives and closes that link."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.links import NewLink, close_entry_links, make_entry_link
from linkwell.access.rules import Actor, Permission
from linkwell.directory.actions.checking import found_right, found_wrong, held, nobody_asks
from linkwell.directory.actions.edits import BY_LINK, let_stand
from linkwell.directory.edits import OF_ONE_PLACE, EditField, text_of, tidy
from linkwell.directory.events import EntryChanged, EntryLinkGiven, EntryLinksClosed
from linkwell.directory.freshness import LONGEST, Part, Source, Trouble
from linkwell.directory.guarding import waits
from linkwell.directory.keeping import Edit
from linkwell.directory.models import Publisher, Service
from linkwell.directory.one_group import family, the_one
from linkwell.directory.queries import has_several_places, listed
from linkwell.directory.rules import EDIT, EditState
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.needs.rules import danger_in

LASTS = timedelta(days=90)  # a link to an entry


@action(Permission.TELL_DIRECTORY)
def give_entry_link(service_id: UUID, *, by: Actor) -> NewLink:
    """A link with which the group keeps this entry, and nothing else, for ninety days."""
    service = held(service_id)
    link = make_entry_link(service.pk, expires_at=clock.now() + LASTS)
    record(EntryLinkGiven(subject_id=service.pk))
    return link


@action(Permission.TELL_DIRECTORY)
def close_links_to_entry(service_id: UUID, *, by: Actor) -> int:
    """No link to this entry opens anything any more; how many did."""
    closed = sum(map(close_entry_links, family(held(service_id).pk)))
    record(EntryLinksClosed(subject_id=service_id, closed=closed))
    return closed


@action(Permission.KEEP_ENTRY)
def still_right(*, by: Actor) -> None:
    """Every part is right as it stands, says the group; what was found wrong is over."""
    found_right(_own(by), Part, source=Source.PROVIDER, said_by=BY_LINK)


@action(Permission.KEEP_ENTRY)
def we_have_closed(*, by: Actor) -> None:
    """It is shown to nobody any more, until the group or somebody else says that all is right."""
    found_wrong(_own(by), Trouble.CLOSED, until=clock.today() + LONGEST, by_group=True)


@action(Permission.KEEP_ENTRY)
def change_entry(
    said: Mapping[EditField, str], *, full_until: date | None = None, by: Actor
) -> tuple[int, int]:
    """What the group says anew: how much of it counts at once, and how much waits for a curator.

    Fields that say what stands there already are left alone. InputAtFault, with the field, for
    what cannot be read, and where nothing is different.
    """
    service = _own(by)
    (one,) = listed([service.pk])
    several = has_several_places(service.pk)
    counting, waiting = list[Edit](), list[Edit]()
    for field, text in said.items():
        value, was = tidy(field, text), text_of(field, one.listing)
        if value == was or (several and field in OF_ONE_PLACE):
            continue
        row = Edit(service=service, field=field, value=value, was=was, made_at=clock.now())
        row.flagged = bool(danger_in(value))
        (waiting if waits(field, was, value) else counting).append(row)
    if not (counting or waiting or full_until):
        raise InputAtFault("Nothing is different from what we say already")
    for row in waiting:
        _wait(row)
    for row in counting:
        row.state = EditState.STANDING
    if counting:
        let_stand(service, counting)
    if full_until is not None:
        found_wrong(service, Trouble.FULL, until=full_until, by_group=True)
    nobody_asks(service)
    told = EntryChanged(subject_id=service.pk, counted=len(counting), waiting=len(waiting))
    record(told)
    return told.counted, told.waiting


def _wait(row: Edit) -> None:
    """It takes the place of what waited in this field."""
    earlier = Edit.objects.filter(
        service=row.service_id, field=row.field, state=EditState.WAITING
    ).first()
    if earlier is not None:
        earlier.state = EDIT.after(EditState.WAITING, "replaced")
        earlier.save(update_fields=["state"])
    row.save(force_insert=True)


def _own(by: Actor) -> Service:
    """The entry of a link, or the one that tells of it, held with its list."""
    row = Service.objects.filter(pk=the_one(by.about_id)).first() if by.about_id else None
    if row is None:
        raise NotThere
    Publisher.objects.select_for_update().get(pk=row.publisher_id)
    return held(row.pk)
