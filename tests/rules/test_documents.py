"""Services as HSDS documents: what a listing says is all there, and nothing else is read."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwell.directory import hsds
from linkwell.directory.documents import document_of, told_by
from linkwell.directory.drafting import Drafting
from linkwell.directory.mapping import recognise
from linkwell.directory.reading import read_csv
from linkwell.directory.rules import Listing, LocationType, Status, Where
from linkwell.kernel.geography import Place, Point
from tests.drafts import drafted_of
from tests.shared import SHARED

pytestmark = pytest.mark.rules

SHEETS = Path(__file__).parents[1] / "sheets"
STANDARDS = SHARED / "standards" / "open_referral"
SALE = Place("M33 7BZ", Point(378944, 392758), "E08000009")
no_standards = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason=f"The standards’ own files are not here: {STANDARDS}"
)


def places(codes: Sequence[str]) -> list[Place | None]:
    """Every postcode is in Sale here."""
    return [replace(SALE, postcode=code) for code in codes]


def read_back(listing: Listing) -> Listing:
    document = json.loads(json.dumps(document_of(listing)))
    told = told_by(document, listing.source_id, places)
    (place,) = told.places or (None,)
    return replace(told.listing, where=place.where if place else None)


@pytest.mark.parametrize("sheet", ["food_banks.csv", "charities.csv"])
def test_a_listing_of_a_sheet_survives_being_a_document(sheet: str) -> None:
    table = read_csv((SHEETS / sheet).read_bytes())
    drafts = drafted_of(Drafting(table, recognise(table.headers), places)).drafts
    assert drafts
    for draft in drafts:
        assert read_back(draft.listing) == draft.listing


@given(
    status=st.sampled_from(Status),
    low=st.none() | st.integers(0, 120),
    available=st.none() | st.integers(0, 1000),
    free=st.none() | st.booleans(),
    kind=st.sampled_from(LocationType),
    step_free=st.none() | st.booleans(),
)
def test_what_is_not_known_stays_not_known(
    status: Status,
    low: int | None,
    available: int | None,
    free: bool | None,
    kind: LocationType,
    step_free: bool | None,
) -> None:
    listing = Listing(
        "1",
        "Tea and talk",
        "Sale friends",
        status=status,
        minimum_age=low,
        available=available,
        available_on=date(2026, 11, 20) if available is not None else None,
        free=free,
        where=Where(kind, "The hall", "M33 7BZ", SALE.point, "E08000009", step_free),
    )
    assert read_back(listing) == listing


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*hsds.fields_of("service"), "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_read_or_told_what_is_wrong(value: Any) -> None:
    clean, findings = hsds.read(value)
    again, _ = hsds.read(clean)
    assert again == clean
    assert all(str(finding) for finding in findings)
    if all(finding.where.count("/") for finding in findings):
        told_by(clean, "1", places)


def test_what_says_nothing_is_left_out() -> None:
    clean, _ = hsds.read({"name": " Tea ", "email": "", "phones": [], "url": None, "x": "mine"})
    assert clean == {"name": "Tea"}


@no_standards
def test_the_table_is_the_specifications() -> None:
    """Every object and field of the compiled schema, with its type and whether it must be there."""
    kinds = {
        hsds.Kind.TEXT: ("string", None), hsds.Kind.UUID: ("string", "uuid"),
        hsds.Kind.URI: ("string", "uri"), hsds.Kind.EMAIL: ("string", "email"),
        hsds.Kind.NUMBER: ("number", None), hsds.Kind.DATE: ("string", None),
        hsds.Kind.MOMENT: ("string", "date-time"),
    }  # fmt: skip

    def compare(schema: dict[str, Any], shape: str) -> None:
        fields, told = hsds.fields_of(shape), schema.get("properties", {})
        ours = {one.partition(":")[0] for one in hsds.OURS.get(shape, "").split()}
        if not told:  # the specification stops where objects would repeat
            return
        assert set(fields) - ours == set(told), shape
        for name, said in told.items():
            field = fields[name]
            assert field.must == (name in schema.get("required", ())), (shape, name)
            if field.kind is None:
                assert field.many == (said["type"] == "array"), (shape, name)
                compare(said["items"] if field.many else said, field.shape)
            elif field.kind in hsds.CODES:
                assert tuple(said["enum"]) == hsds.CODES[field.kind], (shape, name)
            else:
                assert (said["type"], said.get("format")) == kinds[field.kind], (shape, name)

    compare(json.loads((STANDARDS / "hsds-3.1" / "service.schema.json").read_text()), "service")


def mock(name: str) -> list[Any]:
    found = json.loads((STANDARDS / name).read_text())
    return list(found.get("contents", [found]))


@no_standards
@pytest.mark.parametrize(
    "name",
    [
        "hsds-3.1/examples/service_full.json",
        "hsds-3.0/examples/service_full.json",
        "oruk/mocks/V3.0-UK-Default/service_full.json",
        "oruk/mocks/V3.0-UK-Default/service_list.json",
        "oruk/mocks/V3.0-UK-Warn/service_full.json",
    ],
)
def test_the_specifications_own_examples_are_right(name: str) -> None:
    for document in mock(name):
        clean, findings = hsds.read(document)
        assert not findings
        assert told_by(clean, clean["id"], places).listing.name == document["name"]


@no_standards
def test_what_must_fail_fails_for_the_same_reasons() -> None:
    (full,) = mock("oruk/mocks/V3.0-UK-Fail/service_full.json")
    assert [finding.where for finding in hsds.read(full)[1]] == ["url", "email"]
    found = [
        [finding.where for finding in hsds.read(one)[1]]
        for one in mock("oruk/mocks/V3.0-UK-Fail/service_list.json")
    ]
    assert found == [
        ["name", "url", "email"], ["name", "url", "email"], ["name", "url", "email"],
        ["name", "email"],
    ]  # fmt: skip
