"""The table of doors: every address x everybody. A new address without a row fails."""

import csv
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from linkwell.config.bench.pages import MOST_QUERIES, questions
from linkwell.kernel.ids import UUID
from tests import town
from tests.pages.people import EVERYBODY, client_of
from tests.pages.places import Places, places

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

assert places  # the fixture
TABLE = Path(__file__).parent / "doors.csv"
FRAMEWORK = "account/"  # sign-in has tests of its own: tests/pages/test_sign_in.py


def rows() -> list[dict[str, str]]:
    with TABLE.open() as file:
        return list(csv.DictReader(file))


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= names(pattern.url_patterns, route)
        elif not route.startswith(FRAMEWORK):
            found.add(str(pattern.name))
    return found


def test_every_address_has_a_row_for_every_verb() -> None:
    assert names(get_resolver().url_patterns) == {row["address"] for row in rows()}
    assert set(rows()[0]) == {"address", "verb", *EVERYBODY}


def test_every_door_opens_for_whom_the_table_says(
    places: Places,
) -> None:
    people = town.person_ids()
    clients = {who: client_of(who, people) for who in EVERYBODY}
    wrong, asked = [], {}
    for row in sorted(rows(), key=lambda row: row["verb"]):  # GET before POST
        address = reverse(row["address"], args=places.get(row["address"], ()))
        for who in EVERYBODY:
            with CaptureQueriesContext(connection) as queries:
                answer = getattr(clients[who], row["verb"].lower())(address)
            if str(answer.status_code) != row[who]:
                wrong.append((row["verb"], row["address"], who, answer.status_code, row[who]))
            if row["verb"] == "GET":
                asked[row["address"], who] = questions(queries)
    assert not wrong, "\n".join(map(str, wrong))
    assert {place: count for place, count in asked.items() if count > MOST_QUERIES} == {}


def test_whatever_is_refused_looks_the_same(places: Places) -> None:
    people = town.person_ids()
    kieran, nobody = client_of("kieran", people), client_of("nobody", people)
    unknown = kieran.get(reverse("case", args=[UUID(int=1)]))
    for client, path in (
        (kieran, reverse("case", args=places["case"])),
        (kieran, "/no/such/page"),
        (nobody, "/me/"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, unknown.content)
        assert answer.headers.items() == unknown.headers.items()
        assert not answer.cookies
