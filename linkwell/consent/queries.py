"""Questions about what a person agreed to."""

from datetime import datetime
from uuid import UUID

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
    rows = Consent.objects.filter(person_id=person_id, purpose=Purpose.KEEP_RECORD, said=Said.NO)
    moment: datetime | None = rows.order_by("at").values_list("at", flat=True).last()
    return moment


def withdrawn_since(person_id: UUID, moment: datetime) -> bool:
    """They took back their consent after `moment`. Whoever comes back later begins anew."""
    rows = Consent.objects.filter(person_id=person_id, purpose=Purpose.KEEP_RECORD, at__gte=moment)
    return bool(rows.filter(said=Said.NO).exists())


def decisions_of(person_id: UUID) -> list[Decision]:
    """Decisions that were in question, newest first."""
    return list(Decision.objects.filter(person_id=person_id).order_by("-at", "-id"))
