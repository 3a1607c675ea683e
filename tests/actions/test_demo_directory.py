"""The demo town's own services: invented, complete, and enough to try everything on."""

import csv
import re
from pathlib import Path

import pytest

import linkwell.demo
from linkwell.demo.seed import bring_lists
from linkwell.directory.actions.comparing import compare_changed
from linkwell.directory.imports import ListImport
from linkwell.directory.models import Service
from linkwell.directory.pairs import Pair
from linkwell.directory.queries import listed, postcodes
from linkwell.directory.rules import CLOSED, Listing, ReferralRoute, Status
from linkwell.kernel import clock
from linkwell.matching.queries import match
from linkwell.matching.request import read_request
from linkwell.needs.rules import Need
from tests.town import fill, seed

SHEET = Path(linkwell.demo.__file__).parent / "services.csv"


@pytest.fixture
def town(db: None) -> list[Listing]:
    seed()
    return [one.listing for one in listed(Service.objects.values_list("id", flat=True))]


def _sheet() -> list[dict[str, str]]:
    with SHEET.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_service_is_invented_and_says_so() -> None:
    for row in _sheet():
        assert row["Run by"].endswith(" (invented)"), row["Name"]
        assert re.fullmatch(r"0161 496 0\d{3}|07700 900\d{3}", row["Phone"]), row["Name"]
        assert not row["Website"] or row["Website"].endswith(".example"), row["Name"]
        assert not row["E-mail"] or row["E-mail"].endswith(".example"), row["Name"]


def test_every_line_comes_in_with_a_place(town: list[Listing]) -> None:
    assert len(town) == len(_sheet()) >= 120
    for one in town:
        assert one.where is not None, one.name
        assert one.where.point or one.where.kind == "virtual", one.name


def test_the_town_has_something_for_every_need_and_every_state(town: list[Listing]) -> None:
    assert {offer.need for one in town for offer in one.needs} == set(Need)
    assert {one.status for one in town} == set(Status)
    assert {one.route for one in town} == set(ReferralRoute)
    assert {one.free for one in town} == {True, False, None}
    assert any("Full" in one.alert for one in town)
    assert any(one.sessions for one in town)
    assert any(one.hours and not one.sessions for one in town)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("lonely, loves to sing", "Tidewater Singers"),
        ("in debt and behind with the bills", "Money Matters Desk"),
        ("free food parcel, no referral needed", "Lock Lane Living Room"),
        ("lost his wife, would talk about her", "Kettle and Kin"),
        ("walking by the canal", "Towpath Walkers"),
        ("not good with computers, needs a job", "Next Step Learning Room"),
        ("COPD, gets breathless", "Breathe Well"),
    ],
)
def test_a_request_finds_what_the_town_has(text: str, first: str) -> None:
    answer = match(read_request({"at": "M33 7BZ", "text": text}, postcodes()))
    assert answer.options[0].name == first
    assert answer.hidden.get("Closed") == sum(row["State"] in CLOSED for row in _sheet())


def test_filling_the_town_again_changes_nothing(town: list[Listing]) -> None:
    seed()
    again = [one.listing for one in listed(Service.objects.values_list("id", flat=True))]
    assert again == town


@pytest.mark.django_db
def test_a_list_of_the_summer_comes_in_once_but_for_some_of_its_lines() -> None:
    for _ in range(2):
        bring_lists()
    row = ListImport.objects.get(publisher="Oakmere summer list")
    assert (row.created, row.refused, row.no_place) == (3, 4, 1)
    ended = Service.objects.filter(publisher__name="Oakmere summer list")
    assert not ended.exclude(status=Status.TEMPORARILY_CLOSED).exists()


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_list_of_neighbours_names_a_group_of_the_town_once_more() -> None:
    fill()
    bring_lists()
    compare_changed(clock.now())
    (pair,) = Pair.objects.all()
    names = {pair.first.name, pair.second.name}
    assert names == {"Altrincham Repair Café", "Altrincham Repair Cafe"}
