"""Ids, time, numbers, states and events: what everything else stands on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.kernel import clock, ids, nhs_number
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.kernel.events import DomainEvent
from linkwell.kernel.lifecycle import Lifecycle, moves


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"
    GONE = "gone"


DOOR = Lifecycle(
    "door",
    Door,
    start=Door.OPEN,
    moves=moves(
        ("shut", Door.OPEN, Door.SHUT),
        ("opened", Door.SHUT, Door.OPEN),
        ("locked", Door.SHUT, Door.LOCKED),
        ("taken away", (Door.OPEN, Door.SHUT), Door.GONE),
    ),
)


def test_a_move_leads_where_the_table_says() -> None:
    assert DOOR.after(Door.OPEN, "shut") is Door.SHUT


def test_a_move_that_is_not_in_the_table_is_refused_with_a_sentence() -> None:
    with pytest.raises(WrongState, match="This door is locked and cannot be shut"):
        DOOR.after(Door.LOCKED, "shut")


@given(st.sampled_from(Door), st.sampled_from(["shut", "opened", "locked", "taken away", "eaten"]))
def test_a_state_offers_just_the_moves_it_allows(state: Door, move: str) -> None:
    try:
        DOOR.after(state, move)
    except WrongState:
        assert move not in DOOR.open_from(state)
    else:
        assert move in DOOR.open_from(state)


def test_final_states_allow_nothing() -> None:
    assert [state for state in Door if DOOR.is_final(state)] == [Door.LOCKED, Door.GONE]


def test_a_table_with_a_state_that_nothing_reaches_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing leads to gone, locked"):
        Lifecycle("door", Door, start=Door.OPEN, moves=moves(("shut", Door.OPEN, Door.SHUT)))


def test_a_table_with_two_ways_from_one_state_is_refused() -> None:
    with pytest.raises(ValueError, match="two ways to shut from open"):
        Lifecycle(
            "door",
            Door,
            start=Door.OPEN,
            moves=moves(("shut", Door.OPEN, Door.SHUT), ("shut", Door.OPEN, Door.LOCKED)),
        )


def test_the_diagram_shows_every_arrow() -> None:
    drawn = DOOR.mermaid()
    assert "open --> shut: shut" in drawn
    assert "locked --> [*]" in drawn
    assert drawn.count("-->") == 1 + 5 + 2


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 5, 19), 2, date(2026, 5, 21)),
        (date(2026, 5, 22), 1, date(2026, 5, 26)),  # over a weekend and the spring bank holiday
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Christmas, and Boxing Day on the Monday
        (date(2026, 5, 23), 0, date(2026, 5, 23)),
    ],
)
def test_working_days_skip_weekends_and_bank_holidays(day: date, count: int, then: date) -> None:
    assert clock.add_working_days(day, count) == then


@given(st.dates(date(2020, 1, 1), date(2027, 12, 1)), st.integers(1, 30))
def test_a_working_day_is_reached_and_none_is_skipped(day: date, count: int) -> None:
    then = clock.add_working_days(day, count)
    assert clock.is_working_day(then)
    assert clock.add_working_days(day, count - 1) < then


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        clock.add_working_days(date(2026, 5, 19), -1)


@pytest.mark.parametrize("text", ["999 004 1059", "999-004-1059", " 9990041059 "])
def test_an_nhs_number_is_read_however_it_is_spaced(text: str) -> None:
    assert nhs_number.read(text) == "9990041059"


@pytest.mark.parametrize("text", ["", "0000000000", "999 004 105", "９９９0041059", "abcdefghi"])
def test_what_is_no_nhs_number_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InputAtFault, match="NHS number"):
        nhs_number.read(text)


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_changed_digit_is_noticed(place: int, digit: int) -> None:
    right = "9990041059"
    wrong = right[:place] + str(digit) + right[place + 1 :]
    if wrong != right:
        with pytest.raises(InputAtFault, match="do not fit together"):
            nhs_number.read(wrong)


def test_an_nhs_number_is_shown_as_it_is_read_aloud() -> None:
    assert nhs_number.show("9990041059") == "999 004 1059"


def test_ids_are_in_order_of_time() -> None:
    made = [ids.new_id() for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000


@given(st.text())
def test_a_bad_id_is_an_unknown_id(text: str) -> None:
    found = ids.read_id(text)
    assert found is None or isinstance(found, ids.UUID)


def test_a_reference_can_be_read_out_and_is_steady() -> None:
    row = ids.UUID("019aab12-3456-7890-abcd-ef0123456789")
    assert ids.reference(row) == ids.reference(row)
    assert len({ids.reference(ids.new_id()) for _ in range(2000)}) == 2000
    assert ids.reference(row).startswith("LW-")
    assert not set(ids.reference(row)[3:]) & set("01ILOU")


def test_an_event_with_free_text_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="events hold ids, codes, numbers, dates"):

        @dataclass(frozen=True, kw_only=True)
        class StoryTold(DomainEvent):
            words: str


def test_an_event_gives_its_own_fields_as_plain_values() -> None:
    @dataclass(frozen=True, kw_only=True)
    class DoorMoved(DomainEvent):
        to: Door
        on: date

    event = DoorMoved(subject_id=ids.new_id(), to=Door.SHUT, on=date(2026, 5, 19))
    assert event.name == "DoorMoved"
    assert event.data() == {"to": "shut", "on": "2026-05-19"}
