"""The states of an episode, and why one ends."""

from datetime import date, timedelta
from enum import StrEnum

from linkwell.kernel.lifecycle import Lifecycle, moves


class CaseState(StrEnum):
    WAITING = "waiting"  # accepted, not yet talked to
    ACTIVE = "active"
    HOLDING = "holding"  # kept steady while something has a queue; needs a review date
    PAUSED = "paused"  # at the person's wish; needs a review date
    CLOSED = "closed"


class Because(StrEnum):
    """Why an episode ended."""

    COMPLETED = "completed"
    PERSON_ENDED = "person_ended"
    LOST_CONTACT = "lost_contact"
    PASSED_ON = "passed_on"
    MOVED = "moved"
    OUT_OF_SCOPE = "out_of_scope"
    DIED = "died"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    ADMIN_ERROR = "admin_error"

    @property
    def practice_is_written_to(self) -> bool:
        """Does the practice that referred get a word of what came of it, to file? Not of a mistake;
        of a death or a withdrawal it hears by itself, and not why."""
        return self not in (Because.DIED, Because.CONSENT_WITHDRAWN, Because.ADMIN_ERROR)


FOR_GOOD = frozenset({Because.DIED, Because.CONSENT_WITHDRAWN})
_OPEN = (CaseState.WAITING, CaseState.ACTIVE, CaseState.HOLDING, CaseState.PAUSED)

CASE = Lifecycle(
    "case",
    CaseState,
    start=CaseState.WAITING,
    moves=moves(
        ("begun", CaseState.WAITING, CaseState.ACTIVE),
        ("held", (CaseState.WAITING, CaseState.ACTIVE, CaseState.PAUSED), CaseState.HOLDING),
        ("paused", (CaseState.WAITING, CaseState.ACTIVE, CaseState.HOLDING), CaseState.PAUSED),
        ("resumed", (CaseState.HOLDING, CaseState.PAUSED), CaseState.ACTIVE),
        ("closed", _OPEN, CaseState.CLOSED),
        ("reopened", CaseState.CLOSED, CaseState.ACTIVE),
    ),
)

REVIEW_AFTER = timedelta(weeks=4)  # how long somebody is held or paused without a look, at most


def may_reopen(because: Because, *, died: bool) -> bool:
    """Whoever comes back is welcome; a withdrawal is for good, and a death, unless it turned out to
    be written on the wrong person."""
    return not died and because is not Because.CONSENT_WITHDRAWN


def may_close(because: Because, *, at_risk: bool, supervisor: bool) -> bool:
    """Open risk or safeguarding never ends by itself: then a supervisor decides.

    A death or a withdrawal is not ours to hold up.
    """
    return not at_risk or supervisor or because in FOR_GOOD


def review_by(day: date) -> date:
    """The latest day for a look at somebody who is held or paused on `day`."""
    return day + REVIEW_AFTER
