"""Time as people here keep it: Europe/London, working days, bank holidays of England and Wales."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WORK_ENDS = time(17)  # what comes later is read on the next working day: the promise says so
_moment: ContextVar[datetime | None] = ContextVar("linkwell_moment", default=None)


def now() -> datetime:
    """This moment, in UTC and aware. The only place that asks the machine's clock."""
    return _moment.get() or datetime.now(UTC)


@contextmanager
def at_moment(moment: datetime) -> Iterator[None]:
    """Inside it is `moment`. Only the demo town's past is told with it, and a test sees to that."""
    if moment.tzinfo is None:
        raise ValueError("A moment knows its time zone.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def on_day(moment: datetime) -> date:
    """The date in London of a moment."""
    return moment.astimezone(LONDON).date()


def today() -> date:
    """The date in London."""
    return on_day(now())


def start_of(day: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(day, time(), LONDON)


def end_of(day: date) -> datetime:
    """The first moment of the next day in London: until then it is that day."""
    return start_of(day + timedelta(days=1))


@lru_cache(maxsize=1)
def _bank_holidays() -> frozenset[date]:
    # The file alone: the package's own reader brings what it would ask GOV.UK with.
    packed = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text("utf-8"))
    events = packed["england-and-wales"]["events"]
    return frozenset(date.fromisoformat(event["date"]) for event in events)


def is_working_day(day: date) -> bool:
    """Monday to Friday, no bank holiday of England and Wales (source: GOV.UK, as packed)."""
    return day.weekday() < 5 and day not in _bank_holidays()


def working_day_from(moment: datetime) -> date:
    """Its day if somebody works on it still, else the next day on which somebody does."""
    day = on_day(moment)
    works = is_working_day(day) and moment.astimezone(LONDON).time() < WORK_ENDS
    return day if works else add_working_days(day, 1)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`; `day` itself may be any day. `count` >= 0."""
    if count < 0:
        raise ValueError("Working days are counted forwards.")
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
