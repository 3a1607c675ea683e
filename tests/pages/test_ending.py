"""The page on which a story ends: what is asked again, what stays undone, and the practice."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.actions import mark_at_risk, plan_end
from linkwell.cases.models import Case
from linkwell.connections.actions import give_account
from linkwell.connections.rules import Answer, How, Question, Source
from linkwell.consent.queries import said_about
from linkwell.consent.rules import Purpose, Said
from linkwell.conversations.models import LookBack
from linkwell.conversations.rules import Again
from linkwell.demo.seed import staff_actor
from linkwell.diary.actions import NewTalk, end_appointment, plan_talk
from linkwell.diary.rules import Where
from linkwell.kernel import clock
from linkwell.measures.models import Asking
from linkwell.people.actions import note_death
from linkwell.plans.actions import set_goal
from linkwell.web.design.words import day
from tests import town
from tests.actions.talking import state_of, taken_on, talked
from tests.actions.test_before_the_end import begun, on_the_map
from tests.actions.test_connections import chosen, send
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SKIPPED = {"skip_ons4": "rather_not", "skip_map": "not_reached", "seen": "on"}


@pytest.fixture
def nadia() -> Client:
    town.fill()
    return client_of("nadia", town.person_ids())


def read(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, (name, answer.status_code)
    return unescape(answer.content.decode())


def press(client: Client, name: str, /, *args: object, **said: object) -> str:
    return unescape(client.post(reverse(name, args=args), said, follow=True).content.decode())


def press_end(client: Client, case: Case, /, *, page: str = "", **said: object) -> str:
    """End it, from the page as it was read, or as it is now."""
    shown = re.findall(r'name="(\w+_shown)" value="([^"]*)"', page or read(client, "end", case.pk))
    return press(client, "end", case.pk, **{**dict(shown), **said})


def section(page: str, name: str) -> str:
    return page.split(f'id="{name}"')[1].split("</section>")[0]


# what is asked again


def test_it_names_what_was_begun_and_where_it_is_asked_again(nadia: Client) -> None:
    case = begun(staff_actor("nadia"))
    page = read(nadia, "end", case.pk)
    again = section(page, "again")
    start = day(clock.today() - timedelta(weeks=8))
    assert f"At the start, {start}" in again
    assert "Four questions about wellbeing" in again
    for name in ("measures", "map-again"):
        assert reverse(name, args=[case.pk]) in again
    assert 'name="skip_ons4"' in page
    assert 'name="skip_map"' in page


def test_where_nothing_was_begun_nothing_is_asked(nadia: Client) -> None:
    case = taken_on()
    page = read(nadia, "end", case.pk)
    assert "there is nothing to ask again" in page
    assert "skip_" not in page


def test_nothing_is_left_out_without_a_reason(nadia: Client) -> None:
    case = begun(staff_actor("nadia"))
    page = press_end(nadia, case, because="completed")
    assert page.count("Ask it again, or say why not") == 4  # above, and beside each
    assert state_of(case) != "closed"
    page = press_end(nadia, case, because="completed", **SKIPPED)
    assert state_of(case) == "closed"
    with acting_as(staff_actor("nadia")):
        asked = Asking.objects.filter(case_id=case.pk).latest("made_at")
        assert (asked.stage, asked.answered_at is not None) == ("end", True)
        assert LookBack.objects.get(case_id=case.pk).outcome == Again.NOT_REACHED


def test_what_was_asked_again_is_not_asked_for_and_leads_back_to_the_ending(
    nadia: Client,
) -> None:
    case = begun(staff_actor("nadia"))
    page = read(nadia, "measures", case.pk)
    assert reverse("end", args=[case.pk]) in page
    press(nadia, "measures", case.pk, pack="ons4", how="refused")
    page = read(nadia, "end", case.pk)
    assert f"They would rather not, {day(clock.today())}" in section(page, "again")
    assert 'name="skip_ons4"' not in page


def test_before_anything_was_asked_the_questions_lead_to_no_ending(nadia: Client) -> None:
    case = taken_on()
    assert reverse("end", args=[case.pk]) not in read(nadia, "measures", case.pk)


def test_the_map_is_said_again_on_one_page(nadia: Client) -> None:
    case = begun(staff_actor("nadia"))
    known = on_the_map(case)
    page = read(nadia, "map-again", case.pk)
    assert "Could ask: Pat." in page  # the first map, in words
    boxes = {name: f"on_{row.pk.hex}" for name, row in known.items()}
    page = press(nadia, "map-again", case.pk, **{boxes["Pat"]: "3"})
    assert "Choose how easy it is to ask Sue" in page
    both = {boxes["Pat"]: "3", boxes["Sue"]: "off"}
    page = press(nadia, "map-again", case.pk, **both, who="Joan")
    assert "Choose how easy it is to ask" in page
    page = press(nadia, "map-again", case.pk, **both, who="Joan", relation="Choir", ease="2")
    assert f"Asked again, {day(clock.today())}" in section(page, "again")
    assert 'name="skip_map"' not in page


def test_then_and_now_stand_side_by_side_in_the_story(nadia: Client) -> None:
    by = staff_actor("nadia")
    case = begun(by)
    assert "then-now" not in read(nadia, "case", case.pk)
    boxes = {name: f"on_{row.pk.hex}" for name, row in on_the_map(case).items()}
    press(nadia, "map-again", case.pk, **{boxes["Pat"]: "3", boxes["Sue"]: "off"})
    said = dict.fromkeys(("satisfaction", "worthwhile", "happiness"), "7")
    press(nadia, "ask-together", case.pk, "ons4", **said, anxiety="rather_not")
    press_end(nadia, case, because="completed", seen="on")
    assert state_of(case) == "closed"
    shown = section(read(nadia, "case", case.pk), "then-now")
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', shown, re.S)
    cells = {
        re.sub("<.*?>.*", "", head): re.findall(r"<td.*?>(.*?)</td>", row, re.S)
        for head, row in rows
    }
    assert cells["Overall, how satisfied are you with your life nowadays?"] == [
        "3 of 10",
        "7 of 10",
    ]
    assert [row for row in cells.values() if "Rather not" in row] == [["3 of 10", "Rather not"]]
    assert cells["Pat"] == ["Could ask", "Easy to ask"]
    assert cells["Sue"] == ["Not easy now", "Nobody to turn to now"]
    assert "It shows what was said, not what was caused." in shown
    for word in ("better", "worse", "+4", "improved"):
        assert word not in shown


def test_that_something_was_not_asked_again_stands_in_the_story_with_its_reason(
    nadia: Client,
) -> None:
    case = begun(staff_actor("nadia"))
    press_end(nadia, case, because="completed", **SKIPPED)
    page = read(nadia, "case", case.pk)
    assert "Did not look at the map again" in page
    assert "We could not reach them." in page
    assert "Would rather not answer" in page


# what stays undone


def test_nobody_ends_over_something_half_done_unseen(nadia: Client) -> None:
    by = staff_actor("nadia")
    case = taken_on()
    talked(case, next_step="Ring about the bus")
    row = chosen(by, case=case)
    set_goal(case.pk, words="I want to sing again.", by=by)
    plan_talk(case.pk, NewTalk(clock.now() + timedelta(days=3), Where.PHONE), by=by)
    town.run_deliveries()
    page = read(nadia, "end", case.pk)
    undone = section(page, "undone")
    assert "Tidewater Singers" in undone
    assert "Chosen, and never sent. The group is not told." in undone
    assert reverse("connection", args=[row.pk]) in undone
    for part in ("Ring about the bus", "“I want to sing again.”", "It is called off."):
        assert part in undone
    page = press_end(nadia, case, because="completed")
    assert "Look at what stays undone, and tick that you have seen it" in page
    assert state_of(case) != "closed"
    press_end(nadia, case, because="completed", seen="on")
    assert state_of(case) == "closed"
    assert "Not sent yet" in read(nadia, "case", case.pk)


def test_what_was_sent_and_not_answered_is_named_too(nadia: Client) -> None:
    by = staff_actor("nadia")
    case = taken_on()
    send(chosen(by, case=case), by)
    town.run_deliveries()
    undone = section(read(nadia, "end", case.pk), "undone")
    assert "Sent, and no answer yet." in undone
    assert undone.count("Tidewater Singers") == 2  # its name, and that of its link: once


def test_where_nothing_is_half_done_nothing_has_to_be_ticked(nadia: Client) -> None:
    with acting_as(staff_actor("nadia")):
        case = Case.objects.get(person_id=town.person_ids()["maureen"])
    page = read(nadia, "end", case.pk)
    owed = "Find options together" in page or "First talk" in page
    assert ('name="seen"' in page) is owed


def test_the_day_that_was_agreed_stands_there(nadia: Client) -> None:
    case, on = taken_on(), clock.today() + timedelta(days=9)
    plan_end(case.pk, on=on, by=staff_actor("nadia"))
    assert f"You agreed on {day(on)}, in nine days." in read(nadia, "end", case.pk)


@pytest.mark.parametrize(
    ("days", "ahead"), [(1, ", in one day."), (14, ", in two weeks."), (0, "."), (-3, ".")]
)
def test_how_far_off_that_day_is_stands_there_while_it_is_to_come(
    nadia: Client, days: int, ahead: str
) -> None:
    case, on = taken_on(), clock.today() + timedelta(days=30)
    plan_end(case.pk, on=on, by=staff_actor("nadia"))
    with time_machine.travel(clock.now() + timedelta(days=30 - days)):
        page = read(client_of("nadia", {}), "end", case.pk)
    assert f"You agreed on {day(on)}{ahead}" in page


def test_where_danger_is_open_it_says_so_and_keeps_what_was_chosen(nadia: Client) -> None:
    case = begun(staff_actor("nadia"))
    before = read(nadia, "end", case.pk)
    mark_at_risk(case.pk, by=staff_actor("nadia"))
    page = press_end(nadia, case, page=before, because="completed", **SKIPPED)
    assert "so a supervisor decides" in page
    assert state_of(case) != "closed"
    with acting_as(staff_actor("nadia")):
        assert not LookBack.objects.filter(case_id=case.pk).exists()


# the practice


def ended(client: Client, because: str = "completed") -> Case:
    case = taken_on()
    press_end(client, case, because=because, seen="on")
    town.run_deliveries()
    assert state_of(case) == "closed"
    return case


def test_whoever_leaves_the_message_page_finds_it_again(nadia: Client) -> None:
    case = ended(nadia)
    for name, args in (("today", ()), ("case", (case.pk,))):
        page = read(nadia, name, *args)
        assert "It has ended, and the practice is not told yet" in page, name
        assert reverse("tell-practice", args=[case.pk]) in page, name
    press(nadia, "tell-practice", case.pk, done="Sings on Thursdays.", send="yes")
    town.run_deliveries()
    for name, args in (("today", ()), ("case", (case.pk,))):
        assert "the practice is not told yet" not in read(nadia, name, *args), name
    assert "Message for the practice is not filed" in read(nadia, "today")


def test_where_the_practice_is_not_to_be_told_that_is_one_press_away(nadia: Client) -> None:
    case = ended(nadia)
    page = press(nadia, "tell-practice", case.pk, rather_not="yes")
    assert "Choose how they said it" in page
    assert "What mattered to them?" in page  # the other form is still there
    page = press(nadia, "tell-practice", case.pk, rather_not="yes", how="phone")
    assert "Written down. The practice is not told." in page
    town.run_deliveries()
    page = read(nadia, "case", case.pk)
    assert reverse("tell-practice", args=[case.pk]) not in page
    with acting_as(staff_actor("nadia")):
        assert said_about(case.person_id, Purpose.TELL_PRACTICE) is Said.NO


def test_who_could_not_be_reached_is_tried_first_and_the_page_leads_there(nadia: Client) -> None:
    case = taken_on()
    page = press_end(nadia, case, because="lost_contact", seen="on")
    assert "Nobody is left unreached before three tries" in page
    assert reverse("reach", args=[case.pk]) in page
    assert state_of(case) != "closed"


@pytest.mark.parametrize("there", [True, False])
def test_what_was_only_planned_is_not_told_as_having_happened(nadia: Client, there: bool) -> None:
    by, case = staff_actor("nadia"), taken_on()
    row = chosen(by, case=case)
    send(row, by, How.TOGETHER)
    if there:
        give_account(row.pk, Question.VISIT, Answer.YES, source=Source.PERSON, by=by)
    town.run_deliveries()
    page = read(nadia, "tell-practice", case.pk)
    assert ("went together" in page) is there
    assert ("to go together" in page) is not there


def test_after_a_death_nobody_says_that_they_would_rather_not(nadia: Client) -> None:
    case = taken_on()
    assert "would rather that the practice is not told" in read(nadia, "tell-practice", case.pk)
    note_death(case.person_id, on=clock.today(), by=staff_actor("nadia"))
    town.run_deliveries()
    page = read(nadia, "tell-practice", case.pk)
    assert "What mattered to them?" in page
    assert "would rather that the practice is not told" not in page
    late = nadia.post(
        reverse("tell-practice", args=[case.pk]), {"rather_not": "yes", "how": "phone"}
    )
    assert late.status_code == 409


def test_after_a_mistake_no_message_is_asked_for(nadia: Client) -> None:
    case = taken_on()
    page = press_end(nadia, case, because="admin_error", seen="on")
    assert "Una’s story" in page
    assert "What mattered to them?" not in page


def test_an_ending_that_is_over_says_so_and_leads_back_to_the_story(nadia: Client) -> None:
    case = ended(nadia)
    for name in ("end", "until", "map-again"):
        page = read(nadia, name, case.pk, status=409)
        assert "It has ended" in page, name
        assert "What was planned is done." in page, name
        assert f'href="{reverse("case", args=[case.pk])}"' in page, name
        assert client_of("tom", {}).get(reverse(name, args=[case.pk])).status_code == 404
    for name in ("end", "until"):
        assert nadia.post(reverse(name, args=[case.pk])).status_code == 409, name
    late = nadia.post(reverse("map-again", args=[case.pk]), {"who": "Joan from the choir"})
    assert late.status_code == 409
    assert b"Joan from the choir" in late.content


def test_a_talk_that_was_called_off_does_not_come_back_once_it_has_ended(nadia: Client) -> None:
    case = taken_on()
    new = NewTalk(clock.now() + timedelta(days=3), Where.PHONE)
    row = plan_talk(case.pk, new, by=staff_actor("nadia"))
    end_appointment(row.pk, "cancelled_by_person", by=staff_actor("nadia"))
    assert "It takes place after all" in read(nadia, "planned", case.pk)
    press_end(nadia, case, because="completed", seen="on")
    town.run_deliveries()
    page = read(nadia, "planned", case.pk)
    assert "They couldn’t" in page
    assert "It takes place after all" not in page


def test_a_page_of_before_still_counts_what_was_begun_meanwhile(nadia: Client) -> None:
    """Whoever sends an old page is asked for what came since."""
    case = taken_on()
    before = read(nadia, "end", case.pk)
    chosen(staff_actor("nadia"), case=case)
    page = press_end(nadia, case, page=before, because="completed")
    assert state_of(case) != "closed"
    assert "Tidewater Singers" in page


def test_the_practice_sees_that_it_has_ended_and_when_it_was_told(nadia: Client) -> None:
    case = ended(nadia)
    amara = client_of("amara", town.person_ids())
    before = read(amara, "practice")
    press(nadia, "tell-practice", case.pk, done="Sings on Thursdays.", send="yes")
    town.run_deliveries()
    after = read(amara, "practice")
    assert (before.count("Ended"), after.count("Ended")) == (0, 1)
    assert "Told today" in after
