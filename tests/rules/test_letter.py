"""Letters as ten systems print them: found fields, and nothing of anybody else."""

from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.kernel import nhs_number
from linkwell.needs.rules import danger_in
from linkwell.referrals.letter import Field, Letter, Sure, read
from tests.letters import LAYOUTS, TODAY, Somebody

DEREK = Somebody()
OTHERS = ("07700900999", "01614960111", "Susan", "Noakes", "M337XX", "MillStreet")


@lru_cache(maxsize=64)  # the same ten letters are looked at from many sides
def letter(text: str) -> Letter:
    return read(text, today=TODAY)


def value(found: Letter, field: Field) -> str:
    one = found[field]
    return one.value if one else ""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_who_it_is(layout: str) -> None:
    found = letter(LAYOUTS[layout](DEREK))
    assert value(found, Field.GIVEN_NAME) == "Derek"
    assert value(found, Field.FAMILY_NAME) == "Lomas"
    assert value(found, Field.BIRTH_DATE) == "1968-02-03"
    assert value(found, Field.NHS_NUMBER) == "999 004 1091"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_phone_and_the_reason(layout: str) -> None:
    found = letter(LAYOUTS[layout](DEREK))
    assert value(found, Field.PHONE) == "07700 900418"
    assert "Says he has stopped seeing his mates." in value(found, Field.WORDS)
    assert "hypertension" not in value(found, Field.WORDS)
    assert "Amlodipine" not in value(found, Field.WORDS)


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "free_letter"])
def test_every_form_gives_the_address(layout: str) -> None:
    found = letter(LAYOUTS[layout](DEREK))
    assert value(found, Field.POSTCODE) == "M32 9QA"
    assert value(found, Field.ADDRESS) == "Flat 2, 88 Barton Road, Stretford"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_who_refers(layout: str) -> None:
    assert value(letter(LAYOUTS[layout](DEREK)), Field.REFERRED_BY).startswith("Dr Amara Osei")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_the_practice_the_gp_or_the_family_is_taken_over(layout: str) -> None:
    found = letter(LAYOUTS[layout](DEREK))
    for one in found.found:
        for other in OTHERS:
            assert other not in one.value.replace(" ", ""), one


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_field_names_words_of_the_letter(layout: str) -> None:
    def squeezed(said: str) -> str:
        return "".join(ch for ch in said if ch.isalnum())

    text = LAYOUTS[layout](DEREK)
    for one in letter(text).found:
        for part in one.words.split(": ", maxsplit=1):
            assert squeezed(part)[:30] in squeezed(text), one


NAMES = st.sampled_from(
    [("Zofia", "Nowak"), ("Siân", "O’Brien"), ("Mary-Anne", "Smith-Jones"), ("Li", "Wu")]
)
PERSONS = st.builds(
    lambda names, born, nine: replace(
        DEREK,
        given=names[0],
        family=names[1],
        born=born,
        number=with_check_digit(nine),
    ),
    NAMES,
    st.dates(min_value=TODAY.replace(year=1926), max_value=TODAY.replace(year=2008)),
    st.integers(min_value=400_000_000, max_value=799_999_999),
)


def with_check_digit(nine: int) -> str:
    """The next number of these nine digits or more that has a check digit."""
    while True:
        digits = str(nine)
        check = 11 - sum(int(d) * (10 - n) for n, d in enumerate(digits)) % 11
        if check != 10:
            return nhs_number.show(digits + str(check % 11))
        nine += 1


@pytest.mark.parametrize("layout", LAYOUTS)
@given(PERSONS)
def test_whoever_it_is_about(layout: str, who: Somebody) -> None:
    found = letter(LAYOUTS[layout](who))
    assert value(found, Field.GIVEN_NAME).casefold() == who.given.casefold()
    assert value(found, Field.FAMILY_NAME).casefold() == who.family.casefold()
    assert value(found, Field.BIRTH_DATE) == who.born.isoformat()
    assert value(found, Field.NHS_NUMBER) == who.number


@given(st.text(max_size=2000))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    assert isinstance(letter(text), Letter)


