"""The team's queue and the people: rows with one next action each."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases.queries import Held, caseload, cases_of
from linkwell.cases.rules import CaseState
from linkwell.kernel import clock
from linkwell.people.queries import Listed, find_by_name, newest
from linkwell.people.rules import search_form
from linkwell.referrals.models import Referral
from linkwell.referrals.queries import Waiting, queue
from linkwell.referrals.rules import Danger, ReferralState, may_be_now
from linkwell.safety.models import Alert
from linkwell.safety.queries import alerts_to_see
from linkwell.web.design.parts import Act, NextAction, Tab
from linkwell.web.design.words import counted, day, moment
from linkwell.web.doors import page
from linkwell.web.link_worker.alerts import danger_rows
from linkwell.web.link_worker.forms import FindForm
from linkwell.web.link_worker.pages import Group, ListPage
from linkwell.web.nav import nav_for
from linkwell.web.pages import Named
from linkwell.web.people_words import STATES, age_words, sentence


@page(*TEAM)
def team_queue(request: HttpRequest, actor: Actor) -> ListPage:
    """Referrals that nobody has decided yet."""
    waiting = queue(actor)
    alerts = alerts_with(waiting)
    now, decide = referral_rows(waiting, alerts)
    danger, in_danger = danger_rows(actor, alerts)
    return ListPage(
        title="Team queue",
        nav=nav_for(actor, "queue"),
        named=tuple(dict.fromkeys((*in_danger, *named(waiting)))),
        note=f"{sentence(counted(len(waiting), 'referral', 'referrals'))} to decide."
        f" As of {moment(clock.now())}.",
        tabs=tabs("Team queue", actor, len(waiting)),
        groups=groups(
            ("Danger now", "until somebody has it", danger),
            (SAFETY, "somebody may be in danger", now),
            ("To decide", "danger mentioned first, then the oldest", decide),
        ),
        empty_title="The queue is empty.",
        empty_text="New referrals land here at once, and are decided within 2 working days.",
        empty_href="",
        search=None,
        aside_heading="What you decide",
        aside=(
            "Take somebody on, and they are yours: only you and your supervisor then see the"
            " story.",
            "Or return the referral with a reason. The practice reads it.",
        ),
    )


@page(*TEAM, methods=("GET", "POST"))
def people(request: HttpRequest, actor: Actor) -> ListPage:
    """One's own people; for a supervisor the service's newest; or whoever has the name typed."""
    form = FindForm(request.POST if request.method == "POST" else None)
    known = _known(actor)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["name"]
        found, heading, note = _find(actor, typed, known), "Found", "in order of family name"
        nobody = f"Nobody found for “{typed}”.", "Try the family name. " + _NOT_SHOWN
    else:
        found, heading, note = known, _own_heading(actor), "newest first"
        nobody = "Nobody here.", "You find your own people by name. " + _NOT_SHOWN
    cases = cases_of(person.person_id for person in found)
    others = _referrals_of(person.person_id for person in found if person.person_id not in cases)
    rows = [
        _person_row(person, cases.get(person.person_id), others.get(person.person_id))
        for person in found
    ]
    return ListPage(
        title="People",
        nav=nav_for(actor, "people"),
        named=named(found),
        note=f"{sentence(counted(len(rows), 'person', 'people'))}. As of {moment(clock.now())}.",
        tabs=tabs("All my people", actor, len(queue(actor)), people=len(known)),
        groups=groups((heading, note, rows)),
        empty_title=nobody[0],
        empty_text=nobody[1],
        empty_href=reverse("people") if form.is_bound else "",
        search=form,
        aside_heading="Whom you see",
        aside=(_whom_seen(actor),),
    )


_NOT_SHOWN = "Somebody else’s people are not shown."


def _own_heading(actor: Actor) -> str:
    return "Everybody in the service" if Role.SUPERVISOR in actor.roles() else "Your people"


def _whom_seen(actor: Actor) -> str:
    if Role.SUPERVISOR in actor.roles():
        return "You see everybody by name."
    return "Your own people and the team’s queue. Your supervisor sees everybody by name."


def _referrals_of(person_ids: Iterable[UUID]) -> dict[UUID, Referral]:
    """The newest referral of each of these people that the actor may see."""
    rows = Referral.objects.filter(person_id__in=list(person_ids)).order_by("received_at", "id")
    return {row.person_id: row for row in rows}


def _known(actor: Actor) -> list[Listed]:
    if Role.SUPERVISOR in actor.roles():
        return [row for service in actor.organisations(*TEAM) for row in newest(service)]
    return caseload(member.id for member in actor.memberships)


def _find(actor: Actor, typed: str, known: list[Listed]) -> list[Listed]:
    """By family name or by both in either order; by first name alone among one's own people."""
    services = actor.organisations(*TEAM)
    found = [row for service in services for row in find_by_name(service, typed)]
    own = [row for row in known if search_form(row.given_name).startswith(search_form(typed))]
    return list(dict.fromkeys([*found, *own])) if search_form(typed) else []


