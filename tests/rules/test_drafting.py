"""From a sheet to listings: every line is accounted for, nothing is made up."""

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory.drafting import Drafting
from linkwell.directory.mapping import known_mappings, read_mapping, recognise
from linkwell.directory.reading import read_csv
from linkwell.directory.rules import (
    Day,
    KnownBy,
    Listing,
    LocationType,
    ReferralRoute,
    Session,
    Status,
)
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Place, Point
from linkwell.needs.rules import Need
from tests.drafts import Drafted, drafted_of

pytestmark = pytest.mark.rules

FOOD = (Path(__file__).parents[1] / "sheets" / "food_banks.csv").read_bytes()
CHARITIES = (Path(__file__).parents[1] / "sheets" / "charities.csv").read_bytes()
KNOWN = {
    "M33 7BZ": Place("M33 7BZ", Point(378944, 392758), "E08000009"),
    "M32 9AF": Place("M32 9AF", Point(379200, 394800), "E08000009"),
}


def places(codes: Sequence[str]) -> list[Place | None]:
    return [KNOWN.get(code) for code in codes]


def drafted(data: bytes) -> Drafted:
    table = read_csv(data)
    return drafted_of(Drafting(table, recognise(table.headers), places))


def listings(data: bytes) -> dict[str, Listing]:
    return {one.listing.name: one.listing for one in drafted(data).drafts}


def test_a_food_bank_becomes_a_listing() -> None:
    one = listings(FOOD)["Tidewater Kitchen"]
    assert one.organization == "Tidewater Kitchen"
    assert (one.status, one.route) == (Status.ACTIVE, ReferralRoute.OPEN)
    assert one.sessions == (
        Session(Day.TU, time(11), time(14)),
        Session(Day.FR, time(11, 30), time(13, 30)),
    )
    assert one.url == "https://www.tidewater.example"
    assert one.checked_on == date(2018, 1, 31)
    assert [(offer.need, offer.known_by) for offer in one.needs] == [(Need.FOOD, KnownBy.DECLARED)]
    assert one.where is not None
    assert (one.where.kind, one.where.point) == (LocationType.PHYSICAL, Point(378944, 392758))


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("Millrace Pantry", ReferralRoute.SELF),
        ("Harbour Trust, St Example's Hall", ReferralRoute.VOUCHER),
        ("Harbour Trust, Lock Lane Centre", ReferralRoute.VOUCHER),
        ("Beech Yard Store", ReferralRoute.PROFESSIONAL),
        ("Quiet Corner", ReferralRoute.UNKNOWN),
    ],
)
def test_the_way_in_is_read_from_the_words(name: str, route: ReferralRoute) -> None:
    assert listings(FOOD)[name].route is route


def test_what_nobody_told_us_stays_unknown() -> None:
    one = listings(FOOD)["Quiet Corner"]
    assert (one.application_process, one.hours, one.sessions, one.url) == ("", "", (), "")
    assert one.free is None


def test_costs_and_closing_are_read_where_they_are_said() -> None:
    found = listings(FOOD)
    assert found["Millrace Pantry"].free is False
    assert "£2.50" in found["Millrace Pantry"].fees
    assert found["Gone Away Larder"].status is Status.INACTIVE


def test_every_line_is_accounted_for() -> None:
    result = drafted(FOOD)
    lines = [one.line for one in result.drafts] + [one.line for one in result.refused]
    assert sorted(lines) == list(range(2, 12))
    assert {refusal.line: refusal.sentence for refusal in result.refused} == {
        9: "It says the same as line 2",
        10: "It has 3 cells where the heading has 8",
    }
    assert {refusal.line: refusal.sentence for refusal in result.no_place} == {
        7: "“M33 7B” is not a postcode. Write it like M33 7BZ",
        11: "We do not know the postcode “ZZ9 9ZZ”",
    }


def test_a_line_without_a_name_takes_that_of_its_place() -> None:
    assert "Old Ropewalk Hall" in listings(FOOD)


