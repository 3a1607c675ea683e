"""What safety does when something has happened: raise alerts, and write to whose turn it is."""

from datetime import datetime
from uuid import UUID

from linkwell.access.scope import actor_now
from linkwell.cases.models import Case
from linkwell.journal.models import Event
from linkwell.kernel import ids
from linkwell.kernel.clock import LONDON
from linkwell.messages.actions import queue_message
from linkwell.people.rules import Channel
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import Danger, is_urgent
from linkwell.safety.actions import hide_from_team, raise_alert, show_to_team, tell_cases
from linkwell.safety.models import Concern
from linkwell.safety.queries import addresses, privacy_lead
from linkwell.safety.rules import Rung, Why


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
