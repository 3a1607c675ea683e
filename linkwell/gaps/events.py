"""Facts about gaps."""

from dataclasses import dataclass
from datetime import date

from linkwell.gaps.rules import AskedIn
from linkwell.kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class LookingCounted(DomainEvent):
    """What came of looking on a day was counted. Of whom, of what and where stands nowhere."""

    asked_in: AskedIn
    on: date
