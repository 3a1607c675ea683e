"""Pages about somebody who took back their consent: locked away for everybody, also by guessing,
but for who breaks the glass. What is owed and the receipt stay."""

from html import unescape

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections.actions import answer
from linkwell.connections.models import Disclosure
from linkwell.connections.rules import PartnerAnswer
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import staff_actor
from linkwell.directory.models import Service
from linkwell.feedback.actions import tell_practice
from linkwell.feedback.rules import About, Words
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID
from linkwell.safety.actions import heed, settle_danger
from linkwell.safety.queries import ways_in_danger
from linkwell.safety.rules import SaidIn
from linkwell.tables.writing import writing
from linkwell.tasks.models import Task
from tests import town
from tests.actions.talking import back_again, taken_on
from tests.actions.test_connections import chosen, send
from tests.pages.people import client_of
from tests.pages.talking import talking
from tests.security.test_probes import address_with, addresses_with_ids

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
MAUREEN = next(person for person in PEOPLE if person.key == "maureen")
STREET, POSTCODE = MAUREEN.address
# Of the story, of where she lives, of what she was told: none of it may be read any more.
CANARIES = (
    *(STREET, POSTCODE, "0161 496 0121", "Widowed in March", "I used to sing", "Next door"),
    *("I want to sing again", "Ring the choir", "Tidewater", "999 004 1059", "Ask about her hip"),
)
WHO = {
    "given_name": "Maureen",
    "family_name": "Ashdown",
    "birth_date-day": "3",
    "birth_date-month": "11",
    "birth_date-year": "1951",
}
STILL_OPEN = ("withdrawal", "call-off")  # the receipt names whom she knew of


@pytest.fixture
@town.story
def case() -> Case:
    """Maureen's story, with everything in it; she takes it all back on the phone."""
    town.fill()
    nadia = staff_actor("nadia")
    with acting_as(nadia):
        found: Case = Case.objects.get(person_id=town.person_ids()["maureen"])
    talking(found.pk)
    tell_practice(found.pk, Words(done="Ask about her hip."), about=About.PLAN, by=nadia)
    row = chosen(nadia)
    told = send(row, nadia)
    with acting_as(nadia), writing():
        Disclosure.objects.filter(pk=told.pk).update(to="")  # it has only a phone
        Service.objects.filter(pk=row.option_id).update(phone="0161 496 0808")
    answer(told.pk, PartnerAnswer.YES, by=nadia)
    town.run_deliveries()
    withdraw(found.person_id, how=HowAsked.PHONE, since=found.opened_at, by=nadia)
    town.run_deliveries()
    return found


def of(who: str) -> Client:
    return client_of(who, town.person_ids())


