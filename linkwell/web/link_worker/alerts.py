"""Alerts: first on every list of those whose turn it is, and one page with one button."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from linkwell.access.queries import doors_of, organisation
from linkwell.access.rules import TEAM, Actor, Role
from linkwell.cases.models import Case
from linkwell.kernel.ids import reference
from linkwell.needs.rules import danger_in
from linkwell.people.models import Person
from linkwell.people.queries import ways_to_reach
from linkwell.referrals.models import Referral
from linkwell.safety.actions import acknowledge
from linkwell.safety.handlers import CALLED
from linkwell.safety.models import Alert, Concern
from linkwell.safety.queries import is_called, open_concerns
from linkwell.safety.rules import AlertState, ConcernState, Rung, Why
from linkwell.web.design.parts import Act, NextAction
from linkwell.web.design.words import clock as at_clock
from linkwell.web.design.words import day, moment
from linkwell.web.doors import page
from linkwell.web.link_worker.triage_pages import AlertPage
from linkwell.web.nav import home_of, nav_for
from linkwell.web.pages import Named
from linkwell.web.people_words import age_words, sentence

WHY = {
    Why.YES: "Somebody is in danger now, says whoever refers",
    Why.UNKNOWN: "Somebody may be in danger: whoever refers does not know",
    Why.UNANSWERED: "Words mean danger, and nobody has answered whether anyone is in danger",
    Why.CONCERN: "Somebody is in danger now, says their link worker",
}


def turn_words(alert: Alert) -> str:
    """Whose turn it is, or who has it."""
    if alert.acknowledged_at is not None:
        who = alert.acknowledged_by
        return f"{who.user.name if who else 'Somebody'} has it, {moment(alert.acknowledged_at)}."
    until = at_clock(alert.turn_until)
    return f"{sentence(CALLED[Rung(alert.rung)])} is called. It passes on at {until}."


def danger_rows(
    actor: Actor, alerts: Sequence[Alert]
) -> tuple[list[NextAction], tuple[Named, ...]]:
    """Rows for the top of a list: open alerts of one's turn, and concerns nobody has yet."""
    alerts = [one for one in alerts if one.state == AlertState.OPEN and is_called(actor, one)]
    concerns = open_concerns(ConcernState.OPEN) if Role.SUPERVISOR in actor.roles() else []
    if not alerts and not concerns:
        return [], ()
    rows: list[Alert | Concern] = [*alerts, *concerns]
    people = Person.objects.in_bulk({row.person_id for row in rows})
    shown = [row for row in rows if row.person_id in people]
    named = dict.fromkeys(Named(row.person_id, row.service_id) for row in shown)
    return [_row(row, people[row.person_id]) for row in shown], tuple(named)


def concern_rows(actor: Actor) -> tuple[list[NextAction], tuple[Named, ...]]:
    """Concerns that a supervisor has, until one says what came of each: nothing else ends them."""
    held = open_concerns(ConcernState.ACKNOWLEDGED) if Role.SUPERVISOR in actor.roles() else []
    people = Person.objects.in_bulk({row.person_id for row in held}) if held else {}
    shown = [row for row in held if row.person_id in people]
    named = dict.fromkeys(Named(row.person_id, row.service_id) for row in shown)
    return [_held_row(row, people[row.person_id]) for row in shown], tuple(named)


def _held_row(row: Concern, person: Person) -> NextAction:
    assert row.acknowledged_at is not None
    href, who = reverse("concern", args=[row.pk]), row.acknowledged_by
    return NextAction(
        when=f"Since {day(row.raised_at)}",
        icon="alert",
        name=str(person),
        href=href,
        meta=age_words(person.birth_date),
        why="A safeguarding concern is open",
        because=f"{who.user.name if who else 'Somebody'} has it, {moment(row.acknowledged_at)}.",
        act=Act("Say what came of it", href),
    )


def _row(row: Alert | Concern, person: Person) -> NextAction:
    if isinstance(row, Alert):
        href, why = reverse("alert", args=[row.pk]), WHY[Why(row.why)]
    else:
        href, why = reverse("concern", args=[row.pk]), "A safeguarding concern waits"
    until = at_clock(row.turn_until)
    return NextAction(
        when=f"By {until}",
        icon="alert",
        name=str(person),
        href=href,
        meta=age_words(person.birth_date),
        why=why,
        because=f"{sentence(CALLED[Rung(row.rung)])} is called. It passes on at {until}.",
        act=Act("Read and take it", href),
    )


@page(*TEAM, Role.GP, Role.RECEPTIONIST)
def alert(request: HttpRequest, actor: Actor, alert_id: UUID) -> AlertPage:
    """About whom, why, whom to ring, and whose turn it is."""
    row: Alert = Alert.objects.select_related("acknowledged_by__user").one(alert_id)
    person: Person = Person.objects.one(row.person_id)
    referral = Referral.objects.filter(pk=row.about_id).first()
    words = referral.said if referral else ""
    team = row.service_id in actor.organisations(*TEAM)
    may = team or row.practice_id in actor.organisations(Role.GP)
    take = reverse("acknowledge", args=[row.pk]) if row.state == AlertState.OPEN and may else ""
    return AlertPage(
        title="Somebody may be in danger",
        nav=nav_for(actor),
        named=(Named(row.person_id, row.service_id),),
        reference=row.reference,
        referral=reference(referral.first_id) if referral else "",
        name=str(person),
        age=age_words(person.birth_date),
        why=f"{WHY[Why(row.why)]}. Raised {moment(row.raised_at)}.",
        words=tuple(dict.fromkeys(danger.words for danger in danger_in(words))),
        practice=organisation(row.practice_id).name if row.practice_id else "",
        turn=turn_words(row),
        duty=_duty(row),
        phone=referral.phone if referral else "",
        times=referral.times if referral else "",
        ways=tuple(ways_to_reach(row.person_id)) if team else (),
        take=take,
        not_yours="" if may else "Tell the duty clinician now. Only a clinician can take this on.",
        more=_more(row, team),
    )


def _duty(row: Alert) -> str:
    doors = doors_of((row.practice_id,)) if row.practice_id else []
    phones = [d for d in doors if d.service_id == row.service_id and d.duty_phone]
    return next((f"{one.duty_phone}, {one.duty_hours}".rstrip(", ") for one in phones), "")


def _more(row: Alert, team: bool) -> tuple[tuple[str, str], ...]:
    """Where the rest stands, for who may open it."""
    if not team:
        return (("Your referrals", reverse("practice")),)
    case = Case.objects.filter(person_id=row.person_id).order_by("-opened_at").first()
    if case is not None:
        return (("The story", reverse("case", args=[case.pk])),)
    seen = Referral.objects.filter(pk=row.about_id).exists()
    return (("The referral", reverse("referral", args=[row.about_id])),) if seen else ()


@page(*TEAM, Role.GP, methods=("POST",))
def take(request: HttpRequest, actor: Actor, alert_id: UUID) -> HttpResponse:
    """ "I have it": the clock stops."""
    acknowledge(alert_id, by=actor)
    messages.success(request, "You have it. Nobody else is called. Ring 999 if it cannot wait.")
    row = Alert.objects.filter(pk=alert_id).first()
    return redirect("alert", alert_id=alert_id) if row else redirect(home_of(actor) or "start")
