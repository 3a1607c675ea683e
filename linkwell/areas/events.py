"""Facts about the official files."""

from dataclasses import dataclass

from linkwell.areas.rules import Kind
from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class AreasLoaded(DomainEvent):
    """One official file came in, and what was there of the same vintage went."""

    kind: Kind
    rows: int