def read(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, (name, answer.status_code)
    return unescape(answer.content.decode())


def press(client: Client, name: str, /, *args: object, **said: object) -> str:
    answer = client.post(reverse(name, args=args), said, follow=True)
    return unescape(answer.content.decode())


def given_away(page: str) -> list[str]:
    return [one for one in CANARIES if one in page]


@pytest.mark.parametrize("who", ["nadia", "ruth"])
def test_whoever_held_or_supervises_sees_that_it_is_locked_away(case: Case, who: str) -> None:
    page = read(of(who), "case", case.pk)
    assert "Maureen’s record is locked away" in page
    assert reverse("withdrawal", args=[case.pk]) in page
    assert reverse("sealed") in page
    assert not given_away(page)
    for name in ("tell-practice", "talk", "plan", "hard-days", "measures", "ask"):
        assert reverse(name, args=[case.pk]) not in page, name


@pytest.mark.parametrize("who", ["nadia", "ruth"])
def test_no_address_gives_anything_of_it_away(case: Case, who: str) -> None:
    """Every address, with the id of hers that it asks for, and with that of her story."""
    client = of(who)
    with acting_as(staff_actor("nadia")):
        (task,) = Task.objects.filter(person_id=case.person_id, kind="call_off", state="open")
    tried, hers = 0, _rows_of(case)
    for name, taken in addresses_with_ids():
        if name in STILL_OPEN or taken[0] not in (*_IDS_OF_HERS, "person_id"):
            continue
        wanted = [one for one in taken if one.endswith("_id")]
        for ids in ([hers.get(one, case.pk) for one in wanted], [case.pk] * len(wanted)):
            for verb in (client.get, client.post):
                answer = verb(address_with(name, ids), follow=True)
                assert answer.status_code in (200, 404, 409), (name, answer.status_code)
                page = unescape(answer.content.decode())
                tried += 1
                assert not given_away(page), (name, verb, given_away(page))
    assert tried > 100
    assert read(client, "call-off", task.pk)


# A kind of id in an address, and the table whose row of hers it gets.
_IDS_OF_HERS = {
    "case_id": "cases_case",
    "referral_id": "referrals_referral",
    "connection_id": "connections_connection",
    "list_id": "connections_optionlist",
    "offer_id": "connections_offer",
    "message_id": "feedback_practicemessage",
    "need_id": "conversations_raisedneed",
    "supporter_id": "conversations_supporter",
    "goal_id": "plans_goal",
    "step_id": "plans_step",
    "asking_id": "measures_asking",
    "appointment_id": "diary_appointment",
    "concern_id": "safety_concern",  # none was raised: her story's id is tried instead
}


def _rows_of(case: Case) -> dict[str, UUID]:
    """Her row for each kind of id that an address may ask for."""
    found = {"person_id": case.person_id}
    with connections["bulk"].cursor() as cursor:
        for kind, table in (*_IDS_OF_HERS.items(), ("way_id", "people_contactway")):
            cursor.execute(f"select id from {table} where person_id = %s limit 1", [case.person_id])
            if row := cursor.fetchone():
                found[kind] = row[0]
    assert len(found) == len(_IDS_OF_HERS) + 1
    return found


def test_lists_and_searches_give_nothing_away(case: Case) -> None:
    for who in ("nadia", "ruth"):
        client = of(who)
        for name in ("today", "people", "queue", "day-sheet"):
            page = read(client, name)
            assert not given_away(page), name
        assert not given_away(press(client, "people", name="Ashdown"))


def test_a_colleague_finds_nobody_to_cover(case: Case) -> None:
    page = press(of("tom"), "cover", **WHO)
    assert "Nobody to open by that name and date of birth." in page
    assert of("tom").get(reverse("case", args=[case.pk])).status_code == 404


@pytest.mark.parametrize("who", ["tom", "nadia", "ruth"])
def test_whoever_breaks_the_glass_reads_it_all_and_is_offered_nothing_dead(
    case: Case, who: str
) -> None:
    client = of(who)
    page = press(client, "sealed", **WHO, words="She asks to see it.")
    assert "Open for four hours. The privacy lead is told." in page
    assert "Widowed in March" in page
    assert STREET in page
    assert reverse("tell-practice", args=[case.pk]) not in page
    hard = read(client, "hard-days", case.pk)
    for name in ("decision", "withdraw", "proxy"):
        assert f'href="{reverse(name, args=[case.pk])}"' not in hard
    assert reverse("seal", args=[case.pk, "on"]) not in hard


def test_to_write_to_the_practice_is_refused_before_a_word_is_typed(case: Case) -> None:
    nadia = of("nadia")
    answer = nadia.get(reverse("tell-practice", args=[case.pk]))
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("case", args=[case.pk]),
    )


def test_the_receipt_names_everybody_who_knew_and_says_the_truth(case: Case) -> None:
    page = read(of("nadia"), "withdrawal", case.pk)
    for part in ("Oakmere Surgery", "That you were referred.", "Tidewater Singers", "lines that"):
        assert part in page
    assert "A message of what came of it" in page
    assert "your link worker no longer reads it" in page
    assert not set(given_away(page)) - {"Tidewater"}


def test_a_group_with_only_a_phone_is_rung_without_reading_the_story(case: Case) -> None:
    nadia = of("nadia")
    page = read(nadia, "case", case.pk)
    assert "Ring the group: they do not come. Do not say why" in page
    with acting_as(staff_actor("nadia")):
        (task,) = Task.objects.filter(person_id=case.person_id, kind="call_off", state="open")
    assert reverse("call-off", args=[task.pk]) in page
    assert reverse("call-off", args=[task.pk]) in read(nadia, "today")
    page = read(nadia, "call-off", task.pk)
    assert "0161 496 0808" in page
    assert "Ring Tidewater Singers" in page
    assert not set(given_away(page)) - {"Tidewater"}
    page = press(nadia, "task-done", task.pk)
    assert "Written down: done." in page
    assert "To do" not in page
    assert nadia.get(reverse("call-off", args=[task.pk])).status_code == 404


@pytest.mark.parametrize("who", ["tom", "kieran", "amara", "helen", "marcus"])
def test_nobody_else_rings_the_group(case: Case, who: str) -> None:
    with acting_as(staff_actor("nadia")):
        (task,) = Task.objects.filter(person_id=case.person_id, kind="call_off", state="open")
    assert of(who).get(reverse("call-off", args=[task.pk])).status_code == 404


