"""Today: what is to be done, most pressing first, each row with its one next action."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases.queries import Held, caseload, cases_of
from linkwell.diary.queries import SetTime, at_a_set_time
from linkwell.diary.rules import Interpreter
from linkwell.kernel import clock
from linkwell.people.queries import Listed, caseload_people
from linkwell.referrals.models import Referral
from linkwell.referrals.queries import queue
from linkwell.tasks.queries import Due, open_tasks
from linkwell.tasks.rules import ABOUT_DANGER, SUPERVISORS_OWN, TaskKind
from linkwell.web.design.parts import Act, NextAction
from linkwell.web.design.words import clock as clock_words
from linkwell.web.design.words import counted, day, moment
from linkwell.web.doors import page
from linkwell.web.link_worker.alerts import concern_rows, danger_rows
from linkwell.web.link_worker.conversation_words import where_words
from linkwell.web.link_worker.danger import look_rows
from linkwell.web.link_worker.errands import ERRANDS, why_words
from linkwell.web.link_worker.forms import FindForm
from linkwell.web.link_worker.lists import (
    SAFETY,
    alerts_with,
    by_day,
    groups,
    named,
    referral_rows,
    tabs,
)
from linkwell.web.link_worker.pages import Group, ListPage
from linkwell.web.nav import nav_for
from linkwell.web.people_words import age_words, sentence

_ROWS_OF_THEIR_OWN = (TaskKind.TRIAGE, TaskKind.CONCERN)
SOON = timedelta(days=3)  # what is due later is shown last, and nothing has to be done about it


@page(*TEAM)
def today(request: HttpRequest, actor: Actor) -> ListPage:
    """Safety, then what is half done, then the clock, answers, one's people, silence."""
    waiting = queue(actor)
    own = own_people(actor)
    tasks, talks = my_tasks(actor, own), at_a_set_time(actor, clock.today())
    people = _people({*(task.person_id for task in tasks), *(t.person_id for t in talks)}, own)
    cases = {one: case for one, case in cases_of(people).items() if one in people}
    rows = _task_rows([task for task in tasks if task.person_id in cases], people, cases)
    rows["look"] = look_rows(tasks, people, by=clock.today() + SOON)
    danger, in_danger = danger_rows(actor, alerts := alerts_with(waiting))
    concerns, of_concern = concern_rows(actor)
    now, decide = referral_rows(waiting, alerts)
    todo = len(danger) + len(concerns) + len(waiting) + len(talks) + _now_due(rows)
    return ListPage(
        title=day(clock.today()),
        nav=nav_for(actor, "today"),
        named=tuple(dict.fromkeys((*in_danger, *of_concern, *named([*waiting, *people.values()])))),
        note=f"{sentence(counted(todo, 'thing', 'things'))} to do. As of {moment(clock.now())}.",
        tabs=tabs("Today", actor, len(waiting), today=todo),
        groups=_folded(
            ("Danger now", "until somebody has it", danger),
            ("Words that mean danger", "until a supervisor says that it is over", rows["look"]),
            (SAFETY, "before anything else", [*now, *concerns, *rows["safety"]]),
            ("After a death", "for yourself", rows["after"]),
            ("Not in the practice’s record yet", "copy, then tick", rows["paper"]),
            ("Referrals to decide", "danger mentioned first, then the oldest", decide),
            ("At a set time", "in order of the clock", [_talk(t, people, cases) for t in talks]),
            ("Answers that came back", "oldest first", rows["answers"]),
            ("Your people", "what is due soonest, first", rows["people"]),
            ("Gone quiet", "longest silence first", rows["quiet"]),
            (_COMING_UP, "nothing to do today", rows["later"]),
        ),
        **_EMPTY,
        search=FindForm(),
        aside_heading="Why this order",
        aside=_ORDER,
        aside_link=("What to say to a caller you do not know", reverse("unknown-caller")),
        beside=("Print my day", reverse("day-sheet")),
    )


def _now_due(rows: Mapping[str, Sequence[NextAction]]) -> int:
    return sum(len(found) for group, found in rows.items() if group != "later")


_EMPTY = {
    "empty_title": "Nothing is waiting.",
    "empty_text": "Referrals land here when a practice sends them, and so does what you owe"
    " somebody. Nothing is dropped in silence.",
    "empty_href": "",
}
_COMING_UP, _MOST_OPEN = "Coming up", 7


