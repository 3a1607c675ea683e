"""What follows from a plan: the link worker's own steps are owed by their days."""

from datetime import date
from uuid import UUID

from linkwell.cases.models import Case
from linkwell.journal.models import Event
from linkwell.plans.rules import Whose
from linkwell.tasks.actions import finish_tasks, owe
from linkwell.tasks.rules import TaskKind


def step_is_owed(event: Event) -> None:
    """A step that the link worker took on is hers to do."""
    if event.data["whose"] != Whose.LINK_WORKER:
        return
    case: Case = Case.objects.one(UUID(event.data["case_id"]))
    due = date.fromisoformat(event.data["by_day"])
    owe(event, TaskKind.NEXT_STEP, owner_id=case.holder_id, due=due)


def step_is_done(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.NEXT_STEP, person_id, about_id=event.subject_id)
