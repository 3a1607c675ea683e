"""Questions about cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, QuerySet

from linkwell.cases.models import Case
from linkwell.cases.rules import Because, CaseState
from linkwell.consent.queries import withdrawn_since
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.people.models import Person
from linkwell.people.queries import Listed, listed
from linkwell.tables.expressions import Among, one_of


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
    at_risk: bool = False
    closed_because: Because | None = None


def open_case_and_holder(person_id: UUID) -> tuple[UUID, UUID] | None:
    """The open case of somebody and who holds it, if there is one: also where it is another's."""
    with connection.cursor() as cursor:
        cursor.execute("select case_id, holder_id from linkwell_open_case(%s)", [person_id])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def has_stopped(case: Case) -> bool:
    """Nothing begins any more: they have died, or took back their consent since.

    A case that ended before, for another reason, says nothing of that.
    """
    person: Person = Person.objects.one(case.person_id)
    return person.died_on is not None or withdrawn_since(case.person_id, case.opened_at)


def must_not_have_stopped(case: Case) -> None:
    """WrongState where nothing begins any more."""
    if has_stopped(case):
        raise WrongState("Everything has been stopped. Nothing new begins.")


def case(case_id: UUID) -> Held:
    """One case; NotThere for what the actor may not see."""
    rows = _held(Case.objects.filter(pk=case_id))
    if not rows:
        raise NotThere
    return rows[0]


def caseload(membership_ids: Iterable[UUID]) -> list[Listed]:
    """The people whose cases these memberships hold, newest first, in one question."""
    held = Case.objects.filter(holder_id__in=list(membership_ids)).values("person_id")
    people = Person.objects.filter(Among(F("person_id"), ArraySubquery(held)))
    return listed(people.order_by("-created_at"))


def cases_of(person_ids: Iterable[UUID]) -> dict[UUID, Held]:
    """The latest case of each of these people, of those the actor may see."""
    rows = Case.objects.filter(one_of("person_id", person_ids)).order_by("opened_at")
    return {held.person_id: held for held in _held(rows)}


def _held(rows: QuerySet[Case]) -> list[Held]:
    columns = rows.values_list(
        "id",
        "person_id",
        "service_id",
        "referral_id",
        "holder_id",
        "holder__user__name",
        "state",
        "opened_at",
        "at_risk",
        "closed_because",
    )
    return [
        Held(
            case_id,
            person,
            service,
            referral,
            holder,
            name,
            CaseState(state),
            opened,
            risk,
            Because(why) if why else None,
        )
        for case_id, person, service, referral, holder, name, state, opened, risk, why in columns
    ]
