"""What a group says by its link: what counts at once, what waits for a curator."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.documents import document_of, told_by
from linkwell.directory.edits import EditField, conflict, edited, overlaid, text_of, tidy
from linkwell.directory.freshness import Part
from linkwell.directory.guarding import GUARDED, contacts_in, waits
from linkwell.directory.rules import Listing, LocationType, Session, Where
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Place, Point
from linkwell.needs.rules import danger_in

FREE_TEXT = (EditField.DESCRIPTION, EditField.WHO, EditField.JOIN, EditField.COST, EditField.HOURS)
WORDS = st.text("abcdefghij .,", max_size=60)
CHOIR = Listing(
    source_id="1",
    name="Tidewater Singers",
    organization="Tidewater Arts",
    description="We sing.",
    phone="0161 496 0120",
    where=Where(LocationType.PHYSICAL, "Hall, Sale", "M33 7BP", step_free=True),
)


def find_place(code: str) -> Place:
    return Place(code, Point(378_000, 392_000), "E08000009")


def test_who_and_where_it_is_and_how_to_reach_it_wait() -> None:
    assert {
        EditField.NAME, EditField.RUN_BY, EditField.PLACE, EditField.PHONE, EditField.EMAIL,
        EditField.WEBSITE,
    } == GUARDED  # fmt: skip


@given(field=st.sampled_from(sorted(GUARDED)), was=WORDS, said=WORDS)
def test_what_is_guarded_never_counts_by_itself(field: EditField, was: str, said: str) -> None:
    assert waits(field, was, said)


@given(
    field=st.sampled_from(FREE_TEXT),
    before=WORDS,
    after=WORDS,
    contact=st.sampled_from(
        ["07700 900321", "+44 7700 900321", "len@walkers.example", "www.walkers.org", "M33 7BZ"]
    ),
)
def test_no_contact_comes_in_by_another_field(
    field: EditField, before: str, after: str, contact: str
) -> None:
    assert waits(field, before, f"{before} {contact} {after}")


@given(field=st.sampled_from(FREE_TEXT), before=WORDS, after=WORDS)
def test_what_is_said_of_safeguarding_waits_also_when_it_is_taken_away(
    field: EditField, before: str, after: str
) -> None:
    claim = f"{before}. Everybody is DBS checked. {after}"
    assert waits(field, before, claim)
    assert waits(field, claim, before)


@given(field=st.sampled_from(FREE_TEXT), was=WORDS, said=WORDS)
def test_anything_else_counts_at_once(field: EditField, was: str, said: str) -> None:
    assert waits(field, was, said) is bool(danger_in(said) and not danger_in(was))


@pytest.mark.parametrize(
    ("field", "was", "said"),
    [
        (EditField.HOURS, "Thursday 2pm - 4pm", "Thursday 10.30am - 12 noon"),
        (EditField.COST, "£2", "£3.50, the first time is free"),
        (EditField.ROOM, "6", "12"),
        (EditField.FROM_AGE, "", "18"),
        (EditField.WAY_IN, "open", "self"),
        (EditField.JOIN, "Ring 0161 496 0120.", "Come, or ring 0161 496 0120."),
        (EditField.WHO, "Staff are DBS checked.", "For men. Staff are DBS checked."),
    ],
)
def test_hours_cost_ages_and_room_do_not_wait(field: EditField, was: str, said: str) -> None:
    assert not waits(field, was, said)


def test_words_of_danger_are_looked_at_where_there_were_none() -> None:
    said = "For people who want to kill themselves"
    assert waits(EditField.WHO, "For anybody", said)
    assert not waits(EditField.WHO, said, f"{said}, of any age")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("12 Lock Lane, Sale M33 7PX", "12 Lock Lane, Sale, M33 7PX"),
        ("12 Lock Lane,  Sale, m337px", "12 Lock Lane, Sale, M33 7PX"),
        ("M33 7PX", "M33 7PX"),
        ("", ""),
    ],
)
def test_an_address_ends_with_its_postcode(written: str, kept: str) -> None:
    assert tidy(EditField.PLACE, written) == kept


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (EditField.PLACE, "the old hall"),
        (EditField.NAME, "  "),
        (EditField.PHONE, "ring us"),
        (EditField.EMAIL, "nobody"),
        (EditField.WEBSITE, "none"),
        (EditField.FROM_AGE, "old enough"),
        (EditField.ROOM, "some"),
        (EditField.NOT_ON, "in summer"),
    ],
)
def test_what_cannot_be_read_is_said(field: EditField, written: str) -> None:
    with pytest.raises(InputAtFault):
        tidy(field, written)


SAID = {
    EditField.NAME: "Tidewater Choir",
    EditField.RUN_BY: "Tidewater Trust",
    EditField.DESCRIPTION: "We sing and drink tea.",
    EditField.HOURS: "Friday 2pm - 4pm",
    EditField.NOT_ON: "24 December 2026 to 1 January 2027, 12 February 2027",
    EditField.COST: "£3",
    EditField.FREE: "no",
    EditField.FROM_AGE: "16",
    EditField.TO_AGE: "99",
    EditField.WHO: "Anyone",
    EditField.WAY_IN: "open",
    EditField.JOIN: "Just come.",
    EditField.PLACE: "12 Lock Lane, Sale, M33 7PX",
    EditField.STEP_FREE: "no",
    EditField.ACCESS: "Two steps.",
    EditField.ROOM: "4",
    EditField.PHONE: "0161 496 0199",
    EditField.EMAIL: "office@tidewater.example",
    EditField.WEBSITE: "https://www.tidewater.example",
}


@pytest.mark.parametrize("field", EditField)
def test_every_field_is_read_as_it_was_written(field: EditField) -> None:
    now = edited(CHOIR, {field: SAID[field]}, find_place)
    assert text_of(field, now) == SAID[field]
    others = set(EditField) - {field}
    assert {one: text_of(one, now) for one in others} == {
        one: text_of(one, CHOIR) for one in others
    }


@given(fields=st.sets(st.sampled_from(sorted(EditField))))
def test_what_is_published_says_it_too(fields: set[EditField]) -> None:
    said = {field: SAID[field] for field in fields}
    now = edited(CHOIR, said, find_place)
    document = overlaid(document_of(CHOIR), now, frozenset(fields), "place")
    told = told_by(document, "1", lambda codes: [find_place(code) for code in codes])
    where = told.places[0].where if told.places else None
    assert {field: text_of(field, told.listing) for field in fields if not _of_place(field)} == {
        field: text for field, text in said.items() if not _of_place(field)
    }
    assert where is not None
    assert now.where is not None
    assert (where.address, where.postcode) == (now.where.address, now.where.postcode)


def _of_place(field: EditField) -> bool:
    return field.part is Part.PLACE


def test_an_office_stays_one_and_a_place_may_have_no_postcode() -> None:
    office = replace(CHOIR, where=Where(LocationType.POSTAL, "Old office", "M33 7BP"))
    now = edited(office, {EditField.PLACE: SAID[EditField.PLACE]}, find_place).where
    assert now is not None
    assert (now.kind, now.postcode, now.authority) == (LocationType.POSTAL, "M33 7PX", "")

    def nowhere(code: str) -> Place:
        raise InputAtFault(f"{code} is no postcode")

    told = edited(CHOIR, {EditField.PLACE: "The hall, Sale"}, nowhere).where
    assert told is not None
    assert (told.address, told.postcode, told.point) == ("The hall, Sale", "", None)


def test_hours_that_are_understood_become_sessions() -> None:
    now = edited(CHOIR, {EditField.HOURS: "Friday 2pm - 4pm"}, find_place)
    assert now.sessions[0] == Session(now.sessions[0].day, time(14), time(16))


@pytest.mark.parametrize(
    ("now", "against"), [("as before", None), ("as the group", None), ("new", "new"), ("", "")]
)
def test_a_list_is_against_only_when_it_says_something_new(now: str, against: str | None) -> None:
    assert conflict(said="as the group", listed="as before", now=now) == against


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert contacts_in("Ring 0161 496 0120.") == contacts_in("0161-4960120")
    assert not contacts_in("Doors 10.30, 2 miles, ages 18 to 99, £3.50")
