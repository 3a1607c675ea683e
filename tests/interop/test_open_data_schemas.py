"""Open Referral's compiled schemas take every record that we serve, in every form of it.

The demo town, feeds beside it, and the real lists of Greater Manchester where they are at hand.
"""

from collections.abc import Iterator

import jsonschema_rs
import pytest

from linkwell.access.rules import operator
from linkwell.directory.importing import import_sheet
from linkwell.directory.open_data import COLLECTIONS
from tests.bench.real_input import LISTS, SHEETS
from tests.interop.specifications import here, schema_of
from tests.open_data import HSDS, ORUK, Json, fill, stream

pytestmark = [pytest.mark.django_db(transaction=True, databases="__all__"), here]
PROFILES = {"oruk": ORUK, "hsds": HSDS}


def forms(root: str, collection: str) -> Iterator[tuple[bool, list[Json]]]:
    """Every record of a collection, as lists have it and whole, as far as both exist."""
    path = f"{root}/{collection}"
    whole = {"organizations": "full_service", "services": "full", "service_at_locations": "full"}
    yield False, stream(path)
    if collection == "services":
        yield False, stream(path, minimal="true")
    asked = {whole[collection]: "true"} if collection in whole else {}
    yield True, stream(path, **asked)


def faults(profile: str) -> Iterator[str]:
    for collection in COLLECTIONS:
        for full, records in forms(PROFILES[profile], collection):
            assert records
            schema = schema_of(profile, collection, full=full)
            takes = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
            for record in records:
                for error in takes.iter_errors(record):
                    yield f"{collection} {record['id']}: {error.instance_path} {error.message[:99]}"


@pytest.mark.parametrize("profile", PROFILES)
def test_every_record_of_the_town_and_of_feeds_is_taken(profile: str) -> None:
    fill()
    assert list(faults(profile)) == []


@pytest.mark.long
@pytest.mark.skipif(not SHEETS.is_dir(), reason=f"The real lists are not here: {SHEETS}")
def test_every_record_of_the_real_lists_is_taken() -> None:
    for name, publisher in LISTS.items():
        import_sheet((SHEETS / name).read_bytes(), publisher=publisher, by=operator())
    assert len(stream(f"{ORUK}/services")) > 1_000
    assert [fault for profile in PROFILES for fault in faults(profile)] == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_the_schemas_do_refuse(profile: str, collection: str) -> None:
    """A schema that takes anything would prove nothing."""
    for full in (False, True):
        schema = schema_of(profile, collection, full=full)
        takes = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        assert not takes.is_valid({"name": "It has no id"})
        assert not takes.is_valid({"id": "no UUID", "name": "x", "description": "x"})
