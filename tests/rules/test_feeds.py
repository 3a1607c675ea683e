"""Feeds of four versions: the same choir comes out of each, and nobody who is named in it."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory import feeds, hsds
from linkwell.directory.drafts import Draft
from linkwell.directory.feeds import FeedDrafts, Format, Record, records_in
from linkwell.directory.privacy import is_personal, without_people
from linkwell.directory.rules import Day, KnownBy, ReferralRoute, Status
from linkwell.kernel.errors import InputAtFault
from linkwell.kernel.geography import Place, Point
from linkwell.needs.rules import Need
from tests.feeds import CHOIR, hsds3, oruk1

pytestmark = pytest.mark.rules


def places(codes: Sequence[str]) -> list[Place | None]:
    return [Place(code, Point(379000, 392700), "E08000009") for code in codes]


def read(value: Any, format: Format = Format.AUTO) -> list[Record]:
    return records_in(json.dumps(value).encode(), format)


def draft_of(value: Any) -> Draft:
    (draft,) = FeedDrafts(read(value), places)
    return draft


@pytest.mark.parametrize("value", [hsds3(), oruk1()], ids=["hsds3", "oruk1"])
def test_the_same_choir_comes_out(value: dict[str, Any]) -> None:
    said = draft_of(value).listing
    assert (said.name, said.organization) == ("Tidewater Singers", "Tidewater Arts")
    assert (said.status, said.minimum_age, said.free) == (Status.ACTIVE, 18, True)
    assert [(one.day, one.opens.hour, one.closes.hour) for one in said.sessions] == [
        (Day.TH, 14, 16), (Day.FR, 14, 16)
    ]  # fmt: skip
    assert said.checked_on is not None
    assert said.checked_on.isoformat() == "2026-11-02"
    assert [(one.need, one.known_by) for one in said.needs] == [(Need.LONELINESS, KnownBy.INFERRED)]


def test_each_place_comes_in_with_its_own_address() -> None:
    found = draft_of(hsds3()).places
    assert [one.where.postcode for one in found] == ["M33 7BP", "M33 7BZ"]
    assert [one.where.address for one in found] == [
        "Hall 1, Dane Road, Sale", "Hall 2, Dane Road, Sale"
    ]  # fmt: skip


def test_what_version_1_says_otherwise_is_understood() -> None:
    draft = draft_of(oruk1())
    assert draft.listing.route is ReferralRoute.OPEN
    assert draft.listing.eligibility == "Adults"
    assert draft.listing.source_id == "choir-17"
    assert draft.places[0].where.postcode == "M33 7BP"
    online = draft_of(oruk1(service_at_locations=[], attending_type="online"))
    assert [one.where.kind for one in online.places] == ["virtual"]


def test_nobody_who_is_named_comes_in() -> None:
    for value in (hsds3(), oruk1()):
        (record,) = read(value)
        kept = json.dumps(record.document)
        for name in ("Bernadette", "bernadette.quinn", "07700 900123", "jo.smith"):
            assert name not in kept
        assert any(where.startswith("contacts/0/") for where in record.people)
    assert "office@tidewater.example" in json.dumps(read(hsds3())[0].document)


@pytest.mark.parametrize(
    ("email", "personal"),
    [
        ("jo.smith@mail.example", True), ("j_smith2@mail.example", True),
        ("office@sale.example", False), ("info.trafford@age.example", False),
        ("sale.walkers@mail.example", False), ("saleunitedfc@mail.example", False),
    ],
)  # fmt: skip
def test_which_address_is_a_persons(email: str, personal: bool) -> None:
    assert is_personal(email, "Sale Walkers", "Walking for health") is personal


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"contents": [one], "total_items": 1},
        lambda one: {"content": [one], "totalElements": 1},
    ],
)
def test_whatever_it_is_wrapped_in(wrapped: Any) -> None:
    assert [one.source_id for one in read(wrapped(hsds3()))] == [CHOIR]


def test_a_line_for_each_is_read_too() -> None:
    two = [hsds3(), hsds3(id="7a0f7d3e-4a54-4a4c-8a39-6c7d0f1b2a10", name="Other")]
    lines = "\n".join(map(json.dumps, two)).encode()
    assert [one.document["name"] for one in records_in(lines)] == ["Tidewater Singers", "Other"]


def test_what_a_service_says_of_itself_must_be_right() -> None:
    (bad,) = read(hsds3(url="somewhere", email=False))
    assert bad.refused == (
        "url: “somewhere” is no address of the web. email: It is no text, but false"
    )
    assert not list(FeedDrafts([bad], places))


def test_a_part_that_is_wrong_is_left_out_of_it() -> None:
    (one,) = read(hsds3(phones=[{"id": "x", "number": "0161 496 0121"}, "rubbish"]))
    assert not one.refused
    assert one.document["phones"] == [{"number": "0161 496 0121"}]


def test_of_two_with_one_id_the_first_comes_in_and_the_other_is_told() -> None:
    coming = FeedDrafts(read([hsds3(), hsds3(name="Again")]), places)
    assert [draft.listing.name for draft in coming] == ["Tidewater Singers"]
    assert [refusal.sentence for refusal in coming.refused] == ["It has the same id as record 1"]


def test_tables_are_put_together_again() -> None:
    """A zip of CSV files, as a datapackage has them."""
    whole = hsds.read(hsds3())[0]
    tables: dict[str, list[dict[str, Any]]] = {}

    def take(value: dict[str, Any], shape: str, parent: tuple[str, str] | None) -> None:
        fields = hsds.fields_of(shape)
        row = {name: told for name, told in value.items() if fields[name].kind is not None}
        if parent is not None:
            row[f"{parent[0]}_id"] = parent[1]
        for name, told in value.items():
            field = fields[name]
            if field.kind is None and field.many:
                for one in told:
                    take(one, field.shape, (shape, value["id"]))
            elif field.kind is None:
                row[f"{name}_id"] = told["id"]
                take(told, field.shape, None)
        tables.setdefault(shape, []).append(row)

    take(whole, "service", None)
    names = {"address": "addresses", "service_at_location": "service_at_location"}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for shape, rows in tables.items():
            text = io.StringIO()
            columns = sorted({name for row in rows for name in row})
            writer = csv.DictWriter(text, columns)
            writer.writeheader()
            writer.writerows(rows)
            file.writestr(f"{names.get(shape, f'{shape}s')}.csv", text.getvalue())
    assert feeds.is_feed(packed.getvalue(), Format.AUTO)
    (back,) = records_in(packed.getvalue())
    (straight,) = read(hsds3())
    (one,), (other,) = FeedDrafts([back], places), FeedDrafts([straight], places)
    assert one.listing == other.listing
    assert one.places == other.places


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{nothing", "is no JSON"), (b"[" * 100_000, "nested too deep"),
        (b"\xff\xfe{}", "not UTF-8"), (b"12", "no service"), (b"PK\x03\x04torn", "zip"),
    ],
)  # fmt: skip
def test_what_is_no_feed_says_why(data: bytes, sentence: str) -> None:
    with pytest.raises(InputAtFault, match=sentence):
        records_in(data, Format.HSDS3)


@given(st.integers(0, 2**32), st.sampled_from([hsds3(), oruk1()]))
def test_a_damaged_feed_is_read_or_refused(seed: int, value: dict[str, Any]) -> None:
    chance = random.Random(seed)
    data = bytearray(json.dumps([value, value]).encode())
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        coming = FeedDrafts(records_in(bytes(data), Format.AUTO), places)
    except InputAtFault:
        return
    for draft in coming:
        assert draft.listing.name
    for refusal in coming.refused:
        assert refusal.sentence


@given(st.sampled_from(["name", "organization", "contacts", "phones"]))
def test_taking_people_out_twice_takes_out_nothing_more(field: str) -> None:
    clean, _ = hsds.read(hsds3())
    once, found = without_people(clean)
    again, nothing = without_people(once)
    assert (again, nothing) == (once, [])
    assert found
    assert field in once
