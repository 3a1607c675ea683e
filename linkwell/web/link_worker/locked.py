"""A record that is locked away: that it is, what is owed, the receipt. And the call by which a
group that has only a phone hears that somebody does not come."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from linkwell.access.cover import who_knew
from linkwell.access.rules import TEAM, Actor
from linkwell.cases.queries import Held, case, cases_of
from linkwell.connections.queries import partner_of
from linkwell.consent.queries import withdrew_at
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.people.models import Person
from linkwell.safety.queries import concerns_about
from linkwell.tasks.models import Task
from linkwell.tasks.queries import open_tasks
from linkwell.tasks.rules import ABOUT_DANGER, TaskKind, TaskState
from linkwell.web.design.parts import Act, PersonCard
from linkwell.web.design.words import day
from linkwell.web.doors import page
from linkwell.web.link_worker.errands import why_words
from linkwell.web.link_worker.owed import owed
from linkwell.web.link_worker.pages import Owed
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of


@dataclass(frozen=True, kw_only=True)
class LockedPage(PageData):
    """What is left of a story once consent was taken back."""

    template: ClassVar[str] = "link_worker/locked.jinja"
    window: ClassVar[str] = "A record that is locked away"

    card: PersonCard
    given_name: str
    since: str
    owed: tuple[Owed, ...]
    receipt: str
    more: tuple[Act, ...]
    open: str  # where the glass is broken


_LEFT = (
    *(TaskKind.CALL_OFF, TaskKind.INTERPRETER_OFF),
    *(TaskKind.CONCERN, TaskKind.TRIAGE, *ABOUT_DANGER),
)


def locked_page(held: Held, actor: Actor) -> LockedPage:
    """For who held them, or supervises."""
    person: Person = Person.objects.one(held.person_id)
    tasks = [task for task in open_tasks(person_id=person.pk) if task.kind in _LEFT]
    why, stopped_at = why_words(tasks), withdrew_at(person.pk)
    return LockedPage(
        title=f"{person.given_name}’s record is locked away",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, held.case_id),
        given_name=person.given_name,
        since=day(clock.on_day(stopped_at)) if stopped_at else "",
        owed=tuple(owed(task, held.case_id, person.given_name, why, ()) for task in tasks),
        receipt=reverse("withdrawal", args=[held.case_id]),
        more=_more(held, person),
        open=reverse("sealed"),
    )


def _more(held: Held, person: Person) -> tuple[Act, ...]:
    """Safety does not end with a consent, nor does a death wait for one."""
    here = [held.case_id]
    known = concerns_about(person.pk)
    return (
        Act("Raise a safeguarding concern", reverse("raise-concern", args=here)),
        *(
            Act(f"Safeguarding concern of {day(one.raised_at)}", reverse("concern", args=[one.pk]))
            for one in known
        ),
        *(
            [Act(f"{person.given_name} has died", reverse("died", args=here))]
            if person.died_on is None
            else []
        ),
    )


@dataclass(frozen=True, kw_only=True)
class CallOffPage(PageData):
    """Whom to ring, by which number, and what to say."""

    template: ClassVar[str] = "link_worker/call_off.jinja"
    window: ClassVar[str] = "Ring a group"

    card: PersonCard
    given_name: str
    phone: str
    done: str
    back: str


@page(*TEAM)
def call_off(request: HttpRequest, actor: Actor, task_id: UUID) -> PageData:
    """Somebody does not come, and the group has only a phone. What they were told is not shown."""
    task: Task = Task.objects.one(task_id)
    if task.kind != TaskKind.CALL_OFF or task.state != TaskState.OPEN:
        raise NotThere
    told = [one for one in who_knew(task.person_id) if one.connection_id == task.about_id]
    latest = cases_of([task.person_id]).get(task.person_id)
    if not told or latest is None:
        raise NotThere
    person: Person = Person.objects.one(task.person_id)
    group = told[-1]
    phone = partner_of(group.directory_service_id).phone if group.directory_service_id else ""
    held = case(latest.case_id)
    return CallOffPage(
        title=f"Ring {group.who}",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, held.case_id),
        given_name=person.given_name,
        phone=phone,
        done=reverse("task-done", args=[task.pk]),
        back=reverse("case", args=[held.case_id]),
    )
