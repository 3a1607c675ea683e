"""Words that mean danger: on the lists of whoever must look, and one page where a supervisor says
that the danger is over, and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import duty_line_of
from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases.models import Case
from linkwell.cases.queries import danger_is_known, latest_case
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.needs.rules import danger_in
from linkwell.people.models import Person
from linkwell.people.queries import Listed
from linkwell.people.rules import Safe
from linkwell.referrals.queries import latest_referral
from linkwell.safety.actions import settle_danger, still_in_danger
from linkwell.safety.models import Look, Mention
from linkwell.safety.queries import WayInDanger, looks_at, open_mentions, ways_in_danger
from linkwell.safety.rules import SaidIn
from linkwell.tasks.queries import Due, open_tasks
from linkwell.tasks.rules import ABOUT_DANGER, TaskKind
from linkwell.web.design.parts import Act, NextAction
from linkwell.web.design.words import day, moment
from linkwell.web.doors import page
from linkwell.web.drafts import form_for
from linkwell.web.link_worker.lists import by_day
from linkwell.web.link_worker.safety_forms import LookForm
from linkwell.web.link_worker.safety_pages import DangerPage, Looked, SaidSo
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named, PageData
from linkwell.web.people_words import CHANNELS, age_words, card_of, sentence
from linkwell.web.referrer.pause import marked
from linkwell.web.stories.safety import SAID_IN


def phrases(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The words themselves, each once."""
    said = (danger.words for one in mentions for danger in danger_in(one.words))
    return tuple(dict.fromkeys(said))


def warn(request: HttpRequest, text: str, given_name: str) -> None:
    """Where what was just written holds words that mean danger: help, and who looks now."""
    if danger_in(text):
        messages.warning(
            request,
            f"Some of these words can mean danger. Is {given_name} safe now? In danger: 999."
            " Urgent help for the mind: 111, option 2. These words stand on your list and on your"
            " supervisor’s, who says when it is over. Ring them if you are worried now.",
        )


def look_rows(tasks: Iterable[Due], people: Mapping[UUID, Listed], *, by: date) -> list[NextAction]:
    """One row, with the words, for each person of whom somebody is to make sure by that day."""
    owed: dict[UUID, Due] = {}
    for task in tasks:
        if task.kind in ABOUT_DANGER and task.due_on <= by and task.person_id in people:
            owed.setdefault(task.person_id, task)
    said = open_mentions(owed) if owed else []
    return [
        _row(task, people[one], [row for row in said if row.person_id == one])
        for one, task in owed.items()
    ]


def _row(task: Due, person: Listed, said: Sequence[Mention]) -> NextAction:
    href = reverse("danger", args=[task.person_id])
    words = ", ".join(f"“{one}”" for one in phrases(said))
    last = f"{_where(said[-1])}. " if said else ""
    late = " It is late." if task.due_on < clock.today() else ""
    decides = task.kind is TaskKind.DECIDE_DANGER
    return NextAction(
        when=by_day(task.due_on),
        icon="alert",
        name=person.name,
        href=href,
        meta=age_words(person.birth_date),
        why=f"Words that mean danger: {words}" if words else "Danger is open",
        because=f"{last}Look by {day(task.due_on)}.{late}",
        act=Act("Read and decide" if decides else "Read and make sure", href),
    )


@page(*TEAM, methods=("GET", "POST"))
def danger(request: HttpRequest, actor: Actor, person_id: UUID) -> PageData | HttpResponse:
    """What was said, whom to ring, and for a supervisor the one form that ends it."""
    person: Person = Person.objects.one(person_id)
    said, case = open_mentions([person_id]), latest_case(person_id)
    if not said and not danger_is_known(person_id):
        raise NotThere
    form = None
    if person.service_id in actor.organisations(Role.SUPERVISOR):
        form = form_for(request, LookForm)
        if request.method == "POST" and form.is_valid() and _looked(person_id, form, actor):
            messages.success(request, _OVER if form.is_over() else _STILL)
            return redirect("case", case_id=case.pk) if case else redirect("today")
    elif request.method == "POST":
        raise NotThere
    phone, hours = duty_line_of(person.service_id)
    gone = card_of(person, case.pk).gone if case else ""
    return DangerPage(
        title="Words that mean danger" if said else "Danger is open",
        nav=nav_for(actor),
        named=(Named(person_id, person.service_id),),
        card=card_of(person, case.pk) if case else card_of(person, since=_referred_at(person_id)),
        given_name=person.given_name,
        heard=tuple(_said(one) for one in said),
        looks=tuple(_look(one) for one in looks_at(person_id)),
        duty_phone=phone,
        duty_hours=hours,
        born=day(person.birth_date).split(" ", 1)[1] if gone else "",
        reach=tuple(map(_way, ways_in_danger(person_id))) if gone else (),
        form=form,
        **_ways_on(person_id, case),
    )


def _referred_at(person_id: UUID) -> datetime:
    return latest_referral(person_id).received_at


def _way(way: WayInDanger) -> str:
    """Consent was taken back, and danger is open: the number, and what was said of it."""
    said = {Safe.YES: "said to be safe", Safe.NO: "they said: do not use it"}
    told = ", ".join(filter(None, (said.get(way.safe, "nobody asked"), way.times)))
    return f"{sentence(CHANNELS[way.channel])} {way.value} ({told})"


_OVER = "Written down: nobody is in danger any more. The story says why."
_STILL = "Written down. You are reminded to look again."


def _looked(person_id: UUID, form: LookForm, actor: Actor) -> bool:
    words = form.cleaned_data["words"]
    try:
        if form.is_over():
            settle_danger(person_id, words=words, by=actor)
        else:
            still_in_danger(person_id, words=words, again_on=form.again_on(), by=actor)
    except (InputAtFault, WrongState) as fault:
        form.add_error("found", fault.sentence)
        return False
    return True


def _said(row: Mention) -> SaidSo:
    return SaidSo(_where(row), marked(row.words))


def _where(row: Mention) -> str:
    return f"{sentence(SAID_IN[SaidIn(row.said_in)])}, {moment(row.said_at)}"


def _look(row: Look) -> Looked:
    found = f"There is danger. Looks again on {day(row.again_on)}." if row.again_on else "Over."
    return Looked(f"{row.member.user.name}, {moment(row.looked_at)}. {found}", row.words)


def _ways_on(person_id: UUID, case: Case | None) -> dict[str, str]:
    """Where the holder says that she has made sure, where a concern is raised, and the way back."""
    tasks = open_tasks(person_id=person_id)
    hers = next((task for task in tasks if task.kind is TaskKind.DANGER), None)
    return {
        "done": reverse("task-done", args=[hers.task_id]) if hers else "",
        "concern": reverse("raise-concern", args=[case.pk]) if case else "",
        "back": reverse("case", args=[case.pk]) if case else reverse("today"),
    }
