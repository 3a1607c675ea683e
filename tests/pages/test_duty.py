"""What is promised to somebody who may be in danger: only what will happen (H101)."""

from datetime import datetime

import pytest

from linkwell.kernel.clock import LONDON
from linkwell.web.referrer.duty import RING_NOW, back_at, on_duty, promise

WEEK = "Monday to Friday, 8am to 6:30pm"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("hours", "now", "is_on", "back"),
    [
        (WEEK, "2026-11-27T08:00", True, "2026-11-30T08:00"),
        (WEEK, "2026-11-27T18:29", True, "2026-11-30T08:00"),
        (WEEK, "2026-11-27T18:30", False, "2026-11-30T08:00"),
        (WEEK, "2026-11-28T03:38", False, "2026-11-30T08:00"),  # a Saturday
        (WEEK, "2026-12-24T19:00", False, "2026-12-29T08:00"),  # Christmas, and a day instead
        ("Monday to Sunday, 9am to 5pm", "2026-11-28T10:00", True, "2026-11-29T09:00"),
        ("whenever we can", "2026-11-27T10:00", None, None),
        ("", "2026-11-27T10:00", None, None),
    ],
)
def test_when_somebody_is_on_duty(
    hours: str, now: str, is_on: bool | None, back: str | None
) -> None:
    assert on_duty(hours, at(now)) is is_on
    assert back_at(hours, at(now)) == (at(back) if back else None)


def test_nobody_is_promised_a_call_that_nobody_makes() -> None:
    assert "is called now" in promise(WEEK, at("2026-11-27T10:00"))
    late = promise(WEEK, at("2026-11-28T03:38"))
    assert "Nobody is on duty before Monday 30 November at 8am" in late
    unknown = promise("", at("2026-11-27T10:00"))
    assert "We do not know whether anybody is on duty" in unknown
    for said in (late, unknown):
        assert said.endswith(RING_NOW)
        assert "is called now" not in said
