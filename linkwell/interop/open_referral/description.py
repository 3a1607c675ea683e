"""The open data's own OpenAPI description, written from the tables that it is read by."""

from collections.abc import Iterator, Mapping
from typing import Any

from linkwell.directory.hsds import CODES, SHAPES, Kind, fields_of
from linkwell.directory.open_data import COLLECTIONS
from linkwell.interop.open_referral.parameters import OF_LISTS, OF_RECORDS, PARAMETERS
from linkwell.interop.open_referral.profiles import Profile

Json = dict[str, Any]
_TEXT: Json = {"type": "string"}
_KINDS: Mapping[Kind, Json] = {
    Kind.UUID: {"type": "string", "format": "uuid"},
    Kind.URI: {"type": "string", "format": "uri"},
    Kind.EMAIL: {"type": "string", "format": "email"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.NUMBER: {"type": "number"},
    Kind.FLAG: {"type": "boolean"},
    **{kind: {"type": "string", "enum": list(codes)} for kind, codes in CODES.items()},
}
_SHAPES = {
    "services": "service",
    "service_at_locations": "service_at_location",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
_MORE = {  # what a record has that the same object has not where it stands within another
    "services": {"modified_date": _KINDS[Kind.MOMENT]},
    "service_at_locations": {"service": {"$ref": "#/components/schemas/service"}},
    "organizations": {
        "services": {"type": "array", "items": {"$ref": "#/components/schemas/service"}}
    },
}
_REFUSAL: Json = {
    "type": "object",
    "properties": {"status": {"type": "integer"}, "error": _TEXT},
    "required": ["status", "error"],
}
_NUMBER, _YES_OR_NO = {"type": "integer", "minimum": 0}, {"type": "boolean"}
_ENVELOPE: Json = {
    "total_items": _NUMBER,
    "total_pages": _NUMBER,
    "page_number": _NUMBER,
    "size": _NUMBER,
    "first_page": _YES_OR_NO,
    "last_page": _YES_OR_NO,
    "empty": _YES_OR_NO,
}
_ABOUT: Json = {
    "type": "object",
    "properties": dict.fromkeys(("version", "profile", "openapi_url"), _TEXT),
    "required": ["version", "profile", "openapi_url"],
}


def of(profile: Profile, address: str) -> Json:
    """The description of a profile that is served at `address`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"The directory, as {profile.title} has it",
            "version": profile.version,
            "description": "Open data for anybody to read: services, who runs them, where they"
            " are and what they are for. It names no person. Optional fields without a value are"
            " left out. A service that has closed stays, and its status says so.",
        },
        "servers": [{"url": address}],
        "paths": dict(_paths()),
        "components": {"schemas": {shape: _object(shape) for shape in SHAPES}},
    }


def _paths() -> Iterator[tuple[str, Json]]:
    yield "/", _get("about", "What this is", {"application/json": {"schema": _ABOUT}})
    for name in COLLECTIONS:
        one = _record(name)
        page = {**_ENVELOPE, "contents": {"type": "array", "items": one}}
        told = {"type": "object", "properties": page, "required": list(page)}
        answers = {"application/json": {"schema": told}, "application/x-ndjson": {}}
        listed = _get(name, f"A page of {name}", answers, OF_LISTS[name])
        listed["get"]["responses"]["503"] = _refused("Too many streams at once")
        yield f"/{name}", listed
        whole = {"application/json": {"schema": one}}
        taken, own = OF_RECORDS.get(name, ()), (_own_id(),)
        yield f"/{name}/{{id}}", _get(f"{name}_id", f"One of {name}, whole", whole, taken, own)


def _get(
    name: str,
    summary: str,
    content: Json,
    taken: tuple[str, ...] = (),
    of_path: tuple[Json, ...] = (),
) -> Json:
    answers = {"200": {"description": "As asked", "content": content}}
    if taken or of_path:
        answers["400"] = _refused("A parameter that cannot be read")
    if of_path:
        answers["404"] = _refused("No such record")
    return {
        "get": {
            "operationId": f"get_{name}",
            "summary": summary,
            "parameters": [*of_path, *map(_parameter, taken)],
            "responses": answers,
        }
    }


def _refused(description: str) -> Json:
    return {"description": description, "content": {"application/json": {"schema": _REFUSAL}}}


def _parameter(name: str) -> Json:
    one = PARAMETERS[name]
    return {"name": name, "in": "query", "description": one.description, "schema": one.schema}


def _own_id() -> Json:
    return {"name": "id", "in": "path", "required": True, "schema": _KINDS[Kind.UUID]}


def _record(collection: str) -> Json:
    shape = {"$ref": f"#/components/schemas/{_SHAPES[collection]}"}
    more = _MORE.get(collection)
    return {"allOf": [shape], "properties": more} if more else shape


def _object(shape: str) -> Json:
    fields = fields_of(shape)
    return {
        "type": "object",
        "properties": {
            name: _field(field.kind, field.shape, many=field.many) for name, field in fields.items()
        },
        "required": [name for name, field in fields.items() if field.must],
    }


def _field(kind: Kind | None, shape: str, *, many: bool) -> Json:
    if kind is not None:
        return _KINDS.get(kind, _TEXT)
    one = {"$ref": f"#/components/schemas/{shape}"}
    return {"type": "array", "items": one} if many else one
