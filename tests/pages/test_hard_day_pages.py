"""Pages of the hard days: a second press changes nothing, nobody who died looks alive, and an
address is told once."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from linkwell.access.cover import is_sealed
from linkwell.access.models import Link
from linkwell.access.rules import LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.cases.actions import close, reopen
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.consent.rules import Basis, open_bases
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.kernel.ids import UUID
from linkwell.people.actions import undo_death
from linkwell.people.models import Address, ContactWay, Person, Proxy
from linkwell.people.rules import ProxyScope
from linkwell.referrals.actions.deciding import return_to_referrer
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import ReturnReason
from linkwell.tables.writing import writing
from tests import town
from tests.actions.talking import taken_on
from tests.actions.test_everything_stops import everything_stops
from tests.actions.test_hard_days import a_text, farida, faridas_case, sana_speaks
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
HARD = pytest.mark.parametrize("hard", ["death", "withdrawal"])
NUMBER = "07700"


@pytest.fixture
def nadia() -> Client:
    town.fill()
    return client_of("nadia", town.person_ids())


def read(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, name
    return unescape(answer.content.decode())


def press(client: Client, name: str, /, *args: object, **said: object) -> str:
    """Press a button, and read what one comes to."""
    answer = client.post(reverse(name, args=args), said, follow=True)
    return unescape(answer.content.decode())


def card(page: str) -> str:
    return re.search(r'<section class="person".*?</section>', page, re.S)[0]  # type: ignore[index]


def her(by: str = "nadia") -> Person:
    with acting_as(staff_actor(by)):
        person: Person = Person.objects.one(farida())
    return person


def test_each_button_says_what_it_asks_for_and_twice_is_as_once(nadia: Client) -> None:
    case_id = faridas_case()
    page = read(nadia, "hard-days", case_id)
    for name in ("abuse", "seal", "hide-home"):
        assert f'action="{reverse(name, args=[case_id, "on"])}"' in page
        press(nadia, name, case_id, "on")
        again = press(nadia, name, case_id, "on")  # from another tab, as it was
        assert "Nothing has changed." in again
        assert f'action="{reverse(name, args=[case_id, "off"])}"' in again
    assert her().abuse
    with acting_as(staff_actor("nadia")):
        assert is_sealed(farida())
    assert nadia.post(reverse("abuse", args=[case_id, "perhaps"])).status_code == 404


@HARD
def test_somebody_who_is_gone_does_not_look_alive(nadia: Client, hard: str) -> None:
    case_id = faridas_case()
    assert NUMBER in card(read(nadia, "case", case_id))
    everything_stops(hard, by=staff_actor("nadia"))
    for _ in ("at once", "when all has followed"):
        page = read(nadia, "case", case_id)
        today = clock.today()
        gone = f"Died {today.day} {today:%B}" if hard == "death" else "Took back their consent"
        assert gone in card(page)
        assert NUMBER not in card(page)
        assert reverse("talk", args=[case_id]) not in page
        assert reverse("reach", args=[case_id]) not in page
        town.run_deliveries()


BEGINS = ("reach", "talk", "planned", "ask", "own-page", "proxy", "measures", "last-letter")


@HARD
def test_what_would_begin_something_says_at_once_that_all_has_stopped(
    nadia: Client, hard: str
) -> None:
    case_id = faridas_case()
    everything_stops(hard, by=staff_actor("nadia"))
    for name in BEGINS:
        page = read(nadia, name, case_id, status=409)
        assert "Everything has been stopped." in page, name
        assert f'<a href="{reverse("case", args=[case_id])}">Back to the story</a>' in page, name
        assert 'method="post"' not in page.split('id="main"')[1], name


def test_that_they_have_died_is_not_offered_again(nadia: Client) -> None:
    case_id = faridas_case()
    assert "Farida has died" in read(nadia, "hard-days", case_id)
    everything_stops("death", by=staff_actor("nadia"))
    page = read(nadia, "hard-days", case_id)
    for name in ("died", "withdraw", "proxy"):
        assert f'href="{reverse(name, args=[case_id])}"' not in page
        assert "Everything has been stopped." in read(nadia, name, case_id, status=409)


def test_consent_taken_back_in_two_tabs_says_so_and_leads_to_the_receipt(nadia: Client) -> None:
    case_id = faridas_case()
    press(nadia, "withdraw", case_id, how="phone")
    again = press(nadia, "withdraw", case_id, how="phone")
    assert "Farida took back their consent." in again
    assert reverse("withdrawal", args=[case_id]) in again
    assert reverse("withdrawal", args=[case_id]) in read(nadia, "case", case_id)


@HARD
def test_of_an_ended_story_a_death_or_a_withdrawal_is_written_down_all_the_same(
    nadia: Client, hard: str
) -> None:
    case_id = faridas_case()
    close(case_id, because=Because.COMPLETED, by=staff_actor("nadia"))
    town.run_deliveries()
    assert reverse("hard-days", args=[case_id]) in read(nadia, "case", case_id)
    page = read(nadia, "hard-days", case_id)
    assert reverse("proxy", args=[case_id]) not in page
    name = "died" if hard == "death" else "withdraw"
    assert reverse(name, args=[case_id]) in page
    today = clock.today()
    said = {"on-day": today.day, "on-month": today.month, "on-year": today.year, "sure": "on"}
    press(nadia, name, case_id, **(said if hard == "death" else {"how": "phone"}))
    town.run_deliveries()
    gone = "Died" if hard == "death" else "Took back"
    assert gone in card(read(nadia, "case", case_id))


@pytest.mark.parametrize("reason", [ReturnReason.DIED, ReturnReason.WITHDREW])
def test_a_referral_of_somebody_who_is_gone_is_returned_with_that_reason(
    nadia: Client, reason: ReturnReason
) -> None:
    derek = town.person_ids()["derek"]
    with acting_as(staff_actor("nadia")):
        row = Referral.objects.get(person_id=derek)
    hard = "death" if reason is ReturnReason.DIED else "withdrawal"
    everything_stops(hard, by=staff_actor("ruth"), person_id=derek)
    page = read(nadia, "referral", row.pk)
    assert reverse("accept", args=[row.pk]) not in page
    assert NUMBER not in page
    assert f'value="{reason}"' in read(nadia, "return", row.pk)
    return_to_referrer(row.pk, reason=reason, by=staff_actor("nadia"))
    told = read(client_of("gemma", town.person_ids()), "practice")
    words = "we are sorry to say" if reason is ReturnReason.DIED else "as anybody may"
    assert words in told


def test_a_death_on_the_wrong_person_is_taken_back_by_a_supervisor_alone(nadia: Client) -> None:
    case_id = faridas_case()
    everything_stops("death", by=staff_actor("nadia"))
    town.run_deliveries()
    mistake = reverse("not-died", args=[case_id])
    assert mistake not in read(nadia, "hard-days", case_id)
    with pytest.raises(NotThere):
        undo_death(farida(), by=staff_actor("nadia"))
    ruth = client_of("ruth", town.person_ids())
    assert mistake in read(ruth, "hard-days", case_id)
    page = press(ruth, "not-died", case_id)
    assert "Nothing that was cancelled comes back" in page
    assert her("ruth").died_on is None
    with acting_as(staff_actor("ruth")):
        assert Case.objects.get(pk=case_id).state == "closed"
    assert reopen(case_id, by=staff_actor("ruth")).state == "active"


# who speaks for them


def named(client: Client, **said: object) -> str:
    ends = clock.today() + timedelta(days=30)
    about = {
        "name": "Sana Anwar",
        "relation": "sister",
        "scope": ["plan"],
        "ends-day": ends.day,
        "ends-month": ends.month,
        "ends-year": ends.year,
        "word": "jasmine",
    }
    return press(client, "proxy", faridas_case(), **{**about, **said})


@pytest.mark.parametrize("word", ["", "abc", "Farida"])
def test_whoever_may_see_something_needs_a_word(nadia: Client, word: str) -> None:
    page = named(nadia, word=word)
    assert "Agree on a word of at least four letters that is nobody’s name" in page
    with acting_as(staff_actor("nadia")):
        assert not Proxy.objects.filter(person_id=farida()).exists()


def test_their_number_stands_where_they_stand(nadia: Client) -> None:
    assert "Write a phone number" in named(nadia, scope=["speak"], word="", phone="12")
    named(nadia, scope=["speak"], word="", phone="07700900999")
    for name in ("hard-days", "case"):
        page = read(nadia, name, faridas_case())
        assert "<b>Sana Anwar</b>, sister" in page
        assert "07700 900999" in page


def test_what_was_safe_before_the_harm_was_spoken_of_is_asked_anew(nadia: Client) -> None:
    case_id = faridas_case()
    page = read(nadia, "case", case_id)
    assert "It was called safe" not in page
    number = re.search(r"07700 \d+", card(page))
    page = press(nadia, "abuse", case_id, "on")
    page = read(nadia, "case", case_id)
    assert "It was called safe, but not by them, or not since the harm" in page
    assert number is not None
    assert number[0] not in card(page)
    assert "Ask anew what is safe, by voice" in card(page)


def test_once_they_are_harmed_the_page_asks_about_whoever_speaks_for_them(nadia: Client) -> None:
    sana_speaks(staff_actor("nadia"), ProxyScope.PLAN)
    assert "Is it Sana Anwar?" not in read(nadia, "hard-days", faridas_case())
    page = press(nadia, "abuse", faridas_case(), "on")
    assert "Is it Sana Anwar?" in page
    assert "Their page is closed." in page


def test_what_has_to_be_asked_anew_leads_to_the_way_it_is_about(nadia: Client) -> None:
    with acting_as(staff_actor("nadia")):
        ways = list(ContactWay.objects.filter(person_id=farida(), safe="yes"))
    a_text(farida(), staff_actor("nadia"))
    press(nadia, "abuse", faridas_case(), "on")
    town.run_deliveries()
    page = read(nadia, "case", faridas_case())
    asked = page.split('id="owed"')[1].split("</section>")[0]
    assert any(reverse("safe-way", args=[faridas_case(), way.pk]) in asked for way in ways)


def test_what_a_proxys_page_shows_is_what_is_said_of_it(nadia: Client) -> None:
    assert "what comes next" not in read(nadia, "proxy", faridas_case())


@pytest.mark.parametrize("age", [14, 17, 40])
def test_a_decision_rests_on_what_the_law_knows_at_their_age(nadia: Client, age: int) -> None:
    born = clock.today().replace(year=clock.today().year - age, day=1)
    case_id = taken_on(given_name="Teddy", birth_date=born).pk
    page = read(nadia, "decision", case_id)
    shown = {basis for basis in Basis if f'value="{basis}"' in page}
    assert shown == set(open_bases(age))
    basis = open_bases(age)[-1]
    page = press(nadia, "decision", case_id, about="The choir", basis=basis, by="Jane Teen")
    assert "Written down, for this decision only." in page
    page = press(nadia, "decision", case_id, about="The choir", basis=Basis.DEPUTY, by="Jane Teen")
    assert ("Written down" in page) is (age == 40)


# an address is told once


def addresses(page: str) -> list[str]:
    return re.findall(r"http[^<\s]*/[px]/[^<\s]+", page)


def test_a_page_that_was_told_is_not_told_again_nor_closed_by_loading_it_again(
    nadia: Client,
) -> None:
    case_id = faridas_case()
    page = press(nadia, "own-page", case_id, word="jasmine")
    assert len(addresses(page)) == 1
    again = read(nadia, "own-page", case_id)
    assert not addresses(again)
    kept = Link.objects.filter(holder=farida(), purpose=LinkPurpose.SELF, revoked_at=None)
    assert kept.count() == 1


def test_nor_is_somebody_who_speaks_for_them_named_twice(nadia: Client) -> None:
    assert len(addresses(named(nadia))) == 1
    assert not addresses(read(nadia, "proxy", faridas_case()))
    with acting_as(staff_actor("nadia")):
        assert Proxy.objects.filter(person_id=farida()).count() == 1


def test_an_address_is_told_on_the_page_of_its_own_story_only(nadia: Client) -> None:
    made = nadia.post(reverse("own-page", args=[faridas_case()]), {"word": "jasmine"})
    assert made.status_code == 302
    assert not addresses(read(nadia, "own-page", maureens_case()))
    assert not addresses(read(nadia, "proxy", faridas_case()))
    assert addresses(read(nadia, "own-page", faridas_case()))


def maureens_case() -> UUID:
    with acting_as(staff_actor("nadia")):
        case: Case = Case.objects.get(person_id=town.person_ids()["maureen"])
    return case.pk


# what the windows are called, and the cards


def test_each_window_names_its_act_and_nobody(nadia: Client) -> None:
    case_id = faridas_case()
    names = ("died", "withdraw", "proxy", "decision", "own-page")
    titles = [re.search("<title>(.*?)</title>", read(nadia, name, case_id)) for name in names]
    found = {title[1] for title in titles if title}
    assert len(found) == len(names)
    assert not any("Farida" in title or "A hard day" in title for title in found)


CARDS = ("case", "reach", "planned", "measures", "plan", "ask", "hard-days", "died", "own-page")


def test_a_hidden_address_stands_on_every_card(nadia: Client) -> None:
    with acting_as(staff_actor("nadia")), writing():
        Address.objects.filter(person_id=farida()).update(hidden=True)
        assert Address.objects.filter(person_id=farida(), hidden=True).exists()
    for name in (*CARDS, "raise-concern", "until", "proxy"):
        page = read(nadia, name, faridas_case())
        assert "Hidden address" in card(page), name
