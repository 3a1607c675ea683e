"""Questions about messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from linkwell.consent.queries import has_withdrawn
from linkwell.messages.models import Message
from linkwell.messages.rules import Decision, Held, MessageState, Standing
from linkwell.messages.rules import may_contact as _decide
from linkwell.people.models import Person
from linkwell.people.queries import hides_home, written_ways
from linkwell.people.rules import Channel, ContactFact, Safe, is_by_voice


def may_contact(person_id: UUID, channel: Channel, now: datetime) -> Decision:
    """May this person be contacted by this channel now? Asked before every delivery."""
    return _decide(contact_facts(person_id), channel, now, standing_of(person_id))


def standing_of(person_id: UUID) -> Standing:
    """What is above every way of reaching a person: death, a withdrawal, danger at home."""
    person: Any = Person.objects.annotate(hides=hides_home()).one(person_id)
    return Standing(
        died=person.died_on is not None,
        withdrew=has_withdrawn(person_id),
        guarded=person.abuse or person.hides,
    )


def contact_facts(person_id: UUID) -> list[ContactFact]:
    """Each way to reach a person, without the number or address itself."""
    rows: Iterable[Any] = written_ways([person_id])
    return [
        ContactFact(
            Channel(row.channel),
            Safe(row.safe),
            row.times,
            is_by_voice(row.said_by, row.said_at, harm_since=row.harm_since),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Sent:
    """A message as the case page tells of it: what kind, how it stands, and why it waits."""

    kind: str
    channel: Channel
    to_person: bool
    state: MessageState
    held: Held | None
    created_at: datetime


def was_written_to(person_id: UUID, office: str, body: str, *, since: datetime) -> bool:
    """Did these very words about somebody go to that office after `since`, or are they on their
    way?"""
    rows = Message.objects.filter(person_id=person_id, to=office, body=body, created_at__gte=since)
    return bool(rows.exclude(state=MessageState.CANCELLED).exists())


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
