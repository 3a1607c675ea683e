"""What cases do when something has happened elsewhere: no open case is ever without a next date."""

from datetime import date

from linkwell.access.scope import actor_now
from linkwell.cases.actions import close
from linkwell.cases.models import Case
from linkwell.cases.rules import Because, CaseState
from linkwell.consent.queries import has_withdrawn
from linkwell.consent.rules import Purpose, Said
from linkwell.journal.models import Event
from linkwell.tasks.actions import drop_tasks, finish_tasks, owe
from linkwell.tasks.queries import has_open_task
from linkwell.tasks.rules import OWED_AFTER_THE_END, TaskKind


def keep_a_next_date(event: Event) -> None:
    """A task is done: where it was the last of an open case, somebody looks again by a date."""
    person_id, _ = event.whose()
    for case in Case.objects.filter(person_id=person_id).exclude(state=CaseState.CLOSED):
        if not has_open_task(person_id):
            _review(event, case)


def review_on_its_day(event: Event) -> None:
    """Held or paused: whoever holds the case looks again on the day that was set."""
    case: Case = Case.objects.one(event.subject_id)
    if case.state in (CaseState.HOLDING, CaseState.PAUSED):
        _review(event, case)


def review_is_done(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.REVIEW, person_id)


def nothing_is_owed(event: Event) -> None:
    """The episode has ended: nobody has to do anything about it but what stands below."""
    person_id, _ = event.whose()
    drop_tasks(person_id, but=OWED_AFTER_THE_END)


def tell_the_holder(event: Event) -> None:
    """A colleague ended it, as who supervises may: whoever holds them is to see that, and why."""
    case: Case = Case.objects.one(event.subject_id)
    if event.data["colleague_id"] and case.state == CaseState.CLOSED:
        _owe(TaskKind.ENDED_FOR_YOU, event, case)


def they_are_back(event: Event) -> None:
    """The story goes on: that it had ended is nothing to look at any more."""
    person_id, _ = event.whose()
    drop_tasks(person_id, only=(TaskKind.ENDED_FOR_YOU,), about_id=event.subject_id)


def ask_anew_first(event: Event) -> None:
    """They took back their consent, and came back: whoever holds the case asks anew."""
    case: Case = Case.objects.one(event.subject_id)
    if has_withdrawn(case.person_id) and case.state != CaseState.CLOSED:
        _owe(TaskKind.ASK_CONSENT, event, case)


def asked_anew(event: Event) -> None:
    person_id, _ = event.whose()
    if (event.data["purpose"], event.data["said"]) == (Purpose.KEEP_RECORD, Said.YES):
        finish_tasks(TaskKind.ASK_CONSENT, person_id)


def _review(event: Event, case: Case) -> None:
    _owe(TaskKind.REVIEW, event, case, due=case.review_on)


def _owe(kind: TaskKind, event: Event, case: Case, *, due: date | None = None) -> None:
    """Whoever holds the case owes it."""
    owe(event, kind, owner_id=case.holder_id, about_id=case.pk, due=due)


def debrief(event: Event) -> None:
    """Somebody died: whoever walked with them talks with her supervisor."""
    person_id, _ = event.whose()
    for case in Case.objects.filter(person_id=person_id).exclude(state=CaseState.CLOSED):
        _owe(TaskKind.DEBRIEF, event, case)


def end_for_good(event: Event) -> None:
    """A death: every episode ends. Consent withdrawn: every one that was open then."""
    person_id, _ = event.whose()
    died = event.name == "PersonDied"
    theirs = Case.objects.filter(person_id=person_id).exclude(state=CaseState.CLOSED)
    for case in theirs if died else theirs.filter(opened_at__lte=event.at):
        because = Because.DIED if died else Because.CONSENT_WITHDRAWN
        close(case.pk, because=because, by=actor_now())