def test_nothing_is_filed_any_more(case: Case) -> None:
    with acting_as(staff_actor("nadia")):
        kinds = set(
            Task.objects.filter(person_id=case.person_id, state="open").values_list(
                "kind", flat=True
            )
        )
    assert "file_message" not in kinds


@pytest.mark.parametrize("who", ["nadia", "ruth"])
def test_a_concern_can_still_be_raised_and_read(case: Case, who: str) -> None:
    client = of(who)
    assert read(client, "raise-concern", case.pk)
    page = press(client, "raise-concern", case.pk, route="police", words="She sounded afraid.")
    assert "She sounded afraid." in page
    town.run_deliveries()
    assert "Safeguarding concern of" in read(client, "case", case.pk)
    assert "A safeguarding concern waits" in read(of("ruth"), "today")


@pytest.mark.parametrize("who", ["nadia", "ruth"])
def test_danger_that_is_open_is_still_to_be_looked_at(case: Case, who: str) -> None:
    with acting_as(staff_actor("nadia")), writing():
        words = "She said that she might end it all."
        heed(
            words,
            person_id=case.person_id,
            said_in=SaidIn.TALK,
            about_id=case.pk,
            by=staff_actor("nadia"),
        )
    town.run_deliveries()
    client = of(who)
    assert reverse("danger", args=[case.person_id]) in read(client, "case", case.pk)
    page = read(client, "danger", case.person_id)
    assert "end it all" in page
    assert set(given_away(page)) == {"0161 496 0121"}  # to make sure that she lives
    assert "Born 3 November 1951" in page
    assert "0161 496 0170" in page  # the duty line
    settle_danger(case.person_id, words="Her sister is with her.", by=staff_actor("ruth"))
    assert client.get(reverse("danger", args=[case.person_id])).status_code == 404
    with acting_as(staff_actor(who)):
        assert ways_in_danger(case.person_id) == []


@pytest.mark.parametrize("who", ["tom", "kieran", "amara", "helen", "marcus"])
def test_nobody_else_learns_how_to_reach_her_then(case: Case, who: str) -> None:
    with acting_as(staff_actor("nadia")), writing():
        words, nadia = "She said that she might end it all.", staff_actor("nadia")
        heed(words, person_id=case.person_id, said_in=SaidIn.TALK, about_id=case.pk, by=nadia)
    with acting_as(staff_actor(who)):
        assert ways_in_danger(case.person_id) == []


def test_and_a_death_written_down(case: Case) -> None:
    nadia, today = of("nadia"), clock.today()
    said = {"on-day": today.day, "on-month": today.month, "on-year": today.year, "sure": "on"}
    assert "Everything has stopped." in press(nadia, "died", case.pk, **said)


def test_once_they_are_back_the_story_goes_on_with_whoever_takes_them_on() -> None:
    town.fill()
    nadia, tom = staff_actor("nadia"), staff_actor("tom")
    before = taken_on()
    withdraw(before.person_id, how=HowAsked.PHONE, by=nadia)
    town.run_deliveries()
    again = back_again(before.person_id, tom)
    page = read(of("tom"), "case", again.pk)
    assert "Una’s story" in page
    assert page.count("Lives alone since her sister died.") == 2  # of both referrals
    assert of("nadia").get(reverse("case", args=[before.pk])).status_code == 404
    assert "whether they agree anew" in read(of("tom"), "talk", again.pk)
    # asked anew, they agree, and would rather that the practice hears nothing
    press(of("tom"), "agree-anew", again.pk, yes="on", how="phone")
    assert "whether they agree anew" not in read(of("tom"), "talk", again.pk)
    page = read(of("tom"), "case", again.pk)
    assert reverse("tell-practice", args=[again.pk]) not in page
    assert "They do not want the practice to be told." in read(
        of("tom"), "tell-practice", again.pk, status=409
    )


def test_addresses_with_ids_of_hers_are_all_tried() -> None:
    """A new kind of id in an address has to be tried above, or is not about one person."""
    kinds = {taken[0] for _, taken in addresses_with_ids()}
    about_nobody = {"practice_id", "link_id", "key", "known_id", "alert_id", "task_id", "token"}
    about_nobody |= {"service_id", "know_how_id", "suggestion_id"}  # the directory's
    about_nobody |= {"edit_id", "asking_id", "new_group_id", "import_id", "pair_id"}
    assert kinds - {*_IDS_OF_HERS, "person_id"} <= about_nobody
