"""How long people wait for their first talk: counted with those who still wait, else it flatters.

Pure. The median of Kaplan and Meier: whoever still waits, or ended before a talk, counts for as
long as is known of them (Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Wait:
    """Whole days from the referral until the first talk; `over` is False where there was none yet,
    and the days are until now, or until it ended without one."""

    days: int
    over: bool
    waits_now: bool = False


def usual_wait(waits: Iterable[Wait]) -> int | None:
    """Within how many days half of them have their first talk; None while that is not known."""
    known = list(waits)
    waiting = Fraction(1)  # a float would miss the half by a hair
    for day in sorted({one.days for one in known if one.over}):
        at_risk = sum(one.days >= day for one in known)
        talks = sum(one.over and one.days == day for one in known)
        waiting *= 1 - Fraction(talks, at_risk)
        if waiting <= Fraction(1, 2):
            return day
    return None
