"""Who is called about danger and when; who may look for a caller again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.referrals.rules import (
    PAUSE_LASTS,
    Danger,
    how_pressing,
    is_urgent,
    may_be_now,
    settled,
)
from linkwell.safety.rules import (
    ALERT,
    ALERT_LADDER,
    CLOCK,
    CONCERN,
    CONCERN_LADDER,
    ConcernState,
    Rung,
    first_turn,
    may_look_again,
    next_turn,
    reached,
)

NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
ALL = set(Rung)
SOME = st.sets(st.sampled_from(list(Rung)))


def test_the_duty_clinician_is_called_first_and_has_an_hour() -> None:
    turn = first_turn(ALERT_LADDER, ALL, NOW)
    assert (turn.rung, turn.until) == (Rung.DUTY_CLINICIAN, NOW + timedelta(hours=1))


def test_nobody_is_passed_over_before_their_time() -> None:
    turn = first_turn(ALERT_LADDER, ALL, NOW)
    assert next_turn(ALERT_LADDER, turn, ALL, NOW + timedelta(minutes=59)) is None


def test_it_climbs_one_role_an_hour_and_then_stays_with_everybody() -> None:
    turn, called = first_turn(ALERT_LADDER, ALL, NOW), [Rung.DUTY_CLINICIAN]
    for hour in range(1, 6):
        now = NOW + hour * CLOCK
        turn = next_turn(ALERT_LADDER, turn, ALL, now) or turn
        called.append(turn.rung)
    assert called == [*ALERT_LADDER, Rung.TEAM, Rung.TEAM]


def test_a_practice_without_anybody_to_write_to_is_passed_over_at_once() -> None:
    turn = first_turn(ALERT_LADDER, ALL - {Rung.DUTY_CLINICIAN}, NOW)
    assert turn.rung is Rung.SUPERVISOR


@given(SOME, st.integers(0, 12))
def test_whoever_is_there_it_never_rests(there: set[Rung], hours: int) -> None:
    turn = first_turn(ALERT_LADDER, there, NOW)
    for hour in range(1, hours + 1):
        now = NOW + hour * CLOCK
        following = next_turn(ALERT_LADDER, turn, there, now)
        assert following is not None
        assert following.until > now
        assert ALERT_LADDER.index(following.rung) >= ALERT_LADDER.index(turn.rung)
        assert following.rung in there | {turn.rung}
        turn = following


def test_a_concern_goes_to_nobody_who_may_not_read_it() -> None:
    assert set(CONCERN_LADDER) == {Rung.SAFEGUARDING_LEAD, Rung.SUPERVISOR}
    assert reached(CONCERN_LADDER, Rung.SUPERVISOR) == CONCERN_LADDER


def test_no_state_of_an_alert_or_a_concern_is_a_dead_end() -> None:
    assert not ALERT.is_final(ALERT.start)
    for state in (ConcernState.OPEN, ConcernState.ACKNOWLEDGED):
        assert "closed" in CONCERN.open_from(state)


@pytest.mark.parametrize(
    ("danger", "minutes", "answer"),
    [
        (Danger.ASKED, 0, None),
        (Danger.ASKED, 14, None),
        (Danger.ASKED, 15, Danger.UNKNOWN),
        (Danger.YES, 0, Danger.YES),
        (Danger.NO, 60, Danger.NO),
        (Danger.OTHER_MEANING, 0, Danger.OTHER_MEANING),
    ],
)
def test_no_answer_in_a_quarter_of_an_hour_counts_as_i_dont_know(
    danger: Danger, minutes: int, answer: Danger | None
) -> None:
    assert settled(danger, NOW, NOW + timedelta(minutes=minutes)) is answer
    assert timedelta(minutes=15) == PAUSE_LASTS


def test_i_dont_know_is_treated_as_a_yes() -> None:
    urgent = {danger for danger in Danger if is_urgent(danger)}
    assert urgent == {Danger.YES, Danger.UNKNOWN}


@given(st.lists(st.integers(0, 30), max_size=30))
def test_the_eleventh_failed_search_in_ten_minutes_is_refused(minutes_ago: list[int]) -> None:
    failed = [NOW - timedelta(minutes=ago) for ago in minutes_ago]
    recent = [ago for ago in minutes_ago if ago < 10]
    assert may_look_again(failed, NOW) == (len(recent) < 10)


def test_who_may_be_in_danger_now_is_read_before_everybody_else() -> None:
    order = sorted(Danger, key=how_pressing)
    assert order[:3] == [Danger.YES, Danger.UNKNOWN, Danger.ASKED]
    assert order[-2:] == [Danger.OTHER_MEANING, Danger.NOT_ASKED]
    assert [one for one in order if may_be_now(one)] == order[:3]
