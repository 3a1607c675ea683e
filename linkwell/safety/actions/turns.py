"""What alerts and concerns do alike: whose turn it is, and what every event says of them."""

from uuid import UUID

from linkwell.safety.models import Alert, Clocked, Concern
from linkwell.safety.rules import Rung, Turn


def turn_of(row: Clocked) -> Turn:
    return Turn(Rung(row.rung), row.turn_since, row.turn_until)


def give_turn(row: Clocked, turn: Turn) -> None:
    row.rung, row.turn_since, row.turn_until = turn.rung, turn.since, turn.until
    row.save(update_fields=["rung", "turn_since", "turn_until"])


def about(row: Alert | Concern) -> dict[str, UUID]:
    return {"subject_id": row.pk, "person_id": row.person_id, "service_id": row.service_id}
