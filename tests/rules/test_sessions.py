"""How long a signed-in session stays open."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linkwell.web.rules import Limits, Session, Stamps, session_state

NOON = datetime(2026, 5, 19, 12, tzinfo=UTC)
LIMITS = Limits()
minutes = st.integers(min_value=0, max_value=3 * 24 * 60)


def after(began: int, seen: int, *, locked: bool = False) -> Session:
    """The state `began` minutes after signing in and `seen` minutes after the last request."""
    stamps = Stamps(NOON - timedelta(minutes=began), NOON - timedelta(minutes=seen), locked)
    return session_state(stamps, NOON, LIMITS)


def test_it_is_open_while_somebody_works() -> None:
    assert after(began=11 * 60, seen=14) is Session.OPEN


def test_a_quarter_of_an_hour_alone_locks_it() -> None:
    assert after(began=60, seen=15) is Session.LOCKED


def test_once_locked_it_stays_locked() -> None:
    assert after(began=60, seen=0, locked=True) is Session.LOCKED


def test_twelve_hours_end_it_however_busy() -> None:
    assert after(began=12 * 60, seen=0) is Session.ENDED


def test_a_clock_that_ran_backwards_locks_nobody_out() -> None:
    assert after(began=-5, seen=-5) is Session.OPEN


@given(began=minutes, seen=minutes, more=minutes, locked=st.booleans())
def test_waiting_never_opens_it(began: int, seen: int, more: int, locked: bool) -> None:
    order = [Session.OPEN, Session.LOCKED, Session.ENDED]
    now, later = after(began, seen, locked=locked), after(began + more, seen + more, locked=locked)
    assert order.index(later) >= order.index(now)
