"""What is counted of looking, in stories and in public: through the real actions, and of nobody."""

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction

from linkwell.access.models import Organisation
from linkwell.access.rules import operator, system_actor
from linkwell.access.scope import acting_as
from linkwell.areas.models import PostcodeArea
from linkwell.cases.models import Case
from linkwell.connections.actions import nothing_suits, show_options
from linkwell.connections.models import OptionList
from linkwell.demo.seed import staff_actor
from linkwell.demo.year import seed_searches
from linkwell.directory.queries import postcodes
from linkwell.gaps.actions import count, count_search
from linkwell.gaps.models import Gap
from linkwell.gaps.queries import area_of, areas, shown
from linkwell.gaps.rules import AskedIn, Cell, Kind, Wish
from linkwell.journal.deliveries import Woken, deliver
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.kernel.geography import Point
from linkwell.tables.base import FieldClass
from linkwell.tables.scope import PersonRecord
from linkwell.tables.writing import writing
from tests import town

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

TRAFFORD = "E08000009"


@pytest.fixture(autouse=True)
def the_town() -> None:
    town.fill()


def empty(**more: Any) -> dict[str, Any]:
    return {"options": [], "considered": 7, "hidden": {}, "query": {}, **more}


def case_of(key: str = "maureen") -> Case:
    with acting_as(staff_actor("nadia")):
        row: Case = Case.objects.get(person_id=town.person_ids()[key])
        return row


def show(
    *needs: str, who: str = "maureen", area: str = TRAFFORD, answer: dict[str, Any] | None = None
) -> OptionList:
    asked = {"need": list(needs), "text": "", "near": "home", "area": area}
    case = case_of(who)
    return show_options(case.pk, asked=asked, answer=answer or empty(), by=staff_actor("nadia"))


def counted() -> dict[tuple[str, ...], int]:
    found: Counter[tuple[str, ...]] = Counter()
    for *row, number in Gap.objects.values_list("asked_in", "need", "kind", "area", "count"):
        found[tuple(row)] += number
    return {row: number for row, number in found.items() if number}


# --- In a story -----------------------------------------------------------------------------------


def test_an_empty_list_is_a_gap_of_its_need_area_and_day_once_it_was_shown() -> None:
    show("food", "money")
    assert counted() == {}, "the list does not wait for it"
    town.run_deliveries()
    assert counted() == {
        ("story", "food", "nothing", TRAFFORD): 1,
        ("story", "money", "nothing", TRAFFORD): 1,
    }
    assert set(Gap.objects.values_list("day", flat=True)) == {clock.today()}


def test_five_tries_in_a_row_are_one_gap_and_the_next_day_is_another() -> None:
    for _ in range(5):
        show("food")
        town.run_deliveries()
    assert counted() == {("story", "food", "nothing", TRAFFORD): 1}
    with time_machine.travel(clock.now() + timedelta(days=1)):
        show("food")
        town.run_deliveries()
    assert sum(counted().values()) == 2
    assert sorted(Gap.objects.values_list("count", flat=True)) == [1, 1]


def test_two_stories_are_two_gaps_in_one_count() -> None:
    show("food")
    show("food", who="farida")
    town.run_deliveries()
    assert counted() == {("story", "food", "nothing", TRAFFORD): 2}


def test_nothing_suits_takes_the_place_of_what_the_list_was_worth() -> None:
    row = show("food")
    town.run_deliveries()
    nothing_suits(row.pk, by=staff_actor("nadia"))
    town.run_deliveries()
    assert counted() == {("story", "food", "unsuited", TRAFFORD): 1}


def test_said_on_a_later_day_it_is_a_gap_of_that_day() -> None:
    row = show("food")
    with time_machine.travel(clock.now() + timedelta(days=2)):
        nothing_suits(row.pk, by=staff_actor("nadia"))
        town.run_deliveries()
        later = clock.today()
    assert sum(counted().values()) == 2
    assert Gap.objects.get(kind="unsuited").day == later


@pytest.mark.parametrize("seed", range(4))
def test_in_whichever_order_it_is_heard_the_count_is_the_same(seed: int) -> None:
    first = show("food", "money")
    show("food", area="E08000003")
    nothing_suits(first.pk, by=staff_actor("nadia"))
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select id, person_id, service_id from journal_delivery where handler like 'gaps.%%'"
            " and state = 'due' order by id"
        )
        due = cursor.fetchall()
    assert len(due) == 3
    random.Random(seed).shuffle(due)
    for pk, person_id, service_id in due:
        deliver(Woken((pk,), person_id, service_id))
    assert counted() == {
        ("story", "food", "unsuited", TRAFFORD): 1,
        ("story", "money", "unsuited", TRAFFORD): 1,
    }


def test_words_of_danger_are_counted_nowhere() -> None:
    show("food", answer=empty(help=[{"name": "Samaritans", "phone": "116 123", "text": ""}]))
    town.run_deliveries()
    count_search("food", empty(help=[{"name": "Samaritans"}]), area=TRAFFORD)
    assert counted() == {}


