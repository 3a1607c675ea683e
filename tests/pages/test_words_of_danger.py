"""Words that mean danger on pages: who reads them, who says that it is over, and that no group is
told by a line that nobody wrote for it."""

import re
from html import unescape

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections import actions as loop
from linkwell.connections.models import Connection, Disclosure
from linkwell.connections.rules import Answer, PartnerAnswer, Question, Source
from linkwell.demo.seed import staff_actor
from linkwell.kernel.ids import new_id
from linkwell.people.rules import Channel, Safe
from linkwell.plans.actions import set_goal
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import NewContact
from linkwell.web.pages import frame_for
from tests import town
from tests.actions.talking import referred, taken_on, talked
from tests.actions.test_connections import chosen, partner, send
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

STORY = "It is hard. Some nights I think they would all be better off without me."
WORDS = "“better off without me”"
TIMES = "not when he is home, he strangled me"


@pytest.fixture
@town.story
def case() -> Case:
    town.fill()
    return taken_on()


def browser(who: str = "nadia") -> Client:
    return client_of(who, {})


def words_of(text: str) -> str:
    seen = re.sub(r"<[^>]+>", " ", text)
    return re.sub(r"\s+([.,:”])", r"\1", " ".join(unescape(seen).split()))


def read(who: str, name: str, *args: object) -> str:
    answer = browser(who).get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return words_of(answer.content.decode())


def talk_page(case: Case, words: str) -> str:
    sent = {
        "key": str(new_id()), "words": words, "attendance": "met", "step": "Talk again",
        "when": "tomorrow",
    }  # fmt: skip
    answer = browser().post(reverse("talk", args=[case.pk]), sent, follow=True)
    town.run_deliveries()
    return words_of(answer.content.decode())


def test_what_is_said_in_a_talk_stands_on_both_lists_with_its_words(case: Case) -> None:
    page = talk_page(case, STORY)
    assert "Is Una safe now? In danger: 999." in page
    assert "These words stand on your list and on your supervisor’s" in page
    for who, act in (("nadia", "Read and make sure"), ("ruth", "Read and decide")):
        today = read(who, "today")
        assert "Words that mean danger 1, until a supervisor says that it is over" in today
        row = today.partition("until a supervisor says that it is over")[2]
        assert (
            row.index("Una Lomas")
            < row.index(WORDS)
            < row.index("In a talk, today")
            < (row.index(act))
        )
    assert "better off" not in read("tom", "today")


def test_the_story_says_it_and_leads_to_who_decides(case: Case) -> None:
    talk_page(case, STORY)
    story = read("nadia", "case", case.pk)
    assert f"Danger is open {WORDS}. A supervisor says when it is over." in story
    assert "Words that mean danger In a talk: “Some nights I think" in story
    assert "no danger is open" not in story
    end = read("nadia", "end", case.pk)
    assert "Only a supervisor ends this now." in end
    assert "End it" not in end


def test_who_holds_the_case_makes_sure_and_a_supervisor_says_why_it_is_over(case: Case) -> None:
    talk_page(case, STORY)
    page, where = read("nadia", "danger", case.person_id), reverse("danger", args=[case.person_id])
    assert "I have made sure that Una is safe for now" in page
    assert "Is anybody in danger?" not in page
    assert browser().post(where, {"found": "over", "words": "Fine."}).status_code == 404
    ruth = browser("ruth")
    empty = words_of(ruth.post(where, {"found": "over", "words": " "}).content.decode())
    assert "Say in a line why nobody is in danger, or what is being done" in empty
    said = {"found": "over", "words": "It was a song. She laughed, and has her sister there."}
    story = words_of(ruth.post(where, said, follow=True).content.decode())
    assert "Danger is open" not in story
    assert "nobody is in danger any more A supervisor: It was a song." in story
    town.run_deliveries()
    for who in ("nadia", "ruth"):
        assert "Words that mean danger" not in read(who, "today")
        assert browser(who).get(where).status_code == 404


def test_while_there_is_danger_it_comes_back_on_the_day_that_she_named(case: Case) -> None:
    talk_page(case, STORY)
    where = reverse("danger", args=[case.person_id])
    browser("ruth").post(where, {"found": "5", "words": "The crisis team is with her."})
    town.run_deliveries()
    today = read("ruth", "today")
    assert "until a supervisor says that it is over" not in today
    assert "Words that mean danger: a supervisor decides" in today.partition("Coming up")[2]
    assert "The crisis team is with her." in read("nadia", "danger", case.person_id)


