"""A form that is pressed twice does its work once; what cannot be done keeps nobody's words."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.actions import close
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.conversations.models import Attempt
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.ids import new_id
from linkwell.referrals.actions.deciding import accept
from linkwell.safety.actions import close_concern
from linkwell.safety.models import Concern
from linkwell.safety.rules import Outcome
from linkwell.web import once
from linkwell.web.models import Pressed
from tests import town
from tests.actions.talking import referred, taken_on
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
MARK = re.compile(r'name="_once" value="([0-9a-f-]{36})"')


@pytest.fixture
@town.story
def case() -> Case:
    town.fill()
    return taken_on()


def nadia() -> Client:
    return client_of("nadia", town.person_ids())


def mark_on(client: Client, address: str) -> str:
    found = MARK.search(client.get(address).content.decode())
    assert found is not None
    return found[1]


def concerns(case: Case) -> int:
    with acting_as(staff_actor("ruth")):
        count: int = Concern.objects.filter(case_id=case.pk).count()
    return count


WORRY = {"words": "Her nephew takes her pension.", "route": "safeguarding_lead"}


def test_a_double_press_is_one_concern_and_leads_to_the_same_page(case: Case) -> None:
    client, address = nadia(), reverse("raise-concern", args=[case.pk])
    pressed = {**WORRY, "_once": mark_on(client, address)}
    first, second = client.post(address, pressed), client.post(address, pressed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert concerns(case) == 1


def test_two_presses_in_one_moment_are_one_too(case: Case) -> None:
    client, address = nadia(), reverse("reach", args=[case.pk])
    pressed = {"outcome": "no_answer", "_once": mark_on(client, address)}

    def press(_: int) -> int:
        try:
            return client.post(address, pressed).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(press, range(4))) == {302}
    with acting_as(staff_actor("nadia")):
        assert Attempt.objects.filter(case_id=case.pk).count() == 1


def test_other_words_on_the_same_page_are_not_the_same_press(case: Case) -> None:
    client, address = nadia(), reverse("raise-concern", args=[case.pk])
    mark = mark_on(client, address)
    for words in ("Her nephew takes her pension.", "And he shouts at her."):
        client.post(address, {**WORRY, "words": words, "_once": mark})
    assert concerns(case) == 2


def test_what_was_to_be_mended_can_be_pressed_again(case: Case) -> None:
    client, address = nadia(), reverse("raise-concern", args=[case.pk])
    pressed = {**WORRY, "route": "", "_once": mark_on(client, address)}
    assert [client.post(address, pressed).status_code for _ in range(2)] == [200, 200]
    assert concerns(case) == 0
    assert not Pressed.objects.exists()


def test_what_is_a_day_old_is_forgotten(case: Case) -> None:
    client, address = nadia(), reverse("raise-concern", args=[case.pk])
    client.post(address, {**WORRY, "_once": mark_on(client, address)})
    once.forget_old(clock.now())
    assert Pressed.objects.count() == 1
    once.forget_old(clock.now() + timedelta(days=1, seconds=1))
    assert not Pressed.objects.exists()


def test_words_that_came_too_late_are_shown_with_the_way_back(case: Case) -> None:
    client, address = nadia(), reverse("talk", args=[case.pk])
    close(case.pk, because=Because.COMPLETED, by=staff_actor("nadia"))
    written = {"words": "I used to sing <alto>.", "attendance": "met", "next_step": "Ring again"}
    answer = client.post(
        address, {**written, "when": "tomorrow"}, headers={"referer": f"http://testserver{address}"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "I used to sing &lt;alto&gt;." in page
    assert f'href="{address}"' in page


def test_a_page_that_cannot_be_one_has_no_draft(case: Case) -> None:
    assert "I used to sing." in too_late(case, "I used to sing.", _page="/x\0y")


def too_late(case: Case, words: str, **more: str) -> str:
    """What is shown of words from a talk that were sent once the story had ended."""
    client, address = nadia(), reverse("talk", args=[case.pk])
    page = client.get(address).content.decode()
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    close(case.pk, because=Because.COMPLETED, by=staff_actor("nadia"))
    said = {"words": words, "attendance": "met", "next_step": "Ring again", "when": "tomorrow"}
    answer = client.post(address, {**carried, **said, **more})
    assert answer.status_code == 409
    return answer.content.decode()


def test_danger_in_words_that_came_too_late_is_met_with_help(case: Case) -> None:
    page = too_late(case, "Some nights I want to die.")
    for part in ("<b>999</b>", "<b>111, option 2</b>", "tell your supervisor now", "want to die."):
        assert part in page
    assert 'role="alert"' in page


def test_without_danger_only_what_was_typed_is_shown(case: Case) -> None:
    page = too_late(case, "I used to sing.", was="activity condition")
    assert "I used to sing." in page
    assert "activity condition" not in page
    assert "<b>999</b>" not in page
    assert "It is kept nowhere else." in page


def test_where_a_draft_was_kept_it_says_so(case: Case) -> None:
    client, address = nadia(), reverse("talk", args=[case.pk])
    draft = {"_page": address, "_keep": "words", "words": "I used to sing."}
    client.post(reverse("draft"), draft)
    page = too_late(case, "I used to sing, alto.")
    assert "A draft of that page was kept at" in page
    assert "It is kept nowhere else." not in page


def test_of_what_was_refused_as_missing_danger_is_met_with_help_too(case: Case) -> None:
    note = {"reason": "other", "note": "He wants to end his life."}
    answer = client_of("tom", {}).post(reverse("return", args=[new_id()]), note)
    assert answer.status_code == 404
    assert b"tell your supervisor now" in answer.content


def test_whoever_was_slower_reads_their_note_again_and_learns_nothing(case: Case) -> None:
    arrived = referred()
    accept(arrived.referral_id, by=staff_actor("nadia"))
    tom = client_of("tom", town.person_ids())
    note = {"reason": "other", "note": "She <rang> me.", "_keep": "reason note"}
    gone, never = (
        tom.post(reverse("return", args=[one]), note) for one in (arrived.referral_id, new_id())
    )
    assert (gone.status_code, gone.content) == (404, never.content)
    assert "She &lt;rang&gt; me." in gone.content.decode()
    assert b"reason note" not in gone.content  # what the form said for itself
    assert b"She" not in tom.get(reverse("return", args=[new_id()])).content


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"x", "multipart/form-data"),
        (b"a=1&" * 2_000, "application/x-www-form-urlencoded"),
        (b"a=" + b"+" * 2_000_000, "application/x-www-form-urlencoded"),
        (b"a=%ED%A0%80+b", "application/x-www-form-urlencoded"),
    ],
)
def test_what_cannot_be_read_is_shown_to_nobody(case: Case, body: bytes, kind: str) -> None:
    client = nadia()
    client.raise_request_exception = False
    for address in (reverse("return", args=[new_id()]), "/account/second-factor/app/take-away"):
        assert client.post(address, body, content_type=kind).status_code in (400, 404)


def test_another_sites_address_is_no_way_back(case: Case) -> None:
    client, address = nadia(), reverse("talk", args=[case.pk])
    close(case.pk, because=Because.COMPLETED, by=staff_actor("nadia"))
    written = {"words": "I used to sing.", "attendance": "met", "next_step": "Ring again"}
    answer = client.post(
        address, {**written, "when": "tomorrow"}, headers={"referer": "http://evil.example/x"}
    )
    assert b"evil.example" not in answer.content


def test_more_words_about_a_concern_are_kept_while_locked_and_shown_once_it_is_closed(
    case: Case,
) -> None:
    client = nadia()
    address = client.post(reverse("raise-concern", args=[case.pk]), WORRY).headers["Location"]
    typed = {"_page": address, "_keep": "more", "more": "The council rings back at four."}
    client.post(reverse("draft"), typed)
    assert "The council rings back at four." in client.get(address).content.decode()
    with acting_as(staff_actor("ruth")):
        concern_id = Concern.objects.get(case_id=case.pk).pk
    told = "The council has it."
    close_concern(concern_id, outcome=Outcome.REFERRED_ON, words=told, by=staff_actor("ruth"))
    late = client.post(address, {"more": "The council rings back at four."})
    assert late.status_code == 409
    assert "The council rings back at four." in late.content.decode()
    assert "closed meanwhile" in late.content.decode()