def test_a_gap_that_cannot_be_counted_is_tried_again_and_hinders_nothing_else() -> None:
    row = show("food", area="M33 7BZ")  # no area: the database takes no postcode
    town.run_deliveries()
    assert counted() == {}
    with acting_as(staff_actor("nadia")):
        assert OptionList.objects.one(row.pk).answer["considered"] == 7
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select distinct state from journal_delivery where handler like 'gaps.%%'")
        assert cursor.fetchall() == [("due",)], "it is tried again"


# --- Nobody is named ------------------------------------------------------------------------------


def test_the_table_holds_nothing_but_what_is_counted() -> None:
    columns = {field.column for field in Gap._meta.concrete_fields}
    assert columns == {"id", "service_id", "asked_in", "need", "area", "day", "kind", "count"}
    assert not issubclass(Gap, PersonRecord)
    assert set(Gap.field_classes.values()) == {FieldClass.OPERATIONAL}
    kinds = {field.get_internal_type() for field in Gap._meta.concrete_fields}
    assert "DateTimeField" not in kinds, "a moment could be set beside the journal's"


@pytest.mark.parametrize("area", ["M33 7BZ", "M33", "m337bz", "E0800000", "Trafford"])
def test_no_postcode_can_stand_in_it(area: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Gap(
            asked_in="public", need="food", area=area, day=clock.today(), kind="poor", count=1
        ).save()


def test_what_the_journal_says_of_it_is_about_nobody() -> None:
    show("food")
    town.run_deliveries()
    count_search("", empty(), area="")
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select person_id, data from journal_event where name = 'LookingCounted'")
        told = cursor.fetchall()
    assert len(told) == 2
    assert {person_id for person_id, _ in told} == {None}
    assert all(word not in str(data) for _, data in told for word in ("food", TRAFFORD))


def test_only_the_house_itself_counts() -> None:
    changes = {Cell(Wish.FOOD, Kind.POOR, TRAFFORD): 1}
    for who in ("nadia", "helen", "marcus"):
        with pytest.raises(NotThere):
            count(
                changes,
                asked_in=AskedIn.PUBLIC,
                service_id=None,
                on=clock.today(),
                by=staff_actor(who),
            )
    with pytest.raises(NotThere):
        count(changes, asked_in=AskedIn.PUBLIC, service_id=None, on=clock.today(), by=operator())
    assert counted() == {}


# --- What is asked of it --------------------------------------------------------------------------


def tally(number: int, *, service: Organisation | None, on: date, need: Wish = Wish.FOOD) -> None:
    count(
        {Cell(need, Kind.NOTHING, TRAFFORD): number},
        asked_in=AskedIn.STORY if service else AskedIn.PUBLIC,
        service_id=service.pk if service else None,
        on=on,
        by=system_actor("tests", person_id=None, service_id=None),
    )


def test_a_service_reads_its_own_and_everybodys_of_the_quarter_rounded() -> None:
    own = Organisation.objects.get(name="Millrace Link Workers")
    other = Organisation.objects.exclude(pk=own.pk).filter(kind="service").get()
    first, last = date(2026, 4, 1), date(2026, 6, 30)
    tally(11, service=own, on=first)
    tally(5, service=own, on=last)
    tally(50, service=other, on=first)
    tally(50, service=own, on=first - timedelta(days=1))
    tally(50, service=own, on=last + timedelta(days=1))
    tally(23, service=None, on=first)
    found = shown(own.pk, first, last)
    assert (found.stories.of(), found.public.of()) == (15, 25)
    assert found.stories.of(wish=Wish.FOOD, area=TRAFFORD, kind=Kind.NOTHING) == 15


def test_an_area_has_a_name_and_a_middle_and_no_postcode() -> None:
    place = postcodes().place("M33 7BZ")
    assert area_of(place) == TRAFFORD
    assert area_of(None) == ""
    found = areas([TRAFFORD, "", "E99999999"])
    assert found[TRAFFORD].name == "Trafford"
    middle = found[TRAFFORD].middle
    assert middle is not None
    assert place.point is not None
    assert middle.metres_to(place.point) < 12_000
    assert (found[""].name, found[""].middle) == ("Place not said", None)
    assert (found["E99999999"].name, found["E99999999"].middle) == ("E99999999", None)


def test_where_small_areas_are_loaded_they_are_said_by_the_newest_file() -> None:
    with writing():
        for vintage, msoa, east in (("2024-02", "E02000001", 1), ("2026-02", "E02001263", 3)):
            for code, more in (("M33 7BZ", 0), ("M33 7BP", 10)):
                PostcodeArea(
                    vintage=vintage, postcode=code, msoa=msoa, point=Point(east + more, 8)
                ).save()
    area = area_of(postcodes().place("M33 7BZ"))
    assert area == "E02001263"
    assert areas([area])[area].middle == Point(8, 8)
    assert area_of(postcodes().place("M1 1FA")) == "E08000003", "one that the file lacks"


def test_the_demo_town_looked_for_half_a_year_and_that_once() -> None:
    searches = seed_searches()
    assert searches > 100
    assert seed_searches() == 0
    rows = Gap.objects.filter(asked_in="public")
    assert sum(rows.values_list("count", flat=True)) >= searches
    assert rows.exclude(kind="found").filter(area__in=[TRAFFORD, "E08000007"]).exists()
    assert rows.values("day").distinct().count() > 50
