"""The verbs of a referral’s decision: accept, return."""

from uuid import UUID

from linkwell.access.actions import (
    action,
    decide_alone_about,
    end_caseload,
    leave_queue,
    take_onto_caseload,
)
from linkwell.access.cover import open_again
from linkwell.access.models import Membership
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission, Role
from linkwell.cases.actions import open_case
from linkwell.cases.models import Case
from linkwell.cases.queries import open_case_and_holder
from linkwell.consent.queries import withdrawn_since
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.people.models import ContactWay, Person
from linkwell.people.queries import said_of_number
from linkwell.people.rules import BY_REFERRER, Channel, Safe
from linkwell.referrals.events import (
    ReferralAccepted,
    ReferralReturned,
)
from linkwell.referrals.models import Referral
from linkwell.referrals.queries import number_in_doubt
from linkwell.referrals.rules import (
    REFERRAL,
    ReferralState,
    ReturnReason,
)
from linkwell.tasks.actions import give_tasks


@action(Permission.TRIAGE)
def accept(referral_id: UUID, *, to: UUID | None = None, by: Actor) -> Case:
    """Take a referral onto one's own caseload, or give it to the colleague whose membership is
    `to`, and open the case. WrongState where they died or took back their consent meanwhile, and
    where the NHS number that was given stands on another record and nobody has said whose it is.

    When somebody was faster: WrongState for who may still see it, a supervisor; NotThere for a
    colleague, from whose queue it has gone. WrongState too where an open case of theirs goes on.
    """
    referral: Referral = Referral.objects.locked(referral_id)
    member = membership_in(by, referral.service_id, *TEAM)
    holder = member if to is None or to == member.pk else _colleague(to, referral.service_id)
    _decide(referral, "accepted", member.pk)
    person_id, service_id = referral.person_id, referral.service_id
    _may_begin(referral)
    take_onto_caseload(person_id, service_id=service_id, member=member)
    _keep_number(referral)
    case = open_case(
        person_id=person_id,
        service_id=service_id,
        referral_id=referral.pk,
        holder=holder,
        at_risk=referral.risk_mentioned,
    )
    record(
        ReferralAccepted(
            subject_id=referral.pk,
            person_id=person_id,
            service_id=service_id,
            case_id=case.pk,
            holder_id=holder.pk,
            risk_mentioned=referral.risk_mentioned,
        )
    )
    if holder.pk != member.pk:
        take_onto_caseload(person_id, service_id=service_id, member=holder)
    give_tasks(person_id, holder.pk)
    end_caseload(person_id, but=holder)  # last: whoever gave it away, or held them once, is out
    return case


def _may_begin(referral: Referral) -> None:
    """A story may begin: whoever decides about them at the same moment waits, and what was locked
    away is open again."""
    decide_alone_about(referral.person_id)
    _must_be_somebody(referral)
    _must_not_be_open(referral.person_id)
    open_again(referral.person_id)


def _must_be_somebody(referral: Referral) -> None:
    """Whoever died or took back their consent while it waited begins nothing; and it is known who
    it is."""
    person: Person = Person.objects.one(referral.person_id)
    if person.died_on is not None:
        raise WrongState("They have died. Return the referral to the practice.")
    if withdrawn_since(person.pk, referral.received_at):
        raise WrongState("They took back their consent. Return the referral to the practice.")
    if number_in_doubt(person):
        raise WrongState(
            "The NHS number that was given stands on another record of ours. Say first whether it"
            " is the same person or somebody else."
        )


def _must_not_be_open(person_id: UUID) -> None:
    """One open story a person: whoever waited here may have come back by another way."""
    if open_case_and_holder(person_id):
        raise WrongState(
            "Their story was opened again meanwhile. Tell whoever holds it of this referral, then"
            " return it with a reason."
        )


def _keep_number(referral: Referral) -> None:
    """A number that was left with the answer becomes a way to reach them, at the times that they
    named. What was said of it before stands."""
    if referral.phone and said_of_number(referral.person_id, referral.phone) is None:
        ContactWay(
            person_id=referral.person_id,
            service_id=referral.service_id,
            channel=Channel.PHONE,
            value=referral.phone,
            safe=Safe.YES,
            times=referral.times,
            said_by=BY_REFERRER,
        ).save(force_insert=True)


def _colleague(member_id: UUID, service_id: UUID) -> Membership:
    """Somebody of the service to whom a case can be given; NotThere for anybody else."""
    found = Membership.objects.filter(
        pk=member_id, organisation_id=service_id, role=Role.LINK_WORKER, ended_at=None
    ).first()
    if found is None:
        raise NotThere
    return found


@action(Permission.TRIAGE)
def return_to_referrer(
    referral_id: UUID, *, reason: ReturnReason, note: str = "", by: Actor
) -> Referral:
    """Send a referral back with a reason, and a note in words for the practice.

    Raises NotThere for what the actor may not see, WrongState when somebody was faster.
    """
    referral: Referral = Referral.objects.locked(referral_id)
    member = membership_in(by, referral.service_id, *TEAM)
    referral.reason, referral.decision_note = reason, note
    _decide(referral, "returned", member.pk)
    record(
        ReferralReturned(
            subject_id=referral.pk,
            person_id=referral.person_id,
            service_id=referral.service_id,
            practice_id=referral.practice_id,
            reason=reason,
        )
    )
    leave_queue(referral.person_id)
    return referral


def _decide(referral: Referral, move: str, member_id: UUID) -> None:
    referral.state = REFERRAL.after(ReferralState(referral.state), move)
    referral.decided_at, referral.decided_by_id = clock.now(), member_id
    referral.save(update_fields=["state", "decided_at", "decided_by", "reason", "decision_note"])
