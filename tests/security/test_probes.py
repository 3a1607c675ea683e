"""T01: somebody of another service tries every address with other people's ids.

Every answer is 404 and byte-identical to the answer for an id that never existed. 400 probes here,
10,000 by `make bars ONLY=probes` (LINKWELL_PROBES).
"""

import itertools
import os
import random
import re
from collections.abc import Iterator

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.demo.seed import staff_actor
from linkwell.kernel.ids import UUID, new_id
from tests import town
from tests.pages.people import client_of
from tests.pages.talking import talking

pytestmark = [
    pytest.mark.security,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]

PROBES = int(os.environ.get("LINKWELL_PROBES", "400"))
STRANGERS = ("kieran", "beth")
VERBS = ("get", "post", "put", "patch", "delete", "head", "options")

# Tables whose ids stand in addresses, or might be guessed to.
TABLES = (
    "referrals_referral",
    "cases_case",
    "people_contactway",
    "connections_optionlist",
    "connections_offer",
    "conversations_contact",
    "conversations_raisedneed",
    "conversations_supporter",
    "plans_goal",
    "plans_step",
    "measures_asking",
    "diary_appointment",
    "tasks_task",
    "messaging_message",
    "journal_event",
    "access_relationship",
    "access_link",
)


def addresses_with_ids() -> list[tuple[str, tuple[str, ...]]]:
    """Every address that takes ids, with the names of what it takes."""
    found = []
    for pattern in _patterns(get_resolver().url_patterns):
        route = str(pattern.pattern)
        taken = tuple(re.findall(r"<(?:uuid|str):(\w+)>", route))
        if "<uuid:" in route and pattern.name:
            found.append((pattern.name, taken))
    assert len(found) > 10
    return found


def address_with(name: str, ids: list[UUID]) -> str:
    """An address filled with ids; what else it takes gets a word that it knows."""
    (route,) = {
        str(pattern.pattern)
        for pattern in _patterns(get_resolver().url_patterns)
        if pattern.name == name
    }
    left = iter(ids)
    takes = re.findall(r"<(\w+):(\w+)>", route)
    return reverse(
        name, args=[next(left) if kind == "uuid" else WORDS[what] for kind, what in takes]
    )


WORDS = {"line": "called", "answer": "yes", "pack": "ons4", "to": "on"}


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


@pytest.fixture
def ids_of_others() -> list[UUID]:
    """Ids of Millrace's rows, and of its people: found past both walls."""
    town.fill()
    _talk_with_farida()
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select id from access_organisation where name = 'Millrace Link Workers'")
        (service_id,) = cursor.fetchone()
        found = [service_id, *_people(cursor, service_id)]
        for table in TABLES:
            cursor.execute(f"select id from {table} where service_id = %s", [service_id])
            found += [row[0] for row in cursor.fetchall()]
    assert len(found) > 60
    return found


def _talk_with_farida() -> None:
    """Her story has a talk, a need, a plan, questions and an appointment too."""
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=town.person_ids()["farida"])
    talking(case.pk)
    town.run_deliveries()


def _people(cursor: object, service_id: UUID) -> list[UUID]:
    cursor.execute(  # type: ignore[attr-defined]
        "select person_id from people_person where service_id = %s", [service_id]
    )
    return [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]


def probes(others: list[UUID]) -> Iterator[tuple[str, str, str, list[UUID]]]:
    """(stranger, verb, address name, ids), in an order that a seed fixes."""
    chance = random.Random(20261122)
    doors = addresses_with_ids()
    combined = itertools.cycle(itertools.product(STRANGERS, VERBS, doors))
    for stranger, verb, (name, taken) in itertools.islice(combined, PROBES):
        yield stranger, verb, name, [chance.choice(others) for _ in taken]


def test_another_services_ids_open_nothing(ids_of_others: list[UUID]) -> None:
    people = town.person_ids()
    clients = {who: client_of(who, people) for who in STRANGERS}
    wrong = []
    count = 0
    for stranger, verb, name, ids in probes(ids_of_others):
        count += 1
        body = {"person": str(ids[0]), "id": str(ids[0]), "offer": str(ids[0]), "safe": "yes"}
        answer = _ask(clients[stranger], verb, name, ids, body)
        nothing = _ask(clients[stranger], verb, name, [new_id() for _ in ids], body)
        if answer.status_code != 404 or not _same(answer, nothing):
            wrong.append((stranger, verb, name, ids, answer.status_code, nothing.status_code))
    assert count == PROBES
    assert not wrong


def _ask(
    client: Client, verb: str, name: str, ids: list[UUID], body: dict[str, str]
) -> HttpResponse:
    ask = getattr(client, verb)
    address = address_with(name, ids)
    answer: HttpResponse = ask(address, body) if verb in ("get", "post") else ask(address)
    return answer


def _same(one: HttpResponse, other: HttpResponse) -> bool:
    return (
        one.status_code == other.status_code
        and one.content == other.content
        and one.headers == other.headers
        and {key: str(value) for key, value in one.cookies.items()}
        == {key: str(value) for key, value in other.cookies.items()}
    )


@pytest.mark.parametrize(
    ("who", "address", "field"),
    [("beth", "refer", "door"), ("marcus", "explain", "person"), ("kieran", "refer", "door")],
)
def test_ids_in_a_form_choose_nothing_of_others(
    ids_of_others: list[UUID], who: str, address: str, field: str
) -> None:
    """A form with somebody else's id answers as it does to an id that never existed."""
    client = client_of(who, town.person_ids())
    theirs = [one for one in ids_of_others if who != "marcus"] or _next_door()
    for one in theirs[:8]:
        value = f"{one}.{one}" if field == "door" else str(one)
        unknown = f"{new_id()}.{new_id()}" if field == "door" else str(new_id())
        answer = client.post(reverse(address), {field: value})
        nothing = client.post(reverse(address), {field: unknown})
        assert answer.status_code == nothing.status_code == 200
        assert _without_keys(answer.content) == _without_keys(nothing.content)


def _next_door() -> list[UUID]:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select person_id from people_person p join access_organisation o"
            " on o.id = p.service_id where o.name = 'Peakside Link Workers'"
        )
        return [row[0] for row in cursor.fetchall()]


def _without_keys(content: bytes) -> str:
    """The page without what is random in every form: its key and its token."""
    text = re.sub(r'value="[0-9a-f-]{36}(\.[0-9a-f-]{36})?"', "", content.decode())
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
