"""Names, dates, phones, yes and no, as letters write them; and which line belongs to whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.needs.rules import danger_in
from linkwell.referrals import values
from linkwell.referrals.letter import Field, read
from linkwell.referrals.lines import LONGEST_LINE, entries, is_label, lines_of
from linkwell.referrals.passages import MOST_WORDS
from linkwell.referrals.zones import Zone, placed_in
from tests.letters import LAYOUTS, TODAY, Somebody


@pytest.mark.parametrize(
    ("said", "given_name", "family_name"),
    [
        ("LOMAS, Derek (Mr)", "Derek", "Lomas"),
        ("Mr Derek LOMAS", "Derek", "Lomas"),
        ("Derek Lomas", "Derek", "Lomas"),
        ("Mrs. Mary-Anne SMITH-JONES", "Mary-Anne", "Smith-Jones"),
        ("Siân O’Brien", "Siân", "O’Brien"),
        ("MARIA DE SOUZA, Ana", "Ana", "Maria De Souza"),
        ("Ana DE SOUZA", "Ana", "De Souza"),
        ("Miss Wei Li", "Wei", "Li"),
        ("Derek James Lomas (58y)", "Derek James", "Lomas"),
    ],
)
def test_names_as_letters_write_them(said: str, given_name: str, family_name: str) -> None:
    name = values.read_name(said)
    assert name is not None
    assert name[:2] == (given_name, family_name)


@pytest.mark.parametrize(
    "said", ["", "Lomas", "999 004 1091", "a@b.example", "12 Mill Street", "-"]
)
def test_what_is_no_name(said: str) -> None:
    assert values.read_name(said) is None


def test_which_of_three_names_is_the_family_name_is_not_sure() -> None:
    name = values.read_name("Maria de Souza")
    assert name is not None
    assert name[2] is False


@pytest.mark.parametrize(
    "said",
    ["3/2/1968", "03-Feb-1968", "3rd February 1968", "03.02.1968", "1968-02-03", "3 Feb, 1968"],
)
def test_dates_as_letters_write_them(said: str) -> None:
    assert values.read_date(f"DOB {said} (58y)", TODAY) == (date(1968, 2, 3), True)


@pytest.mark.parametrize("said", ["31/02/1968", "3/13/1968", "01/01/2030", "1/1/1850", "", "today"])
def test_what_is_no_birth_date(said: str) -> None:
    assert values.read_date(said, TODAY) is None


@given(st.dates(min_value=date(1927, 1, 1), max_value=TODAY))
def test_a_year_of_two_digits_is_the_last_such_year_and_not_sure(born: date) -> None:
    found = values.read_date(f"{born:%d/%m/%y}", TODAY)
    assert found is not None
    assert found[1] is False
    assert (found[0].day, found[0].month) == (born.day, born.month)
    assert found[0] <= TODAY


@pytest.mark.parametrize(
    "said", ["07700 900418", "07700900418", "+44 7700 900418", "(07700) 900418", "M: 07700-900-418"]
)
def test_phones_as_letters_write_them(said: str) -> None:
    assert values.read_phone(said) == "07700 900418"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Yes", True),
        ("Yes, verbal", True),
        ("verbal consent given", True),
        ("No", False),
        ("not required", False),
        ("Declined by patient", False),
        ("unknown", None),
        ("", None),
    ],
)
def test_yes_and_no(said: str, answer: bool | None) -> None:
    assert values.read_yes_no(said) is answer


@pytest.mark.parametrize(
    ("said", "code"),
    [("Urdu", "ur"), ("Main: Panjabi", "pa"), ("English", "en"), ("Klingon", None), ("", None)],
)
def test_languages(said: str, code: str | None) -> None:
    assert values.read_language(said) == code


@pytest.mark.parametrize("said", ["DOB", "D.O.B.", "Date of Birth:", "NHS No.", "Forename(s)"])
def test_labels_are_known_whatever_stops_they_wear(said: str) -> None:
    assert is_label(said)


def test_next_of_kin_and_the_practice_are_somebody_elses() -> None:
    text = LAYOUTS["emis_letter"](Somebody())
    zones = {one.entry.value: one.zone for one in placed_in(entries(lines_of(text)))}
    assert zones["07700 900999"] is Zone.SOMEBODY_ELSE
    assert zones["0161 496 0111"] is Zone.HEAD
    assert zones["07700 900418"] in (Zone.PERSON, Zone.BODY)


@given(st.text(alphabet=":\t |-\n ABCabc019", max_size=400))
def test_any_lines_are_taken_apart_without_a_crash(text: str) -> None:
    found = entries(lines_of(text))
    assert all(0 <= one.line < len(text.splitlines()) for one in found)


def test_a_paragraph_in_one_line_is_not_cut() -> None:
    words = "He is alone. " * 60
    assert len(words) < LONGEST_LINE
    found = read(f"Reason for referral: {words}Says he wants to die.", today=TODAY)[Field.WORDS]
    assert found is not None
    assert danger_in(found.value)


@given(st.integers(1, 12))
def test_words_never_outgrow_the_form(times: int) -> None:
    text = "Reason for referral: " + "He is alone. " * (times * 40) + "\n" + "suicidal. " * times
    found = read(text, today=TODAY)[Field.WORDS]
    assert found is not None
    assert len(found.value) <= MOST_WORDS


@pytest.mark.parametrize(
    "words",
    [
        "Says he has stopped seeing his mates and doesn’t see the point in carrying on.",
        "There is no point in carrying on",
        "cannot see the point of going on",
    ],
)
def test_not_seeing_the_point_pauses(words: str) -> None:
    assert danger_in(words)