@given(
    st.sampled_from(sorted(LAYOUTS)),
    st.integers(0, 4000),
    st.text(max_size=60),
    st.integers(0, 300),
)
def test_a_letter_with_a_hole_or_rubbish_in_it_is_read(
    layout: str, at: int, rubbish: str, hole: int
) -> None:
    text = LAYOUTS[layout](DEREK)
    letter(text[:at] + rubbish + text[at + hole :])


def test_a_very_long_text_is_cut_and_says_so() -> None:
    found = letter("Reason for referral: " + "He is alone. " * 20_000)
    assert found.cut
    assert len(value(found, Field.WORDS)) <= 4000


def test_digits_that_do_not_fit_together_are_to_be_checked() -> None:
    one = letter("Name: Derek Lomas\nNHS No: 999 004 1092")[Field.NHS_NUMBER]
    assert one is not None
    assert (one.value, one.sure) == ("999 004 1092", Sure.CHECK)


def test_two_birth_dates_are_to_be_checked() -> None:
    one = letter("Name: Derek Lomas\nDOB: 03/02/1968\nDOB: 02/03/1968")[Field.BIRTH_DATE]
    assert one is not None
    assert one.sure is Sure.CHECK


def test_a_year_of_two_digits_is_to_be_checked() -> None:
    one = letter("Name: Derek Lomas\nDOB: 3.2.68")[Field.BIRTH_DATE]
    assert one is not None
    assert (one.value, one.sure) == ("1968-02-03", Sure.CHECK)


def test_days_come_first_as_here() -> None:
    assert value(letter("Name: Una Byrne\nDOB: 09/06/1949"), Field.BIRTH_DATE) == "1949-06-09"


def test_danger_in_the_printed_record_comes_along() -> None:
    text = LAYOUTS["vision_lines"](DEREK).replace(
        "2011 Essential hypertension", "2024 Overdose of paracetamol, intentional"
    )
    found = letter(text)
    assert found.danger_added
    assert "Overdose of paracetamol" in value(found, Field.WORDS)
    assert danger_in(value(found, Field.WORDS))


@given(st.sampled_from(sorted(LAYOUTS)), st.integers(0, 2000))
def test_danger_is_carried_over_from_wherever_it_stands(layout: str, at: int) -> None:
    lines = LAYOUTS[layout](DEREK).splitlines()
    lines.insert(at % (len(lines) + 1), "He says he wants to kill himself.")
    assert danger_in(value(letter("\n".join(lines)), Field.WORDS))


def test_who_must_not_be_told_is_taken_over_to_be_checked() -> None:
    found = letter("Name: Jo Marsden\n\nDear team\nHer husband must not be told. Ring before noon.")
    one = found[Field.NOT_TOLD]
    assert one is not None
    assert (one.value, one.sure) == ("Her husband must not be told.", Sure.CHECK)


def test_a_refuge_hides_the_address_but_a_refugee_does_not() -> None:
    assert letter("Name: Jo Marsden\nReason: She lives in a refuge.")[Field.HIDE_ADDRESS]
    assert not letter("Name: Jo Marsden\nReason: She is a refugee.")[Field.HIDE_ADDRESS]


def test_language_interpreter_and_access() -> None:
    found = letter(
        "Name: Farida Anwar\nMain spoken language: Urdu\nInterpreter required: Yes\n"
        "Reason: Uses a wheelchair."
    )
    assert value(found, Field.LANGUAGE) == "ur"
    assert value(found, Field.HELPS) == "interpreter step_free"


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("Consent to referral: Yes, verbal", "yes"),
        ("Consent: No", "no"),
        ("Patient consents: not asked", ""),
        ("Reason: He agreed to this referral.", "yes"),
        ("Reason: He does not consent to this referral.", ""),
    ],
)
def test_a_yes_is_taken_only_from_a_clear_yes(said: str, wants: str) -> None:
    assert value(letter(f"Name: Derek Lomas\n{said}"), Field.WANTS) == wants


def test_a_letter_never_says_that_a_phone_is_safe() -> None:
    assert "safe" not in {field.value for field in Field}
