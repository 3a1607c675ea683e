"""What referrals do when something has happened: the pause waits, the practice is asked."""

from uuid import UUID

from django.db import connections

from linkwell.access.links import close_links_about
from linkwell.access.queries import organisation
from linkwell.access.scope import actor_now
from linkwell.cases.actions import mark_at_risk
from linkwell.cases.models import Case
from linkwell.cases.rules import CaseState
from linkwell.consent.queries import has_withdrawn
from linkwell.journal.deliveries import TryLater
from linkwell.journal.models import Event
from linkwell.kernel import clock, ids
from linkwell.messages.actions import cancel_messages, write_to_practice
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.actions.arriving import settle_pause
from linkwell.referrals.actions.triage import forget_unsafe_numbers
from linkwell.referrals.models import Receipt, Referral
from linkwell.referrals.rules import PAUSE_LASTS, Danger, ReturnReason, settled
from linkwell.tasks.actions import drop_tasks, finish_tasks, owe
from linkwell.tasks.rules import ABOUT_DANGER, OWED_AFTER_THE_END, TaskKind, triage_due


def await_answer(event: Event) -> None:
    """Carry the answer over once it is there; after a quarter of an hour "I don't know" counts."""
    referral: Referral = Referral.objects.one(event.subject_id)
    receipt = Receipt.objects.get(referral_id=referral.first_id)
    asked_at = receipt.asked_at or event.at
    answer = settled(Danger(receipt.danger), asked_at, clock.now())
    if answer is None:
        raise TryLater(asked_at + PAUSE_LASTS)
    settle_pause(event.subject_id, answer=answer, by=actor_now())


def tell_the_practice(event: Event) -> None:
    """Something is asked about a referral: the office hears that, and reads it on its page."""
    reference = ids.reference(event.subject_id)
    write_to_practice(
        event,
        organisation(UUID(event.data["practice_id"])),
        kind="question_practice",
        subject=f"A question about referral {reference}",
        body=f"The link worker team asks something about referral {reference} before it decides."
        " Sign in and answer it under “Your referrals”.",
    )


def tell_the_practice_to_stop(event: Event) -> None:
    """Consent is taken back: whoever referred them hears it too, and reads nothing more."""
    _it_stopped(
        event,
        "they asked us to stop",
        "The person of referral {} asked us to stop. We have stopped, and share nothing more. They"
        " may come back on any day, if they wish.",
    )


def tell_the_practice_it_ended(event: Event) -> None:
    """A death: whoever referred them hears that it has ended. An e-mail is no place to say why,
    and after a withdrawal nothing more is shared."""
    person_id, _ = event.whose()
    if not has_withdrawn(person_id):
        _it_stopped(
            event,
            "it has ended",
            "We have stopped what we did for the person of referral {}, and will not get in touch"
            " with them again. Please ring us if you need to know more.",
        )


def _it_stopped(event: Event, subject: str, body: str) -> None:
    """To the practice that referred them last, by the reference of that referral."""
    person_id, _ = event.whose()
    referral: Referral = Referral.objects.filter(person_id=person_id).latest("received_at")
    reference = ids.reference(referral.first_id)
    write_to_practice(
        event,
        organisation(referral.practice_id),
        kind="stopped_practice",
        subject=f"Referral {reference}: {subject}",
        body=body.format(reference),
    )


def expect_an_answer(event: Event) -> None:
    """The practice owes an answer; silence comes back to the team."""
    owe(event, TaskKind.ASK_MORE)


def the_practice_answered(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.ASK_MORE, person_id, about_id=event.subject_id)


def nothing_else_is_owed(event: Event) -> None:
    """It was returned, passed on, or goes on elsewhere: nobody has to ask this person anything, but
    whether they are in danger, where words say so; that goes on elsewhere with the words.

    Unless a case of theirs is open: then what is owed is owed to that. What is owed after the end
    of one stays owed.
    """
    person_id, _ = event.whose()
    still = () if event.name == "ReferralLinked" else ABOUT_DANGER
    if not Case.objects.filter(person_id=person_id).exclude(state=CaseState.CLOSED).exists():
        after = OWED_AFTER_THE_END - {*ABOUT_DANGER}
        drop_tasks(person_id, but={TaskKind.TRIAGE, *after, *still})


def nothing_is_sent_any_more(event: Event) -> None:
    """Returned because they died, or took back their consent, while it waited."""
    person_id, _ = event.whose()
    if ReturnReason(event.data["reason"]).for_good:
        cancel_messages(person_id)
        close_links_about(person_id)


def number_is_not_safe(event: Event) -> None:
    """They said that a number is not safe: where it was left as a safe one it stands no longer."""
    person_id, _ = event.whose()
    if event.data["safe"] == Safe.NO and event.data["channel"] == Channel.PHONE:
        forget_unsafe_numbers(person_id, by=actor_now())


def tell_the_holder(event: Event) -> None:
    """Somebody known was referred again: who holds their case hears, or the team decides.

    Where its words mean danger the case does not end by itself from then on.
    """
    case_id, holder_id = event.data["case_id"], event.data["holder_id"]
    risk = event.data["risk_mentioned"]
    if case_id and risk:
        mark_at_risk(UUID(case_id), by=actor_now())
    owe(
        event,
        TaskKind.NEXT_STEP if case_id else TaskKind.TRIAGE,
        owner_id=UUID(holder_id) if holder_id else None,
        due=triage_due(event.at, risk_mentioned=risk),
    )


def hurry(event: Event) -> None:
    """An answer is there: whatever waits for it is due now.

    Whoever answered by a practice's link has no part in the person's record, so the row that waits
    is found past both walls, and what it does is done as usual, for that person.
    """
    with connections["bulk"].cursor() as cursor:
        about = [event.subject_id, event.subject_id]
        cursor.execute(_DUE_NOW, [clock.now(), event.service_id, *about])


_DUE_NOW = """
    update journal_delivery set due_at = least(due_at, %s - interval '10 seconds')
    where state = 'due' and handler = 'referrals.handlers.await_answer'
      and event_id in (select id from journal_event
                       where service_id = %s and name = 'PauseBegan' and subject_id in (
                         select id from referrals_referral where id = %s or copy_of = %s))
"""
