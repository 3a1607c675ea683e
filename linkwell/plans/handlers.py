"""What follows from a plan: the link worker's own steps are owed by their days."""

from datetime import date
from uuid import UUID

from linkwell.access.scope import actor_now
from linkwell.cases.models import Case
from linkwell.journal.models import Event
from linkwell.plans.rules import Whose
from linkwell.tasks.actions import finish_tasks, raise_task
from linkwell.tasks.rules import TaskKind


def step_is_owed(event: Event) -> None:
    """A step that the link worker took on is hers to do."""
    if event.data["whose"] != Whose.LINK_WORKER:
        return
    case: Case = Case.objects.one(UUID(event.data["case_id"]))
    raise_task(
        TaskKind.NEXT_STEP,
        cause=event.pk,
        about_id=event.subject_id,
        person_id=case.person_id,
        service_id=case.service_id,
        owner_id=case.holder_id,
        due=date.fromisoformat(event.data["by_day"]),
        by=actor_now(),
    )


def step_is_done(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.NEXT_STEP, person_id, about_id=event.subject_id)
