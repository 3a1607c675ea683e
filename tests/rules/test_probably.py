"""What a service's own words suggest: asked about in those words, and never counted."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.prose.said import Field, Perhaps
from linkwell.directory.rules import Day, Listing
from linkwell.kernel.geography import Place
from linkwell.matching.factors import Candidate
from linkwell.matching.request import Request
from linkwell.matching.rules import Option, rank
from tests.rules.test_matching import NOW, SALE, pools, requests

pytestmark = pytest.mark.rules

SENTENCE = "As they write it."
CHOIR = Request(text="choir")


def option(*perhaps: Perhaps, request: Request = CHOIR, **said: object) -> Option:
    listing = Listing(source_id="s1", name="Choir", organization="Some group", **said)  # type: ignore[arg-type]
    (found,) = rank(request, [Candidate(UUID(int=1), listing, 500, perhaps)], NOW).options
    return found


def maybe(field: Field, value: str | int | bool, **how: bool) -> Perhaps:
    return Perhaps(field, value, SENTENCE, **how)


@pytest.mark.parametrize(
    ("perhaps", "request_", "bare", "told"),
    [
        (maybe(Field.HOURS, "TU 13:00-15:00"), CHOIR,
         "We do not know when it is open. Ask", "Probably open on Tuesday"),
        (maybe(Field.HOURS, "TU 13:00-15:00"), Request(text="choir", days=(Day.MO,)),
         "Ask whether it is open on Monday", "Probably open on Tuesday"),
        (maybe(Field.FREE, True), Request(text="choir", free=True),
         "Ask what it costs", "Probably free"),
        (maybe(Field.FREE, False), Request(text="choir", free=True),
         "Ask what it costs", "Probably it costs something"),
        (maybe(Field.ROUTE, "open"), CHOIR,
         "How people come in is not known. Ask", "Probably the door is open"),
        (maybe(Field.ROUTE, "self"), CHOIR,
         "How people come in is not known. Ask", "Probably people can ask for themselves"),
        (maybe(Field.ROUTE, "professional"), CHOIR,
         "How people come in is not known. Ask", "Probably somebody has to refer"),
        (maybe(Field.ROUTE, "voucher"), CHOIR,
         "How people come in is not known. Ask", "Probably it takes people who bring a voucher"),
        (maybe(Field.MINIMUM_AGE, 50), Request(text="choir", age=74),
         "Ask whether they take somebody of 74", "Probably it takes somebody of 74"),
        (maybe(Field.MINIMUM_AGE, 50), Request(text="choir", age=30),
         "Ask whether they take somebody of 30", "Probably not for somebody of 30"),
        (maybe(Field.MAXIMUM_AGE, 25), Request(text="choir", age=74),
         "Ask whether they take somebody of 74", "Probably not for somebody of 74"),
    ],
)  # fmt: skip
def test_a_doubt_is_said_in_their_own_words(
    perhaps: Perhaps, request_: Request, bare: str, told: str
) -> None:
    assert bare in option(request=request_).doubts
    doubts = option(perhaps, request=request_).doubts
    assert f"{told}: “As they write it”. Ask" in doubts
    assert bare not in doubts


def test_where_they_tell_of_several_groups_one_that_fits_is_enough() -> None:
    groups = (maybe(Field.MINIMUM_AGE, 18), maybe(Field.MINIMUM_AGE, 60))
    told = option(*groups, request=Request(text="choir", age=30)).doubts
    assert "Probably it takes somebody of 30: “As they write it”. Ask" in told


def test_a_price_in_one_sentence_outweighs_free_in_another() -> None:
    both = (maybe(Field.FREE, True), Perhaps(Field.FREE, False, "£3 for lunch."))
    told = option(*both, request=Request(text="choir", free=True)).doubts
    assert "Probably it costs something: “£3 for lunch”. Ask" in told


def test_two_days_are_both_named() -> None:
    both = (maybe(Field.HOURS, "FR 09:00-11:00"), maybe(Field.HOURS, "MO 13:00-15:00"))
    assert "Probably open on Monday and Friday: “As they write it”. Ask" in option(*both).doubts


@pytest.mark.parametrize(
    ("value", "confirmed", "at", "told"),
    [
        ("E08000003", False, SALE,
         "Probably it is for people in Manchester: “As they write it”. Ask"),
        ("Greater Manchester", False, SALE,
         "Probably it is for people in Greater Manchester: “As they write it”. Ask"),
        ("Little Oakmere", True, SALE, "It is for people in Little Oakmere: “As they write it”"),
        ("E08000009", False, SALE, ""),
        ("E08000003", False, None, ""),
    ],
)  # fmt: skip
def test_another_area_is_worth_a_word(
    value: str, confirmed: bool, at: Place | None, told: str
) -> None:
    doubts = option(
        maybe(Field.AREA, value, confirmed=confirmed), request=Request(text="choir", at=at)
    ).doubts
    assert [doubt for doubt in doubts if "for people in" in doubt] == ([told] if told else [])


def test_what_contradicts_the_listing_is_said_as_that() -> None:
    one = Perhaps(Field.MINIMUM_AGE, 55, "Over 55s only.", contradicts=True)
    told = option(one, request=Request(text="choir", age=30), minimum_age=18).doubts
    assert "Its words may say otherwise than its listing: “Over 55s only”. Ask" in told


VALUES: dict[Field, list[str | int | bool]] = {
    Field.HOURS: ["MO 10:00-12:00", "SU 09:00-23:00"],
    Field.MINIMUM_AGE: [0, 18, 90],
    Field.MAXIMUM_AGE: [1, 17, 99],
    Field.FREE: [True, False],
    Field.ROUTE: ["open", "voucher"],
    Field.AREA: ["E08000003", "E08000009", "Little Oakmere"],
}
some_perhaps = st.lists(
    st.sampled_from(list(Field)).flatmap(
        lambda field: st.builds(
            Perhaps,
            st.just(field),
            st.sampled_from(VALUES[field]),
            st.sampled_from(["Over 18s", "£3", "“”"]),
            st.booleans(),
            st.booleans(),
        )
    ),
    max_size=5,
).map(tuple)


@given(requests, pools, some_perhaps)
def test_a_suggestion_opens_no_door_shuts_none_and_gives_no_point(
    request: Request, pool: list[Candidate], perhaps: tuple[Perhaps, ...]
) -> None:
    without = rank(request, pool, NOW)
    with_them = rank(request, [replace(one, perhaps=perhaps) for one in pool], NOW)
    assert with_them.hidden == without.hidden
    assert with_them.below == without.below
    assert [replace(one, doubts=()) for one in with_them.options] == [
        replace(one, doubts=()) for one in without.options
    ]
    assert all(one.doubts for one in with_them.options)
