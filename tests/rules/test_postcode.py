"""A postcode is read as people write it, or refused by name; never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.kernel import postcode
from linkwell.kernel.errors import InputAtFault

pytestmark = pytest.mark.rules

letters = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
digits = st.sampled_from("0123456789")
codes = st.builds(
    lambda area, digit, more, inward, a, b: f"{''.join(area)}{digit}{more} {inward}{a}{b}",
    st.lists(letters, min_size=1, max_size=2),
    digits,
    st.one_of(st.just(""), letters, digits),
    digits,
    letters,
    letters,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("m337bz", "M33 7BZ"),
        ("  M33  7bz ", "M33 7BZ"),
        ("m1 1ae", "M1 1AE"),
        ("ec1a1bb", "EC1A 1BB"),
        ("w1a 0ax", "W1A 0AX"),
        ("GIR0AA", "GIR 0AA"),
    ],
)
def test_reads_what_people_write(written: str, read: str) -> None:
    assert postcode.read(written) == read


@pytest.mark.parametrize(
    "written", ["", "M33", "M33 7B", "7BZ M33", "MM33 77BZ", "M33-7BZ", "²33 7BZ"]
)
def test_refuses_anything_else_by_name(written: str) -> None:
    with pytest.raises(InputAtFault) as refusal:
        postcode.read(written)
    assert written in refusal.value.sentence or not written


def test_lookalikes_are_not_swapped() -> None:
    with pytest.raises(InputAtFault, match="M33 7B0"):
        postcode.read("M33 7B0")


def test_a_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(InputAtFault) as refusal:
        postcode.read("my story is long " * 50)
    assert len(refusal.value.sentence) < 80


@given(codes)
def test_spacing_and_case_do_not_matter(code: str) -> None:
    assert postcode.read(code.lower().replace(" ", "")) == code
    assert postcode.read(postcode.read(code)) == code
    assert postcode.sector(code).startswith(postcode.outward(code))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = postcode.read(text)
    except InputAtFault:
        return
    assert postcode.read(read) == read
