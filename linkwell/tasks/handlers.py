"""What tasks do when something has happened elsewhere."""

from datetime import date
from uuid import UUID

from linkwell.access.scope import actor_now
from linkwell.journal.models import Event
from linkwell.kernel.clock import on_day
from linkwell.tasks.actions import finish_tasks, raise_task
from linkwell.tasks.rules import TaskKind, due_on, triage_due


def ask_for_triage(event: Event) -> None:
    """A referral has come in: the team must decide, unless a no has ended it already."""
    risk = event.data["risk_mentioned"]
    if event.data["wants"] != "no" or risk:
        _raise(TaskKind.TRIAGE, event, due=triage_due(on_day(event.at), risk_mentioned=risk))


def triage_is_done(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.TRIAGE, person_id)


def first_talk_is_done(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.FIRST_TALK, person_id)


def safe_way_is_known(event: Event) -> None:
    """Somebody asked. What they said decides what may be sent from now on."""
    if event.data["safe"] != "not_asked":
        person_id, _ = event.whose()
        finish_tasks(TaskKind.ASK_SAFE_WAY, person_id)


def ask_for_first_talk(event: Event) -> None:
    _raise(TaskKind.FIRST_TALK, event, owner_id=UUID(event.data["holder_id"]))


def ask_for_a_safe_way(event: Event) -> None:
    """A message to the person is held: somebody must ask how it is safe to reach them."""
    _raise(TaskKind.ASK_SAFE_WAY, event)


def _raise(
    kind: TaskKind, event: Event, *, owner_id: UUID | None = None, due: date | None = None
) -> None:
    person_id, service_id = event.whose()
    raise_task(
        kind,
        cause=event.pk,
        about_id=event.subject_id,
        person_id=person_id,
        service_id=service_id,
        owner_id=owner_id,
        due=due or due_on(kind, on_day(event.at)),
        by=actor_now(),
    )
