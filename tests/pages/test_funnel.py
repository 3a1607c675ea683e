"""Who got there: numbers with their denominators, nobody's name, and nothing small."""

import csv
import io
import random
import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from linkwell.access.models import Organisation
from linkwell.access.scope import acting_as
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import staff_actor
from linkwell.evaluation.funnel import count
from linkwell.evaluation.projecting import project
from linkwell.evaluation.queries import Asked, pathways
from linkwell.evaluation.rules import Known
from tests import town
from tests.pages.people import client_of
from tests.queries.histories import Teller

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SPRING = {"period": "2025-01-01", "as_of-day": "30", "as_of-month": "6", "as_of-year": "2025"}
NUMBERS = re.compile(r">\s*(\d[\d,]*)\s*<")


def asked() -> Asked:
    service = Organisation.objects.get(name="Millrace Link Workers").pk
    return Asked(service, date(2025, 1, 1), date(2025, 3, 31), date(2025, 6, 30))


@pytest.fixture
def told() -> None:
    town.fill()
    millrace = Organisation.objects.get(name="Millrace Link Workers")
    oakmere = Organisation.objects.get(name="Oakmere Surgery")
    lock_lane = Organisation.objects.get(name="Lock Lane Medical Centre")
    teller = Teller(millrace.pk, random.Random(3), practices=[oakmere.pk, lock_lane.pk])
    for _ in range(150):
        teller.history()
    teller.write()
    project()


def shown(**query: str) -> str:
    with time_machine.travel("2025-12-01 10:00"):
        helen = client_of("helen", town.person_ids())
        answer = helen.get(reverse("funnel"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_numbers_and_what_they_are_of(told: None) -> None:
    page = shown(**SPRING)
    with acting_as(staff_actor("helen")):
        steps = count(pathways(asked())).steps
    everybody = steps[0].of
    assert everybody is not None
    assert everybody > 50
    assert f"same scale: {everybody} people" in page
    assert "People offered a referral January to March 2025" in page
    assert "as known at the end of Monday 30 June" in page
    assert "Everybody" not in page
    assert "not what link workers caused" in page
    for one in steps[1:]:
        yes = one[Known.YES]
        if yes is not None and yes >= 20:
            assert f"<b>{yes}</b>" in page


def test_nobody_is_named_and_nothing_leads_to_anybody(told: None) -> None:
    page = shown(**SPRING)
    for person in PEOPLE:
        assert person.family_name not in page
    assert not re.search(r"/(cases|referrals|people)/", page)


def test_no_small_number_is_shown_on_the_page_or_in_the_sheet(told: None) -> None:
    for query in (SPRING, {**SPRING, "as_of-month": "2", "as_of-day": "1"}):
        page = shown(**query)
        numbers = [int(one.replace(",", "")) for one in NUMBERS.findall(page)]
        assert numbers
        assert not [one for one in numbers if 0 < one < 5]
        sheet = list(csv.DictReader(io.StringIO(shown(**query, download="csv"))))
        assert sheet[0]["step"] == "offered"
        cells = [row[known] for row in sheet for known in ("of", *Known)]
        assert not [one for one in cells if one.isdigit() and 0 < int(one) < 5]


def test_a_quarter_in_which_nobody_was_offered_anything_says_so() -> None:
    town.fill()
    page = shown(period="2024-04-01")
    assert "Nobody was offered a referral in these months" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"period": "1999-01-01"}, "Choose one from the list"),
        ({**SPRING, "as_of-month": "13"}, "Write a day, a month and a year"),
    ],
)
def test_what_cannot_be_read_is_said(query: dict[str, str], sentence: str) -> None:
    town.fill()
    assert sentence in shown(**query)
