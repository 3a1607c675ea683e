"""Who is called about danger, and when it passes on: a ladder of named roles and a clock.

An alert rests with nobody: until somebody acknowledges it, it passes to the next role that has
anybody in it, and from the last one it comes back to that one again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from linkwell.kernel.lifecycle import Lifecycle, moves


class Rung(StrEnum):
    """A role that is called. In the order in which alerts climb."""

    DUTY_CLINICIAN = "duty_clinician"  # of the practice
    SUPERVISOR = "supervisor"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    TEAM = "team"  # everybody


ALERT_LADDER = (Rung.DUTY_CLINICIAN, Rung.SUPERVISOR, Rung.SAFEGUARDING_LEAD, Rung.TEAM)
CONCERN_LADDER = (Rung.SAFEGUARDING_LEAD, Rung.SUPERVISOR)  # nobody else may read one
CLOCK = timedelta(hours=1)  # unless the installation says otherwise


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, since when, and when it passes on if nobody acknowledges."""

    rung: Rung
    since: datetime
    until: datetime


def first_turn(
    ladder: Sequence[Rung], there: Collection[Rung], now: datetime, clock: timedelta = CLOCK
) -> Turn:
    """The first role that has anybody in it; the last of the ladder where none has."""
    rung = next((rung for rung in ladder if rung in there), ladder[-1])
    return Turn(rung, now, now + clock)


def next_turn(
    ladder: Sequence[Rung],
    turn: Turn,
    there: Collection[Rung],
    now: datetime,
    clock: timedelta = CLOCK,
) -> Turn | None:
    """Whose turn it is now that time is up; None while it is not. The last one is asked again."""
    if now < turn.until:
        return None
    above = ladder[ladder.index(turn.rung) + 1 :]
    rung = next((rung for rung in above if rung in there), turn.rung)
    return Turn(rung, now, now + clock)


def reached(ladder: Sequence[Rung], rung: Rung) -> tuple[Rung, ...]:
    """Every role that has been called so far."""
    return tuple(ladder[: ladder.index(rung) + 1])


class Why(StrEnum):
    """Why there is an alert."""

    YES = "yes"  # whoever refers says that somebody is in danger now
    UNKNOWN = "unknown"  # they do not know
    UNANSWERED = "unanswered"  # nobody answered in time
    CONCERN = "concern"  # raised with a safeguarding concern


class AlertState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"


ALERT = Lifecycle(
    "alert",
    AlertState,
    start=AlertState.OPEN,
    moves=moves(("acknowledged", AlertState.OPEN, AlertState.ACKNOWLEDGED)),
)


class ConcernState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


CONCERN = Lifecycle(
    "concern",
    ConcernState,
    start=ConcernState.OPEN,
    moves=moves(
        ("acknowledged", ConcernState.OPEN, ConcernState.ACKNOWLEDGED),
        ("closed", (ConcernState.OPEN, ConcernState.ACKNOWLEDGED), ConcernState.CLOSED),
    ),
)


class Route(StrEnum):
    """To whom a safeguarding concern goes."""

    SAFEGUARDING_LEAD = "safeguarding_lead"
    LOCAL_AUTHORITY = "local_authority"
    POLICE = "police"


class Outcome(StrEnum):
    """How a concern ended. A supervisor decides."""

    REFERRED_ON = "referred_on"  # the local authority or the police act on it
    PLAN_AGREED = "plan_agreed"  # a safety plan stands
    NO_RISK_FOUND = "no_risk_found"
    KNOWN_ALREADY = "known_already"  # others act on it


class SaidIn(StrEnum):
    """Where words that mean danger were said or written, once somebody is known to us."""

    REFERRAL = "referral"
    QUESTION = "question"  # what the team asked the practice
    RETURN = "return"  # why a referral was returned or passed on
    TALK = "talk"
    NEED = "need"
    MAP = "map"  # somebody they can turn to
    GOAL = "goal"
    STEP = "step"
    SEARCH = "search"  # what was looked for
    LINE = "line"  # what a group would read
    PARTNER = "partner"  # what a group answered
    PRACTICE = "practice"  # what the practice was written
    TIMES = "times"  # when it suits to ring
    SPEAKER = "speaker"  # who speaks for them
    DECISION = "decision"  # a decision that was noted
    PLACE = "place"  # of a talk
    SEALED = "sealed"  # why a sealed record was opened


LOOK_AGAIN_WITHIN = timedelta(weeks=4)


def may_look_again_on(day: date, today: date) -> bool:
    """While somebody is in danger a supervisor looks again, and soon."""
    return today < day <= today + LOOK_AGAIN_WITHIN


# A caller is looked for by name and birth date. Who guesses is stopped.
MOST_FAILED, WITHIN = 10, timedelta(minutes=10)


def may_look_again(failed_at: Collection[datetime], now: datetime) -> bool:
    """The eleventh failed search within ten minutes is refused."""
    return sum(1 for at in failed_at if at > now - WITHIN) < MOST_FAILED
