"""What Open Referral itself says of its records and its API, with its known defects patched.

Each patch stands here and in `docs/interop.md`, and nowhere else. The files lie outside the
project (`tests/shared.py`); without them the tests that need them are skipped, and say so.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.shared import SHARED

Json = dict[str, Any]
STANDARDS = SHARED / "standards" / "open_referral"
ORUK_SCHEMAS = STANDARDS / "oruk" / "schemas" / "V3.0-UK"
HSDS_SCHEMAS = STANDARDS / "hsds-3.1"
NDJSON = "application/x-ndjson"
here = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason=f"Open Referral's own files are not here: {STANDARDS}"
)
# Name of a description -> where it lies, and below which of our addresses it is served.
DESCRIPTIONS = {
    "ORUK 3.0, of the website": (STANDARDS / "openapi" / "oruk-3.0.json", "/open-referral"),
    "ORUK 3.0, of the validator": (ORUK_SCHEMAS / "open_api.json", "/open-referral"),
    "HSDS 3.1": (STANDARDS / "openapi" / "hsds-3.1-dev.json", "/open-referral/hsds"),
}
_SINGULAR = {
    "services": "service",
    "service_at_locations": "service_at_location",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


def description(name: str) -> Json:
    """A description of the API as OpenAPI 3.1 reads it."""
    told = _read(DESCRIPTIONS[name][0])
    for patch in PATCHES:
        told = patch(told)
    return told


def schema_of(profile: str, collection: str, *, full: bool) -> Json:
    """The compiled schema of a record: whole, or as it stands in a list."""
    name = _SINGULAR[collection]
    if profile == "oruk":
        whole = _read(ORUK_SCHEMAS / (f"{name}.json" if full else f"{name}_list.json"))
        return _items_of_a_page(whole)
    if collection.startswith("taxonom"):  # HSDS compiles these into its API's description only
        known = _read(DESCRIPTIONS["HSDS 3.1"][0])
        return {"$ref": f"#/components/schemas/{name}", "components": known["components"]}
    return _read(HSDS_SCHEMAS / (f"{name}.schema.json" if full else f"{name}_list.schema.json"))


def _get_only(told: Json) -> Json:
    """The draft of HSDS 3.1 gives a GET and its POST one operationId; we answer GET."""
    paths = {
        path: {verb: item[verb] for verb in ("parameters", "get") if verb in item}
        for path, item in told["paths"].items()
    }
    return {**told, "paths": paths}


def _as_3_1(told: Json) -> Json:
    """Schemas are those of OpenAPI 3.1, whatever version the file claims ("3.0", no version)."""
    return {**told, "openapi": "3.1.0"}


def _known_formats(told: Json) -> Json:
    """The type "time" and the format "datetime" do not exist."""

    def known(one: Json) -> Json:
        right = {("type", "time"): "string", ("format", "datetime"): "date-time"}
        return {
            name: right.get((name, value), value) if isinstance(value, str) else value
            for name, value in one.items()
        }

    return _each_object(told, known)


def _files_inlined(told: Json) -> Json:
    """The validator's description names its schemas by their addresses on the web."""

    def inlined(one: Json) -> Json:
        address = str(one.get("$ref", ""))
        here = address.startswith("http")
        return _read(ORUK_SCHEMAS / address.rpartition("/")[2]) if here else one

    return _each_object(told, inlined)


def _pages_of_records(told: Json) -> Json:
    """There, each record of a page is said to be a page; and a page's own fields stand under a
    word, "Page", that JSON Schema does not know."""

    def right(one: Json) -> Json:
        if one.keys() == {"Page"}:
            page: Json = one["Page"]
            return page
        contents = one.get("contents", {})
        return (
            {**one, "contents": {**contents, "items": _items_of_a_page(contents["items"])}}
            if (isinstance(contents, dict) and "items" in contents)
            else one
        )

    return _each_object(told, right)


def _answers_of_their_kind(told: Json) -> Json:
    """/service_at_locations/{id} is said to answer with a service, and for the validator a page of
    /organizations is one organisation."""
    answers = {path: _content(item)["application/json"] for path, item in told["paths"].items()}
    of_a_place = answers["/service_at_locations/{id}"]
    of_organizations = answers.get("/organizations")
    if of_a_place["schema"] == {"$ref": "#/components/schemas/service"}:
        profile = "hsds" if of_organizations else "oruk"
        of_a_place["schema"] = schema_of(profile, "service_at_locations", full=True)
    if of_organizations and "contents" not in of_organizations["schema"]["properties"]:
        contents = {"type": "array", "items": of_organizations["schema"]}
        of_organizations["schema"] = {"type": "object", "properties": {"contents": contents}}
    return told


def _content(item: Json) -> Json:
    content: Json = item["get"]["responses"]["200"]["content"]
    return content


def _refusals_told(told: Json) -> Json:
    """No description says what a bad parameter or an unknown id gets, nor what type a stream is."""
    for item in told["paths"].values():
        answers = item["get"]["responses"]
        answers |= {status: {"description": "Refused"} for status in ("400", "404")}
        answers["400"]["content"] = answers["404"]["content"] = {"application/json": {}}
        _content(item)[NDJSON] = {}
    return told


def _no_constraints(told: Json) -> Json:
    """Words of a data package, which mean nothing in JSON Schema, stand among its own."""

    def without(one: Json) -> Json:
        return {name: value for name, value in one.items() if name not in ("constraints", "core")}

    return _each_object(told, without)


PATCHES: tuple[Callable[[Json], Json], ...] = (
    _get_only,
    _as_3_1,
    _files_inlined,
    _pages_of_records,
    _answers_of_their_kind,
    _known_formats,
    _no_constraints,
    _refusals_told,
)


def finding_records(told: Json, values: Mapping[str, list[str]]) -> Json:
    """The same description, whose parameters are drawn from what there is and what is not, so that
    more than refusals are looked at. `values` are by the parameter's name; ids by the path's."""
    for path, item in told["paths"].items():
        for one in _parameters(told, item):
            name = path.split("/")[1] if one["in"] == "path" else one["name"]
            if name in values:
                one["schema"] = {"type": "string", "enum": values[name]}
    return told


def _parameters(told: Json, item: Json) -> Iterator[Json]:
    for one in [*item.get("parameters", []), *item["get"].get("parameters", [])]:
        shared = one.get("$ref", "").rpartition("/")[2]
        yield told["components"]["parameters"][shared] if shared else one


def _items_of_a_page(schema: Json) -> Json:
    contents: Json = schema.get("properties", {}).get("contents", {})
    items: Json = contents.get("items", schema)
    return items


def _each_object(value: Json, change: Callable[[Json], Json]) -> Json:
    """The value with each of its objects changed, the outer ones first."""
    return {name: _each_within(one, change) for name, one in change(value).items()}


def _each_within(value: Any, change: Callable[[Json], Json]) -> Any:
    if isinstance(value, list):
        return [_each_within(one, change) for one in value]
    return _each_object(value, change) if isinstance(value, dict) else value


@cache
def _text(path: Path) -> str:
    return path.read_text()


def _read(path: Path) -> Json:
    told: Json = json.loads(_text(path))
    return told
