"""When a delivery that failed is tried again, and when it is parked for a person."""

from datetime import datetime, timedelta
from enum import StrEnum

from linkwell.kernel.lifecycle import Lifecycle, moves

MOST_ATTEMPTS = 8


class DeliveryState(StrEnum):
    DUE = "due"
    DONE = "done"
    PARKED = "parked"


DELIVERY = Lifecycle(
    "delivery",
    DeliveryState,
    start=DeliveryState.DUE,
    moves=moves(
        ("handled", DeliveryState.DUE, DeliveryState.DONE),
        ("parked", DeliveryState.DUE, DeliveryState.PARKED),
        ("retried", DeliveryState.PARKED, DeliveryState.DUE),
    ),
)


def next_attempt(failed: int, now: datetime) -> datetime | None:
    """When to try again after `failed` failures, or None when a person must look.

    2, 4, 8 ... seconds, so that a restarted database costs little and a lasting fault is
    parked after about four minutes.
    """
    if failed >= MOST_ATTEMPTS:
        return None
    return now + timedelta(seconds=2**failed)
