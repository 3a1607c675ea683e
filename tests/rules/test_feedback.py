"""The message to the practice: sixty words, requested actions first, never blank."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.feedback.rules import MOST_WORDS, About, Whose, Words, checked
from linkwell.kernel.errors import InputAtFault
from linkwell.people.rules import NoNhsNumber

WORDS = st.lists(st.text("abc", min_size=1, max_size=4), max_size=40).map(" ".join)


def test_requested_actions_come_first_and_none_is_said() -> None:
    assert checked(Words(mattered="Company.")) == (
        "Requested actions: none\nWhat mattered: Company."
    )


def test_a_message_that_says_nothing_does_not_go() -> None:
    with pytest.raises(InputAtFault):
        checked(Words(requested="Ring her"))


def test_one_word_too_many_is_named() -> None:
    words = Words(mattered=" ".join(["word"] * (MOST_WORDS - 4)))
    with pytest.raises(InputAtFault, match="Take out 1 word:"):
        checked(words)


@given(WORDS, WORDS, WORDS)
def test_what_goes_has_at_most_sixty_words(requested: str, mattered: str, done: str) -> None:
    try:
        text = checked(Words(requested, mattered, done))
    except InputAtFault:
        return
    assert len(text.split()) <= MOST_WORDS
    assert text.startswith("Requested actions: ")
    assert text.split("\n")[0] != "Requested actions: "


def test_each_kind_has_its_code_and_none_counts_as_a_referral() -> None:
    assert len({about.snomed for about in About}) == len(About)
    assert "871731000000106" not in {about.snomed for about in About}


MAUREEN = {"name": "Maureen Ashdown", "born": date(1951, 11, 3), "reference": "LW-7K3F-Q2XD"}


def test_a_message_says_in_one_line_whom_it_is_about() -> None:
    about = Whose(**MAUREEN, nhs_number="9990041059")  # type: ignore[arg-type]
    assert about.line() == (
        "Maureen Ashdown, born 3 November 1951, NHS number 999 004 1059, referral LW-7K3F-Q2XD"
    )


@given(st.sampled_from(NoNhsNumber))
def test_where_there_is_no_number_it_says_why(why: NoNhsNumber) -> None:
    line = Whose(**MAUREEN, why_none=why).line()  # type: ignore[arg-type]
    assert ", no NHS number (" in line
    others = {Whose(**MAUREEN, why_none=one).line() for one in NoNhsNumber}  # type: ignore[arg-type]
    assert len(others) == len(NoNhsNumber)
    assert "\n" not in line
