"""What publishers write, made fit to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory import wording

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("THE CHESHIRE WILDLIFE TRUST LIMITED", "The Cheshire Wildlife Trust Limited"),
        ("FRIENDS OF PARK ROAD SCHOOL (SALE)", "Friends of Park Road School (Sale)"),
        ("ST. ANNE'S PTA", "St. Anne's PTA"),
        (
            "2ND STRETFORD (1ST GORSE HILL) SCOUT GROUP",
            "2nd Stretford (1st Gorse Hill) Scout Group",
        ),
        ("O'BRIEN MEMORIAL FUND", "O'Brien Memorial Fund"),
        ("AGE UK TRAFFORD", "Age UK Trafford"),
        ("HTRST LTD", "HTRST Ltd"),
        ("WOMEN'S INSTITUTE - DUNHAM MASSEY", "Women's Institute - Dunham Massey"),
        ("BAPTIST CHURCH (TRUST FUNDS ICW )", "Baptist Church (Trust Funds Icw)"),
        ("Cheshire Dyslexia", "Cheshire Dyslexia"),
        ("MERCi", "MERCi"),
        ("FN4M", "FN4M"),
    ],
)
def test_names_in_capitals_become_names(written: str, read: str) -> None:
    assert wording.name(written) == read


def test_shouting_becomes_sentences() -> None:
    assert wording.prose("WE HELP PEOPLE. WE WORK WITH THE NHS IN SALE.") == (
        "We help people. We work with the NHS in sale."
    )
    assert wording.prose("We help the NHS.") == "We help the NHS."
    assert wording.prose("Ask jo.bloggs@example.org or ring us") == "Ask or ring us"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("www.boaztrust.org.uk", "https://www.boaztrust.org.uk"),
        ("http://christchurchharpurhey.org/  http://hcconline.org.uk/x",
         "http://christchurchharpurhey.org/"),
        ("HTTP://WWW.Example.ORG/Path", "http://www.example.org/Path"),
        ("www,wastmanchester.com", ""),
        ("javascript:alert(1)", ""),
        ("http://user:secret@example.org/", ""),
        ("http://[bad", ""),
        ("see our page", ""),
        ("not known", ""),
    ],
)  # fmt: skip
def test_web_addresses_are_whole_or_left_out(written: str, read: str) -> None:
    assert wording.website(written) == read


def test_phone_numbers() -> None:
    assert wording.phone(" 0161 496 0188 ") == "0161 496 0188"
    assert wording.phone("ask Jo") == ""


@given(st.text(max_size=80))
def test_any_text_is_safe(text: str) -> None:
    assert wording.name(wording.name(text)) == wording.name(text)
    wording.prose(text)
    address = wording.website(text)
    assert address == "" or address.startswith(("http://", "https://"))


def test_a_number_too_long_to_be_one_is_not_known() -> None:
    assert wording.whole("9" * 5_000, most=120) is None
    assert (wording.whole(" 16 ", most=120), wording.whole("121", most=120)) == (16, None)


@pytest.mark.parametrize(
    ("written", "read"),
    [("18 years", 18), ("6 places", 6), ("16+", None), ("under 16", None), ("5-11", None)],
)
def test_a_number_is_read_with_what_stands_beside_it(written: str, read: int | None) -> None:
    assert wording.whole(written, most=120) == read


@pytest.mark.parametrize("written", ["16+", "16 plus", "16 years and over", "16"])
def test_an_age_from_which_it_begins(written: str) -> None:
    assert wording.at_least(written, most=120) == 16
