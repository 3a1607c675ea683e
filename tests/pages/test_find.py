"""What is on nearby, for anybody: asked in everyday words, and nothing of it in the address."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from linkwell.access.rules import operator
from linkwell.demo.seed import staff_actor
from linkwell.directory.actions.checking import find_wrong, note_know_how
from linkwell.directory.actions.lists import import_batch
from linkwell.directory.drafts import Draft
from linkwell.directory.freshness import Trouble
from linkwell.directory.models import Service
from linkwell.directory.queries import postcodes
from linkwell.directory.rules import KnownBy, Listing, LocationType, Offered, Where
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID
from linkwell.needs.rules import Need
from tests import town

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def the_town() -> None:
    town.fill()
    cache.clear()


def ask(**said: object) -> str:
    answer = Client().post(reverse("find"), said, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def names(page: str) -> list[str]:
    return re.findall(r"<h3>\d+\. <a href=\"[^\"]*\">(.*?)</a>", page)


def read(name: str, service_id: UUID, status: int = 200) -> str:
    answer = Client().get(reverse(name, args=[service_id]))
    assert answer.status_code == status
    return unescape(answer.content.decode())


def choir() -> UUID:
    return Service.objects.get(name="Tidewater Singers").pk


def test_everyday_words_find_it_also_with_a_slip() -> None:
    for words in ("I would like to sing in a choir", "i wuld like to sing in a quire or choir"):
        assert "Tidewater Singers" in names(ask(text=words)), words


def test_the_address_of_an_answer_says_nothing_of_what_was_asked() -> None:
    client = Client()
    answer = client.post(reverse("find"), {"text": "somebody to sing with", "near": "M33 7BZ"})
    assert answer.status_code == 302
    for part in ("sing", "M33", "7BZ"):
        assert part not in answer.headers["Location"]
    page = unescape(client.get(answer.headers["Location"]).content.decode())
    assert 'value="somebody to sing with"' in page
    assert 'value="M33 7BZ"' in page


def test_an_address_that_was_made_up_or_altered_asks_nothing() -> None:
    for address in ("?q=nonsense", "?q=", "?q=%00", "?q=%ED%A0%80"):
        answer = Client().get(reverse("find") + address)
        assert answer.status_code == 200
        assert b"Or begin with what it is about" in answer.content


def test_near_a_place_it_says_how_far_and_draws_the_same_as_a_plan() -> None:
    page = ask(text="company", near="m337bz")
    assert " miles" in page
    assert "The list has everything the plan has." in page
    drawn = {int(number) for number in re.findall(r'fill="#fff">(\d+)</text>', page)}
    assert drawn <= set(range(1, len(names(page)) + 1))
    assert drawn


@pytest.mark.parametrize("near", ["somewhere", "ZZ99 9ZZ"])
def test_a_place_that_is_none_is_said_beside_its_box(near: str) -> None:
    page = ask(text="company", near=near)
    assert "to mend before this can go" in page
    assert names(page) == []


def test_a_filter_is_a_link_that_can_be_taken_back() -> None:
    page = ask(text="company")
    (free,) = re.findall(r'<a class="chip" href="([^"]+)">Free</a>', page)
    only = unescape(Client().get(free).content.decode())
    assert "free group" in only
    assert set(names(only)) <= set(names(page)) | set(names(only))
    assert re.search(r'<a class="chip chip--on" href="[^"]+" aria-current="true">', only)


@pytest.mark.parametrize("label", ["Free", "Today", "Evenings", "Children may come", "Step-free"])
def test_what_is_not_known_is_never_filtered_out_and_is_said(label: str) -> None:
    place = postcodes().place("M33 7BZ")
    where = Where(LocationType.PHYSICAL, "Hall", place.postcode, place.point)
    silent = Listing("1", "Nobody Knows", "Friends", "A choir for company.", where=where,
                     needs=(Offered(Need.LONELINESS, KnownBy.DECLARED),))  # fmt: skip
    import_batch([Draft(1, "1", silent)], publisher="A list", by=operator())
    page = ask(text="nobody knows choir", near="M33 7BZ")
    assert "Nobody has told us what" not in page
    (link,) = re.findall(rf'<a class="chip" href="([^"]+)">{label}</a>', page)
    only = unescape(Client().get(link).content.decode())
    assert "Nobody Knows" in names(only)
    assert "Ask first" in only.split("Nobody Knows")[1].split("</article>")[0]


def test_without_words_one_begins_with_a_need() -> None:
    page = unescape(Client().get(reverse("find")).content.decode())
    (food,) = re.findall(r'<a class="chip" href="([^"]+)">Food and fuel</a>', page)
    assert names(unescape(Client().get(food).content.decode()))


def test_words_of_danger_lead_to_help_and_to_no_list() -> None:
    page = ask(text="I want to end my life")
    assert "116 123" in page
    assert "Somebody to talk to now" in page
    assert names(page) == []


def test_where_nothing_fits_it_says_where_else_to_ask() -> None:
    page = ask(text="qqqzzz wwwxxx")
    assert "Nothing that fits, as far as we know" in page
    assert "ask a link worker" in page


def test_a_group_has_a_page_with_what_is_known_and_since_when() -> None:
    page = read("group", choir())
    for part in ("Good to know", "How sure are we?", "in the list of The demo town", "Cost"):
        assert part in page


def test_what_was_found_wrong_is_asked_about_first_and_closed_ones_are_gone() -> None:
    nadia = staff_actor("nadia")
    until = clock.today() + timedelta(days=9)
    find_wrong(choir(), Trouble.MOVED, until=until, by=nadia)
    assert "It may have moved." in read("group", choir())
    find_wrong(choir(), Trouble.CLOSED, until=until, by=nadia)
    read("group", choir(), status=404)
    read("group-sessions", choir(), status=404)
    assert "Tidewater Singers" not in names(ask(text="I would like to sing in a choir"))


def test_what_colleagues_tell_each_other_is_not_published() -> None:
    nadia = staff_actor("nadia")
    millrace = nadia.memberships[0].organisation_id
    note_know_how(choir(), "The side door sticks", organisation_id=millrace, by=nadia)
    assert "side door" not in read("group", choir())


def test_its_sessions_go_into_a_calendar() -> None:
    answer = Client().get(reverse("group-sessions", args=[choir()]))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_what_there_is_not_is_not_there() -> None:
    read("group", UUID(int=7), status=404)


def test_both_pages_are_small() -> None:
    for content in (ask(text="company", near="M33 7BZ"), read("group", choir())):
        assert len(content.encode()) < 50_000