def test_a_charity_stands_at_its_office_and_its_needs_are_only_heard() -> None:
    one = listings(CHARITIES)["The Friends of Sale Lock PTA Ltd"]
    assert one.needs == ()
    one = listings(CHARITIES)["Sale Lock Befrienders"]
    assert [(offer.need, offer.known_by, offer.words) for offer in one.needs] == [
        (Need.LONELINESS, KnownBy.INFERRED, "Befrienders")
    ]
    assert one.where is not None
    assert one.where.kind is LocationType.POSTAL
    assert one.serves == ("E08000009",)
    assert one.description == "We offer befriending to older people in Sale."


def test_a_publishers_own_id_is_kept_and_must_not_repeat() -> None:
    result = drafted(CHARITIES)
    assert [one.listing.source_id for one in result.drafts] == ["9990001", "9990002", "9990004"]
    assert {refusal.line: refusal.sentence for refusal in result.refused} == {
        4: "It has the same registered_charity_number as line 3",
        5: "It has no “registered_charity_number”",
    }


@given(st.randoms(use_true_random=False))
def test_made_ids_do_not_depend_on_the_order_of_lines(random: object) -> None:
    heading, *lines = FOOD.decode().splitlines()
    extra = lines[0].replace("Open door", "Open door, ring first")
    shuffled = [*lines[:-1], lines[-1], extra]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    both = [
        {one.listing.source_id for one in drafted("\n".join([heading, *some]).encode()).drafts}
        for some in ([*lines, extra], shuffled)
    ]
    assert both[0] == both[1]


def test_the_digest_follows_the_content_not_the_line() -> None:
    heading, *lines = FOOD.decode().splitlines()
    moved = "\n".join([heading, *reversed(lines)]).encode()
    assert {one.digest for one in drafted(FOOD).drafts} == {
        one.digest for one in drafted(moved).drafts
    }


@given(st.binary(max_size=200))
def test_any_damage_gives_sentences(damage: bytes) -> None:
    middle = len(FOOD) // 2
    try:
        result = drafted(FOOD[:middle] + damage + FOOD[middle:])
    except InputAtFault:
        return
    for one in result.drafts:
        assert 0 < len(one.listing.name) <= 200
        assert len(one.listing.source_id) <= 100


def test_known_mappings_are_recognised_by_heading_alone() -> None:
    names = [mapping.name for mapping in known_mappings()]
    assert "gm_food_banks.toml" in names
    assert len(names) == len(set(names))
    with pytest.raises(InputAtFault, match="No mapping fits the heading “a, b”"):
        recognise(["a", "b"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("title", "not TOML"),
        ("title='x'\nheaders=[]\nmade_id=['a']\n[fields]\n", "where the name is"),
        ("title='x'\nheaders=[]\n[fields]\nname='n'", "given_id and made_id"),
        ("title='x'\nheaders=[]\nmade_id=['a']\nfun=1\n[fields]\nname='n'", "no “fun”"),
        ("title='x'\nheaders=[]\nmade_id=['a']\n[fields]\nname='n'\nboss='b'", "no “boss”"),
        (
            "title='x'\nheaders=[]\nmade_id=['a']\n[fields]\nname='n'\n[codes]\nstatus='dead'",
            "dead",
        ),
        ("title='x'\nheaders=[]\nmade_id=['a']\nhear=['boss']\n[fields]\nname='n'", "no “boss”"),
        ("title='x'\nheaders=[]\nsheet=2\nmade_id=['a']\n[fields]\nname='n'", "“sheet” must be"),
        (
            "title='x'\nheaders=[]\nmade_id=['a']\n[fields]\nname='n'\nchecked_on={text=2026-05-14}",
            "date in quotation marks",
        ),
        ("title='x'\nheaders=[]\nmade_id=['a']\nneeds=['fun']\n[fields]\nname='n'", "not a need"),
        ("title='x'\nheaders=[]\nmade_id=['a']\n[fields]\nname={colums=['n']}", "cannot be"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(InputAtFault, match=why):
        read_mapping(text, name="mine.toml")


def test_drafting_again_refuses_nothing_twice() -> None:
    text = 'title="x"\nheaders=["a","b"]\nmade_id=["a"]\nhear=["name"]\n[fields]\nname="a"\n'
    table = read_csv(b"a,b\nChoir,Sale\nChoir,Sale\n,Urmston\n")
    coming = Drafting(table, read_mapping(text, name="mine.toml"), places)
    first = drafted_of(coming)
    assert len(first.refused) == 2
    assert drafted_of(coming) == first
