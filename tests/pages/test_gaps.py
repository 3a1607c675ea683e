"""From a search that finds nothing to the page of whoever runs the service: numbers, no names."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linkwell.access.models import Organisation
from linkwell.access.rules import system_actor
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections.queries import latest_list
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import staff_actor
from linkwell.gaps.actions import count
from linkwell.gaps.models import Gap
from linkwell.gaps.rules import AskedIn, Cell, Kind, Wish, cell
from linkwell.kernel import clock
from linkwell.web.public import counted as counting
from tests import town
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

TRAFFORD, MANCHESTER, STOCKPORT = "E08000009", "E08000003", "E08000007"
FAR = "TR1 1XU"  # Truro: nothing of the demo town is near
NUMBER = re.compile(r"(?<![\w.#-])\d[\d,]*(?![\w.%-])")


@pytest.fixture(autouse=True)
def the_town() -> Iterator[None]:
    town.fill()
    cache.clear()
    yield
    cache.clear()


def tally(service: bool, on: date | None = None, /, **cells: int) -> None:
    """`food_nothing_E08000009=7`."""
    own = Organisation.objects.get(name="Millrace Link Workers").pk if service else None
    changes = {}
    for name, number in cells.items():
        need, kind, area = name.split("_")
        changes[cell(Wish(need), Kind(kind), area)] = number
    count(
        changes,
        asked_in=AskedIn.STORY if service else AskedIn.PUBLIC,
        service_id=own,
        on=on or clock.today(),
        by=system_actor("tests", person_id=None, service_id=None),
    )


def page(status: int = 200, **query: str) -> str:
    answer = client_of("helen", town.person_ids()).get(reverse("gaps"), query)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def sheet() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page(download="csv"))))


def look(browser: str = "Firefox", *, expect: int = 200, **said: str) -> str:
    client = Client(headers={"user-agent": browser})
    answer = client.post(reverse("find"), said, follow=True)
    assert answer.status_code == expect
    return unescape(answer.content.decode())


def public() -> dict[tuple[str, str, str], int]:
    rows = Gap.objects.filter(asked_in="public").values_list("need", "kind", "area", "count")
    return {(need, kind, area): number for need, kind, area, number in rows}


# --- From a search to the page --------------------------------------------------------------------


def test_searches_that_find_nothing_stand_on_the_managers_page() -> None:
    for number in range(7):
        answer = look(f"Browser {number}", text="food parcel", near=FAR)
        assert "Nothing that fits" in answer or "group" in answer
    ((need, kind, area),) = {key for key in public() if key[0] == "food"}
    assert kind in ("nothing", "poor")
    assert area == "E06000052"
    shown = page()
    assert "Missing most: <b>Food and fuel</b>" in shown
    assert "Cornwall" in shown
    assert "5 of 5" in shown
    assert FAR not in shown
    assert {row["count"] for row in sheet() if row["kind"] == kind and row["need"] == need} >= {"5"}


def test_a_link_workers_list_and_her_word_stand_there_too() -> None:
    people = town.person_ids()
    nadia = client_of("nadia", people)
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=people["maureen"])
    for _ in range(3):
        nadia.post(reverse("ask", args=[case.pk]), {"need": ["food"], "text": "", "near": FAR})
    with acting_as(staff_actor("nadia")):
        kept = latest_list(case.pk)
    assert kept is not None
    assert (kept.asked["near"], kept.asked["area"]) == ("TR1", "E06000052")
    nadia.post(reverse("nothing-suits", args=[kept.pk]))
    town.run_deliveries()
    row = Gap.objects.exclude(count=0).get()
    assert (row.asked_in, row.need, row.kind, row.area) == (
        "story",
        "food",
        "unsuited",
        "E06000052",
    )
    assert row.count == 1
    assert "too little to show" in page()


def test_a_home_that_must_be_known_to_nobody_has_no_area() -> None:
    people = town.person_ids()
    tom = client_of("tom", people)
    with acting_as(staff_actor("tom")):
        case = Case.objects.get(person_id=people["jo"])
    for near in ("", FAR):
        tom.post(reverse("ask", args=[case.pk]), {"need": ["food"], "text": "", "near": near})
        with acting_as(staff_actor("tom")):
            kept = latest_list(case.pk)
        assert kept is not None
        assert kept.asked["area"] == ""
    town.run_deliveries()
    assert set(Gap.objects.values_list("area", flat=True)) == {""}


# --- Searches of anybody --------------------------------------------------------------------------


def test_the_same_again_within_the_hour_is_counted_once_and_another_is_counted() -> None:
    for _ in range(5):
        look(text="food parcel", near=FAR)
    assert sum(public().values()) == 1
    look(text="bereavement", near=FAR)
    look("Another browser", text="food parcel", near=FAR)
    assert sum(public().values()) == 3


def test_what_is_kept_for_the_hour_names_neither_address_nor_browser_nor_words() -> None:
    look("Firefox", text="food parcel", near=FAR)
    with connection.cursor() as cursor:
        cursor.execute(
            "select cache_key, value from web_cache where cache_key like '%%looked-for%%'"
        )
        ((key, value),) = cursor.fetchall()
    assert re.fullmatch(r":\d+:looked-for:[0-9a-f]{64}", key)
    for told in ("127.0.0.1", "Firefox", "food", FAR):
        assert told not in key + value


def test_show_more_only_today_and_words_of_danger_are_not_counted() -> None:
    page_of = look(text="company", near="M33 7BZ")
    before = sum(public().values())
    (today,) = re.findall(r'<a class="chip" href="([^"]+)">Today</a>', page_of)
    cache.clear()
    Client().get(today)
    look(text="I want to end my life", near="M33 7BZ")
    assert sum(public().values()) == before == 1


def test_that_it_cannot_be_counted_keeps_nobody_from_the_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(counting, "count_search", broken)
    assert "group" in look(text="somebody to sing with", near="M33 7BZ")
    assert public() == {}
    assert "search_not_counted" in caplog.text
    assert "sing" not in caplog.text


def test_nobody_waits_for_the_count() -> None:
    """The page has been sent when the first question about it is asked."""
    client = Client()
    address = client.post(reverse("find"), {"text": "food", "near": "M33 7BZ"}).headers["Location"]
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    tables = [re.findall(r"directory_\w+|gaps_gap|looked-for|areas_\w+", q["sql"]) for q in asked]
    named = [found[0].partition("_")[0] for found in tables if found]
    assert "gaps" in named
    first = min(named.index(one) for one in ("areas", "looked-for", "gaps"))
    assert "directory" not in named[first:]
    assert len(named[:first]) <= 15


# --- The page -------------------------------------------------------------------------------------


def several() -> None:
    tally(
        True,
        food_nothing_E08000009=11,
        food_poor_E08000009=6,
        food_unsuited_E08000003=9,
        grief_nothing_E08000003=3,
        money_poor_E08000007=1,
        **{"food_found_": 30},
    )
    tally(False, grief_poor_E08000007=24, food_nothing_E08000009=13, **{"grief_found_": 40})


def test_page_map_and_sheet_show_the_same_and_only_fives() -> None:
    several()
    shown = page()
    main = shown.partition("<main")[2]
    tables = "".join(re.findall(r"<tbody>.*?</tbody>", main, re.S))
    numbers = [
        int(one.replace(",", ""))
        for cell_ in re.findall(r"<td[^>]*>(.*?)</td>", tables)
        for one in NUMBER.findall(cell_.replace("fewer than 5", ""))
    ]
    assert len(numbers) > 8
    assert not [one for one in numbers if one % 5 or not one]
    rows = sheet()
    told = {row["count"] for row in rows}
    assert "fewer than 5" in told
    assert not [one for one in told - {"fewer than 5"} if int(one) % 5]
    areas = {row["area"] for row in rows} - {""}
    names = {row["area_name"] for row in rows} - {""}
    marks = re.findall(r'font-weight="700"[^>]*>(\d+)</text>', main)
    assert len(marks) == len(areas)
    assert sorted(marks) == sorted(re.findall(r'<th scope="row">(\d+)\. ', main))
    assert all(name in main for name in names)


def test_the_sheet_adds_up_to_the_page() -> None:
    several()
    rows, shown = sheet(), page()

    def added(asked_in: str, need: str) -> tuple[int, int]:
        found = [
            (row["kind"], 0 if row["count"] == "fewer than 5" else int(row["count"]))
            for row in rows
            if (row["asked_in"], row["need"]) == (asked_in, need)
        ]
        return sum(n for kind, n in found if kind != "found"), sum(n for _, n in found)

    missing, searched = added("story", "food")
    assert f"{missing} of {searched}" in shown
    assert abs(missing - 26) <= 4
    missing, searched = added("public", "grief")
    assert f"{missing} of {searched}" in shown
    assert abs(missing - 24) <= 4


def test_an_area_with_too_little_is_nowhere() -> None:
    tally(True, food_nothing_E08000009=20)
    tally(True, money_poor_E08000007=1)
    for told in (page(), page(download="csv")):
        assert "Trafford" in told
        assert "Stockport" not in told
        assert STOCKPORT not in told


def test_nobody_is_named_and_nothing_leads_to_anybody() -> None:
    several()
    shown = page()
    for person in PEOPLE:
        assert person.family_name not in shown
    assert not re.search(r"/(cases|referrals|people)/", shown)


def test_months_without_anything_say_what_would_stand_there() -> None:
    shown = page()
    assert "or too little to show" in shown
    assert "Nothing here suits" in shown
    assert "<svg viewBox" not in shown.partition("<main")[2]


def test_another_quarter_has_its_own_numbers() -> None:
    with time_machine.travel("2026-07-10 10:00"):
        tally(True, date(2026, 5, 1), food_nothing_E08000009=20)
        tally(True, date(2026, 7, 2), grief_nothing_E08000009=30)
        assert "Missing most: <b>Food and fuel</b>" in page(period="2026-04-01")
        assert "Missing most: <b>Loss and grief</b>" in page()
        assert "April to June 2026" in page(period="2026-04-01")


@pytest.mark.parametrize("period", ["", "2026-04-02", "yesterday", "1999-01-01"])
def test_months_that_cannot_be_read_show_nothing(period: str) -> None:
    several()
    shown = page(400, period=period)
    assert ("Choose one from the list" if period else "Choose a quarter") in shown
    assert "Missing most" not in shown


def test_the_page_asks_the_database_little() -> None:
    several()
    helen = client_of("helen", town.person_ids())
    helen.get(reverse("gaps"))
    with CaptureQueriesContext(connection) as asked:
        assert helen.get(reverse("gaps")).status_code == 200
    assert len([one for one in asked if "savepoint" not in one["sql"].lower()]) <= 15


def test_another_service_reads_none_of_it() -> None:
    own = Organisation.objects.get(name="Millrace Link Workers")
    other = Organisation.objects.filter(kind="service").exclude(pk=own.pk).get()
    count(
        {Cell(Wish.FOOD, Kind.NOTHING, TRAFFORD): 40},
        asked_in=AskedIn.STORY,
        service_id=other.pk,
        on=clock.today(),
        by=system_actor("tests", person_id=None, service_id=None),
    )
    assert "or too little to show" in page()
