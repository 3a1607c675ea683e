"""A directory to be read as open data: the demo town, feeds beside it, and how they are asked."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import StreamingHttpResponse
from django.test import Client

from linkwell.access.rules import operator
from linkwell.directory.feeds import records_in
from linkwell.directory.importing import Report, import_feed
from linkwell.directory.rules import Closing
from tests import town
from tests.feeds import CHOIR, hsds3, oruk1, place

Json = dict[str, Any]
ORUK, HSDS = "/open-referral", "/open-referral/hsds"
OTHER = CHOIR[:-1] + "9"
TERM, TAXONOMY = CHOIR[:-1] + "a", CHOIR[:-1] + "b"
# With a publisher's own term, a place that nobody knows, and a moment without a zone.
SINGING = hsds3(
    id=OTHER,
    name="Somewhere",
    service_at_locations=[
        {"id": CHOIR[:-1] + "c"},
        place(2),
        {**place(2), "id": CHOIR[:-1] + "5"},
    ],
    schedules=[
        {
            "id": CHOIR[:-1] + "3",
            "freq": "MONTHLY",
            "byday": "1TU",
            "opens_at": "10:00",
            "closes_at": "12:00",
            "term_time": True,
            "exceptions": "2026-12-24,2026-12-25",
        }
    ],
    capacities=[
        {
            "id": CHOIR[:-1] + "d",
            "unit": {"id": CHOIR[:-1] + "e", "name": "places"},
            "available": 3,
            "updated": "2026-11-02T10:00:00",
        }
    ],
    attributes=[
        {
            "id": CHOIR[:-1] + "f",
            "taxonomy_term": {
                "id": TERM,
                "name": "Choirs",
                "description": "Singing together",
                "taxonomy": "A council's own",
                "taxonomy_id": TAXONOMY,
                "taxonomy_detail": {
                    "id": TAXONOMY,
                    "name": "A council's own",
                    "description": "What a council calls things",
                    "uri": "https://council.example/terms",
                },
                "parent_id": CHOIR,
            },
        }
    ],
    metadata=[
        {
            "id": CHOIR[:-1] + "7",
            "last_action_date": "2026-11-02",
            "last_action_type": "update",
            "field_name": "name",
            "previous_value": "Anywhere",
            "replacement_value": "Somewhere",
            "updated_by": "Bernadette Quinn",
        }
    ],
)


def bring_in(*services: Json, closing: Closing = Closing.NOTHING) -> Report:
    records = records_in(json.dumps(services).encode())
    return import_feed(records, publisher="A council", by=operator(), closing=closing)


@town.story
def fill() -> None:
    town.fill()
    closed = hsds3(id=CHOIR[:-1] + "8", name="Closed", status="defunct")
    bring_in(hsds3(), oruk1(), closed, SINGING)


def ask(path: str, **asked: Any) -> Json:
    """The JSON of an answer, which has to be a good one."""
    answer = Client().get(f"{path}?{urlencode(asked)}")
    assert answer.status_code == 200, (path, asked, answer.content)
    told: Json = json.loads(answer.content)
    return told


def stream(path: str, **asked: Any) -> list[Json]:
    """Every record of a collection."""
    answer = Client().get(f"{path}?{urlencode({**asked, 'format': 'ndjson'})}")
    assert isinstance(answer, StreamingHttpResponse), (path, asked, answer.content)
    return [json.loads(line) for line in b"".join(answer).splitlines()]


def pages(path: str, **asked: Any) -> Iterator[Json]:
    """Every page of a collection, until one says that it is the last."""
    number = 1
    while True:
        page = ask(path, **asked, page=number)
        yield page
        if page["last_page"]:
            return
        number += 1
