"""Suggestions from prose: kept as a list comes in, confirmed or refused by whoever knows."""

from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.directory.actions.joined import by_itself
from linkwell.directory.actions.suggested import give_confirmed
from linkwell.directory.events import SuggestionConfirmed, SuggestionRefused
from linkwell.directory.models import Publisher, Suggestion
from linkwell.directory.prose.said import MANY, Field
from linkwell.directory.rules import SUGGESTION, SuggestionState
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere

_UNTIL_THEN = (SuggestionState.OPEN, SuggestionState.CONFIRMED)


@action(Permission.TELL_DIRECTORY)
def confirm_suggestion(suggestion_id: UUID, *, by: Actor) -> Suggestion:
    """It is so: from now on the service has this value, until its publisher says otherwise.

    Of a field that has one value, other suggestions are superseded. Raises WrongState when it was
    decided already.
    """
    row = _decided(suggestion_id, "confirmed", by)
    if row.field not in MANY:
        others = Suggestion.objects.filter(service=row.service_id, field=row.field)
        others.exclude(pk=row.pk).filter(state__in=_UNTIL_THEN).update(
            state=SuggestionState.SUPERSEDED
        )
    with by_itself(row.service) as joined:
        if not joined:  # else it is given as all that was confirmed
            give_confirmed([row])
    record(SuggestionConfirmed(subject_id=row.pk, field=Field(row.field)))
    return row


@action(Permission.TELL_DIRECTORY)
def refuse_suggestion(suggestion_id: UUID, *, by: Actor) -> Suggestion:
    """It is not so, and is never suggested again for that sentence. Raises WrongState when it was
    decided already."""
    row = _decided(suggestion_id, "refused", by)
    record(SuggestionRefused(subject_id=row.pk, field=Field(row.field)))
    return row


def _decided(suggestion_id: UUID, move: str, by: Actor) -> Suggestion:
    """Nobody brings in the list meanwhile: it would write the service as it was before."""
    row = Suggestion.objects.select_related("service").filter(pk=suggestion_id).first()
    if row is None:
        raise NotThere
    Publisher.objects.select_for_update().get(pk=row.service.publisher_id)
    row.refresh_from_db()
    row.state = SUGGESTION.after(SuggestionState(row.state), move)
    row.decided_at, row.decided_by = clock.now(), by.name
    row.save()
    return row
