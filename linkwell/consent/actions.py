"""The verbs of consent: write down an answer, withdraw everything, note a decision."""

from datetime import datetime
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.cover import lock_away
from linkwell.access.links import close_links_about
from linkwell.access.models import Link
from linkwell.access.rules import Actor, ActorKind, Permission
from linkwell.consent.events import ConsentSaid, ConsentWithdrawn, DecisionNoted
from linkwell.consent.models import Consent, Decision
from linkwell.consent.queries import has_withdrawn, withdrawn_since
from linkwell.consent.rules import Basis, HowAsked, Purpose, Said, may_decide, open_bases
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.people.models import Person
from linkwell.people.rules import age_on


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
def withdraw(person_id: UUID, *, how: HowAsked, since: datetime | None = None, by: Actor) -> None:
    """The person takes back their yes: nothing is shared or sent from this moment on, their record
    is locked away, and no link about them opens, not even the one by which they say so.

    What follows (connections recalled, recipients told, the case closed) hangs on the event.
    WrongState after a death, and where they took it back already and have not said yes anew. For
    whoever came back and was not asked: since `since` only, the beginning of what they end now.
    """
    person = _alone_with(person_id, by)
    if person.died_on is not None:
        raise WrongState("They have died. Everything has stopped already.")
    if has_withdrawn(person_id) if since is None else withdrawn_since(person_id, since):
        raise WrongState("They took back their consent already. Everything has stopped.")
    for purpose in (Purpose.KEEP_RECORD, Purpose.TELL_PARTNER, Purpose.TELL_PRACTICE):
        note_consent(person_id, person.service_id, purpose, Said.NO, how, by=by)
    record(
        ConsentWithdrawn(subject_id=person_id, person_id=person_id, service_id=person.service_id)
    )
    lock_away(person_id)
    close_links_about(person_id)


def _alone_with(person_id: UUID, by: Actor) -> Person:
    """The person, while nobody else writes this of them. By a link of their own they may not hold
    their record, so the link is held: once it is closed, it reads nothing more."""
    if by.kind is ActorKind.LINK:
        Link.objects.select_for_update().get(pk=by.id)
        own: Person = Person.objects.one(person_id)
        return own
    person: Person = Person.objects.locked(person_id)
    return person


@action(Permission.HARD_DAY)
def note_decision(
    person_id: UUID, *, about: str, basis: Basis, decided_by: str = "", note: str = "", by: Actor
) -> Decision:
    """Who decided one thing, and on what basis. InputAtFault where nobody is named who did, or
    where the law knows no such basis at their age."""
    if not may_decide(basis, decided_by=decided_by):
        raise InputAtFault("Write who decided, since the person did not")
    person: Person = Person.objects.one(person_id)
    if basis not in open_bases(age_on(person.birth_date, clock.today())):
        raise InputAtFault("At their age nobody decides on that basis. Choose another")
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
