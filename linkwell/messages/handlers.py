"""What messages do when something has happened elsewhere. Each runs once for one event."""

from uuid import UUID

from linkwell.access.queries import organisation
from linkwell.access.scope import actor_now
from linkwell.journal.models import Event
from linkwell.kernel import ids
from linkwell.kernel.clock import LONDON, on_day, working_day_from
from linkwell.messages.actions import (
    cancel_messages,
    hold_unsafe,
    post,
    queue_message,
    write_to_practice,
)
from linkwell.messages.queries import contact_facts
from linkwell.messages.rules import automatic_channel
from linkwell.people.queries import may_be_known


def acknowledge_practice(event: Event) -> None:
    """Tell the practice's office that the referral has arrived."""
    practice = organisation(UUID(event.data["practice_id"]))
    reference, when = ids.reference(event.subject_id), event.at.astimezone(LONDON)
    what = (
        f"Somebody asked for a link worker by the poster of {practice.name}"
        if event.data["source"] == "self"
        else f"The referral that {practice.name} sent has arrived"
    )
    write_to_practice(
        event,
        practice,
        kind="receipt_practice",
        subject=f"Referral {reference} has arrived",
        body=f"{what}, on {when:%A} {when.day} {when:%B}. Its reference is {reference}."
        f" {_what_next(event)}",
    )


def _what_next(event: Event) -> str:
    if event.data["risk_mentioned"]:
        first = working_day_from(event.at)
        when = "today" if first == on_day(event.at) else f"on {first:%A} {first.day} {first:%B}"
        return f"Its words mention danger, so the team decides {when}. In danger now: ring 999."
    if event.data["wants"] == "no":
        return "It is kept as “said no, this time”: nobody will ring. Refer again on any day."
    return "Within 2 working days a link worker takes it on, or returns it with a reason."


def acknowledge_person(event: Event) -> None:
    """Tell the person that somebody will be in touch, if they want this and the way is safe.

    Nothing automatic follows a mention of danger, nor a number that somebody typed on a poster's
    page, nor where they may be known here already: what the record that we have says of them (they
    died, took back their consent, must not be texted) counts, and a human reads it first. The words
    name nothing that another reader of the phone may not know.
    """
    person_id, service_id = event.whose()
    by_hand = event.data["risk_mentioned"] or event.data["source"] == "self"
    if event.data["wants"] != "yes" or by_hand or may_be_known(person_id):
        return
    channel = automatic_channel(contact_facts(person_id))
    if channel is None:
        return
    service = organisation(service_id)
    queue_message(
        cause=event.pk,
        kind="receipt_person",
        person_id=person_id,
        service_id=service_id,
        channel=channel,
        to_person=True,
        subject="We will be in touch",
        body=f"Hello. Somebody will ring you in the next days, as you agreed. {service.phone}",
        by=actor_now(),
    )


def post_message(event: Event) -> None:
    """A message was written down: post it."""
    post(event.subject_id, by=actor_now())


def hold_what_waits(event: Event) -> None:
    """Somebody close harms them, or where they live must not be known: what was to go by a way
    that was safe before waits for a human."""
    person_id, _ = event.whose()
    if event.data.get("guarded") or event.data.get("hidden"):
        hold_unsafe(person_id)


def cancel_everything(event: Event) -> None:
    """A death, or consent withdrawn: nothing that waits or is held ever goes."""
    person_id, _ = event.whose()
    cancel_messages(person_id)
