"""Try to reach somebody; write when nobody answers; end gently, or go on trying."""

from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.queries import membership_in
from linkwell.access.rules import TEAM, Actor, Permission
from linkwell.cases.actions import close, open_case_of
from linkwell.cases.rules import Because
from linkwell.conversations.events import (
    EndedUnreached,
    LastLetterWritten,
    TriedToReach,
    TryingGoesOn,
)
from linkwell.conversations.models import Attempt, LastLetter
from linkwell.conversations.queries import Reaching, reaching
from linkwell.conversations.reaching import Outcome, Stage, decide_on
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import WrongState
from linkwell.referrals.models import Referral


@action(Permission.TALK)
def try_to_reach(case_id: UUID, *, outcome: Outcome, by: Actor) -> Attempt:
    """Write down one try, made now."""
    case = open_case_of(case_id)
    attempt = Attempt(
        person_id=case.person_id,
        service_id=case.service_id,
        case=case,
        member=membership_in(by, case.service_id, *TEAM),
        outcome=outcome,
    )
    attempt.save(force_insert=True)
    count = 0 if outcome is Outcome.SPOKE else len(reaching(case_id).unreached)
    record(
        TriedToReach(
            subject_id=attempt.pk,
            person_id=case.person_id,
            service_id=case.service_id,
            case_id=case_id,
            outcome=outcome,
            count=count,
        )
    )
    return attempt


@action(Permission.TALK)
def write_last_letter(case_id: UUID, *, by: Actor) -> LastLetter:
    """Three tries reached nobody: write, and wait ten working days. WrongState before that."""
    case = open_case_of(case_id)
    if reaching(case_id).stage is not Stage.WRITE:
        raise WrongState("A letter follows three tries that reached nobody.")
    letter = LastLetter(person_id=case.person_id, service_id=case.service_id, case=case)
    letter.save(force_insert=True)
    record(
        LastLetterWritten(
            subject_id=letter.pk,
            person_id=case.person_id,
            service_id=case.service_id,
            case_id=case_id,
            decide_on=decide_on(clock.on_day(letter.written_at)),
        )
    )
    return letter


@action(Permission.TALK)
def keep_trying(case_id: UUID, *, by: Actor) -> None:
    """No word since the letter, and somebody wants to try again all the same."""
    case = open_case_of(case_id)
    _must_be_decided(reaching(case_id))
    record(
        TryingGoesOn(
            subject_id=case.pk,
            person_id=case.person_id,
            service_id=case.service_id,
            case_id=case_id,
        )
    )


@action(Permission.TALK)
def end_unreached(case_id: UUID, *, by: Actor) -> None:
    """No word since the letter: end gently, and the referrer is told.

    WrongState before the ten working days are over; and where danger or safeguarding is open for
    whoever is not a supervisor.
    """
    case = open_case_of(case_id)
    _must_be_decided(reaching(case_id))
    referral: Referral = Referral.objects.one(case.referral_id)
    record(
        EndedUnreached(
            subject_id=case.pk,
            person_id=case.person_id,
            service_id=case.service_id,
            case_id=case_id,
            referral_id=referral.pk,
            practice_id=referral.practice_id,
        )
    )
    close(case_id, because=Because.LOST_CONTACT, by=by)


def _must_be_decided(where: Reaching) -> None:
    if where.stage is not Stage.DECIDE:
        raise WrongState("There is still time to answer, or the letter was not written yet.")
