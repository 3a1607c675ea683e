"""Questions about messages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linkwell.messages.models import Message
from linkwell.messages.rules import Decision, Held, MessageState
from linkwell.messages.rules import may_contact as _decide
from linkwell.people.models import ContactWay
from linkwell.people.rules import Channel, ContactFact, Safe


def may_contact(person_id: UUID, channel: Channel, now: datetime) -> Decision:
    """May this person be contacted by this channel now? Asked before every delivery."""
    return _decide(contact_facts(person_id), channel, now)


def contact_facts(person_id: UUID) -> list[ContactFact]:
    """Each way to reach a person, without the number or address itself."""
    rows = ContactWay.objects.filter(person_id=person_id).order_by("said_at", "id")
    return [ContactFact(Channel(row.channel), Safe(row.safe), row.times) for row in rows]


@dataclass(frozen=True)
class Sent:
    """A message as the case page tells of it: what kind, how it stands, and why it waits."""

    kind: str
    channel: Channel
    to_person: bool
    state: MessageState
    held: Held | None
    created_at: datetime


def messages_about(person_id: UUID) -> list[Sent]:
    """Every message about a person, newest first."""
    rows = Message.objects.filter(person_id=person_id).order_by("-created_at", "-id")
    return [
        Sent(
            kind=row.kind,
            channel=Channel(row.channel),
            to_person=row.to_person,
            state=MessageState(row.state),
            held=Held(row.held) if row.held else None,
            created_at=row.created_at,
        )
        for row in rows
    ]
