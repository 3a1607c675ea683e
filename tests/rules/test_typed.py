"""What is typed: whole words, the one that has begun, and what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.typed import Known, Typed, meant, query, read_typed
from linkwell.needs.rules import Need

pytestmark = pytest.mark.rules

KNOWN = [
    Known(word, names)
    for word, names in (("walking", 900), ("waking", 3), ("warm", 50), ("bereavement", 80))
]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("", Typed()),
        ("walk gr", Typed(("walk",), "gr")),
        ("walk ", Typed(("walk",))),
        ("Café de", Typed(("cafe",), "de")),
        ("Women's Inst", Typed(("womens",), "inst")),
        ("women's in", Typed(("womens",))),
        ("somewhere warm to sit", Typed(("warm",), "sit")),
        ("somewhere warm to", Typed(("warm",))),
        ("the", Typed((), "the")),
        ("!?", Typed()),
        ("choir choir ch", Typed(("choir",), "ch")),
    ],
)
def test_the_last_word_may_be_unfinished(text: str, typed: Typed) -> None:
    assert read_typed(text) == typed


@pytest.mark.parametrize(
    ("written", "begun", "word"),
    [
        ("wakling", False, "walking"),
        ("walkng", False, "walking"),
        ("berevement", False, "bereavement"),
        ("berevem", True, "bereavement"),  # a letter is missing from what has begun
        ("wakli", True, "walking"),
        ("alking", False, "alking"),  # the first letter is right, or nobody can say
        ("zzzz", True, "zzzz"),
    ],
)
def test_a_slip_is_mended_towards_the_nearest_and_then_the_commonest(
    written: str, begun: bool, word: str
) -> None:
    assert meant(written, KNOWN, begun=begun) == word


@given(st.sampled_from(KNOWN), st.data())
def test_two_letters_that_changed_places_are_mended(known: Known, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(known.word) - 2))
    word = known.word
    slip = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert meant(slip, KNOWN, begun=False) in {word, slip} | {it.word for it in KNOWN}
    assert meant(slip, [known], begun=False) == word


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_words_that_count(text: str) -> None:
    typed = read_typed(text)
    assert all(word.isalnum() for word in typed.words)
    assert len(typed.whole) <= 6


def test_all_words_must_be_there_or_a_need_that_was_heard() -> None:
    said = query(Typed(("walks",), "gr"), ["group"], needs=[Need.ACTIVITY])
    assert said == "(('walks' | 'walk') & ('gr':* | 'gr')) | '=activity'"
    assert "'group'" in query(Typed((), "gro"), ["group"])
    assert query(Typed(), [], needs=[Need.FOOD]) == "'=food'"
