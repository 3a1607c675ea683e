"""What follows from an answer, a plan, a visit and an ending: a link is closed, pulses become due,
somebody asks once more."""

from uuid import UUID

from linkwell.access.links import revoke_links_of
from linkwell.access.rules import LinkPurpose
from linkwell.access.scope import actor_now
from linkwell.cases.models import Case
from linkwell.cases.queries import has_stopped
from linkwell.cases.rules import Because, CaseState
from linkwell.journal.deliveries import TryLater
from linkwell.journal.models import Event
from linkwell.kernel import clock
from linkwell.measures.actions import note_happened
from linkwell.measures.models import Happened
from linkwell.measures.queries import has_answered
from linkwell.measures.rules import LATER_AFTER, Happening, Stage, asked_later
from linkwell.people.queries import ways_to_reach
from linkwell.people.rules import Safe
from linkwell.tasks.actions import drop_tasks, finish_tasks, owe
from linkwell.tasks.rules import TaskKind, due_on


def close_link(event: Event) -> None:
    """Done here and not by the link itself: what is revoked may write nothing, not even that."""
    person_id, _ = event.whose()
    revoke_links_of(person_id, LinkPurpose.SURVEY, about_id=event.subject_id)


def ask_once_more(event: Event) -> None:
    """Three months after an ending whoever held the case asks how things are. A person asks, by a
    way that is safe then: nothing goes out by itself."""
    if event.at + LATER_AFTER > clock.now():
        raise TryLater(event.at + LATER_AFTER)
    case: Case = Case.objects.one(event.subject_id)
    if _has_come_back(case, event) or has_stopped(case):
        return
    reachable = any(way.safe is Safe.YES for way in ways_to_reach(case.person_id))
    answered = has_answered(case.pk)
    if asked_later(Because(case.closed_because), answered=answered, reachable=reachable):
        due = due_on(TaskKind.ASK_LATER, clock.today())
        owe(event, TaskKind.ASK_LATER, owner_id=case.holder_id, due=due)


def _has_come_back(case: Case, event: Event) -> bool:
    """This case goes on, or ended once more since; or another is open."""
    others = Case.objects.filter(person_id=case.person_id).exclude(state=CaseState.CLOSED)
    return case.closed_at is None or case.closed_at > event.at or others.exists()


def it_was_asked(event: Event) -> None:
    person_id, _ = event.whose()
    if event.data["stage"] == Stage.LATER:
        finish_tasks(TaskKind.ASK_LATER, person_id, about_id=UUID(event.data["case_id"]))


def nobody_asks_later(event: Event) -> None:
    """They are back, have died, or took back their consent."""
    person_id, _ = event.whose()
    drop_tasks(person_id, only=(TaskKind.ASK_LATER,))


def there_is_a_plan(event: Event) -> None:
    _note(event, Happening.PLAN)


def they_got_there(event: Event) -> None:
    _note(event, Happening.VISIT)


def _note(event: Event, what: Happening) -> None:
    """Once for each case, and for none that has ended: nobody is asked anything after that."""
    case: Case = Case.objects.one(UUID(event.data["case_id"]))
    known = Happened.objects.filter(case=case, what=what).exists()
    if not known and case.state != CaseState.CLOSED:
        note_happened(case.pk, what, by=actor_now())
