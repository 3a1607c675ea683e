"""What the columns of a sheet may be, and the mapping that choices on a page make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.drafting import Drafting
from linkwell.directory.guessing import (
    CODE_WORDS,
    FIELDS,
    GIVEN_ID,
    code_of,
    codes_in,
    columns_of,
    fields_in,
    guess_code,
    spec_of,
)
from linkwell.directory.mapping import CODES, TEXTS, mapping_of
from linkwell.directory.reading import read_csv
from linkwell.directory.rows import Row, Table
from linkwell.directory.rules import ReferralRoute
from linkwell.kernel.errors import InputAtFault

pytestmark = pytest.mark.rules

SHEET = (
    "Ref,Group,Run by,What happens,When,Venue,Town,Where to,Web address,Contact name,Contact,"
    "Free?,Still running,How to join,Wheelchair access\n"
    "1,Long table,Oak Kitchen,Lunch for all,Thursday 12pm - 2pm,The Hall,Sale,M33 7BZ,"
    "www.oak.example,Jo Smith,jo@oak.example,Yes,Yes,Drop in,No\n"
    "2,Singers,Tidewater,We sing,Monday 7pm - 9pm,Chapel,Sale,M33 3SD,"
    "https://tidewater.example,Al Brown,office@tidewater.example,not free,Paused,"
    "Self-referral,Yes\n"
)


def table() -> Table:
    return read_csv(SHEET.encode())


def test_columns_are_guessed_from_their_headings_and_values() -> None:
    guessed = {one.heading: one.guess for one in columns_of(table())}
    assert guessed == {
        "Ref": GIVEN_ID,
        "Group": "name",
        "Run by": "organization",
        "What happens": "description",
        "When": "hours",
        "Venue": "address",
        "Town": "address",
        "Where to": "postcode",
        "Web address": "url",
        "Contact name": "",  # people are not asked for
        "Contact": "email",
        "Free?": "free",
        "Still running": "status",
        "How to join": "application_process",
        "Wheelchair access": "step_free",
    }


def test_the_first_values_of_each_column_are_shown() -> None:
    assert columns_of(table())[1].values == ("Long table", "Singers")


def test_every_choice_is_a_field_of_the_directory() -> None:
    assert set(FIELDS) - {GIVEN_ID} <= TEXTS | set(CODES)
    assert {field: set(words) for field, words in CODE_WORDS.items()} == {
        field: set(CODES[field]) & set(words) for field, words in CODE_WORDS.items()
    }


def test_choices_become_a_mapping_that_reads_the_sheet_so() -> None:
    chosen = {one.heading: one.guess for one in columns_of(table()) if one.guess}
    chosen["How to join"] = "route"
    spec = spec_of("Our list", chosen, table())
    mapping = mapping_of(spec, name="Our list")
    first, second = (one.listing for one in Drafting(table(), mapping, lambda c: [None] * len(c)))
    assert (first.name, first.organization, first.source_id) == ("Long table", "Oak Kitchen", "1")
    assert first.where is not None
    assert first.where.address == "The Hall, Sale"
    assert (first.free, second.free) == (True, False)
    assert (first.route, second.route) == (ReferralRoute.OPEN, ReferralRoute.SELF)
    assert (first.where.step_free, str(second.status)) == (False, "temporarily closed")
    assert fields_in(spec) == chosen
    assert codes_in(spec)["free"] == ["Free?"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("free", "Y", "yes"), ("free", "No charge", "yes"), ("free", "Not known", "unknown"),
     ("free", "perhaps", "unknown"),
     ("status", "Closed", "inactive"), ("status", "temporarily closed", "temporarily closed"),
     ("route", "GP referral", "professional"), ("route", "Food voucher", "voucher")],
)  # fmt: skip
def test_values_are_guessed_and_what_is_not_known_says_nothing(
    field: str, value: str, code: str
) -> None:
    assert guess_code(field, value) == code


def test_the_longest_words_are_looked_for_first() -> None:
    assert [row["words"] for row in code_of(["a"], {"free": "yes", "not free": "no"})["when"]] == [
        ["not free"], ["free"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "told"),
    [({"Ref": GIVEN_ID}, "in which column the name"),
     ({"Group": "name", "Ref": GIVEN_ID, "Web address": GIVEN_ID}, "Only one column")],
)  # fmt: skip
def test_what_cannot_be_a_mapping_is_told(chosen: dict[str, str], told: str) -> None:
    with pytest.raises(InputAtFault, match=told):
        spec_of("x", chosen, table())


CELLS = st.text(max_size=30)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6), st.data())
def test_whatever_a_sheet_holds_a_guess_and_any_choice_is_read_or_refused_in_a_sentence(
    cells: list[list[str]], data: st.DataObject
) -> None:
    headings = ("a", "b", "c", "d")
    rows = tuple(
        Row(line, dict(zip(headings, row, strict=True))) for line, row in enumerate(cells, 2)
    )
    sheet = Table(headings, rows, ())
    assert {one.guess for one in columns_of(sheet)} <= {*FIELDS, ""}
    chosen = {heading: data.draw(st.sampled_from(sorted(FIELDS))) for heading in headings}
    try:
        mapping = mapping_of(spec_of("x", chosen, sheet), name="x")
    except InputAtFault:
        return
    assert len(list(Drafting(sheet, mapping, lambda c: [None] * len(c)))) <= len(rows)
