"""Facts about a person's record."""

from dataclasses import dataclass

from linkwell.kernel.events import DomainEvent
from linkwell.people.rules import Channel, Safe


@dataclass(frozen=True, kw_only=True)
class SafeWaySaid(DomainEvent):
    channel: Channel
    safe: Safe
