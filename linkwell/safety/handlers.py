"""What safety does when something has happened: raise alerts, write to whose turn it is, heed what
was said elsewhere, and owe a look where words mean danger."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from linkwell.access.models import BrokenGlass
from linkwell.access.queries import supervisor_of
from linkwell.access.scope import actor_now
from linkwell.cases.models import Case
from linkwell.cases.queries import latest_case
from linkwell.consent.models import Decision
from linkwell.diary.models import Appointment
from linkwell.journal.models import Event
from linkwell.kernel import clock, ids
from linkwell.kernel.clock import LONDON
from linkwell.messages.actions import queue_message
from linkwell.people.models import ContactWay, Proxy
from linkwell.people.rules import Channel
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import Danger, is_urgent
from linkwell.safety.actions import (
    heed,
    hide_from_team,
    mark_latest,
    raise_alert,
    show_to_team,
    tell_cases,
)
from linkwell.safety.models import Concern
from linkwell.safety.queries import addresses, open_mentions, privacy_lead
from linkwell.safety.rules import Rung, SaidIn, Why
from linkwell.tasks.actions import drop_tasks, owe
from linkwell.tasks.queries import open_tasks
from linkwell.tasks.rules import ABOUT_DANGER, TaskKind


def alert_about_referral(event: Event) -> None:
    """Whoever refers said yes, or does not know, or did not answer: somebody must have it."""
    answer = Danger(event.data["answer"])
    if not is_urgent(answer):
        return
    person_id, service_id = event.whose()
    raise_alert(
        cause=event.pk,
        about_id=event.subject_id,
        person_id=person_id,
        service_id=service_id,
        practice_id=UUID(event.data["practice_id"]),
        why=Why.UNANSWERED if event.data["unanswered"] else Why(answer),
        by=actor_now(),
    )


def alert_about_concern(event: Event) -> None:
    """Somebody is in danger now: besides the concern, which few may read, an alert goes out."""
    if not event.data["in_danger"]:
        return
    person_id, service_id = event.whose()
    concern: Concern = Concern.objects.one(event.subject_id)
    case: Case = Case.objects.one(concern.case_id)
    referral = Referral.objects.filter(pk=case.referral_id).first()
    raise_alert(
        cause=event.pk,
        about_id=case.pk,
        person_id=person_id,
        service_id=service_id,
        practice_id=referral.practice_id if referral else None,
        why=Why.CONCERN,
        by=actor_now(),
    )


def watch_what_is_open(event: Event) -> None:
    """Not everybody may read a concern; that one is open, or an alert, their cases know."""
    person_id, _ = event.whose()
    tell_cases(person_id, by=actor_now())


def heed_what_was_said(event: Event) -> None:
    """Words that were written where nobody reads them for danger, or by somebody who may not."""
    said_in, text_of = _SAID[event.name]
    person_id, _ = event.whose()
    about_id = event.subject_id
    heed(text_of(event), person_id=person_id, said_in=said_in, about_id=about_id, by=actor_now())


def _of_referral(*fields: str) -> Callable[[Event], str]:
    return lambda event: _text(Referral.objects.one(event.subject_id), *fields)


def _onto_a_case(event: Event) -> str:
    """A referral that joined a record: where no case is open, it is read once it is accepted."""
    return _of_referral("said")(event) if event.data["case_id"] else ""


def _of_speaker(event: Event) -> str:
    person_id, _ = event.whose()
    return _text(
        Proxy.objects.filter(person_id=person_id).latest("began_on", "id"), "name", "relation"
    )


def _of_seal(event: Event) -> str:
    person_id, _ = event.whose()
    return _text(BrokenGlass.objects.filter(person_id=person_id).latest("at"), "words")


def _text(row: Any, *fields: str) -> str:
    return "\n".join(getattr(row, field) for field in fields)


_SAID: Mapping[str, tuple[SaidIn, Callable[[Event], str]]] = {
    "ReferralAccepted": (SaidIn.REFERRAL, _of_referral("said")),
    "ReferralJoined": (SaidIn.REFERRAL, _onto_a_case),
    "ReferralReturned": (SaidIn.RETURN, _of_referral("decision_note")),
    "ReferralPassedOn": (SaidIn.RETURN, _of_referral("passed_to", "decision_note")),
    "MoreAsked": (SaidIn.QUESTION, _of_referral("question")),
    "SafeWaySaid": (
        SaidIn.TIMES,
        lambda event: _text(ContactWay.objects.one(event.subject_id), "times"),
    ),
    "ProxyNamed": (SaidIn.SPEAKER, _of_speaker),
    "DecisionNoted": (
        SaidIn.DECISION,
        lambda event: _text(Decision.objects.one(event.subject_id), "about", "note", "decided_by"),
    ),
    "TalkPlanned": (
        SaidIn.PLACE,
        lambda event: _text(Appointment.objects.one(event.subject_id), "place"),
    ),
    "GlassBroken": (SaidIn.SEALED, _of_seal),
}


def owe_a_look(event: Event) -> None:
    """Words mean danger: on the same working day whoever holds the case makes sure that they are
    safe, and a supervisor looks. Where they stand in the referral, whoever holds it rings them that
    day for that already."""
    due = clock.working_day_from(event.at)
    if event.data["said_in"] != SaidIn.REFERRAL:
        _owe(TaskKind.DANGER, event, due)
    _owe(TaskKind.DECIDE_DANGER, event, due)


def look_again(event: Event) -> None:
    """There is danger still: a supervisor looks again on the day that she named."""
    if event.data["again_on"]:
        _owe(TaskKind.DECIDE_DANGER, event, date.fromisoformat(event.data["again_on"]))


def danger_goes_on(event: Event) -> None:
    """A new story, or a death that was a mistake: what nobody has settled is to be looked at."""
    person_id, _ = event.whose()
    if open_mentions([person_id]):
        mark_latest(person_id, by=actor_now())
        for kind in ABOUT_DANGER:
            _owe(kind, event, clock.working_day_from(event.at))


def nobody_is_in_danger(event: Event) -> None:
    """They have died: there is nobody any more of whom to make sure."""
    person_id, _ = event.whose()
    drop_tasks(person_id, only=ABOUT_DANGER)


def _owe(kind: TaskKind, event: Event, due: date) -> None:
    """By whoever holds the latest case, or supervises: once a person, by the earlier day."""
    person_id, service_id = event.whose()
    case = latest_case(person_id)
    owner = case.holder_id if case else None
    if kind is TaskKind.DECIDE_DANGER:
        owner = supervisor_of(service_id) or owner
    elif owner is None:
        return
    owed = [one.due_on for one in open_tasks(person_id=person_id) if one.kind is kind]
    if not owed or min(owed) > due:
        drop_tasks(person_id, only=(kind,))
        owe(event, kind, owner_id=owner, due=due)


def team_stands_by(event: Event) -> None:
    """It has come to everybody: the team sees whom it is about until somebody has it."""
    if event.data["rung"] == Rung.TEAM:
        show_to_team(event.subject_id, by=actor_now())


def team_stands_down(event: Event) -> None:
    """Somebody has it: whoever has no other part in it sees it no longer."""
    hide_from_team(event.subject_id, by=actor_now())


def call_whose_turn_it_is(event: Event) -> None:
    """Write to everybody of the role. The words name nobody: an alert's reference will do."""
    person_id, service_id = event.whose()
    rung = Rung(event.data["rung"])
    practice = event.data.get("practice_id")
    what = "An alert" if event.name.startswith("Alert") else "A safeguarding concern"
    reference = ids.reference(event.subject_id)
    until = datetime.fromisoformat(event.data["until"]).astimezone(LONDON)
    for number, address in enumerate(
        addresses(rung, service_id, UUID(practice) if practice else None)
    ):
        queue_message(
            cause=event.pk,
            kind=f"call_{rung}_{number}"[:30],
            person_id=person_id,
            service_id=service_id,
            channel=Channel.EMAIL,
            to_person=False,
            office=address,
            subject=f"{what} waits for you: {reference}",
            body=(
                f"{what} waits in Linkwell for {CALLED[rung]}. Its reference is {reference}. Sign"
                f" in and press “I have it” by {until:%H:%M}; otherwise {_AFTER[rung]} is called."
                " If anyone is in danger now, ring 999."
            ),
            by=actor_now(),
        )


def tell_privacy_lead(event: Event) -> None:
    """A sealed record was opened: the privacy lead hears of it, once, and by reference only."""
    person_id, service_id = event.whose()
    address = privacy_lead(service_id)
    if not address:
        return  # the readings page shows it in any case
    queue_message(
        cause=event.pk,
        kind="glass_broken",
        person_id=person_id,
        service_id=service_id,
        channel=Channel.EMAIL,
        to_person=False,
        office=address,
        subject=f"A sealed record was opened: {ids.reference(person_id)}",
        body=f"Somebody of the team opened the sealed record {ids.reference(person_id)}. Sign in to"
        " read who it was and the reason that they gave, under “Who looked”.",
        by=actor_now(),
    )


CALLED = {
    Rung.DUTY_CLINICIAN: "the duty clinician of the practice",
    Rung.SUPERVISOR: "the supervisor",
    Rung.SAFEGUARDING_LEAD: "the safeguarding lead",
    Rung.TEAM: "everybody in the team",
}
_AFTER = {
    Rung.DUTY_CLINICIAN: "the supervisor",
    Rung.SUPERVISOR: "the next person named",
    Rung.SAFEGUARDING_LEAD: "the next person named",
    Rung.TEAM: "everybody in the team",
}
