"""Languages are known by what people call them; a word that is none is not taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.languages import read_languages

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ()),
        ("Urdu", ("ur",)),
        ("Urdu; Punjabi, polish / Somali & English", ("ur", "pa", "pl", "so", "en")),
        ("English and Welsh", ("en", "cy")),
        ("Farsi, Persian", ("fa",)),
        ("ur;pa;UR", ("ur", "pa")),
        ("en-GB", ("en",)),
        ("Mandarin, Cantonese", ("zh",)),
        ("Kurdish (Sorani, Kurmanji)", ("ku",)),
        ("Bengali, Sylheti", ("bn",)),
        ("British Sign Language", ("bfi",)),
        ("BSL", ("bfi",)),
        ("Polski", ("pl",)),
        ("any; the; others on request; interpreter; xx; 12", ()),
        ("\x0000\x80", ()),
    ],
)
def test_languages_are_read(text: str, codes: tuple[str, ...]) -> None:
    assert read_languages(text) == codes


@given(st.text(max_size=30))
def test_any_text_gives_codes_that_fit_the_column(text: str) -> None:
    assert all(2 <= len(code) <= 3 and code.isalpha() for code in read_languages(text))