def _folded(*found: tuple[str, str, list[NextAction]]) -> tuple[Group, ...]:
    """The groups, the one to come folded where it is long and something else is to be done."""
    shown = groups(*found)
    return tuple(
        replace(one, folded=one.heading == _COMING_UP and len(one.rows) > _MOST_OPEN)
        if len(shown) > 1
        else one
        for one in shown
    )


_ORDER = (
    "Safety, then what is half done, then the clock, then answers that people wait for, then"
    " silence.",
)


def own_people(actor: Actor) -> dict[UUID, Listed]:
    """Whose cases the actor holds."""
    listed = caseload(member.id for member in actor.memberships)
    return {person.person_id: person for person in listed}


def _people(wanted: set[UUID], own: Mapping[UUID, Listed]) -> dict[UUID, Listed]:
    """These people, of those whom the actor may know of; asked for only where they are not hers."""
    others = wanted - set(own)
    found = {one: own[one] for one in own if one in wanted}
    return {**found, **caseload_people(others)} if others else found


def my_tasks(actor: Actor, own: Iterable[UUID]) -> list[Due]:
    """Tasks about the actor's own people, and what else is theirs to do.

    Triage and concerns have rows of their own. What a supervisor decides is every supervisor's.
    """
    owners = [member.id for member in actor.memberships]
    theirs = SUPERVISORS_OWN if Role.SUPERVISOR in actor.roles() else frozenset[TaskKind]()
    tasks = open_tasks(people=own, owners=owners, kinds=theirs)
    not_hers = {*_ROWS_OF_THEIR_OWN, *(SUPERVISORS_OWN - theirs)}
    return [task for task in tasks if task.kind not in not_hers]


def _with_risk(tasks: Sequence[Due]) -> set[Due]:
    """First talks that are owed to somebody whose referral mentions danger."""
    talks = {task.about_id: task for task in tasks if task.kind is TaskKind.FIRST_TALK}
    risky = Referral.objects.filter(pk__in=talks, risk_mentioned=True)
    return {talks[pk] for pk in risky.values_list("pk", flat=True)}


_KEPT_UP = ("paper", "safety", "after")  # shown today, however far ahead they are due


def _task_rows(
    tasks: Sequence[Due], people: Mapping[UUID, Listed], cases: Mapping[UUID, Held]
) -> dict[str, list[NextAction]]:
    """Rows by the group that each stands in, in the order in which they are due. Those about danger
    have rows of their own, unless a supervisor looks again later."""
    risky, last, why = _with_risk(tasks), clock.today() + SOON, why_words(tasks)
    rows: dict[str, list[NextAction]] = defaultdict(list)
    for task in tasks:
        risk = task in risky
        group = ERRANDS[task.kind].group
        if task.kind in ABOUT_DANGER and task.due_on <= last:
            continue
        if risk:
            group = "safety"
        elif task.due_on > last and (group not in _KEPT_UP or task.kind in ABOUT_DANGER):
            group = "later"
        said = f"Risk mentioned. {why[task.task_id]}" if risk else why[task.task_id]
        rows[group].append(_row(task, people[task.person_id], cases[task.person_id], said, risk))
    return rows


def _row(task: Due, person: Listed, case: Held, why: str, risk: bool) -> NextAction:
    errand = ERRANDS[task.kind]
    late = " It is late." if task.due_on < clock.today() else ""
    return NextAction(
        when=by_day(task.due_on),
        icon="alert" if risk else "",
        name=person.name,
        href=reverse("case", args=[case.case_id]),
        meta=age_words(person.birth_date),
        why=why,
        because=f"Due by {day(task.due_on)}.{late}",
        act=Act(errand.act.format(person.given_name), errand.where(task, case.case_id)),
    )


def _talk(talk: SetTime, people: Mapping[UUID, Listed], cases: Mapping[UUID, Held]) -> NextAction:
    person = people[talk.person_id]
    missing = talk.interpreter is Interpreter.NEEDED
    return NextAction(
        when=clock_words(talk.at),
        name=person.name,
        href=reverse("case", args=[talk.case_id]),
        meta=age_words(person.birth_date),
        why=f"A talk, {where_words(talk)}",
        because="No interpreter is booked yet." if missing else "As you agreed.",
        act=Act("Open", reverse("talk", args=[talk.case_id])),
    )
