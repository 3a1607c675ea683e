"""Nobody on the staff reads a pulse, through either wall, nor learns one in another way (T04)."""

import json

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from linkwell.access.models import Link
from linkwell.access.scope import ActorScope, acting_as
from linkwell.cases.models import Case
from linkwell.demo.cast import PEOPLE, STAFF
from linkwell.demo.seed import own_link, staff_actor
from linkwell.measures.actions import answer, print_pulses
from linkwell.measures.models import Asking, PulseAnswer
from linkwell.tables.scope import in_scope
from tests import town
from tests.actions.test_measures import drawn, link_to
from tests.pages.people import client_of

pytestmark = [
    pytest.mark.security,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]


@pytest.fixture
@town.story
def asking() -> Asking:
    """Maureen has answered two pulses about Nadia."""
    town.fill()
    with acting_as(staff_actor("nadia")):
        case: Case = Case.objects.get(person_id=town.person_ids()["maureen"])
    found = drawn(case)
    answer(found.pk, dict.fromkeys(found.items, 1), by=link_to(found))
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select count(*) from measures_pulseanswer")
        assert cursor.fetchone() == (2,)
    return found


@pytest.mark.parametrize("who", STAFF)
def test_the_application_shows_no_pulse_to(who: str, asking: Asking) -> None:
    with in_scope(ActorScope(staff_actor(who))):
        assert not PulseAnswer.objects.using("bulk").exists()


@pytest.mark.parametrize("who", STAFF)
def test_the_database_shows_no_pulse_to(who: str, asking: Asking) -> None:
    with acting_as(staff_actor(who)), connection.cursor() as cursor:
        cursor.execute("select count(*) from measures_pulseanswer")
        assert cursor.fetchone() == (0,)


def test_the_person_who_wrote_it_cannot_be_asked_to_show_it_either(asking: Asking) -> None:
    maureen = next(person for person in PEOPLE if person.key == "maureen")
    with acting_as(own_link(maureen)), connection.cursor() as cursor:
        cursor.execute("select count(*) from measures_pulseanswer")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("who", ["nadia", "ruth"])
def test_what_was_typed_in_from_paper_is_read_by_nobody(who: str) -> None:
    town.fill()
    with acting_as(staff_actor("nadia")):
        case: Case = Case.objects.get(person_id=town.person_ids()["maureen"])
    found = drawn(case)
    print_pulses(found.pk, by=staff_actor("nadia"))
    answer(found.pk, dict.fromkeys(found.items, 1), by=staff_actor("ruth"))
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select count(*) from measures_pulseanswer")
        assert cursor.fetchone() == (2,)
    with acting_as(staff_actor(who)), connection.cursor() as cursor:
        cursor.execute("select count(*) from measures_pulseanswer")
        assert cursor.fetchone() == (0,)
    page = client_of(who, town.person_ids()).get(reverse("measures", args=[case.pk]))
    assert "A little" not in page.content.decode()


def test_the_sheet_that_she_prints_opens_nothing_and_she_types_nothing_in() -> None:
    town.fill()
    people = town.person_ids()
    with acting_as(staff_actor("nadia")):
        case: Case = Case.objects.get(person_id=people["maureen"])
    found = drawn(case)
    sheet = client_of("nadia", people).post(reverse("pulses", args=[found.pk]), {"how": "paper"})
    assert "/q/" not in sheet.content.decode()
    assert not Link.objects.filter(about_id=found.pk, revoked_at=None).exists()
    door = reverse("type-in", args=[found.pk])
    said = dict.fromkeys(found.items, "1")
    for who in ("nadia", "tom"):
        client = client_of(who, people)
        assert client.get(door).status_code == client.post(door, said).status_code == 404
        assert door not in client.get(reverse("measures", args=[case.pk])).content.decode()
    ruth = client_of("ruth", people)
    assert door in ruth.get(reverse("measures", args=[case.pk])).content.decode()
    assert ruth.post(door, said).status_code == 302
    assert ruth.get(door).status_code == 404


def test_no_page_of_hers_tells_what_was_answered(asking: Asking) -> None:
    client: Client = client_of("nadia", town.person_ids())
    assert client.get(reverse("pulses", args=[asking.pk])).status_code == 404
    for name in ("case", "measures", "talk", "plan"):
        page = client.get(reverse(name, args=[asking.case_id])).content.decode()
        assert "A little" not in page
        assert not any(item in page for item in asking.items)


def test_the_journal_says_no_more_than_that_an_answer_came(asking: Asking) -> None:
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select data from journal_event where name = 'PulsesAnswered'")
        rows = cursor.fetchall()
    assert [set(data if isinstance(data, dict) else json.loads(data)) for (data,) in rows] == [
        {"case_id"}
    ]
