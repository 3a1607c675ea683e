"""Questions about messages to the practice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linkwell.cases.queries import case
from linkwell.consent.queries import said_about
from linkwell.consent.rules import Purpose, Said
from linkwell.feedback.models import PracticeMessage
from linkwell.feedback.rules import About, Whose
from linkwell.kernel.ids import reference
from linkwell.people.models import Person
from linkwell.people.rules import NoNhsNumber
from linkwell.referrals.models import Referral


@dataclass(frozen=True)
class Told:
    """One message as it was sent."""

    message_id: UUID
    person_id: UUID
    service_id: UUID
    case_id: UUID
    practice: str
    written_by: str
    about: About
    code: str
    text: str
    sent_at: datetime
    filed_at: datetime | None


def may_be_told(person_id: UUID) -> bool:
    """May the practice hear what came of it? Unless they said that it may not."""
    return said_about(person_id, Purpose.TELL_PRACTICE) is not Said.NO


def message(message_id: UUID) -> Told:
    """One message; NotThere for what the actor may not see."""
    rows = PracticeMessage.objects.select_related("practice", "written_by__user")
    return _told(rows.one(message_id))


def whose(case_id: UUID) -> Whose:
    """Whom a message about this case is about, as the practice knows them."""
    held = case(case_id)
    person: Person = Person.objects.one(held.person_id)
    referral: Referral = Referral.objects.one(held.referral_id)
    return Whose(
        name=str(person),
        born=person.birth_date,
        reference=reference(referral.first_id),
        nhs_number=person.nhs_number or "",
        why_none=NoNhsNumber(person.no_nhs_number) if person.no_nhs_number else None,
    )


def messages_of(case_id: UUID) -> list[Told]:
    """Every message about a case, newest first."""
    rows = PracticeMessage.objects.filter(case_id=case_id).order_by("-sent_at", "-id")
    return [_told(row) for row in rows.select_related("practice", "written_by__user")]


@dataclass(frozen=True)
class News:
    """The newest message about somebody, and whether it says what came of it at the end."""

    text: str
    sent_at: datetime
    ended: bool


def told_to(practice_ids: Iterable[UUID]) -> dict[UUID, News]:
    """The newest message about each person that these practices were sent."""
    rows = PracticeMessage.objects.filter(practice_id__in=list(practice_ids)).order_by("sent_at")
    return {row.person_id: News(row.text, row.sent_at, row.about == About.END) for row in rows}


def _told(row: PracticeMessage) -> Told:
    return Told(
        message_id=row.pk,
        person_id=row.person_id,
        service_id=row.service_id,
        case_id=row.case_id,
        practice=row.practice.name,
        written_by=row.written_by.user.name,
        about=About(row.about),
        code=row.code,
        text=row.text,
        sent_at=row.sent_at,
        filed_at=row.filed_at,
    )
