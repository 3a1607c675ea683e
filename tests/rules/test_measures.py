"""Packs with their licences, scores that guess nothing, pulses drawn by a seed."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.measures.packs import PULSE, offered, packs, read_pack
from linkwell.measures.rules import (
    LATER_AFTER,
    Stage,
    draw,
    due_pulses,
    read_answers,
    scores,
    stage_due,
)
from tests.rules.test_conversations import TUESDAY

pytestmark = pytest.mark.rules
ONS4, LONELY = packs()["ons4"], packs()["loneliness"]


def test_every_pack_says_its_licence_and_source() -> None:
    assert {pack.id for pack in packs().values()} == {"ons4", "loneliness", "pulse"}
    for pack in packs().values():
        assert pack.licence
        assert pack.source
    assert PULSE not in {pack.id for pack in offered()}


@pytest.mark.parametrize("missing", ["licence", "source", "items"])
def test_a_pack_that_leaves_one_out_is_refused(missing: str) -> None:
    lines = ['id = "x"', 'title = "X"', 'licence = "OGL"', 'source = "S"', 'intro = "I"']
    lines += ['scoring = "each"', '[[items]]\nid = "a"\ntext = "A"\nhighest = 3']
    text = "\n".join(line for line in lines if not line.lstrip("[").startswith(missing))
    with pytest.raises(ValueError, match=missing):
        read_pack(text, name="x.toml")


def test_ons4_is_four_numbers_and_never_one() -> None:
    found = scores(ONS4, {"satisfaction": 3, "worthwhile": 5, "happiness": 4, "anxiety": 8})
    assert [score.value for score in found] == [3, 5, 4, 8]
    assert [score.better for score in found] == ["higher", "higher", "higher", "lower"]
    assert {score.of for score in found} == {(0, 10)}


def test_three_questions_of_loneliness_add_up_and_the_fourth_stands_alone() -> None:
    answers = {"companionship": 3, "left_out": 2, "isolated": 3, "direct": 1}
    total, direct = scores(LONELY, answers)
    assert (total.value, total.of, total.better) == (8, (3, 9), "lower")
    assert (direct.value, direct.of) == (1, (1, 5))


@pytest.mark.parametrize("left", ["companionship", "left_out", "isolated"])
def test_a_sum_without_one_of_its_parts_is_not_told(left: str) -> None:
    answers = {"companionship": 3, "left_out": 2, "isolated": 3, "direct": 1, left: None}
    total, direct = scores(LONELY, answers)
    assert total.value is None
    assert direct.value == 1


@given(st.fixed_dictionaries({item: st.integers(1, 3) for item in LONELY.sum_of}))
def test_a_sum_stays_within_its_bounds(answers: dict[str, int]) -> None:
    total = scores(LONELY, {**answers, "direct": None})[0]
    assert total.value is not None
    assert total.of[0] <= total.value <= total.of[1]


def test_rather_not_is_an_answer_and_silence_is_not() -> None:
    items = [item.id for item in ONS4.items]
    assert read_answers(ONS4, items, dict.fromkeys(items)) == dict.fromkeys(items)
    for wrong in ({}, dict.fromkeys([*items, "more"]), {**dict.fromkeys(items), "anxiety": 11}):
        with pytest.raises(ValueError, match="answer"):
            read_answers(ONS4, items, wrong)


def test_the_stage_follows_from_what_was_answered_and_when_it_ended() -> None:
    assert stage_due(started=False, ended_on=None, today=TUESDAY) is Stage.START
    assert stage_due(started=True, ended_on=None, today=TUESDAY) is Stage.END
    ended = TUESDAY - LATER_AFTER
    assert stage_due(started=True, ended_on=ended, today=TUESDAY) is Stage.LATER
    soon = TUESDAY - timedelta(days=7)
    assert stage_due(started=True, ended_on=soon, today=TUESDAY) is Stage.END


@given(st.uuids(), st.integers(1, 40), st.sets(st.sampled_from(["plan", "visit"])))
def test_two_due_pulses_are_drawn_and_the_seed_decides(
    seed: UUID, contact_no: int, happened: set[str]
) -> None:
    due = due_pulses(contact_no, happened=happened)
    drawn = draw(due, seed=seed)
    assert len(set(drawn)) == 2
    assert set(drawn) <= set(due)
    assert draw(due, seed=seed) == drawn == draw(due[::-1], seed=seed)


@given(st.uuids(), st.integers(1, 40))
def test_the_same_pulse_is_not_drawn_twice_running(seed: UUID, contact_no: int) -> None:
    first = draw(due_pulses(contact_no), seed=seed)
    again = draw(due_pulses(contact_no + 1, last_time=first), seed=seed)
    assert again
    assert not set(first) & set(again)


def test_every_due_pulse_is_drawn_by_some_seed() -> None:
    due = due_pulses(1)
    drawn = {one for number in range(200) for one in draw(due, seed=UUID(int=number))}
    assert drawn == set(due)


def test_what_has_not_happened_is_not_asked_about() -> None:
    assert not {"P_CHOICE", "P_FIT"} & set(due_pulses(2))
    assert {"P_CHOICE", "P_FIT"} <= set(due_pulses(2, happened=["plan", "visit"]))