def tabs(
    here: str, actor: Actor, waiting: int, *, today: int | None = None, people: int | None = None
) -> tuple[Tab, ...]:
    places = (
        ("Today", "today", today),
        ("All my people", "people", people),
        ("Team queue", "queue", waiting),
    )
    return tuple(Tab(label, reverse(name), count, label == here) for label, name, count in places)


def groups(*groups: tuple[str, str, list[NextAction]]) -> tuple[Group, ...]:
    """The groups that hold anything. The first row of all has the one filled button."""
    full = [group for group in groups if group[2]]
    return tuple(
        Group(
            heading,
            f"{len(rows)}, {note}",
            tuple(replace(row, now=place == n == 0) for n, row in enumerate(rows)),
        )
        for place, (heading, note, rows) in enumerate(full)
    )


def named(rows: Iterable[Waiting | Listed]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(Named(row.person_id, row.service_id) for row in rows))


_WHY = {
    Danger.YES: "Somebody is in danger now, says whoever referred",
    Danger.UNKNOWN: "Words that mean danger, and nobody knows whether it is now",
    Danger.ASKED: "Words that mean danger; whoever referred has not said whether it is now",
    Danger.NO: "Danger mentioned; nobody is in danger now, says whoever referred",
    Danger.OTHER_MEANING: "Words that can mean danger; here they mean something else, says whoever"
    " referred",
    Danger.NOT_ASKED: "New referral",
}


SAFETY = "Safety first"


def alerts_with(waiting: Sequence[Waiting]) -> list[Alert]:
    """Open alerts, and those about referrals of somebody who may be in danger now."""
    return alerts_to_see(row.referral_id for row in waiting if may_be_now(row.danger))


def referral_rows(
    waiting: Sequence[Waiting], alerts: Sequence[Alert]
) -> tuple[list[NextAction], list[NextAction]]:
    """Referrals about somebody who may be in danger now, with who has the alert; and the others."""
    urgent = [row for row in waiting if may_be_now(row.danger)]
    has = {
        one.about_id: f" {one.acknowledged_by.user.name} has the alert."
        if one.acknowledged_by
        else " Nobody has the alert yet."
        for one in alerts
    }
    now = [referral_row(row, has.get(row.referral_id, "")) for row in urgent]
    return now, [referral_row(row) for row in waiting if not may_be_now(row.danger)]


def referral_row(row: Waiting, had_by: str = "") -> NextAction:
    """`had_by` says who has the alert that was raised about it, if anybody."""
    href = reverse("referral", args=[row.referral_id])
    doubt = " It may be somebody we know: compare." if row.alike else ""
    asked = {
        ReferralState.NEEDS_MORE: " The practice was asked something.",
        ReferralState.RECEIVED: " The practice has answered." if row.answered else "",
    }[row.state]
    return NextAction(
        when=by_day(row.due),
        icon="alert" if row.danger is not Danger.NOT_ASKED else "",
        name=row.name,
        href=href,
        meta=age_words(row.birth_date),
        why=_WHY[row.danger],
        because=f"From {row.practice}, {moment(row.received_at)}.{had_by}{asked}{doubt}",
        act=Act("Read and decide", href),
    )


_CASE = {
    CaseState.WAITING: "Waiting for a first talk",
    CaseState.ACTIVE: "Active",
    CaseState.HOLDING: "Holding",
    CaseState.PAUSED: "Paused",
    CaseState.CLOSED: "Ended",
}

_ICONS = {
    CaseState.WAITING: "clock",
    CaseState.ACTIVE: "check",
    CaseState.HOLDING: "pause",
    CaseState.PAUSED: "pause",
    CaseState.CLOSED: "ring",
}


def _person_row(person: Listed, case: Held | None, referral: Referral | None) -> NextAction:
    if case is not None:
        href = reverse("case", args=[case.case_id])
    else:
        href = reverse("referral", args=[referral.pk]) if referral else ""
    outside = STATES[ReferralState(referral.state)] if referral else "No referral to show"
    return NextAction(
        when="",
        icon=_ICONS[case.state] if case else "q",
        name=person.name,
        href=href,
        meta=age_words(person.birth_date),
        why=_CASE[case.state] if case else outside,
        because=f"With {case.holder} since {day(case.opened_at)}." if case else "",
        act=Act("Open" if case else "Read", href) if href else None,
    )


def by_day(due: date) -> str:
    """A short date for the first column."""
    return f"{due:%a} {due.day}"
