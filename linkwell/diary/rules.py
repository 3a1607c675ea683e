"""A planned talk: where it stands, and its interpreter."""

import re
from datetime import date, datetime, time
from enum import StrEnum

from linkwell.kernel.lifecycle import Lifecycle, moves


class AppointmentState(StrEnum):
    PLANNED = "planned"
    HAPPENED = "happened"
    CANCELLED_BY_PERSON = "by_person"
    CANCELLED_BY_SERVICE = "by_service"


APPOINTMENT = Lifecycle(
    "appointment",
    AppointmentState,
    start=AppointmentState.PLANNED,
    moves=moves(
        ("happened", AppointmentState.PLANNED, AppointmentState.HAPPENED),
        ("cancelled_by_person", AppointmentState.PLANNED, AppointmentState.CANCELLED_BY_PERSON),
        ("cancelled_by_service", AppointmentState.PLANNED, AppointmentState.CANCELLED_BY_SERVICE),
        (
            "planned_again",
            (AppointmentState.CANCELLED_BY_PERSON, AppointmentState.CANCELLED_BY_SERVICE),
            AppointmentState.PLANNED,
        ),
    ),
)


class Where(StrEnum):
    HOME = "home"
    PRACTICE = "practice"
    PHONE = "phone"
    VIDEO = "video"
    COMMUNITY = "community"


class Interpreter(StrEnum):
    NOT_NEEDED = "not_needed"
    NEEDED = "needed"  # and not booked yet
    BOOKED = "booked"
    CAME = "came"
    DID_NOT_COME = "did_not_come"


INTERPRETER = Lifecycle(
    "interpreter",
    Interpreter,
    start=Interpreter.NOT_NEEDED,
    moves=moves(
        ("needed", (Interpreter.NOT_NEEDED, Interpreter.BOOKED), Interpreter.NEEDED),
        ("booked", (Interpreter.NEEDED, Interpreter.DID_NOT_COME), Interpreter.BOOKED),
        ("came", (Interpreter.NEEDED, Interpreter.BOOKED), Interpreter.CAME),
        ("did_not_come", (Interpreter.NEEDED, Interpreter.BOOKED), Interpreter.DID_NOT_COME),
        ("not_needed", Interpreter.NEEDED, Interpreter.NOT_NEEDED),
    ),
)


_TOOK_PLACE = frozenset({"happened", "came", "did_not_come"})


def may_say(move: str, on: date, today: date) -> bool:
    """What took place is said from the day of the talk on; all else, such as that it is off, on
    any day."""
    return move not in _TOOK_PLACE or on <= today


_BEGINS = frozenset({"planned_again", "needed", "booked"})


def begins(move: str) -> bool:
    """Would somebody be expected again? Then the story must be open; what became of a talk may be
    said later too."""
    return move in _BEGINS


def needs_interpreter(asked: bool | None, language: str) -> bool:
    """Whether a talk needs one: they said so, or nobody asked and they speak another language."""
    return asked if asked is not None else language != "en"


def warns(needed: bool, interpreter: Interpreter) -> bool:
    """A talk with somebody who needs an interpreter, and none is booked."""
    return needed and interpreter in (Interpreter.NEEDED, Interpreter.NOT_NEEDED)


def may_relative_interpret(*, safety: bool) -> bool:
    """Never a relative where safety is flagged: danger, safeguarding, harm by somebody close.

    Who does harm may be the one who offers to interpret.
    """
    return not safety


def is_past(at: datetime, now: datetime) -> bool:
    return at <= now


def read_time(text: str) -> time | None:
    """The time of day that somebody means by "10:30am", "2pm", "14:00", "noon"; else None.

    Without am or pm: as people meet, from 7 in the morning to 6 in the evening.
    """
    plain = text.strip().lower().removeprefix("at ").replace(" ", "")
    if plain in ("noon", "midday", "12noon"):
        return time(12)
    match = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?", plain)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half or 1 <= hour <= 12:
        half = half or ("am" if 7 <= hour <= 11 else "pm")
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)
