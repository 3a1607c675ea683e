"""Facts about messages."""

from dataclasses import dataclass

from linkwell.kernel.events import DomainEvent
from linkwell.messages.rules import Held, Reader
from linkwell.people.rules import Channel


@dataclass(frozen=True, kw_only=True)
class MessageQueued(DomainEvent):
    channel: Channel
    to_person: bool


@dataclass(frozen=True, kw_only=True)
class MessageSent(DomainEvent):
    channel: Channel
    to_person: bool
    reader: Reader


@dataclass(frozen=True, kw_only=True)
class MessageHeld(DomainEvent):
    channel: Channel
    why: Held


@dataclass(frozen=True, kw_only=True)
class MessageCancelled(DomainEvent):
    to_person: bool
