"""Connections: what a partner may read, and what is known of a visit when two tell of it."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.connections.rules import (
    CONNECTION,
    OPEN_ANSWERS,
    UNDER_WAY,
    Account,
    Answer,
    ConnectionState,
    Line,
    PartnerAnswer,
    Question,
    Source,
    draft_lines,
    verdict,
)

NOON = datetime(2026, 5, 28, 13, tzinfo=UTC)
KNOWN = {Line.CALLED: "Maureen", Line.WISH: "I used to sing.", Line.ASK: "Nadia, 0161 496 0155"}


def said(source: Source, answer: Answer, hours: int = 0) -> Account:
    return Account(Question.VISIT, source, answer, NOON + timedelta(hours=hours))


def test_nothing_said_is_unknown_and_not_a_no() -> None:
    found = verdict([], Question.VISIT)
    assert (found.answer, found.disputed) == (None, False)


def test_one_who_knows_is_enough() -> None:
    assert verdict([said(Source.PARTNER, Answer.YES)], Question.VISIT).answer is Answer.YES


def test_two_who_differ_are_disputed_and_never_averaged() -> None:
    found = verdict(
        [said(Source.PERSON, Answer.YES), said(Source.PARTNER, Answer.NO)], Question.VISIT
    )
    assert (found.disputed, found.answer) == (True, None)
    assert (found.person, found.partner) == (Answer.YES, Answer.NO)


def test_who_cannot_say_contradicts_nobody() -> None:
    found = verdict(
        [said(Source.PERSON, Answer.YES), said(Source.PARTNER, Answer.UNKNOWN)], Question.VISIT
    )
    assert (found.disputed, found.answer) == (False, Answer.YES)


@pytest.mark.parametrize("sides", list(permutations(Source)))
@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        (Answer.NOT_YET, Answer.NO, Answer.NOT_YET),
        (Answer.NO, Answer.NOT_YET, Answer.NOT_YET),
        (Answer.NOT_YET, Answer.YES, Answer.YES),
        (Answer.YES, Answer.NOT_YET, None),
        (Answer.NOT_YET, Answer.UNKNOWN, Answer.NOT_YET),
    ],
)
def test_not_yet_denies_nothing_but_a_yes_that_was_said_before(
    sides: tuple[Source, Source], first: Answer, then: Answer, answer: Answer | None
) -> None:
    found = verdict([said(sides[0], first), said(sides[1], then, 24)], Question.VISIT)
    assert (found.answer, found.disputed) == (answer, answer is None)
    assert {found.person, found.partner} == {first, then}, "each word is still shown"


def test_a_newer_word_of_the_same_side_replaces_the_older() -> None:
    accounts = [said(Source.PERSON, Answer.NOT_YET), said(Source.PERSON, Answer.YES, 24)]
    assert verdict(accounts, Question.VISIT).answer is Answer.YES


@given(st.lists(st.tuples(st.sampled_from(Source), st.sampled_from(Answer), st.integers(0, 99))))
def test_the_order_in_which_words_arrive_does_not_matter(
    words: list[tuple[Source, Answer, int]],
) -> None:
    distinct = {hours: said(source, answer, hours) for source, answer, hours in words}
    accounts = list(distinct.values())
    assert verdict(accounts, Question.VISIT) == verdict(accounts[::-1], Question.VISIT)
    found = verdict(accounts, Question.VISIT)
    known = {found.person, found.partner} - {None, Answer.UNKNOWN}
    assert found.disputed <= (len(known) == 2)
    assert not (found.disputed and known == {Answer.NOT_YET, Answer.NO})
    assert found.answer is None or found.answer in known


def test_a_partner_reads_these_seven_lines_and_no_others() -> None:
    assert [line.value for line in Line] == [
        "called",
        "wish",
        "when",
        "helps",
        "avoid",
        "reach",
        "ask",
    ]


def test_a_line_without_words_is_not_a_line() -> None:
    assert [one.line for one in draft_lines(KNOWN, {})] == [Line.CALLED, Line.WISH, Line.ASK]
    assert not draft_lines({Line.WHEN: "  "}, {})


def test_a_left_out_line_stays_in_its_place() -> None:
    lines = draft_lines(KNOWN, {"wish": {"out": True}, "avoid": {"text": "Stairs"}})
    assert [(one.line, one.out) for one in lines] == [
        (Line.CALLED, False),
        (Line.WISH, True),
        (Line.AVOID, False),
        (Line.ASK, False),
    ]


@pytest.mark.parametrize("answer", PartnerAnswer)
def test_a_partner_may_answer_and_change_its_answer(answer: PartnerAnswer) -> None:
    for state in (ConnectionState.SENT, ConnectionState.EXPECTED, ConnectionState.FULL):
        assert answer.move in CONNECTION.open_from(state)
    assert answer.move not in CONNECTION.open_from(ConnectionState.ATTENDED)


@pytest.mark.parametrize("state", [state for state in ConnectionState if state in UNDER_WAY])
def test_whatever_is_under_way_can_be_stopped_and_recalled(state: ConnectionState) -> None:
    assert {"stopped", "recalled"} <= set(CONNECTION.open_from(state))


@pytest.mark.parametrize("question", Question)
def test_nobody_is_made_to_know(question: Question) -> None:
    assert Answer.UNKNOWN in OPEN_ANSWERS[question]
