"""Feeds come in as lists do: again without harm, reported record by record, exported whole."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from linkwell.access.rules import operator
from linkwell.access.scope import acting_as
from linkwell.directory import hsds
from linkwell.directory.exporting import documents, export_to
from linkwell.directory.feeds import of_folder, records_in
from linkwell.directory.importing import Report, import_feed
from linkwell.directory.models import Location, Service, SourceRecord
from linkwell.directory.queries import listed
from linkwell.directory.rules import Closing, Listing
from tests import town
from tests.feeds import CHOIR, hsds3, oruk1, place
from tests.shared import SHARED

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
OTHER = "7a0f7d3e-4a54-4a4c-8a39-6c7d0f1b2a10"


def bring_in(*services: dict[str, Any], closing: Closing = Closing.NOTHING) -> Report:
    records = records_in(json.dumps(services).encode())
    return import_feed(records, publisher="A council", by=operator(), closing=closing)


def test_a_feed_comes_in_once_and_again_without_harm() -> None:
    first = bring_in(hsds3(), oruk1())
    assert (first.tally.created, first.refused) == (2, ())
    assert len(first.people) == 2
    again = bring_in(hsds3(), oruk1())
    assert (again.tally.unchanged, again.tally.updated, again.tally.created) == (2, 0, 0)
    choir = Service.objects.get(source_id=CHOIR)
    assert choir.at_locations.count() == 2
    assert "Bernadette" not in str(list(SourceRecord.objects.values_list("document", flat=True)))


def test_a_place_that_is_named_no_more_goes_and_one_that_is_shared_stays() -> None:
    bring_in(hsds3(), hsds3(id=OTHER, name="Other"))
    assert Location.objects.count() == 2  # the two services share both
    one = hsds3()["service_at_locations"][:1]
    bring_in(hsds3(service_at_locations=one), hsds3(id=OTHER, name="Other"))
    assert Location.objects.count() == 2
    report = bring_in(
        hsds3(service_at_locations=one), hsds3(id=OTHER, name="Other", service_at_locations=one)
    )
    assert report.tally.updated == 1
    assert Location.objects.count() == 1


def test_what_a_feed_leaves_out_is_told_and_can_be_closed() -> None:
    bring_in(hsds3(), *(hsds3(id=OTHER[:-1] + str(n), name=f"Other {n}") for n in range(6)))
    rest = [hsds3(id=OTHER[:-1] + str(n), name=f"Other {n}") for n in range(6)]
    report = bring_in(*rest, closing=Closing.IF_SURE)
    assert [one.name for one in report.missing.services] == ["Tidewater Singers"]
    with acting_as(operator()):
        assert Service.objects.get(source_id=CHOIR).status == "inactive"


def test_what_is_closed_by_its_own_word_is_closed(tmp_path: Path) -> None:
    bring_in(hsds3(status="temporarily closed"))
    with acting_as(operator()):
        assert Service.objects.get(source_id=CHOIR).status == "temporarily closed"


STANDARDS = SHARED / "standards" / "open_referral"
SCHEMAS = ("hsds-3.1/service.schema.json", "hsds-3.0/service.schema.json")


@pytest.fixture
def many() -> None:
    """The demo town, and feeds beside it."""
    town.fill()
    bare = place(3)  # what a feed says of a place whose postcode nobody knows
    bare["location"]["addresses"][0] |= {"postal_code": "", "state_province": "", "city": ""}
    bring_in(
        hsds3(),
        oruk1(),
        hsds3(id=OTHER, name="Closed", status="defunct"),
        hsds3(id=OTHER[:-1] + "9", name="Somewhere", service_at_locations=[bare, place(2)]),
    )


@pytest.mark.skipif(not STANDARDS.is_dir(), reason=f"The schemas are not here: {STANDARDS}")
@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_standards_own_schemas_take_every_record(many: None, schema: str) -> None:
    checked = jsonschema.Draft202012Validator(
        json.loads((STANDARDS / schema).read_text()),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    wrong = [
        f"{document['name']}: {error.json_path} {error.message[:80]}"
        for document in documents()
        for error in checked.iter_errors(document)
    ]
    assert wrong == []


def test_what_is_published_is_right_by_our_own_reading_and_names_nobody(many: None) -> None:
    found = list(documents())
    assert len(found) > 100
    for document in found:
        wrong = [one.where.rpartition("/")[2] for one in hsds.read(document)[1]]
        bare = document["name"] == "Somewhere"
        assert wrong == (["city", "state_province", "postal_code"] if bare else _no_town(document))
    assert "Bernadette" not in json.dumps(found)


def _no_town(document: dict[str, Any]) -> list[str]:
    """The standard demands a town of each address. Where nobody wrote one, none is made up."""
    places = [at["location"] for at in document.get("service_at_locations", [])]
    streets = [one["address_1"] for at in places for one in at.get("addresses", [])]
    towns = [one["city"] for at in places for one in at.get("addresses", [])]
    assert all(town == "" or town in street or town == "Sale"
               for street, town in zip(streets, towns, strict=True))  # fmt: skip
    return ["city" for street, town in zip(streets, towns, strict=True) if not town]


def listings(publisher: str, by: str) -> dict[str, Listing]:
    """The services of a publisher by their name or id, without their own ids."""
    with acting_as(operator()):
        services = list(Service.objects.filter(publisher__name=publisher))
        said = {one.service_id: one.listing for one in listed(one.pk for one in services)}
    return {str(getattr(one, by)): replace(said[one.pk], source_id="") for one in services}


def test_an_export_that_comes_in_again_says_the_same(many: None, tmp_path: Path) -> None:
    publishers = list(Service.objects.values_list("publisher__name", flat=True).distinct())
    before = {key: one for name in publishers for key, one in listings(name, "pk").items()}
    count = export_to(tmp_path / "out")
    report = import_feed(of_folder(tmp_path / "out"), publisher="Ourselves", by=operator())
    assert (report.tally.created, report.refused, report.people) == (count, (), ())
    after = listings("Ourselves", "source_id")
    assert after.keys() == before.keys()
    for key, listing in before.items():
        assert after[key] == listing, listing.name
    assert sorted(_places("Ourselves")) == sorted(_places(*publishers))


def _places(*publishers: str) -> list[str]:
    rows = Location.objects.filter(publisher__name__in=publishers)
    return [
        f"{one.address} {one.postcode} {one.authority} {one.step_free} {one.point}" for one in rows
    ]
