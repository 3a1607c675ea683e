"""The mappings that come with Linkwell, each tried on a line or two of its own shape."""

import csv
import io
from collections.abc import Sequence
from datetime import date

import pytest

from linkwell.directory.drafting import Drafting, read_list
from linkwell.directory.mapping import Mapping, known_mappings, read_mapping, recognise
from linkwell.directory.rules import KnownBy, Listing, ReferralRoute, Status
from linkwell.kernel.geography import Place, Point
from linkwell.needs.rules import Need
from tests.drafts import Drafted, drafted_of

pytestmark = pytest.mark.rules


def places(codes: Sequence[str]) -> list[Place | None]:
    return [Place(code, Point(378944, 392758), "E08000009") for code in codes]


def drafted(*rows: dict[str, str], mapping: Mapping | None = None) -> Drafted:
    """The drafts of a sheet with these rows; by the mapping that the heading is recognised by."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return drafted_of(Drafting(*read_list(file.getvalue().encode(), mapping), places))


def listing(row: dict[str, str], mapping: Mapping | None = None) -> Listing:
    (one,) = drafted(row, mapping=mapping).drafts
    return one.listing


def needs(one: Listing) -> list[tuple[Need, KnownBy]]:
    return [(offer.need, offer.known_by) for offer in one.needs]


@pytest.mark.parametrize("mapping", known_mappings(), ids=lambda mapping: mapping.name)
def test_each_is_known_by_its_own_heading_and_no_other(mapping: Mapping) -> None:
    assert recognise(sorted(mapping.headers)) is mapping


@pytest.mark.parametrize("mapping", known_mappings(), ids=lambda mapping: mapping.name)
def test_none_brings_in_what_belongs_to_one_person(mapping: Mapping) -> None:
    assert not {"email", "phone"} & set(mapping.fields)
    columns = {column for field in mapping.fields.values() for column in field.columns}
    assert not [one for one in columns if one.casefold() in ("contact", "contact name", "person")]


LIBRARY = {
    "name": "Lock Lane Library", "address": "1 Lock Lane, Sale", "postcode": "M33 7BZ",
    "type": "Community run library", "website": "www.library.example", "area_name": "Trafford",
    "area_code": "E08000009", "lon": "-2.31", "lat": "53.43",
}  # fmt: skip


def test_a_library_is_an_open_free_door_for_learning() -> None:
    one = listing(LIBRARY)
    assert needs(one) == [(Need.WORK, KnownBy.DECLARED)]
    assert (one.route, one.free, one.url) == (
        ReferralRoute.OPEN, True, "https://www.library.example",
    )  # fmt: skip


CLUB = {"name": "Lock Lane Bowls", "category": "Bowling", "address": "", "postcode": "M33 7BZ"}


def test_a_sports_club_moves_people_and_says_what_with() -> None:
    one = listing(CLUB)
    assert needs(one) == [(Need.ACTIVITY, KnownBy.DECLARED)]
    assert (one.description, one.route, one.free) == ("Bowling", ReferralRoute.UNKNOWN, None)


FACILITY = {
    "site_id": "77", "site_name": "Lock Lane Baths", "facility_type": "Swimming pools",
    "access_type": "Pay and Play", "facility_areas_on_site": "1", "street": "Lock Lane",
    "town": "Sale", "postcode": "M33 7BZ", "website": "NA", "disability_parking": "Yes",
    "disability_finding_reaching_entrance": "Yes", "disability_doorways": "Yes",
    "disability_activity_area": "Yes", "disability_toilets": "No", "disability_notes": "Pool hoist",
    "lon": "-2.31", "lat": "53.43", "site_last_updated_date": "2025-05-20",
}  # fmt: skip


def test_a_facility_at_a_site_is_a_service_there() -> None:
    one = listing(FACILITY)
    assert (one.name, one.organization) == ("Lock Lane Baths, Swimming pools", "Lock Lane Baths")
    assert (one.route, one.free, one.fees) == (ReferralRoute.OPEN, False, "Pay and Play")
    assert one.checked_on == date(2025, 5, 20)
    assert one.where is not None
    assert one.where.step_free is True
    assert one.where.accessibility == "Pool hoist; parking for disabled people"


@pytest.mark.parametrize(
    "said",
    [
        {"disability_doorways": "No"},
        {"disability_notes": "Gym Upstairs."},
        {"disability_finding_reaching_entrance": "No"},
    ],
)
def test_step_free_is_said_of_the_whole_way_or_not_at_all(said: dict[str, str]) -> None:
    where = listing({**FACILITY, **said}).where
    assert where is not None
    assert where.step_free is None


@pytest.mark.parametrize(
    ("access", "route", "free"),
    [
        ("Free Public Access", ReferralRoute.OPEN, True),
        ("Registered Membership use", ReferralRoute.SELF, None),
        ("Sports Club / Community Association", ReferralRoute.UNKNOWN, None),
    ],
)
def test_who_may_come_is_read_from_the_access(
    access: str, route: ReferralRoute, free: bool | None
) -> None:
    one = listing({**FACILITY, "access_type": access})
    assert (one.route, one.free) == (route, free)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"access_type": "Private Use"}, "private use"),
        ({"facility_type": "Artificial grass pitches"}, "a pitch that teams hire"),
    ],
)
def test_where_nobody_can_be_sent_does_not_come_in(said: dict[str, str], why: str) -> None:
    result = drafted(FACILITY, {**FACILITY, "site_id": "78", **said})
    assert [one.line for one in result.drafts] == [2]
    assert [refusal.line for refusal in result.refused] == [3]
    assert why in result.refused[0].sentence


def test_an_allotment_is_placed_by_its_position() -> None:
    row = {"name": "Lock Lane", "osm_id": "12", "lon": "-2.3182", "lat": "53.4310"}
    one = listing(row)
    assert (one.source_id, one.name) == ("12", "Lock Lane allotments")
    assert one.where is not None
    assert one.where.point is not None
    assert one.where.point.metres_to(Point(378944, 392758)) < 1_000
    for wrong in ({"lon": "", "lat": ""}, {"lon": "53", "lat": "-2"}, {"lon": "east"}):
        assert [refusal.line for refusal in drafted({**row, **wrong}).no_place] == [2]


def test_a_childrens_centre_is_for_families() -> None:
    one = listing(
        {
            "name": "Lock Lane Children's Centre", "address": "", "postcode": "M33 7BZ",
            "unique_reference_number": "5", "lon": "", "lat": "",
        }
    )  # fmt: skip
    assert needs(one) == [(Need.SAFETY, KnownBy.DECLARED)]
    assert one.eligibility == "Families with young children."


HELP = {
    "name": "Lock Lane Group", "description": "", "address": "1 Lock Lane", "postcode": "M33 7BZ",
    "website": "NA",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "heard", "route", "free"),
    [
        ("Drop in for people with anxiety.", {Need.WELLBEING}, ReferralRoute.OPEN, None),
        ("Counsellors, by self referral.", {Need.WELLBEING}, ReferralRoute.SELF, None),
        ("A talk on dementia, £5.", {Need.CONDITION}, ReferralRoute.UNKNOWN, False),
        ("Worldwide, since 1865.", set(), ReferralRoute.UNKNOWN, None),
    ],
)
def test_help_for_the_mind_is_known_by_its_words(
    words: str, heard: set[Need], route: ReferralRoute, free: bool | None
) -> None:
    one = listing({**HELP, "description": words})
    assert {offer.need for offer in one.needs} == heard
    assert all(offer.known_by is KnownBy.INFERRED for offer in one.needs)
    assert (one.route, one.free, one.status) == (route, free, Status.ACTIVE)


def test_languages_spoken_come_in_as_codes() -> None:
    mapping = read_mapping(
        'title = "x"\nheaders = ["name"]\nmade_id = ["name"]\n'
        '[fields]\nname = "name"\nlanguages = "spoken"\n',
        name="x.toml",
    )
    assert listing({"name": "A", "spoken": "Urdu; Polish, Elvish"}, mapping).languages == (
        "ur", "pl",
    )  # fmt: skip


def test_a_list_may_say_what_its_own_words_mean() -> None:
    mapping = read_mapping(
        'title = "x"\nheaders = ["name"]\nmade_id = ["name"]\nhear = ["name"]\n'
        '[hear_also]\nloneliness = ["Natter Bench"]\n[fields]\nname = "name"\n',
        name="x.toml",
    )
    (offer,) = listing({"name": "The natter benches"}, mapping).needs
    assert (offer.need, offer.words) == (Need.LONELINESS, "natter benches")