def test_every_supervisor_sees_it_and_nobody_else_opens_it(case: Case) -> None:
    talk_page(case, STORY)
    where = reverse("danger", args=[case.person_id])
    seen = {who: browser(who).get(where).status_code for who in ("nadia", "ruth", "tom", "amara")}
    assert seen == {"nadia": 200, "ruth": 200, "tom": 404, "amara": 404}
    assert browser("ruth").get(reverse("danger", args=[new_id()])).status_code == 404


def test_somebody_who_is_not_in_danger_has_no_such_page(case: Case) -> None:
    assert browser("ruth").get(reverse("danger", args=[case.person_id])).status_code == 404


def test_where_nobody_holds_a_case_a_supervisor_finds_it_too() -> None:
    town.fill()
    receipt = referred()
    note = "On the phone she told me that she wants to die."
    browser("tom").post(
        reverse("return", args=[receipt.referral_id]), {"reason": "more_support", "note": note}
    )
    town.run_deliveries()
    today = read("ruth", "today")
    assert "Una Lomas" in today.partition("until a supervisor says that it is over")[2]
    with acting_as(staff_actor("ruth")):
        person_id = Referral.objects.one(receipt.referral_id).person_id
    page = read("ruth", "danger", person_id)
    assert "In why the referral went back" in page
    assert "0161 496 0170" in page
    answer = browser("ruth").post(
        reverse("danger", args=[person_id]),
        {"found": "over", "words": "Her GP saw her today."},
        follow=True,
    )
    assert "nobody is in danger any more" in words_of(answer.content.decode())


def questions(who: str, name: str, *args: object) -> int:
    client = browser(who)
    client.get(reverse(name, args=args))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(name, args=args))
    frame = r"(?i)(begin|commit|savepoint|release|select set_config)"
    return sum(not re.match(frame, one["sql"]) for one in asked.captured_queries)


def test_the_pages_ask_few_questions(case: Case) -> None:
    talk_page(case, "It is hard.")
    before = {who: questions(who, "today") for who in ("nadia", "ruth")}
    talk_page(case, STORY)
    assert questions("nadia", "today") <= before["nadia"] + 1
    assert questions("ruth", "today") <= 15
    assert questions("ruth", "danger", case.person_id) <= 15
    assert questions("nadia", "case", case.pk) <= before["nadia"] + 3


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("new-goal", {"words": "I want to die, it would be easier"}),
        ("tell-practice", {"done": "She says that she wants to die.", "send": "yes"}),
        ("decision", {"about": "Where to die: she wants to die", "basis": "own_decision"}),
    ],
)
def test_whatever_is_written_is_answered_with_help(
    case: Case, name: str, form: dict[str, str]
) -> None:
    answer = browser().post(reverse(name, args=[case.pk]), form, follow=True)
    assert "Is Una safe now? In danger: 999." in words_of(answer.content.decode())


# What a group would read.


def connection_of(case: Case) -> Connection:
    return chosen(staff_actor("nadia"), case=case)


def test_the_story_is_never_what_a_group_would_read(case: Case) -> None:
    talked(case, words=STORY)
    page = read("nadia", "connection", connection_of(case).pk)
    lines = page.partition("How are you connecting them?")[0]
    assert "better off" not in lines
    assert "Add: What they would like" in page


def test_a_goal_is_unless_it_holds_words_of_danger(case: Case) -> None:
    row, nadia = connection_of(case), staff_actor("nadia")
    set_goal(case.pk, words="Sing with others again", by=nadia)
    assert "“Sing with others again”" in read("nadia", "connection", row.pk)
    set_goal(case.pk, words="I want to die, it would be easier", by=nadia)
    page = read("nadia", "connection", row.pk)
    assert "want to die" not in page
    assert "“Sing with others again”" in page


def test_times_with_danger_in_them_go_to_no_group(case: Case) -> None:
    town.fill()
    way = NewContact(Channel.PHONE, "0161 496 0142", Safe.YES, TIMES)
    other = taken_on(given_name="Ona", contacts=(way,))
    page = read("nadia", "connection", connection_of(other).pk)
    assert "Ring 0161 496 0142" in page
    assert "strangled" not in page.partition("How to reach them")[2]


SEND = {"how": "sent", "agreed": "phone"}


def sends(row: Connection, **more: str) -> str:
    client, where = browser(), reverse("connection", args=[row.pk])
    page = client.get(where).content.decode()
    read = page.partition('name="read" value="')[2].partition('"')[0]
    return words_of(
        client.post(where, {**SEND, "read": read, **more}, follow=True).content.decode()
    )


