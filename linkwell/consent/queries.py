"""Questions about what a person agreed to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from linkwell.consent.models import Consent, Decision
from linkwell.consent.rules import Agreement, Purpose, Said, agreed


def answers_of(person_id: UUID) -> list[Agreement]:
    """Every answer, oldest first."""
    rows = Consent.objects.filter(person_id=person_id).order_by("at", "id")
    return [
        Agreement(Purpose(row.purpose), Said(row.said), row.at, row.recipient_id) for row in rows
    ]


def said_about(person_id: UUID, purpose: Purpose, recipient_id: UUID | None = None) -> Said:
    """What holds now about this purpose and recipient."""
    return agreed(answers_of(person_id), purpose, recipient_id)


def has_withdrawn(person_id: UUID) -> bool:
    """They said that nothing may be written down any more."""
    return said_about(person_id, Purpose.KEEP_RECORD) is Said.NO


def withdrew_at(person_id: UUID) -> datetime | None:
    """When they last took back their consent, whatever they said later. None: never."""
    return said_no(person_id=person_id).order_by("at").values_list("at", flat=True).last()


def withdrawn_since(person_id: UUID, moment: datetime) -> bool:
    """They took back their consent after `moment`. Whoever comes back later begins anew."""
    return said_no(person_id=person_id, at__gte=moment).exists()


def said_no(**about: Any) -> QuerySet[Consent]:
    """Each time that somebody took back that anything is written down."""
    rows: QuerySet[Consent] = Consent.objects.filter(
        purpose=Purpose.KEEP_RECORD, said=Said.NO, **about
    )
    return rows


def decisions_of(person_id: UUID) -> list[Decision]:
    """Decisions that were in question, newest first."""
    return list(Decision.objects.filter(person_id=person_id).order_by("-at", "-id"))
