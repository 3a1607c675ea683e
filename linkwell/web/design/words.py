"""Dates, times and small numbers as we write them: Thursday 28 May, 2pm, two."""

from datetime import date, datetime, time

from django.utils import timezone

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def day(value: date | datetime, today: date | None = None) -> str:
    """Thursday 28 May; with the year when it is not this one."""
    if isinstance(value, datetime):
        value = _local(value).date()
    year = "" if value.year == (today or timezone.localdate()).year else f" {value.year}"
    return f"{value:%A} {value.day} {value:%B}{year}"


def short_day(value: date | datetime) -> str:
    """Thu 28 May: for narrow columns."""
    if isinstance(value, datetime):
        value = _local(value).date()
    return f"{value:%a} {value.day} {value:%b}"


def clock(value: time | datetime) -> str:
    """2pm, 10:30am, 12 noon, midnight."""
    if isinstance(value, datetime):
        value = _local(value).time()
    if value.minute == 0 and value.hour % 12 == 0:
        return "12 noon" if value.hour else "midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """Thursday 28 May, 2pm; "today, 2pm" on the day itself."""
    on = "today" if _local(value).date() == timezone.localdate() else day(value)
    return f"{on}, {clock(value)}"


def outside(address: str) -> str:
    """An address that others wrote, safe to link to: http and https only, else nothing."""
    scheme = address.strip().partition(":")[0].lower()
    return address.strip() if scheme in ("http", "https") else ""


def number_word(count: int) -> str:
    """Small numbers in words, others in digits: three, 12."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def counted(count: int, one: str, many: str) -> str:
    """`counted(3, "thing", "things")` -> "three things"."""
    return f"{number_word(count)} {one if count == 1 else many}"
