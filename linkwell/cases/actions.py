"""The verbs of a case."""

from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.models import Membership
from linkwell.access.rules import Actor, Permission
from linkwell.cases.events import CaseBegun, CaseOpened
from linkwell.cases.models import Case
from linkwell.cases.rules import CASE, CaseState
from linkwell.journal.actions import record


def open_case(*, person_id: UUID, service_id: UUID, referral_id: UUID, holder: Membership) -> Case:
    """Begin an episode, held by one member. Part of accepting a referral."""
    case = Case(person_id=person_id, service_id=service_id, referral_id=referral_id, holder=holder)
    case.save(force_insert=True)
    record(
        CaseOpened(
            subject_id=case.pk, person_id=person_id, service_id=service_id, holder_id=holder.pk
        )
    )
    return case


@action(Permission.FOLLOW_UP)
def begin(case_id: UUID, *, by: Actor) -> Case:
    """The first talk has happened. Raises WrongState when it was said before."""
    case: Case = Case.objects.locked(case_id)
    case.state = CASE.after(CaseState(case.state), "begun")
    case.save(update_fields=["state"])
    record(CaseBegun(subject_id=case.pk, person_id=case.person_id, service_id=case.service_id))
    return case
