"""What services' own words suggest, kept as a list comes in; and what was confirmed of it, in the
rows. Called by the verbs only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from linkwell.directory.actions.values import SCHEDULE, schedule_rows
from linkwell.directory.drafts import Draft
from linkwell.directory.models import Schedule, Service, Suggestion
from linkwell.directory.prose.places import is_authority
from linkwell.directory.prose.rules import Had, Suggested, settled
from linkwell.directory.prose.said import Confidence, Field, Said, read_session
from linkwell.directory.queries import listed
from linkwell.directory.rules import SuggestionState
from linkwell.kernel import clock

_COLUMNS = {
    Field.MINIMUM_AGE: "minimum_age",
    Field.MAXIMUM_AGE: "maximum_age",
    Field.FREE: "free",
    Field.ROUTE: "referral_route",
}
_CHANGING = ("against", "confidence", "state", "decided_at", "decided_by")


def write_suggestions(drafts: Mapping[UUID, Draft], *, known: Collection[UUID]) -> None:
    """Keep what the drafts' texts suggest, and give back what was confirmed. Inside an action, once
    the services are written anew. Only of those in `known` have we any suggestion."""
    had: dict[UUID, list[Suggestion]] = defaultdict(list)
    for row in Suggestion.objects.filter(service__in=known) if known else ():
        had[row.service_id].append(row)
    new: list[tuple[UUID, Suggested]] = []
    changed: list[Suggestion] = []
    for service_id, draft in drafts.items():
        rows = had.get(service_id, [])
        fresh, stand = settled(draft.listing, draft.suggested, map(_had, rows))
        new += ((service_id, one) for one in fresh)
        changed += (row for row, one in zip(rows, stand, strict=True) if _changes(row, one))
    _copy(new)
    for row in changed:
        row.save(update_fields=_CHANGING)
    give_confirmed(
        row for rows in had.values() for row in rows if row.state == SuggestionState.CONFIRMED
    )


def _had(row: Suggestion) -> Had:
    said = Said(Field(row.field), row.value, row.sentence, Confidence(row.confidence))
    return Had(Suggested(said, row.against), SuggestionState(row.state))


def _changes(row: Suggestion, now: Had) -> bool:
    """Make the row what it is from now on; whether that is anything else."""
    if _had(row) == now:
        return False
    if now.state is SuggestionState.OPEN:
        row.decided_at, row.decided_by = None, ""
    row.state, row.against = now.state, now.suggested.against
    row.confidence = now.suggested.said.confidence
    return True


def _copy(new: Iterable[tuple[UUID, Suggested]]) -> None:
    now = clock.now()
    Suggestion.objects.copy_values(
        ("service", "field", "value", "against", "sentence", "confidence", "state", "made_at",
         "decided_at", "decided_by"),
        (
            (service_id, one.said.field, one.said.value, one.against, one.said.sentence,
             one.said.confidence, SuggestionState.OPEN, now, None, "")
            for service_id, one in new
        ),
    )  # fmt: skip


def give_confirmed(rows: Iterable[Suggestion]) -> None:
    """Write what was confirmed into the services. Inside an action."""
    by_service: dict[UUID, list[Suggestion]] = defaultdict(list)
    for row in rows:
        by_service[row.service_id].append(row)
    for service_id, some in by_service.items():
        service = Service.objects.get(pk=service_id)
        for name, value in _values(service, some).items():
            setattr(service, name, value)
        service.save()
        if hours := [row.value for row in some if row.field == Field.HOURS]:
            _give_sessions(service_id, hours)


def _values(service: Service, some: Sequence[Suggestion]) -> dict[str, Any]:
    """A place that is no authority is said as it stands (`queries`): no field of ours holds it."""
    values = {_COLUMNS[Field(row.field)]: row.value for row in some if row.field in _COLUMNS}
    if values.get("free") is False and not service.fees_description:
        priced = (row.sentence for row in some if row.field == Field.FREE)
        values["fees_description"] = next(priced)
    areas = [row.value for row in some if row.field == Field.AREA and is_authority(row.value)]
    return {**values, "serves": list(dict.fromkeys([*service.serves, *areas]))}


def _give_sessions(service_id: UUID, codes: Sequence[str]) -> None:
    """Sessions beside the words that are there already."""
    (one,) = listed([service_id])
    sessions = (read_session(code) for code in codes)
    also = tuple(replace(session, exceptions=one.listing.not_on) for session in sessions)
    Schedule.objects.copy_values(
        SCHEDULE, schedule_rows(service_id, replace(one.listing, sessions=also))
    )
