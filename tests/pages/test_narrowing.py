"""Filters of a list of options: they hide what is known not to fit, stay set, and tell how many."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections.models import OptionList
from linkwell.connections.queries import latest_list
from linkwell.demo.seed import staff_actor
from linkwell.directory.models import Service
from linkwell.kernel import clock
from linkwell.referrals.rules import Help
from linkwell.tables.writing import writing
from tests import town
from tests.pages.people import client_of
from tests.pages.test_link_worker import look_for, taken_on, words_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

PLACE = "M33 7BZ"


@pytest.fixture
def nadia() -> Client:
    town.fill()
    return client_of("nadia", town.person_ids())


def newest(case: Case) -> OptionList:
    with acting_as(staff_actor("nadia")):
        row = latest_list(case.pk)
    assert row is not None
    return row


def address(case: Case) -> str:
    return reverse("options", args=[newest(case).pk])


def narrowed(client: Client, case: Case, **filters: object) -> str:
    """The next list, with these filters set on the last one."""
    answer = client.post(address(case), {"near": PLACE, **filters}, follow=True)
    assert answer.status_code == 200
    return words_of(answer)


def ticked(client: Client, case: Case) -> set[str]:
    page = client.get(address(case)).content.decode()
    return set(re.findall(r'value="(\w+)"[^>]* checked', page))


def born(years_ago: int) -> date:
    return clock.today().replace(year=clock.today().year - years_ago, day=1)


def test_a_filter_hides_what_is_known_not_to_fit_and_says_how_many(nadia: Client) -> None:
    case = taken_on()
    look_for(nadia, case, need="loneliness", near=PLACE)
    before = newest(case).answer
    page = narrowed(nadia, case, days=["mon", "wed"], must=["free", "step_free"])
    after = newest(case)
    hidden = after.answer["hidden"]
    assert hidden["Not free"] > 0
    assert hidden["Not on that day"] > 0
    assert f"{hidden['Not free']} not free" in page
    assert f"{hidden['Not on that day']} not on that day" in page
    assert after.answer["considered"] == before["considered"]
    assert after.asked["near"] == newest(case).asked["near"] == "M33"
    chips = page.partition("We understood")[2].partition("Change or add")[0]
    for chip in ("Company", "Monday or Wednesday", "Free", "Step-free"):
        assert chip in chips


def test_filters_stay_and_are_kept_with_the_list(nadia: Client) -> None:
    case = taken_on()
    look_for(nadia, case, need="loneliness", near=PLACE)
    narrowed(nadia, case, days=["tue"], must=["free"], language="ur", age="70")
    row = newest(case)
    wanted: dict[str, Any] = {"free": True, "step_free": False, "language": "ur", "age": 70}
    assert {key: row.asked[key] for key in wanted} == wanted
    assert {key: row.answer["query"][key] for key in wanted} == wanted
    assert row.asked["days"] == row.answer["query"]["day"] == ["tue"]
    assert "at" not in row.answer["query"]
    assert {"tue", "free"} <= ticked(nadia, case)
    page = nadia.get(address(case)).content.decode()
    assert '<option value="ur" selected>Urdu</option>' in re.sub(r"\s+", " ", page)
    assert f'value="{PLACE}"' in page
    assert "?" not in address(case)


def test_what_is_known_of_the_person_is_set_from_the_start(nadia: Client) -> None:
    case = taken_on(
        helps=frozenset({Help.STEP_FREE}), language="pl", birth_date=born(70), given_name="Zofia"
    )
    page = look_for(nadia, case, need="loneliness")
    asked = newest(case).asked
    assert (asked["step_free"], asked["language"], asked["age"]) == (True, "pl", 70)
    assert "step_free" in ticked(nadia, case)
    assert "Ask whether somebody speaks Polish" in page
    narrowed(nadia, case, age="")
    asked = newest(case).asked
    assert (asked["step_free"], asked["language"], asked["age"]) == (False, "", None)


def test_for_a_child_the_age_cannot_be_taken_away(nadia: Client) -> None:
    case = taken_on(birth_date=born(15), given_name="Zac")
    look_for(nadia, case, need="loneliness")
    assert "For somebody of what age?" not in words_of(nadia.get(address(case)))
    for age in ("", "40"):
        narrowed(nadia, case, age=age)
        assert newest(case).asked["age"] == 15
        assert newest(case).answer["hidden"]["Not known to take somebody under 18"] > 0


def test_of_what_is_not_known_the_page_says_what_to_ask(nadia: Client) -> None:
    with writing():
        Service.objects.update(free=None, alert="", status="active", fees_description="")
    case = taken_on()
    look_for(nadia, case, need="loneliness", near=PLACE)
    assert "Ask what it costs" in narrowed(nadia, case, must=["free"])
    assert "Not free" not in newest(case).answer["hidden"]


def test_what_cannot_be_used_is_said_beside_it_and_no_list_is_made(nadia: Client) -> None:
    case = taken_on()
    look_for(nadia, case, need="loneliness", near=PLACE)
    before = newest(case).pk
    for filters, why in (
        ({"age": "old"}, "Write the age in whole years"),
        ({"near": "Sale"}, "“Sale” is not a postcode"),
        ({"days": ["someday"]}, "Choose from the answers given"),
    ):
        page = narrowed(nadia, case, **filters)
        assert "One thing to mend" in page
        assert why in page
        assert newest(case).pk == before


def test_who_did_not_type_the_place_is_asked_for_it_again(nadia: Client) -> None:
    """Of a postcode that was typed, half is kept; the rest only as long as one is signed in."""
    case = taken_on()
    look_for(nadia, case, need="loneliness", near=PLACE)
    again = client_of("nadia", town.person_ids())
    page = narrowed(again, case, near="")
    assert "Write the postcode again: only “M33” was kept" in page
    assert PLACE not in again.get(address(case)).content.decode()
    assert "Within 6 miles of M33" in narrowed(again, case, near=PLACE)


def test_a_list_made_before_there_were_filters_still_opens(nadia: Client) -> None:
    case = taken_on()
    look_for(nadia, case, need="loneliness")
    row = newest(case)
    with acting_as(staff_actor("nadia")), writing():
        row.asked = {"need": ["loneliness"], "text": "", "near": ""}
        row.save(update_fields=["asked"])
    assert ticked(nadia, case) == set()
    assert "Tuesday" in narrowed(nadia, case, days=["tue"], near="")


def test_what_they_say_of_themselves_hides_what_is_only_for_others(nadia: Client) -> None:
    """Not asked: the group is shown, and what it says of itself is the doubt that is read first."""
    case = taken_on()
    look_for(nadia, case, need=["loneliness"], near=PLACE)
    with writing():
        kept = [option["service_id"] for option in newest(case).answer["options"]]
        Service.objects.filter(pk=kept[0]).update(eligibility_description="Women only")
    page = narrowed(nadia, case)
    assert "It says that it is for women only. Ask" in page
    page = narrowed(nadia, case, gender="male")
    assert "It says that it is for women only" not in page
    assert "only for another gender" in page.lower()
    assert newest(case).asked["gender"] == "male"
    page = narrowed(nadia, case, gender="female")
    assert "It says that it is for women only" not in page
