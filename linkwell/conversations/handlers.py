"""What follows from a try, a letter and a talk: whose turn it is next, and by when."""

from datetime import date
from uuid import UUID

from linkwell.access.queries import organisation, supervisor_of
from linkwell.access.scope import actor_now
from linkwell.cases.models import Case
from linkwell.cases.rules import CaseState
from linkwell.conversations.queries import contacts_of, reaching
from linkwell.conversations.reaching import TRIES, letter_channel, letter_text
from linkwell.conversations.rules import Attendance
from linkwell.journal.models import Event
from linkwell.kernel.clock import on_day
from linkwell.kernel.ids import reference
from linkwell.messages.actions import queue_message, write_to_practice
from linkwell.messages.queries import contact_facts
from linkwell.people.models import Person
from linkwell.referrals.models import Referral
from linkwell.tasks.actions import finish_tasks, owe
from linkwell.tasks.rules import TaskKind, due_on

REACHING = (TaskKind.TRY_AGAIN, TaskKind.LAST_LETTER, TaskKind.CLOSE_GENTLY)


def after_a_try(event: Event) -> None:
    """Nobody was reached: try again at another time, or write after the third."""
    if not event.data["count"]:
        return  # they spoke: what follows is written down as a talk
    case = _case(event)
    third = event.data["count"] >= TRIES
    if case.state == CaseState.WAITING:
        finish_tasks(TaskKind.FIRST_TALK, case.person_id)
    _finish(case.person_id, *REACHING)
    kind = TaskKind.LAST_LETTER if third else TaskKind.TRY_AGAIN
    due = due_on(kind, on_day(event.at)) if third else reaching(case.pk).next.on
    _raise(kind, event, case, due=due)


def after_the_letter(event: Event) -> None:
    """The letter was written: it goes by a safe way, and somebody decides ten working days on."""
    case = _case(event)
    _finish(case.person_id, *REACHING)
    decide_on = date.fromisoformat(event.data["decide_on"])
    owner = supervisor_of(case.service_id) if case.at_risk else case.holder_id
    _raise(TaskKind.CLOSE_GENTLY, event, case, due=decide_on, owner_id=owner)
    _send_letter(event, case, decide_on)


def _send_letter(event: Event, case: Case, decide_on: date) -> None:
    person: Person = Person.objects.one(case.person_id)
    service = organisation(case.service_id)
    lines = letter_text(
        given_name=person.given_name,
        service=service.name,
        phone=service.phone,
        until=f"{decide_on:%A} {decide_on.day} {decide_on:%B}",
    )
    queue_message(
        cause=event.pk,
        kind="last_letter",
        person_id=case.person_id,
        service_id=case.service_id,
        channel=letter_channel(contact_facts(case.person_id)),
        to_person=True,
        subject="We tried to ring you",
        body="\n\n".join([*lines, service.name]),
        about_id=event.subject_id,
        by=actor_now(),
    )


def go_on_trying(event: Event) -> None:
    case = _case(event)
    _finish(case.person_id, *REACHING)
    due = due_on(TaskKind.TRY_AGAIN, on_day(event.at))
    _raise(TaskKind.TRY_AGAIN, event, case, due=due)


def tell_referrer(event: Event) -> None:
    """The practice hears that nobody was reached."""
    referral: Referral = Referral.objects.one(UUID(event.data["referral_id"]))
    number = reference(referral.first_id)
    write_to_practice(
        event,
        organisation(UUID(event.data["practice_id"])),
        kind="unreached_practice",
        subject=f"Referral {number}: we could not reach them",
        body=(
            f"We tried on different days and at different times, then wrote, and could not reach"
            f" the person of referral {number}. We have ended it for now. Nothing is held against"
            f" them: refer again on any day, or ask them to ring us."
        ),
    )


def after_a_talk(event: Event) -> None:
    """Something was agreed: whoever holds the case does it by then. What came before is done."""
    case = _case(event)
    for earlier in contacts_of(case.pk)[:3]:  # a step of the plan is ended where it is done
        if earlier.pk != event.subject_id:
            finish_tasks(TaskKind.NEXT_STEP, case.person_id, about_id=earlier.pk)
    if event.data["attendance"] == Attendance.MET:
        _finish(case.person_id, *REACHING)
        if case.state == CaseState.ACTIVE:
            _finish(case.person_id, TaskKind.REVIEW)
    due = date.fromisoformat(event.data["next_on"])
    _raise(TaskKind.NEXT_STEP, event, case, due=due)


def _case(event: Event) -> Case:
    case: Case = Case.objects.one(UUID(event.data["case_id"]))
    return case


def _finish(person_id: UUID, *kinds: TaskKind) -> None:
    for kind in kinds:
        finish_tasks(kind, person_id)


def _raise(
    kind: TaskKind, event: Event, case: Case, *, due: date, owner_id: UUID | None = None
) -> None:
    if case.state == CaseState.CLOSED:
        return
    owe(event, kind, owner_id=owner_id or case.holder_id, due=due)
