"""The verbs of a case."""

from uuid import UUID

from linkwell.access.models import Membership
from linkwell.cases.events import CaseOpened
from linkwell.cases.models import Case
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
