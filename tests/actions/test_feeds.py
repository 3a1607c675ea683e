"""Feeds come in as lists do: again without harm, reported record by record, exported whole."""

import json
from pathlib import Path
from typing import Any

import pytest

from linkwell.access.rules import operator
from linkwell.access.scope import acting_as
from linkwell.directory.feeds import records_in
from linkwell.directory.importing import Closing, Report, import_feed
from linkwell.directory.models import Location, Service, SourceRecord
from tests.feeds import CHOIR, hsds3, oruk1

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
