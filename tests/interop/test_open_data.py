"""The open data, as whoever collects directories meets it: pages, names, moments, refusals."""

import json
from contextlib import closing
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linkwell.access.rules import operator
from linkwell.directory.actions.lists import close_all
from linkwell.directory.exporting import documents
from linkwell.directory.models import Service
from linkwell.directory.open_data import COLLECTIONS
from tests.feeds import CHOIR, hsds3, place
from tests.open_data import (
    HSDS,
    ORUK,
    OTHER,
    SINGING,
    TAXONOMY,
    TERM,
    Json,
    ask,
    bring_in,
    fill,
    pages,
    stream,
)

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
ENVELOPE = ["total_items", "total_pages", "page_number", "size", "first_page", "last_page",
            "empty", "contents"]  # fmt: skip
EVERY = [f"{root}/{name}" for root in (ORUK, HSDS) for name in COLLECTIONS]


@pytest.fixture
def directory() -> None:
    fill()


def ids(records: list[Json]) -> list[str]:
    return [one["id"] for one in records]


@pytest.mark.parametrize("path", EVERY)
def test_pages_hold_every_record_once_in_one_order(directory: None, path: str) -> None:
    every = ids(stream(path))
    assert len(every) == len(set(every)) > 0
    for size in (1, 7, 1_000) if len(every) < 20 else (7, 1_000):
        told = list(pages(path, per_page=size))
        assert [one for page in told for one in ids(page["contents"])] == every
        for number, page in enumerate(told, start=1):
            assert list(page) == ENVELOPE
            assert page["total_items"] == len(every)
            assert page["total_pages"] == len(told) == -(-len(every) // size)
            assert (page["page_number"], page["size"]) == (number, len(page["contents"]))
            assert (page["first_page"], page["last_page"]) == (number == 1, number == len(told))
            assert page["empty"] is False
    beyond = ask(path, page=10**30, per_page=10**30)
    assert (beyond["empty"], beyond["last_page"], beyond["contents"]) == (True, True, [])


def test_an_empty_directory_is_an_empty_page() -> None:
    page = ask(f"{ORUK}/services")
    assert [page[name] for name in ENVELOPE] == [0, 0, 1, 0, True, True, True, []]


@pytest.mark.parametrize("path", EVERY)
def test_each_record_has_an_address_and_says_the_same_there(directory: None, path: str) -> None:
    every = stream(path)
    for flat in every[:: max(1, len(every) // 12)]:  # some from all over
        whole = ask(f"{path}/{flat['id']}")
        assert _stands_in(flat, whole), flat["id"]
        assert None not in whole.values()
        assert "" not in whole.values()


def _stands_in(flat: Any, whole: Any) -> bool:
    """Does all that a list says stand in the whole record too?"""
    if not isinstance(flat, dict):
        return bool(flat == whole)
    return all(name in whole and _stands_in(told, whole[name]) for name, told in flat.items())


def test_services_are_what_the_export_writes(directory: None) -> None:
    exported = list(documents())
    assert stream(f"{HSDS}/services", full="true") == exported
    assert ids(exported) == ids(stream(f"{ORUK}/services", minimal="true"))
    assert {one["status"] for one in exported} >= {"active", "defunct"}


def test_what_the_standard_has_no_field_for_is_told_in_notes(directory: None) -> None:
    (told,) = [one for one in stream(f"{HSDS}/services", full="true") if one["name"] == "Somewhere"]
    (schedule,) = told["schedules"]
    assert schedule["notes"] == (
        "In school term time only. Not on 24 December 2026 to 25 December 2026."
    )
    assert (schedule["freq"], schedule["byday"], schedule["term_time"]) == ("MONTHLY", "1TU", True)


def test_nobody_is_named_anywhere(directory: None) -> None:
    told = json.dumps([stream(path, **more) for path in EVERY for more in ({}, _most(path))])
    assert "Choirs" in told
    for somebody in ("Bernadette", "bernadette.quinn", "07700 900123", "jo.smith"):
        assert somebody not in told


def _most(path: str) -> Json:
    if "taxonom" in path:
        return {}
    return {"full_service": "true"} if "organ" in path else {"full": "true"}


@pytest.mark.parametrize("path", EVERY)
def test_a_long_page_takes_as_many_questions_as_a_short_one(directory: None, path: str) -> None:
    counts = set()
    for size in (2, 100):
        with CaptureQueriesContext(connection) as questions:
            ask(path, per_page=size, **_most(path))
        counts.add(len(questions))
    assert len(counts) == 1
    assert counts.pop() <= 6


@pytest.mark.parametrize("root", [ORUK, HSDS])
def test_what_has_not_changed_is_not_sent_again(directory: None, root: str) -> None:
    client = Client()
    paths = [f"{root}/", f"{root}/openapi.json", f"{root}/services", f"{root}/taxonomies"]
    paths += [f"{root}/services/{Service.objects.earliest('id').pk}"]
    paths += [f"{root}/organizations?format=ndjson", f"{root}/services?format=ndjson&full=true"]

    def name_of(path: str) -> str:
        with closing(client.get(path)) as answer:
            return str(answer.headers["ETag"])

    for path in paths:
        name = name_of(path)
        assert name.startswith('"')
        again = client.get(path, headers={"If-None-Match": name})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == name
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        with closing(client.get(path, headers={"If-None-Match": '"other"'})) as other:
            assert other.status_code == 200
    before = {path: name_of(path) for path in paths}
    bring_in(hsds3(description="A choir that has moved."))
    changed = {path for path in paths if name_of(path) != before[path]}
    assert changed == {path for path in paths if "ndjson" in path}
    first_id = Service.objects.get(source_id=CHOIR).pk
    assert "has moved" in ask(f"{root}/services/{first_id}")["description"]


def test_only_what_changed_is_told_to_who_asks_for_changes(directory: None) -> None:
    path = f"{ORUK}/services"

    def changes(since: str) -> list[str]:
        return sorted(one["name"] for one in stream(path, modified_after=since, minimal="true"))

    last = max(one["last_modified"] for one in stream(path))
    assert changes(last) != []  # "on or after"
    bring_in(hsds3(), SINGING)
    assert max(one["last_modified"] for one in stream(path)) == last
    bring_in(hsds3(service_at_locations=[], alert="Not next week"))
    (changed,) = [one for one in stream(path) if one["last_modified"] > last]
    assert (changed["name"], changed["alert"]) == ("Tidewater Singers", "Not next week")
    last = changed["last_modified"]
    bring_in(hsds3(id=CHOIR[:-1] + "6", name="At the same place", service_at_locations=[place(2)]))
    assert {"At the same place", "Somewhere"} <= set(changes(last))  # its place was told of anew
    last = max(one["last_modified"] for one in stream(path))
    assert close_all([OTHER], publisher="A council", by=operator()) == 1
    assert [one["status"] for one in stream(path) if one["last_modified"] > last] == ["inactive"]


def test_ids_stay_when_a_record_changes(directory: None) -> None:
    before = {path: ids(stream(path)) for path in EVERY}
    bring_in(hsds3(description="New words"), {**SINGING, "description": "New words"})
    assert {path: ids(stream(path)) for path in EVERY} == before


def test_ids_within_a_record_are_those_of_its_addresses(directory: None) -> None:
    (one,) = (one for one in stream(f"{ORUK}/services", full="true") if one["name"] == "Somewhere")
    assert one["organization_id"] == one["organization"]["id"]
    assert ask(f"{ORUK}/organizations/{one['organization_id']}")["name"] == "Tidewater Arts"
    _unknown, first, second = one["service_at_locations"]
    assert first["id"] != second["id"]  # one place, named twice
    told = ask(f"{ORUK}/service_at_locations/{first['id']}")
    assert (told["service_id"], told["location_id"]) == (one["id"], first["location"]["id"])
    (attribute,) = one["attributes"]
    term = ask(f"{ORUK}/taxonomy_terms/{attribute['taxonomy_term']['id']}")
    assert term == {**attribute["taxonomy_term"], "id": TERM, "taxonomy_id": TAXONOMY}
    assert ask(f"{ORUK}/taxonomies/{TAXONOMY}")["name"] == "A council's own"


REFUSED = [
    ("services", "page=0", "page: “0” is no whole number from 1 on"),
    ("services", "page=%00", "page: “\x00” is no whole number"),
    ("services", "per_page=%D9%A3", "per_page: “٣” is no whole number"),
    ("services", "per_page=-1", "per_page: “-1”"),
    ("services", "page=1&page=2", "page: It is given more than once"),
    ("services", "modifed_after=2026-01-01", "modifed_after: There is no such parameter here, but"),
    ("services", "modified_after=yesterday", "modified_after: “yesterday” is no moment like"),
    ("services", "modified_after=0001-01-01T00:00:00%2B14:00", "is no moment like"),
    ("services", "modified_after=2026-02-30", "is no moment like"),
    ("services", "organization_id=7", "organization_id: “7” is no UUID"),
    ("services", "minimum_age=NaN", "minimum_age: “NaN” is no number from 0 to 150"),
    ("services", "maximum_age=1e309", "maximum_age: “1e309” is no number"),
    ("services", "day=Monday", "day: “MONDAY” is none of “MO”, “TU”"),
    ("services", "start_time=25:00", "start_time: “25:00” is no time like 14:30"),
    ("services", "full=perhaps", "full: “perhaps” is neither true nor false"),
    ("services", "format=xml", "format: “xml” is none of “json”, “ndjson”"),
    ("services", "postcode=M33+7BZ", "postcode: There is no such parameter here"),
    ("service_at_locations", "proximity=100", "proximity: It is measured from a postcode"),
    ("service_at_locations", "postcode=nowhere", "postcode: "),
    ("service_at_locations", "postcode=M33+7BZ&proximity=-1", "proximity: “-1” is no number"),
    ("taxonomies", "full=true", "full: There is no such parameter here, but search, page"),
]  # fmt: skip


@pytest.mark.parametrize("root", [ORUK, HSDS])
@pytest.mark.parametrize(("collection", "query", "sentence"), REFUSED)
def test_a_bad_parameter_is_a_sentence_about_it(
    root: str, collection: str, query: str, sentence: str
) -> None:
    answer = Client().get(f"{root}/{collection}?{query}")
    told = json.loads(answer.content)
    assert answer.status_code == told["status"] == 400
    assert sentence in told["error"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("root", [ORUK, HSDS])
def test_what_is_not_there_is_told_in_json(root: str) -> None:
    for path in ("services/7", f"services/{CHOIR}", f"taxonomies/{OTHER}", "people", "services/"):
        answer = Client().get(f"{root}/{path}")
        assert (answer.status_code, json.loads(answer.content)["status"]) == (404, 404)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_empty_value_asks_for_nothing(directory: None) -> None:
    assert stream(f"{ORUK}/services", search="", day="") == stream(f"{ORUK}/services")
    assert stream(f"{ORUK}/services", search="\x00 ;'--") == []  # no word in it
    for nasty in ("%ED%A0%80", "%FF", "%00", "a" * 7_000, "%20".join(["abcd"] * 500)):
        assert Client().get(f"{ORUK}/services?search={nasty}").status_code == 200


@pytest.mark.parametrize("path", [f"{ORUK}/", f"{HSDS}/services", f"{ORUK}/services/7"])
def test_any_page_of_the_web_may_read_and_nobody_may_write(path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    asked = client.options(path)
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for verb in ("post", "put", "patch", "delete"):
        refused = getattr(client, verb)(path)
        assert refused.status_code == 405
        assert refused.headers["Allow"] == "GET, HEAD, OPTIONS"
    for answer in (asked, client.get(path), client.head(path), client.post(path)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_streams_leave_room_for_pages(directory: None) -> None:
    client, path = Client(), f"{ORUK}/services?format=ndjson"
    streams = [client.get(path) for _ in range(2)]
    refused = client.get(path)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert "by pages" in json.loads(refused.content)["error"]
    assert "ETag" not in refused.headers
    assert client.get(f"{ORUK}/services").status_code == client.head(path).status_code == 200
    known = client.get(path, headers={"If-None-Match": streams[0].headers["ETag"]})
    assert known.status_code == 304
    for one in streams:
        one.close()  # nothing was read of it
    assert len(stream(f"{ORUK}/services")) == len(stream(f"{ORUK}/services")) > 100


def test_it_says_what_it_is() -> None:
    for root, version in ((ORUK, "HSDS-UK-3.0"), (HSDS, "HSDS-3.1")):
        told = ask(f"{root}/")
        assert told == ask(root)
        assert told["version"] == version
        described = ask(told["openapi_url"].partition("8000")[2])
        assert described["servers"][0]["url"].endswith(root)
