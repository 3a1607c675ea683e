"""What every verb of a connection does first: lock the row, move its state, name what it is of."""

from typing import Any
from uuid import UUID

from linkwell.connections.models import Connection
from linkwell.connections.rules import CONNECTION, ConnectionState


def locked(connection_id: UUID) -> Connection:
    """The row, held until the transaction ends; NotThere for what the actor may not see."""
    row: Connection = Connection.objects.locked(connection_id)
    return row


def moved(connection_id: UUID, move: str, **changes: Any) -> Connection:
    """The row after a move and these changes, saved; WrongState when the move is not open."""
    connection = locked(connection_id)
    connection.state = CONNECTION.after(ConnectionState(connection.state), move)
    for name, value in changes.items():
        setattr(connection, name, value)
    connection.save(update_fields=["state", *changes])
    return connection


def about(connection: Connection) -> dict[str, UUID]:
    """What every event of a connection says of it."""
    return {
        "subject_id": connection.pk,
        "person_id": connection.person_id,
        "service_id": connection.service_id,
    }


def where(connection: Connection) -> dict[str, UUID]:
    """The case it belongs to, and what they are connected with."""
    return {"case_id": connection.case_id, "directory_service_id": connection.option_id}
