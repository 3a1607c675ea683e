"""The doors of a story that has stopped. Whatever would begin something says so at once, with the
way back, and shows no form that would refuse; a record that is locked away shows that it is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.cover import has_broken_glass
from linkwell.access.rules import Actor
from linkwell.cases.queries import Held, case, how_it_stands
from linkwell.feedback.actions import NOT_TO_BE_TOLD
from linkwell.kernel.errors import WrongState
from linkwell.people.models import Person
from linkwell.web.design.parts import PersonCard
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import card_of
from linkwell.web.stories.cases import BECAUSE

View = Callable[..., PageData | HttpResponse]


@dataclass(frozen=True, kw_only=True)
class StoppedPage(PageData):
    template: ClassVar[str] = "link_worker/stopped.jinja"
    status: ClassVar[int] = 409
    window: ClassVar[str] = "Everything has stopped"

    card: PersonCard
    sentence: str
    receipt: str
    back: str


@dataclass(frozen=True, kw_only=True)
class InsteadPage(PageData):
    """In place of a form that would refuse: why, and the way back."""

    template: ClassVar[str] = "link_worker/instead.jinja"
    status: ClassVar[int] = 409

    card: PersonCard
    sentence: str
    back: str


class EndedPage(InsteadPage):
    window: ClassVar[str] = "It has ended"


class NotToldPage(InsteadPage):
    window: ClassVar[str] = "The practice is not told"


HAS_ENDED = "This story has ended. Open it again first."
_TO_GO_ON = "To go on, open it again on the page of the story."


def unless_stopped(view: View) -> View:
    """For a view of one case, under `@page`: not reached once they died or took back consent."""

    @wraps(view)
    def door(
        request: HttpRequest, actor: Actor, case_id: UUID, **where: Any
    ) -> PageData | HttpResponse:
        if how_it_stands(case_id).stopped:
            return stopped_page(case(case_id), actor)
        return view(request, actor, case_id=case_id, **where)

    return door


def while_it_goes_on(view: View) -> View:
    """The same, nor once the story has ended: reached only while something may begin. What was
    typed meanwhile is shown again."""

    @wraps(view)
    def door(
        request: HttpRequest, actor: Actor, case_id: UUID, **where: Any
    ) -> PageData | HttpResponse:
        now = how_it_stands(case_id)
        if now.stopped:
            return stopped_page(case(case_id), actor)
        if now.ended and request.method == "POST":
            raise WrongState(HAS_ENDED)
        if now.ended:
            return ended_page(case(case_id), actor)
        return view(request, actor, case_id=case_id, **where)

    return door


def unless_locked(view: View) -> View:
    """For a view of one case, under `@page`: a record that is locked away is not shown by it, but
    to who broke the glass; the address of the story says so."""

    @wraps(view)
    def door(
        request: HttpRequest, actor: Actor, case_id: UUID, **where: Any
    ) -> PageData | HttpResponse:
        if is_shut(case(case_id), actor):
            return redirect("case", case_id=case_id)
        return view(request, actor, case_id=case_id, **where)

    return door


def is_shut(held: Held, actor: Actor) -> bool:
    """Is the record locked away, and the actor has not broken the glass?"""
    return held.locked and not has_broken_glass(held.person_id, by=actor)


def stopped_page(held: Held, actor: Actor) -> StoppedPage:
    person: Person = Person.objects.one(held.person_id)
    shown = card_of(person, held.case_id)
    died = person.died_on is not None
    return StoppedPage(
        title="Everything has stopped",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=shown,
        sentence=f"{person.given_name} {'has died' if died else 'took back their consent'}.",
        receipt="" if died else reverse("withdrawal", args=[held.case_id]),
        back=reverse("case", args=[held.case_id]),
    )


def not_told(request: HttpRequest, held: Held, actor: Actor) -> NotToldPage:
    """They would rather that the practice hears nothing: said before a word is typed; what was
    typed meanwhile is shown again."""
    if request.method == "POST":
        raise WrongState(NOT_TO_BE_TOLD)
    person: Person = Person.objects.one(held.person_id)
    return NotToldPage(
        title="The practice is not told",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, held.case_id),
        sentence=f"{NOT_TO_BE_TOLD} Nothing is written to it.",
        back=reverse("case", args=[held.case_id]),
    )


def ended_page(held: Held, actor: Actor) -> EndedPage:
    """A story that has ended is not missing for whoever may read it: it says so, and why."""
    assert held.closed_because is not None
    person: Person = Person.objects.one(held.person_id)
    return EndedPage(
        title="It has ended",
        nav=nav_for(actor),
        named=(Named(held.person_id, held.service_id),),
        card=card_of(person, held.case_id),
        sentence=f"{BECAUSE[held.closed_because]} {_TO_GO_ON}",
        back=reverse("case", args=[held.case_id]),
    )