def test_a_line_with_danger_in_it_goes_only_when_it_was_said_again(case: Case) -> None:
    row = connection_of(case)
    line = reverse("connection-line", args=[row.pk, "wish"])
    page = browser().post(line, {"text": "To sing, or I want to die."}, follow=True)
    shown = words_of(page.content.decode())
    assert "Is Una safe now?" in shown
    assert "They mean these words to be read there: “want to die”" in shown
    assert "Some of these words can mean danger. Leave the line out" in sends(row)
    with acting_as(staff_actor("nadia")):
        assert not Disclosure.objects.exists()
    assert "Until then you can take it back." in sends(row, danger="on")


def test_a_line_that_is_left_out_asks_for_nothing(case: Case) -> None:
    row = connection_of(case)
    line = reverse("connection-line", args=[row.pk, "wish"])
    browser().post(line, {"text": "To sing, or I want to die."})
    browser().post(reverse("connection", args=[row.pk]), {"leave_out": "wish"})
    assert "They mean these words" not in read("nadia", "connection", row.pk)
    assert "Until then you can take it back." in sends(row)


# What a group answers.

NOTE = "She told us on the phone that she wants to kill herself"


def answered_late(case: Case, note: str) -> Connection:
    """They said yes, then that she came, and later something else."""
    nadia = staff_actor("nadia")
    row = connection_of(case)
    told = send(row, nadia)
    town.run_deliveries()
    by = partner(told)
    loop.answer(told.pk, PartnerAnswer.YES, by=by)
    town.run_deliveries()
    loop.give_account(row.pk, Question.VISIT, Answer.YES, source=Source.PARTNER, by=by)
    town.run_deliveries()
    loop.answer(told.pk, PartnerAnswer.NOT_RIGHT, note=note, by=by)
    town.run_deliveries()
    return row


def test_an_answer_that_comes_late_is_read_all_the_same(case: Case) -> None:
    row = answered_late(case, "She would like a quieter group.")
    answers = read("nadia", "today").partition("Answers that came back")[2]
    assert "The group answered once more" in answers
    page = read("nadia", "connection", row.pk)
    assert "They answered, today" in page
    assert "not right for us." in page
    assert "She would like a quieter group." in page
    assert "Words that mean danger" not in read("ruth", "today")


def test_danger_in_what_a_group_writes_reaches_both_lists(case: Case) -> None:
    row = answered_late(case, NOTE)
    for who in ("nadia", "ruth"):
        today = read(who, "today").partition("until a supervisor says that it is over")[2]
        assert "“kill herself”" in today
        assert "In what a group answered, today" in today
    page = browser().get(reverse("connection", args=[row.pk])).content.decode()
    assert "<mark>kill herself</mark>" in page
    assert "In what a group answered: “She told us" in read("nadia", "case", case.pk)


def test_who_has_made_sure_is_reminded_no_more_and_the_supervisor_still_is(case: Case) -> None:
    talk_page(case, STORY)
    page = browser().get(reverse("danger", args=[case.person_id])).content.decode()
    done = page.partition('action="/tasks/')[2].partition('"')[0]
    browser().post(f"/tasks/{done}")
    town.run_deliveries()
    assert "until a supervisor says that it is over" not in read("nadia", "today")
    assert WORDS in read("ruth", "today")
    assert f"Danger is open {WORDS}" in read("nadia", "case", case.pk)


def test_a_warning_is_drawn_as_one_and_not_as_a_success(case: Case) -> None:
    sent = {"who": "Rob", "relation": "My ex, he hits me", "ease": "1"}
    answer = browser().post(reverse("map-again", args=[case.pk]), sent, follow=True)
    strips = re.findall(
        r'<div class="(sheet strip[^"]*)" role="(\w+)">(.*?)</div>', answer.content.decode()
    )
    assert [(look, role) for look, role, _ in strips] == [
        ("sheet strip", "status"),
        ("sheet strip strip--warns", "alert"),
    ]
    done, warned = (text for *_, text in strips)
    assert "The first map stays beside it." in done
    assert "Is Una safe now? In danger: 999." in warned
    assert done.partition("</svg>")[0] != warned.partition("</svg>")[0]  # another icon


@pytest.mark.parametrize("layout", ["staff", "people", "public"])
def test_every_layout_draws_a_warning_as_one(layout: str) -> None:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    messages.warning(request, "Is anyone in danger now?")
    messages.success(request, "Written down.")
    frame = frame_for(request, layout)
    page = render_to_string(frame.layout, {"frame": frame, "title": "A page"}, request)
    assert page.count('role="alert"><svg') == page.count("strip--warns") == 1
    assert page.count('role="status"><svg') == 1
