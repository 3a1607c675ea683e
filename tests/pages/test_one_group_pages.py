"""Two entries that may be one group, side by side; what becomes of their pages; taken apart."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.connections.queries import partner_of
from linkwell.directory.actions.comparing import compare_all
from linkwell.directory.actions.providing import give_entry_link
from linkwell.directory.freshness import Source, Trouble
from linkwell.directory.keeping import Edit
from linkwell.directory.models import Check, FoundWrong, Service
from linkwell.directory.pairs import Pair
from linkwell.directory.rules import PairState
from linkwell.kernel.ids import UUID
from tests import joining, saying, town
from tests.joining import HALL
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def two() -> tuple[UUID, UUID]:
    """Two lists name one group; the second knows its hours, and says another number."""
    town.fill()
    name = {"name": "Lock Lane Walkers", "organization": "Lock Lane Walkers"}
    first = joining.bring_in("The council", **name, where=HALL, phone="0161 496 0120")
    second = joining.bring_in(
        "The charities", **name, where=HALL, phone="0161 496 0999", hours="Monday 2pm - 4pm"
    )
    compare_all(by=saying.OPERATOR)
    return first, second


def of(who: str) -> Client:
    return client_of(who, town.person_ids())


def read(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args), follow=True)
    assert answer.status_code == 200, (name, answer.status_code)
    return unescape(answer.content.decode())


def press(client: Client, name: str, *args: object) -> str:
    answer = client.post(reverse(name, args=args), follow=True)
    return unescape(answer.content.decode())


def test_a_curator_sees_both_sides_why_and_what_differs(two: tuple[UUID, UUID]) -> None:
    ruth = of("ruth")
    assert "pair of entries may be one group" in read(ruth, "entries-waiting")
    page = read(ruth, "entries-twice")
    for told in (
        "Lock Lane Walkers",
        "Surely one group",
        "70 points",
        "Their names are alike",
        "The same postcode",
        "0161 496 0999",
        "Differs",
        "Same: keep that of The council",
        "Same: keep that of The charities",
    ):
        assert told in page
    assert "may be one group" not in read(of("nadia"), "entries-waiting")


def test_joined_one_page_tells_what_both_say_and_the_other_leads_there(
    two: tuple[UUID, UUID],
) -> None:
    first, second = two
    pair = Pair.objects.get().pk
    assert "They stand as one from now on" in press(of("ruth"), "pair-same", pair, first)
    answer = Client().get(reverse("group", args=[second]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("group", args=[first]))
    page = read(Client(), "group", second)
    assert "0161 496 0120" in page
    assert "Monday 2pm - 4pm" in page
    assert Client().get(reverse("group-sessions", args=[second]), follow=True).status_code == 200
    entry = read(of("nadia"), "entry", second)
    for told in ("From several lists", "The council (stands)", "Where they differ."):
        assert told in entry
    late = of("helen").post(reverse("pair-same", args=[pair, second]))
    assert late.status_code == 409


def test_taken_apart_each_page_is_there_again(two: tuple[UUID, UUID]) -> None:
    first, second = two
    pair, helen = Pair.objects.get().pk, of("helen")
    press(helen, "pair-same", pair, second)
    assert Client().get(reverse("group", args=[first])).status_code == 302
    assert "stays, Lock Lane Walkers is part of it" in read(helen, "entries-twice")
    assert "Taken apart." in press(helen, "pair-apart", pair)
    assert "Monday 2pm" not in read(Client(), "group", first)
    assert "Monday 2pm" in read(Client(), "group", second)
    assert Pair.objects.get().state == PairState.DIFFERENT


def test_different_groups_go_from_the_list_and_stay_two(two: tuple[UUID, UUID]) -> None:
    page = press(of("ruth"), "pair-different", Pair.objects.get().pk)
    assert "Written down: two groups." in page
    assert "No two entries look like one group" in page
    assert Service.objects.exclude(same_as=None).count() == 0


def test_a_link_of_the_one_that_gave_way_keeps_the_one_that_stays(two: tuple[UUID, UUID]) -> None:
    first, second = two
    client, token = Client(), give_entry_link(second, by=saying.OPERATOR).token
    press(of("ruth"), "pair-same", Pair.objects.get().pk, first)
    client.post(reverse("entry-link", args=[token]))
    page = read(client, "own-entry")
    assert "0161 496 0120" in page
    assert "Monday 2pm - 4pm" in page
    client.post(reverse("own-entry"), {"right": "yes"})
    assert {row.service_id for row in Check.objects.filter(source=Source.PROVIDER)} == {first}
    client.post(reverse("own-entry-closed"))
    assert FoundWrong.objects.get(what=Trouble.CLOSED).service_id == first
    assert Client().get(reverse("group", args=[second]), follow=True).status_code == 404
    assert not Edit.objects.exists()
    assert "Closed: one link." in press(of("nadia"), "entry-close-links", second)


def test_a_story_that_points_to_the_one_that_gave_way_reaches_the_group_by_what_stands(
    two: tuple[UUID, UUID],
) -> None:
    first, second = two
    press(of("ruth"), "pair-same", Pair.objects.get().pk, first)
    assert partner_of(second) == partner_of(first)
    assert partner_of(second).phone == "0161 496 0120"


def test_what_other_systems_read_says_it_once_and_leads_from_the_old_id(
    two: tuple[UUID, UUID],
) -> None:
    first, second = two
    press(of("ruth"), "pair-same", Pair.objects.get().pk, first)
    listed = Client().get("/open-referral/services?per_page=500").json()["contents"]
    ids = {one["id"] for one in listed}
    assert str(first) in ids
    assert str(second) not in ids
    answer = Client().get(f"/open-referral/hsds/services/{second}", follow=True)
    assert answer.json()["id"] == str(first)
    assert answer["Access-Control-Allow-Origin"] == "*"
