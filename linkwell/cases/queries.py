"""Questions about cases."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from linkwell.access.models import Membership, Subject
from linkwell.access.queries import held_by
from linkwell.cases.models import Case
from linkwell.cases.rules import Because, CaseState
from linkwell.consent.queries import said_no, withdrawn_since
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.people.models import Person
from linkwell.people.queries import Listed, hides_home, listed
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
    locked: bool = False  # consent was taken back: the record is locked away


def open_case_and_holder(person_id: UUID) -> tuple[UUID, UUID] | None:
    """The open case of somebody and who holds it, if there is one: also where it is another's."""
    with connection.cursor() as cursor:
        cursor.execute("select case_id, holder_id from linkwell_open_case(%s)", [person_id])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def has_stopped(case: "Case | Held") -> bool:
    """Does nothing begin any more: have they died, or taken back their consent since it opened?

    A case that ended before, for another reason, says nothing of that.
    """
    person: Person = Person.objects.one(case.person_id)
    return person.died_on is not None or withdrawn_since(case.person_id, case.opened_at)


def must_not_have_stopped(case: Case) -> None:
    """WrongState where nothing begins any more."""
    if has_stopped(case):
        raise WrongState("Everything has been stopped. Nothing new begins.")


def danger_is_known(person_id: UUID) -> bool:
    """Is danger written down about somebody, in any of their cases, and was never settled?"""
    return bool(Case.objects.filter(person_id=person_id, at_risk=True).exists())


def latest_case(person_id: UUID) -> Case | None:
    """The open case of somebody, else the newest; of those that the actor may see."""
    rows = list(Case.objects.filter(person_id=person_id).order_by("-opened_at", "-id"))
    still_open = (row for row in rows if row.state != CaseState.CLOSED)
    return next(still_open, rows[0] if rows else None)


@dataclass(frozen=True)
class Stands:
    """Has everything stopped about somebody; has this story of theirs ended?"""

    stopped: bool
    ended: bool


def how_it_stands(case_id: UUID) -> Stands:
    """Of a case by its id, in one question, for the door of a page; of an unknown one nothing."""
    about = {"person_id": OuterRef("person_id")}
    died = Person.objects.filter(**about, died_on__isnull=False)
    no = said_no(**about, at__gte=OuterRef("opened_at"))
    rows = Case.objects.filter(pk=case_id).annotate(stopped=Exists(died) | Exists(no))
    stopped, state = rows.values_list("stopped", "state").first() or (False, "")
    return Stands(bool(stopped), state == CaseState.CLOSED)


@dataclass(frozen=True)
class AtOnce:
    """What every page about somebody has to show before all else."""

    hidden: bool  # where they live
    withdrew: bool  # since their story began


def seen_at_once(person_id: UUID, began: UUID | datetime) -> AtOnce:
    """In one question. `began`: the case, or the moment of what a page is about."""
    about = {"person_id": OuterRef("person_id")}
    since: Any = began
    if not isinstance(began, datetime):
        since = Subquery(Case.objects.filter(pk=began).values("opened_at"))
    rows = Person.objects.filter(pk=person_id).annotate(
        hides=hides_home(),
        withdrew=Exists(said_no(**about, at__gte=since)),
    )
    return next((AtOnce(*row) for row in rows.values_list("hides", "withdrew")), _NOTHING)


_NOTHING = AtOnce(hidden=False, withdrew=False)


def case(case_id: UUID) -> Held:
    """One case; NotThere for what the actor may not see."""
    rows = _held(Case.objects.filter(pk=case_id))
    if not rows:
        raise NotThere
    return rows[0]


def caseload(membership_ids: Iterable[UUID]) -> list[Listed]:
    """The people whose cases these memberships hold, newest first, in one question."""
    people = Person.objects.filter(Among(F("person_id"), ArraySubquery(held_by(membership_ids))))
    return listed(people.order_by("-created_at"))


def cases_of(person_ids: Iterable[UUID]) -> dict[UUID, Held]:
    """The latest case of each of these people, of those the actor may see."""
    rows = Case.objects.filter(one_of("person_id", person_ids)).order_by("opened_at")
    return {held.person_id: held for held in _held(rows)}


def member_names(membership_ids: Collection[UUID]) -> dict[UUID, str]:
    """Who these members are; no question where there are none."""
    rows = Membership.objects.filter(pk__in=membership_ids)
    return dict(rows.values_list("pk", "user__name")) if membership_ids else {}


def _held(rows: QuerySet[Case]) -> list[Held]:
    return [
        Held(
            row.pk,
            row.person_id,
            row.service_id,
            row.referral_id,
            row.holder_id,
            row.holder.user.name,
            CaseState(row.state),
            row.opened_at,
            row.at_risk,
            Because(row.closed_because) if row.closed_because else None,
            row.locked,
        )
        for row in _with_lock(rows).select_related("holder__user")
    ]


def _with_lock(rows: QuerySet[Case]) -> QuerySet[Any]:
    locked = Subject.objects.filter(person_id=OuterRef("person_id"), locked_at__isnull=False)
    return rows.annotate(locked=Exists(locked))
