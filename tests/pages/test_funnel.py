"""Who got there: numbers with their denominators, nobody's name, and nothing exact."""

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from linkwell.access.models import Organisation, PracticeAgreement
from linkwell.access.rules import OrganisationKind
from linkwell.access.scope import acting_as
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import staff_actor
from linkwell.evaluation.funnel import count
from linkwell.evaluation.projecting import project
from linkwell.evaluation.queries import Asked, by_practice
from linkwell.evaluation.rules import Known
from linkwell.tables.writing import writing
from linkwell.web.manager.funnel import _share as share
from tests import town
from tests.pages.people import client_of
from tests.queries.histories import Teller

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SPRING = {"period": "2025-01-01", "as_of-day": "30", "as_of-month": "6", "as_of-year": "2025"}
NUMBERS = re.compile(r">\s*(\d[\d,]*)(?: of (\d[\d,]*))?\s*<")


def asked() -> Asked:
    service = Organisation.objects.get(name="Millrace Link Workers").pk
    return Asked(service, date(2025, 1, 1), date(2025, 3, 31), date(2025, 6, 30))


@pytest.fixture
@town.story
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


def shown(query: Mapping[str, str], status: int = 200) -> str:
    with time_machine.travel("2025-12-01 10:00"):
        answer = client_of("helen", town.person_ids()).get(reverse("funnel"), query)
    assert answer.status_code == status
    asks_for_sheet = status == 200 and "download" in query
    assert answer["Content-Type"].startswith("text/csv" if asks_for_sheet else "text/html")
    return answer.content.decode()


def sheet(query: Mapping[str, str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(shown({**query, "download": "csv"}))))


def fives(text: str) -> int:
    return 0 if text == "fewer than 5" else int(text.replace(",", ""))


def test_the_page_and_the_sheet_show_the_same_fives_near_the_true_numbers(told: None) -> None:
    page = shown(SPRING)
    with acting_as(staff_actor("helen")):
        steps = count(sum(by_practice(asked()).values(), Counter())).steps
    rows = sheet(SPRING)
    assert [row["step"] for row in rows] == [str(one.step) for one in steps]
    everybody = rows[0]["of"]
    assert fives(everybody) > 50
    assert f"same scale: {everybody} referrals" in page
    assert "Referrals offered January to March 2025" in page
    assert "as known at the end of Monday 30 June" in page
    assert "not what link workers caused" in page
    for one, row in zip(steps[1:], rows[1:], strict=True):
        assert abs(fives(row["of"]) - one.of) <= 2
        assert abs(fives(row["yes"]) - one[Known.YES]) <= 2
        assert fives(row["of"]) == sum(fives(row[part]) for part in Known if row[part])
        assert f"<b>{row['yes']}</b> of {row['of']}" in page
        assert f">{row['unknown']}<" in page
        assert f">{row['no']}<" in page
        assert not row["disputed"] or f"disputed: {row['disputed']}" in page
        assert {row["as_known_on"], row["rounded_to"]} == {"2025-06-30", "5"}


def test_nobody_is_named_and_nothing_leads_to_anybody(told: None) -> None:
    page = shown(SPRING)
    for person in PEOPLE:
        assert person.family_name not in page
    assert not re.search(r"/(cases|referrals|people)/", page)


def test_every_number_on_the_page_and_in_the_sheet_is_a_five(told: None) -> None:
    for query in (SPRING, {**SPRING, "as_of-month": "2", "as_of-day": "1"}):
        page = re.sub(r'<form class="form .*?</form>', "", shown(query), flags=re.DOTALL)
        written = [one for pair in NUMBERS.findall(page) for one in pair if one]
        numbers = [int(one.replace(",", "")) for one in written]
        assert len(numbers) > 10
        assert not [one for one in numbers if one % 5]
        assert 0 not in numbers, "nobody is not told from a few"
        cells = [row[known] for row in sheet(query) for known in ("of", *Known)]
        assert not [one for one in cells if one and fives(one) % 5]


def test_a_share_is_no_more_precise_than_what_it_is_of() -> None:
    assert share(20, 45) == ""
    assert share(20, 50) == "about 40%"
    assert share(135, 410) == "about 35%"
    assert share(165, 500) == "33%"
    assert share(0, 500) == ""


def test_a_quarter_in_which_nobody_was_offered_anything_says_so() -> None:
    town.fill()
    page = shown({"period": "2024-04-01"})
    assert "None, or fewer than 5 referrals, in these months" in page


def test_practices_are_those_that_might_refer_and_those_that_did(told: None) -> None:
    assert "Millrace Link Workers, two practices." in shown(SPRING)
    own = PracticeAgreement.objects.filter(service__name="Millrace Link Workers")
    oakmere, lock_lane = (one.practice for one in own.order_by("practice__name").reverse())
    others = {
        "Unsigned Surgery": (None, None),
        "Later Surgery": (date(2025, 7, 1), None),
        "Gone Surgery": (date(2020, 1, 1), date(2024, 12, 31)),
        "Left In February": (date(2020, 1, 1), date(2025, 2, 1)),
    }
    service = own[0].service
    with writing():
        own.filter(practice=oakmere).update(ended_on=date(2024, 12, 31))
        for name, (agreed, ended) in others.items():
            practice = Organisation.objects.create(name=name, kind=OrganisationKind.PRACTICE)
            PracticeAgreement.objects.create(
                service=service, practice=practice, agreed_on=agreed, ended_on=ended
            )
    page = shown(SPRING)
    assert "Millrace Link Workers, three practices." in page
    assert oakmere.name in page, "its agreement is over, and it referred"
    assert lock_lane.name in page
    assert [name for name in others if name in page] == ["Left In February"]


@pytest.mark.parametrize("download", [{}, {"download": "csv"}])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"period": "1999-01-01"}, "Choose one from the list"),
        ({**SPRING, "as_of-month": "13"}, "Write a day, a month and a year"),
        ({**SPRING, "as_of-year": "2026"}, "That day is not over yet"),
        ({"as_of-day": "31", "as_of-month": "3", "as_of-year": "2025"}, "Choose a quarter"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_shown_in_its_place(
    query: dict[str, str], sentence: str, download: dict[str, str]
) -> None:
    town.fill()
    page = shown({**query, **download}, status=400)
    assert sentence in page
    assert "Step by step" not in page
