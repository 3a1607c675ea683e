"""Pages of reaching, talking and planning: few questions to the database, drafts kept for one."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.actions import close
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.demo.seed import staff_actor
from linkwell.kernel.ids import new_id
from linkwell.plans.actions import set_goal
from linkwell.web.models import Draft
from tests import town
from tests.actions.talking import back_again, taken_on, talked
from tests.pages.people import client_of
from tests.pages.talking import OF_A_CASE, talking

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
MOST_QUERIES = 15
SINGS = "I used to sing. Alto."


@pytest.fixture
def case() -> Case:
    town.fill()
    with acting_as(staff_actor("nadia")):
        found: Case = Case.objects.get(person_id=town.person_ids()["farida"])
        return found


@pytest.fixture
def nadia(case: Case) -> Client:
    return client_of("nadia", town.person_ids())


def draft_of(case: Case, client: Client, page: str = "", **fields: str) -> int:
    path = page or reverse("talk", args=[case.pk])
    sent = {"_page": path, "_keep": "words key", "words": SINGS, **fields}
    answer = client.post(reverse("draft"), sent, headers={"accept": "application/json"})
    return answer.status_code


def queries_of(client: Client, path: str) -> int:
    """How many questions a page asks, those of the session and the frame included."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    counted = [
        row["sql"]
        for row in asked.captured_queries
        if not re.match(r"(?i)(begin|commit|savepoint|release|select set_config)", row["sql"])
    ]
    return len(counted)


def test_each_page_asks_at_most_fifteen_questions(nadia: Client, case: Case) -> None:
    places = talking(case.pk)
    talked(case)
    draft_of(case, nadia)
    counts = {
        name: queries_of(nadia, reverse(name, args=places[name]))
        for name in (
            *OF_A_CASE,
            "need",
            "supporter",
            "new-step",
            "ask-together",
            "type-in",
            "pulses",
        )
    }
    assert max(counts.values()) <= MOST_QUERIES, counts


def test_a_draft_comes_back_to_who_wrote_it_and_to_nobody_else(nadia: Client, case: Case) -> None:
    path = reverse("talk", args=[case.pk])
    assert draft_of(case, nadia) == 200
    assert SINGS in nadia.get(path).content.decode()
    ruth = client_of("ruth", town.person_ids())
    assert SINGS not in ruth.get(path).content.decode()


def test_a_draft_is_sealed_where_it_rests(nadia: Client, case: Case) -> None:
    draft_of(case, nadia)
    assert "sing" not in Draft.objects.get().sealed


def test_keeping_again_keeps_one_draft(nadia: Client, case: Case) -> None:
    for _ in range(3):
        draft_of(case, nadia)
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example", "x" * 600])
def test_nothing_is_kept_for_a_page_elsewhere(nadia: Client, case: Case, page: str) -> None:
    assert draft_of(case, nadia, page) == 404
    assert not Draft.objects.exists()


def test_without_javascript_one_comes_back_to_the_page(nadia: Client, case: Case) -> None:
    path = reverse("talk", args=[case.pk])
    sent = {"_page": path, "_keep": "words", "words": SINGS}
    answer = nadia.post(reverse("draft"), sent, follow=True)
    assert answer.redirect_chain == [(path, 302)]
    page = answer.content.decode()
    assert SINGS in page
    assert re.search(r"Saved [\d:]+[ap]m", page)


def test_a_draft_of_what_is_written_down_already_does_not_come_back(
    nadia: Client, case: Case
) -> None:
    """The script's last save may overtake the button."""
    path, key = reverse("talk", args=[case.pk]), str(new_id())
    sent = {
        "key": key, "words": SINGS, "attendance": "met", "step": "Talk again", "when": "in a week",
    }  # fmt: skip
    assert nadia.post(path, sent).status_code == 302
    draft_of(case, nadia, key=key)
    page = nadia.get(path).content.decode()
    assert "Second conversation" in page
    assert page.count(SINGS) == 1  # as what was said the last time
    assert not Draft.objects.exists()


def test_the_same_page_sent_twice_writes_one_talk(nadia: Client, case: Case) -> None:
    path, key = reverse("talk", args=[case.pk]), str(new_id())
    sent = {"key": key, "attendance": "met", "step": "Talk again", "when": "in a week"}
    for _ in range(2):
        assert nadia.post(path, sent).status_code == 302
    assert "Second conversation" in nadia.get(path).content.decode()


def test_words_of_danger_bring_help_at_once(nadia: Client, case: Case) -> None:
    path = reverse("talk", args=[case.pk])
    sent = {
        "key": str(new_id()), "words": "I want to end my life.", "attendance": "met",
        "step": "Talk again", "when": "tomorrow",
    }  # fmt: skip
    page = nadia.post(path, sent, follow=True).content.decode()
    for words in ("Is Farida safe now?", "999", "111, option 2"):
        assert words in page


def test_no_name_stands_in_the_title_of_a_window(nadia: Client, case: Case) -> None:
    places = talking(case.pk)
    for name in (*OF_A_CASE, "need", "supporter", "new-step", "ask-together", "type-in", "pulses"):
        page = nadia.get(reverse(name, args=places[name])).content.decode()
        assert "Farida" not in page.partition("<title>")[2].partition("</title>")[0], name


def test_the_story_of_who_is_back_tells_each_referral_and_talk_in_its_own_words(
    nadia: Client,
) -> None:
    before = taken_on(words="Lives alone since her sister died.")
    talked(before, words="I used to sing alto.")
    set_goal(before.pk, words="Sing with others again", by=staff_actor("nadia"))
    close(before.pk, because=Because.COMPLETED, by=staff_actor("nadia"))
    back = back_again(before.person_id, staff_actor("nadia"), words="Behind with the rent.")
    story = unescape(nadia.get(reverse("case", args=[back.pk])).content.decode())
    again = story.partition("Referred again")[2].partition("Referred")[0]
    assert "in the referrer’s words: Behind with the rent." in again
    assert story.count("Behind with the rent.") == 1
    assert story.count("in the referrer’s words: Lives alone since her sister died.") == 1
    assert "I used to sing alto." in story
    assert "Sing with others again" in story
