"""Talks at a set time: plan one, book the interpreter, say what became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor
from linkwell.cases.models import Case
from linkwell.cases.queries import case
from linkwell.cases.rules import CaseState
from linkwell.diary.actions import NewTalk, end_appointment, plan_talk, say_interpreter
from linkwell.diary.queries import SetTime, appointments_of
from linkwell.diary.rules import (
    APPOINTMENT,
    INTERPRETER,
    AppointmentState,
    Interpreter,
    Where,
    begins,
    may_relative_interpret,
    may_say,
    needs_interpreter,
    read_time,
    warns,
)
from linkwell.kernel import clock
from linkwell.kernel.clock import LONDON
from linkwell.kernel.errors import NotThere
from linkwell.people.models import Person
from linkwell.people.queries import is_guarded
from linkwell.web.design.fields import Choice, Radios, Text, Tick
from linkwell.web.design.forms import Form
from linkwell.web.design.parts import PersonCard
from linkwell.web.design.words import moment
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.conversation_forms import WHEN_WRONG, day_said
from linkwell.web.link_worker.conversation_pages import MoveButton
from linkwell.web.link_worker.conversation_words import WHERE, where_words
from linkwell.web.link_worker.notes import spoken
from linkwell.web.link_worker.stopped import unless_stopped
from linkwell.web.nav import nav_for
from linkwell.web.pages import FormPage, Named, PageData
from linkwell.web.people_words import card_of, sentence

TIME_WRONG = "Write a time, such as 10:30am or 2pm"
PAST = "Choose a time that is still to come"
INTERPRETERS = {
    Interpreter.NOT_NEEDED: "No interpreter needed",
    Interpreter.NEEDED: "Interpreter needed, none booked",
    Interpreter.BOOKED: "Interpreter booked",
    Interpreter.CAME: "Interpreter came",
    Interpreter.DID_NOT_COME: "Interpreter did not come",
}
STATES = {
    AppointmentState.PLANNED: "",
    AppointmentState.HAPPENED: "It happened",
    AppointmentState.CANCELLED_BY_PERSON: "They couldn’t",
    AppointmentState.CANCELLED_BY_SERVICE: "We couldn’t",
}
ENDS = {
    "happened": "It happened",
    "cancelled_by_person": "They can’t",
    "cancelled_by_service": "We can’t",
    "planned_again": "It takes place after all",
}
BOOKS = {
    "booked": "Interpreter booked",
    "came": "Interpreter came",
    "did_not_come": "Interpreter did not come",
    "needed": "Interpreter needed again",
    "not_needed": "None needed",
}


class PlanTalkForm(Form):
    """When and where. `booked` is asked only where an interpreter is needed."""

    button = "Plan this talk"

    on = Text(
        "Which day?",
        max_length=40,
        width=10,
        hint="Such as tomorrow, Thursday or 28 May",
        missing=WHEN_WRONG,
        autocomplete="off",
    )
    time = Text(
        "What time?",
        max_length=20,
        width=10,
        hint="Such as 10:30am or 2pm",
        missing=TIME_WRONG,
        autocomplete="off",
    )
    where = Radios(
        "Where?",
        [Choice(where, sentence(words)) for where, words in WHERE.items()],
        missing="Choose where you talk",
    )
    place = Text(
        "Which place?", max_length=100, width=20, hint="Not for a talk at home. Never an address."
    )
    booked = Tick("An interpreter is booked")

    def __init__(self, *args: Any, needed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not needed:
            del self.fields["booked"]

    def clean_on(self) -> Any:
        return day_said(self.cleaned_data["on"])

    def clean_time(self) -> Any:
        found = read_time(self.cleaned_data["time"])
        if found is None:
            raise ValidationError(TIME_WRONG)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("on") and cleaned.get("time") is not None and self.at() <= clock.now():
            self.add_error("time", PAST)
        return cleaned

    def at(self) -> datetime:
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["time"], LONDON)

    def said(self) -> NewTalk:
        said = self.cleaned_data
        return NewTalk(self.at(), Where(said["where"]), said["place"], bool(said.get("booked")))


@dataclass(frozen=True)
class TalkLine:
    appointment_id: UUID
    when: str
    where: str
    state: str
    interpreter: str
    warns: bool
    ends: tuple[MoveButton, ...]
    books: tuple[MoveButton, ...]


@dataclass(frozen=True, kw_only=True)
class PlannedPage(FormPage):
    template: ClassVar[str] = "link_worker/planned.jinja"
    window: ClassVar[str] = "Planned talks"

    card: PersonCard
    given_name: str
    talks: tuple[TalkLine, ...]
    language: str  # empty where no interpreter is needed
    no_relative: bool
    goes_on: bool  # the story has not ended: a new one may be planned
    story: str


@page(*TEAM, methods=("GET", "POST"))
@unless_stopped
def planned(request: HttpRequest, actor: Actor, case_id: UUID) -> PageData | HttpResponse:
    """What is planned with somebody. A talk that needs an interpreter and has none says so."""
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    row: Case = Case.objects.one(case_id)
    needed = needs_interpreter(person.interpreter, person.language)
    form = form_for(request, PlanTalkForm, needed=needed)
    if request.method == "POST" and form.is_valid():
        plan_talk(case_id, form.said(), by=actor)
        missing = needed and not form.said().booked
        if missing:
            messages.warning(request, WARNING)
        else:
            messages.success(request, "Planned.")
        return redirect("planned", case_id=case_id)
    safety = row.at_risk or is_guarded(person)
    return PlannedPage(
        title=f"Talks planned with {person.given_name}",
        nav=nav_for(actor, "people"),
        named=(Named(held.person_id, held.service_id),),
        form=form,
        card=card_of(person, case_id),
        given_name=person.given_name,
        talks=tuple(
            _line(one, needed, ended=held.state is CaseState.CLOSED)
            for one in appointments_of(case_id)
        ),
        language=spoken(person.language) if needed else "",
        no_relative=not may_relative_interpret(safety=safety),
        goes_on=held.state is not CaseState.CLOSED,
        story=reverse("case", args=[case_id]),
    )


WARNING = "Planned, without an interpreter. Booking one is on your list for tomorrow."


def _line(one: SetTime, needed: bool, *, ended: bool) -> TalkLine:
    open_now = one.state is AppointmentState.PLANNED
    ends = APPOINTMENT.open_from(one.state)
    books = INTERPRETER.open_from(one.interpreter) if open_now or _took_place(one) else ()
    return TalkLine(
        appointment_id=one.appointment_id,
        when=sentence(moment(one.at)),
        where=where_words(one),
        state=STATES[one.state],
        interpreter=INTERPRETERS[one.interpreter],
        warns=open_now and warns(needed, one.interpreter),
        ends=tuple(MoveButton(move, ENDS[move]) for move in _sayable(one, ends, ended)),
        books=tuple(MoveButton(move, BOOKS[move]) for move in _sayable(one, books, ended)),
    )


def _sayable(one: SetTime, open_moves: Iterable[str], ended: bool) -> Iterator[str]:
    on, today = clock.on_day(one.at), clock.today()
    going_on = (move for move in open_moves if not (ended and begins(move)))
    return (move for move in going_on if may_say(move, on, today))


def _took_place(one: SetTime) -> bool:
    return one.state is AppointmentState.HAPPENED


@page(*TEAM, methods=("POST",))
def change(request: HttpRequest, actor: Actor, appointment_id: UUID) -> HttpResponse:
    """One press: what became of it, or of its interpreter."""
    end, book = request.POST.get("end", ""), request.POST.get("book", "")
    if end in ENDS:
        row = end_appointment(appointment_id, end, by=actor)
    elif book in BOOKS:
        row = say_interpreter(appointment_id, book, by=actor)
    else:
        raise NotThere
    return redirect("planned", case_id=row.case_id)
