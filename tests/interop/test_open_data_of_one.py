"""What other systems read of an entry of several lists: the standard's schemas take it, it tells
whose word each part is, and a list of everything names it once."""

import json
from typing import Any

import pytest

from linkwell.directory.actions.pairs import take_apart
from linkwell.directory.comparing import joined_pairs_of
from linkwell.directory.exporting import documents
from linkwell.directory.models import Service
from linkwell.directory.one_group import lists_of
from linkwell.kernel.ids import UUID
from tests import joining
from tests.feeds import CHOIR
from tests.interop.specifications import here
from tests.interop.test_open_data_schemas import PROFILES, faults
from tests.joining import HALL
from tests.open_data import HSDS, ORUK, ask, fill, stream

pytestmark = [pytest.mark.django_db(transaction=True, databases="__all__"), here]


@pytest.fixture
def one() -> UUID:
    """A bare line of a sheet stays; a whole feed's record, with a place and hours, fills it in."""
    fill()
    bare = joining.bring_in("A sheet", source_id="s", name="Tidewater Choir", fees="Free")
    feed = Service.objects.get(publisher__name="A council", source_id=CHOIR).pk
    joining.join(bare, feed)
    another = joining.bring_in("Another", name="The Tidewater", eligibility="Anybody", where=HALL)
    joining.join(bare, another)
    return bare


@pytest.mark.parametrize("profile", PROFILES)
def test_the_schemas_take_it(one: UUID, profile: str) -> None:
    assert list(faults(profile)) == []


def told(service_id: UUID) -> dict[str, Any]:
    return next(it for it in documents() if it["id"] == str(service_id))


def test_it_says_what_all_of_them_say_and_whose_word_that_is(one: UUID) -> None:
    whole = told(one)
    assert whole["name"] == "Tidewater Choir"
    assert whole["fees_description"] == "Free"
    assert whole["eligibility_description"] == "Anybody"
    assert whole["schedules"][0]["byday"]
    assert len(whole["service_at_locations"]) == 2  # the feed's, which was checked
    assert all(at["service_id"] == str(one) for at in whole["service_at_locations"])
    by = {(it["last_action_type"], it["field_name"]): it for it in whole["metadata"]}
    assert by["update", "phones"]["updated_by"] == "A council"
    assert by["update", "eligibility_description"]["updated_by"] == "Another"
    sources = [it["updated_by"] for it in whole["metadata"] if it["last_action_type"] == "create"]
    assert sources == ["A sheet", "A council", "Another"]
    assert [of.publisher for of in lists_of([one])[one]] == sources


def test_nobody_is_named_in_it(one: UUID) -> None:
    written = json.dumps(told(one))
    for name in ("Bernadette", "07700 900123", "jo.smith"):
        assert name not in written


def test_it_is_named_once_in_every_collection(one: UUID) -> None:
    for root in (ORUK, HSDS):
        names = [it["name"] for it in stream(f"{root}/services", full="true")]
        assert names.count("Tidewater Choir") == 1
        assert "The Tidewater" not in names
        at = stream(f"{root}/service_at_locations", full="true")
        assert sum(it["service_id"] == str(one) for it in at) == 2
    organizations = {it["name"] for it in stream(f"{HSDS}/organizations")}
    assert "Tidewater Arts" in organizations  # who runs it, as the feed says: the sheet does not


def test_who_copied_one_that_gave_way_hears_who_tells_of_it_now(one: UUID) -> None:
    feed = str(Service.objects.get(publisher__name="A council", source_id=CHOIR).pk)
    since = {"modified_after": "2020-01-01T00:00:00Z"}
    whole = {it["id"]: it for it in stream(f"{HSDS}/services", full="true", **since)}
    assert whole[feed]["status"] == "inactive"
    (told,) = whole[feed]["metadata"]
    assert (told["previous_value"], told["replacement_value"]) == (feed, str(one))
    short = {it["id"]: it["status"] for it in stream(f"{ORUK}/services", minimal="true", **since)}
    assert short[feed] == "inactive"
    assert feed not in {it["id"] for it in stream(f"{ORUK}/services", minimal="true")}


def test_what_is_asked_for_is_answered_by_what_all_of_them_say(one: UUID) -> None:
    found = ask(f"{ORUK}/services", minimum_age=18, per_page=500)["contents"]
    assert str(one) in {it["id"] for it in found}


def test_taken_apart_each_tells_its_own_again(one: UUID) -> None:
    for pair in joined_pairs_of(one):
        take_apart(pair.pair_id, by=joining.CURATOR)
    whole = told(one)
    assert "metadata" not in whole
    assert "schedules" not in whole
    feed = Service.objects.get(publisher__name="A council", source_id=CHOIR).pk
    assert len(told(feed)["service_at_locations"]) == 2
