"""The verbs of consent: write down an answer, withdraw everything, note a decision."""

from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.links import close_links_about
from linkwell.access.rules import Actor, Permission
from linkwell.consent.events import ConsentSaid, ConsentWithdrawn, DecisionNoted
from linkwell.consent.models import Consent, Decision
from linkwell.consent.rules import Basis, HowAsked, Purpose, Said, may_decide
from linkwell.journal.actions import record
from linkwell.kernel.errors import InputAtFault
from linkwell.people.models import Person


def note_consent(
    person_id: UUID,
    service_id: UUID,
    purpose: Purpose,
    said: Said,
    how: HowAsked,
    *,
    by: Actor,
    recipient_id: UUID | None = None,
) -> Consent:
    """Write an answer down. Inside an action."""
    row = Consent(
        person_id=person_id,
        service_id=service_id,
        purpose=purpose,
        recipient_id=recipient_id,
        said=said,
        how_asked=how,
        asked_by=by.id,
    )
    row.save(force_insert=True)
    record(
        ConsentSaid(
            subject_id=row.pk,
            person_id=person_id,
            service_id=service_id,
            purpose=purpose,
            said=said,
            how_asked=how,
            recipient_id=recipient_id,
        )
    )
    return row


@action(Permission.CONSENT)
def withdraw(person_id: UUID, *, how: HowAsked, by: Actor) -> None:
    """The person takes back their yes: nothing is shared or sent from this moment on, and no link
    about them opens, not even the one by which they say so.

    What follows (connections recalled, recipients told, the case closed) hangs on the event.
    """
    person: Person = Person.objects.one(person_id)
    for purpose in (Purpose.KEEP_RECORD, Purpose.TELL_PARTNER, Purpose.TELL_PRACTICE):
        note_consent(person_id, person.service_id, purpose, Said.NO, how, by=by)
    record(
        ConsentWithdrawn(subject_id=person_id, person_id=person_id, service_id=person.service_id)
    )
    close_links_about(person_id)


@action(Permission.HARD_DAY)
def note_decision(
    person_id: UUID, *, about: str, basis: Basis, decided_by: str = "", note: str = "", by: Actor
) -> Decision:
    """Who decided one thing, and on what basis. InputAtFault where nobody is named who did."""
    if not may_decide(basis, decided_by=decided_by):
        raise InputAtFault("Write who decided, since the person did not")
    person: Person = Person.objects.one(person_id)
    row = Decision(
        person_id=person_id,
        service_id=person.service_id,
        about=about,
        basis=basis,
        decided_by=decided_by,
        note=note,
    )
    row.save(force_insert=True)
    record(
        DecisionNoted(
            subject_id=row.pk, person_id=person_id, service_id=person.service_id, basis=basis
        )
    )
    return row
