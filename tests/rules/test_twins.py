"""Whether two entries are one group: the score, its reasons, and what speaks against."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.rules import Day
from linkwell.directory.twins import (
    Band,
    Factor,
    Traits,
    basis_of,
    marks_of,
    score,
    words_of,
)
from linkwell.kernel.geography import Point

pytestmark = pytest.mark.rules
A, B = UUID(int=1), UUID(int=2)
SALE, URMSTON = Point(378944, 392758), Point(376500, 394500)


def traits(own: UUID = A, **said: Any) -> Traits:
    return replace(Traits(own, own, "Tidewater Singers"), **said)


def factors(one: Traits, other: Traits) -> dict[Factor, int]:
    return {reason.factor: reason.points for reason in score(one, other).reasons}


def test_one_name_at_one_door_is_surely_one_group() -> None:
    one = traits(postcode="M33 7BZ", point=SALE)
    other = traits(B, name="The TIDEWATER SINGERS (Ltd)", postcode="M33 7BZ", point=SALE)
    assert score(one, other).band is Band.SURELY
    assert factors(one, other) == {Factor.NAME: 50, Factor.POSTCODE: 20}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Age UK Salford", "Age UK Trafford"),
        ("Monday Walkers", "Friday Walkers"),
        ("Men's Choir", "Women's Choir"),
        ("Sale Juniors Football Club", "Sale Seniors Football Club"),
        ("Citizens Advice: debt", "Citizens Advice: housing"),
        ("1st Sale Scouts", "2nd Sale Scouts"),
    ],
)
def test_a_word_that_tells_apart_stands_against_everything_else_that_is_shared(
    one: str, other: str
) -> None:
    same: dict[str, Any] = {"phone": "0161 496 0120", "email": "office@example.org", "site": "https://e.example/",
            "postcode": "M33 7BZ", "organization": "Whoever"}  # fmt: skip
    assert score(traits(name=one, **same), traits(B, name=other, **same)).band is not Band.SURELY


def test_branches_of_one_chain_far_apart_are_nobodys_question() -> None:
    one = traits(name="Age UK Trafford", point=SALE, site="https://www.ageuk.org.uk/")
    other = traits(B, name="Age UK Salford", point=URMSTON, site="https://www.ageuk.org.uk/")
    assert score(one, other).band is None


def test_an_organisations_phone_and_page_do_not_make_one_of_its_services_another() -> None:
    same: dict[str, Any] = {
        "phone": "0161 496 0120",
        "email": "office@example.org",
        "site": "https://e.example/",
    }
    one, other = traits(name="Lunch club", **same), traits(B, name="Debt advice", **same)
    assert score(one, other).band is None


def test_a_typing_error_in_a_long_word_is_no_other_word() -> None:
    assert Factor.OWN_WORDS not in factors(traits(name="Tidwater Singers"), traits(B))
    assert Factor.OWN_WORDS in factors(traits(name="Men Sing"), traits(B, name="Ten Sing"))


@pytest.mark.parametrize(
    ("mine", "theirs", "factor"),
    [
        ({"days": frozenset({Day.MO})}, {"days": frozenset({Day.FR})}, Factor.DAYS),
        ({"maximum_age": 17}, {"minimum_age": 18}, Factor.AGES),
        ({"point": SALE}, {"point": Point(398944, 392758)}, Factor.FAR),
        ({"publisher_id": A}, {"publisher_id": A}, Factor.ONE_LIST),
    ],
)
def test_what_speaks_against(mine: Any, theirs: Any, factor: Factor) -> None:
    assert factors(traits(**mine), traits(B, **theirs))[factor] < 0


def test_the_same_number_or_page_however_it_is_written() -> None:
    one = traits(phone="0161 496 0120", site="https://www.tidewater.example/")
    other = traits(B, phone="+44 (0)161 4960120", site="http://tidewater.example")
    assert {Factor.PHONE, Factor.SITE} <= factors(one, other).keys()


def test_words_are_compared_as_they_sound() -> None:
    assert words_of("St. Anne’s & the Walkers, CIC") == {"st", "anne", "walker"}
    assert words_of("Café Club") == words_of("CAFE CLUBS")


NAMES = st.lists(
    st.sampled_from(
        ["Sale", "Trafford", "Choir", "Monday", "Men", "Ladies", "Club", "Debt", "1st"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
TRAITS = st.builds(
    Traits,
    service_id=st.sampled_from([A, B, UUID(int=3)]),
    publisher_id=st.sampled_from([A, B]),
    name=NAMES,
    organization=st.just("") | NAMES,
    phone=st.sampled_from(["", "0161 496 0120", "0161 496 0121"]),
    email=st.sampled_from(["", "a@example.org", "b@example.org"]),
    site=st.sampled_from(["", "https://a.example", "https://a.example/x", "https://b.example"]),
    postcode=st.sampled_from(["", "M33 7BZ", "M41 9EH"]),
    point=st.sampled_from([None, SALE, URMSTON, Point(398944, 392758)]),
    days=st.frozensets(st.sampled_from([Day.MO, Day.TU])),
    minimum_age=st.sampled_from([None, 0, 18, 50]),
    maximum_age=st.sampled_from([None, 17, 25, 120]),
)


@given(one=TRAITS, other=TRAITS)
def test_which_of_the_two_is_first_does_not_matter(one: Traits, other: Traits) -> None:
    other = replace(other, service_id=UUID(int=9))
    assert score(one, other) == score(other, one)
    assert basis_of(one, other) == basis_of(other, one)


@given(one=TRAITS, other=TRAITS)
def test_the_points_of_the_reasons_are_the_score(one: Traits, other: Traits) -> None:
    found = score(one, other)
    assert sum(reason.points for reason in found.reasons) == found.points
    assert len({reason.factor for reason in found.reasons}) == len(found.reasons)


AGREEING = ("name", "phone", "email", "site", "days")


@given(one=TRAITS, other=TRAITS, what=st.sampled_from([*AGREEING, "place", "ages"]))
def test_more_agreement_never_lowers_the_score(one: Traits, other: Traits, what: str) -> None:
    """The other says of one thing what the first says."""
    names = {"place": ("postcode", "point"), "ages": ("minimum_age", "maximum_age")}
    same = {name: getattr(one, name) for name in names.get(what, (what,))}
    if what == "ages" and None not in same.values() and same["maximum_age"] < same["minimum_age"]:
        return  # no ages at all
    if what == "name":  # who runs them is not compared with the name that it was
        one, other = replace(one, organization=""), replace(other, organization="")
    if what == "place" and not all(same.values()):
        return
    assert score(one, replace(other, **same)).points >= score(one, other).points or (
        what not in ("name", "place", "ages") and not next(iter(same.values()))
    )


@given(one=TRAITS)
def test_an_entry_shares_a_mark_with_its_like(one: Traits) -> None:
    assert marks_of(one) & marks_of(replace(one, service_id=UUID(int=9), phone="", email=""))
    assert len(marks_of(one)) <= 14
