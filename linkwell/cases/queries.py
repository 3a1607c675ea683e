"""Questions about cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linkwell.cases.models import Case
from linkwell.cases.rules import CaseState


@dataclass(frozen=True)
class Held:
    """A case, and who holds it."""

    case_id: UUID
    person_id: UUID
    service_id: UUID
    referral_id: UUID
    holder_id: UUID
    holder: str
    state: CaseState
    opened_at: datetime


def case(case_id: UUID) -> Held:
    """One case; NotThere for what the actor may not see."""
    return _held(Case.objects.select_related("holder__user").one(case_id))


def caseload(membership_ids: Iterable[UUID]) -> list[Held]:
    """The cases that these memberships hold, newest first."""
    rows = Case.objects.filter(holder_id__in=list(membership_ids)).select_related("holder__user")
    return [_held(row) for row in rows.order_by("-opened_at")]


def cases_of(person_ids: Iterable[UUID]) -> dict[UUID, Held]:
    """The latest case of each of these people, of those the actor may see."""
    rows = Case.objects.filter(person_id__in=list(person_ids)).select_related("holder__user")
    return {row.person_id: _held(row) for row in rows.order_by("opened_at")}


def _held(row: Case) -> Held:
    return Held(
        case_id=row.pk,
        person_id=row.person_id,
        service_id=row.service_id,
        referral_id=row.referral_id,
        holder_id=row.holder_id,
        holder=row.holder.user.name,
        state=CaseState(row.state),
        opened_at=row.opened_at,
    )
