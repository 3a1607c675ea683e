"""Whatever a description of the API allows is asked, and every answer is as it promises.

Our own description of each profile, and Open Referral's three, patched. A few questions for each
operation here, 200 by `make bars ONLY=interop` (LINKWELL_ASKED).
"""

import os
from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from linkwell.directory.open_data import COLLECTIONS
from linkwell.kernel.ids import new_id
from tests.interop import specifications
from tests.open_data import HSDS, ORUK, Json, ask, fill, stream

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
ASKED = int(os.environ.get("LINKWELL_ASKED", "3"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def known() -> Mapping[str, list[str]]:
    """Values of parameters that find something, and one that does not."""
    fill()
    ids = {name: [one["id"] for one in stream(f"{ORUK}/{name}")][-8:] for name in COLLECTIONS}
    unknown = [str(new_id()), "no id"]
    return {
        **{name: found + unknown for name, found in ids.items()},
        "organization_id": ids["organizations"] + unknown,
        "taxonomy_term_id": ids["taxonomy_terms"] + unknown,
        "taxonomy_id": ids["taxonomies"] + unknown,
        "postcode": ["M33 7BZ", "M32 9AF", "nowhere"],
        "proximity": ["0", "2000", "far"],
        "day": ["MO", "th", "Monday"],
        "start_time": ["10:00", "25:00"],
        "end_time": ["16:00", ""],
        "format": ["json", "ndjson", "xml"],
    }


def keeps_its_promises(told: Json, root: str) -> dict[int, int]:
    """Ask each operation ASKED times; how often it answered with each status."""
    statuses: dict[int, int] = {}
    schema = schemathesis.openapi.from_dict(told)
    schema.app = get_wsgi_application()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found

        @settings(max_examples=ASKED, derandomize=True, deadline=None,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(case=found.ok().as_strategy())
        def holds(case: Any) -> None:
            answer = case.call(base_url=f"http://127.0.0.1{root}")
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            case.validate_response(answer, checks=CHECKS)

        holds()
    return statuses


@pytest.mark.parametrize("root", [ORUK, HSDS])
def test_our_own_description_is_kept(known: Mapping[str, list[str]], root: str) -> None:
    told = specifications.finding_records(ask(f"{root}/openapi.json"), known)
    assert {200, 400, 404} <= keeps_its_promises(told, root).keys()


@specifications.here
@pytest.mark.long
@pytest.mark.parametrize("name", specifications.DESCRIPTIONS)
def test_open_referrals_descriptions_are_kept(known: Mapping[str, list[str]], name: str) -> None:
    told = specifications.finding_records(specifications.description(name), known)
    statuses = keeps_its_promises(told, specifications.DESCRIPTIONS[name][1])
    assert {200, 400, 404} <= statuses.keys()
