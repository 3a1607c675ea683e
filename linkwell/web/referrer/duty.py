"""Who reads an alert, and when: what a page may promise, from the duty hours as they are written.

Outside them a promise would be false assurance: whoever is in danger has to ring somebody else.
"""

from datetime import date, datetime, timedelta

from linkwell.directory.hours import read_hours
from linkwell.directory.rules import Session
from linkwell.kernel.clock import LONDON, is_working_day
from linkwell.web.design.words import clock as at_clock
from linkwell.web.design.words import day

RING_NOW = "If anyone is in danger now, ring 999, or 111 and choose option 2."
_DAYS_AHEAD, _SATURDAY = 14, 5


def on_duty(hours: str, now: datetime) -> bool | None:
    """Is anybody on duty, by hours such as "Monday to Friday, 8am to 6:30pm"?

    Nobody is on a bank holiday. None where the hours are not surely understood, or not known.
    """
    if not read_hours(hours):
        return None
    here = now.astimezone(LONDON)
    return any(one.opens <= here.time() < one.closes for one in _sessions(hours, here.date()))


def back_at(hours: str, now: datetime) -> datetime | None:
    """When somebody is next on duty; None where that is not known."""
    here = now.astimezone(LONDON)
    days = (here.date() + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD))
    begins = (
        datetime.combine(on, one.opens, LONDON) for on in days for one in _sessions(hours, on)
    )
    return min((moment for moment in begins if moment > here), default=None)


def _sessions(hours: str, on: date) -> list[Session]:
    if on.weekday() < _SATURDAY and not is_working_day(on):
        return []
    return [one for one in read_hours(hours) if one.day.number == on.weekday()]


def promise(hours: str, now: datetime) -> str:
    """What happens once somebody may be in danger: only what will happen."""
    if on_duty(hours, now):
        return (
            "The duty clinician is called now. Until somebody has said that they have it, it passes"
            " on every hour."
        )
    next_time = back_at(hours, now)
    if next_time is None:
        return (
            "The duty clinician is written to. We do not know whether anybody is on duty now, so"
            f" nobody may read it for a while. {RING_NOW}"
        )
    when = f"{day(next_time.date())} at {at_clock(next_time)}"
    return f"Nobody is on duty before {when}, and nobody may read this until then. {RING_NOW}"
