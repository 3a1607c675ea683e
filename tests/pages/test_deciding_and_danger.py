"""Pages of referring, deciding, danger and cover: what each says, to whom, and how costly."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linkwell.access.models import Organisation
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import staff_actor
from linkwell.kernel.ids import UUID, new_id
from linkwell.messages.models import Message
from linkwell.referrals.actions.arriving import submit
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.actions.triage import ask_more, pass_on
from linkwell.referrals.models import Receipt, Referral
from linkwell.safety.actions import acknowledge_concern, close_concern
from linkwell.safety.rules import Outcome
from linkwell.web.stories.safety import TELLERS
from linkwell.web.stories.telling import Context
from tests import dangers, town
from tests.letters import LAYOUTS, Somebody
from tests.pages.html import read
from tests.pages.people import PRACTICE_LINK, client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
MOST_QUERIES = 15
MAUREEN = next(person for person in PEOPLE if person.key == "maureen")


@pytest.fixture(autouse=True)
def people() -> dict[str, UUID]:
    town.fill()
    return town.person_ids()


def browser(who: str) -> Client:
    return client_of(who, town.person_ids())


def text_of(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def derek() -> Referral:
    with acting_as(staff_actor("ruth")):
        row: Referral = Referral.objects.get(person_id=town.person_ids()["derek"])
        return row


def maureens_case() -> UUID:
    with acting_as(staff_actor("nadia")):
        case: Case = Case.objects.get(person_id=town.person_ids()["maureen"])
        return case.pk


def test_each_page_asks_few_questions() -> None:
    alert = dangers.alert_about_una()
    case = maureens_case()
    concern = dangers.concern_about(case)
    again = dangers.somebody(given_name="Maureen", family_name="Ashdown", birth_date=MAUREEN.born)
    like = submit(again, key=new_id(), by=staff_actor("amara"))
    pages = [
        ("tom", "queue", ()),
        ("ruth", "today", ()),
        ("tom", "referral", (like.referral_id,)),
        ("tom", "give", (derek().pk,)),
        ("amara", "alert", (alert,)),
        ("amara", "practice", ()),
        ("gemma", "refer", ()),
        ("gemma", "leaflet", ()),
        ("ruth", "concern", (concern,)),
        ("nadia", "raise-concern", (case,)),
        ("tom", "cover", ()),
    ]
    counted = {}
    for who, name, args in pages:
        client = browser(who)
        client.get(reverse(name, args=args))  # what is remembered is remembered
        with CaptureQueriesContext(connections["default"]) as asked:
            text_of(client, name, *args)
        counted[name] = sum(_is_a_question(one["sql"]) for one in asked.captured_queries)
    assert max(counted.values()) <= MOST_QUERIES, counted


def _is_a_question(sql: str) -> bool:
    """Not the frame of a transaction, nor the note of who looked."""
    start = sql.lstrip().upper()
    return not start.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "INSERT"))


def test_a_letter_fills_the_form_and_writes_nothing() -> None:
    client = browser(PRACTICE_LINK)
    letter = LAYOUTS["emis_letter"](Somebody())
    before = everything()
    answer = client.post(reverse("refer"), {"read": "1", "letter_words": letter})
    page = answer.content.decode()
    assert 'value="Derek"' in page
    assert 'value="999 004 1091"' in page
    assert "07700 900999" not in page
    assert everything() == before


def test_reading_nothing_says_what_to_do() -> None:
    answer = browser("gemma").post(reverse("refer"), {"read": "1"})
    assert "Paste the letter, or choose its file, of at most 5 MB" in answer.content.decode()


def test_markup_in_a_letter_stays_text() -> None:
    letter = "Name: <script>alert(1)</script> Lomas\nReason for referral: <b>bold</b> <img src=x>"
    answer = browser("gemma").post(reverse("refer"), {"read": "1", "letter_words": letter})
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def everything() -> int:
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select count(*) from journal_event")
        return int(cursor.fetchone()[0])


def written(**changes: str) -> dict[str, str]:
    """A plain referral, as the form sends it."""
    return {
        "key": str(new_id()),
        "referred_by": "Gemma Stott, reception",
        "given_name": "Una",
        "family_name": "Byrne",
        "birth_date-day": "9",
        "birth_date-month": "6",
        "birth_date-year": "1949",
        "words": "Lives alone.",
        "wants": "yes",
        **changes,
    }


def sent(**changes: str) -> tuple[int, str]:
    answer = browser(PRACTICE_LINK).post(reverse("refer"), written(**changes))
    return answer.status_code, answer.content.decode()


def test_what_is_folded_away_opens_when_it_is_to_be_mended() -> None:
    status, page = sent(not_told="x" * 300)
    assert status == 200
    assert '<details class="fold" id="reach" open>' in page
    assert '<details class="fold" id="part">' in page


def test_a_referral_without_danger_leads_to_the_receipt() -> None:
    status, _ = sent()
    assert status == 302


def test_danger_leads_to_the_question_and_names_nobody_in_the_window() -> None:
    status, page = sent(words=dangers.WORDS)
    assert status == 200
    assert "Is anyone in danger now?" in page
    assert "<title>Paused: is anyone in danger now? – Linkwell</title>" in page


def test_danger_in_any_field_leads_to_the_question_and_stands_on_the_referral() -> None:
    client = browser("gemma")
    said = "Her husband, he hits her and threatened to kill her"
    page = client.post(reverse("refer"), written(not_told=said)).content.decode()
    assert "Is anyone in danger now?" in page
    assert "You wrote “hits her” and “threatened to kill her”" in page
    assert "0808 2000 247" in page
    with acting_as(staff_actor("ruth")):
        row = Referral.objects.latest("received_at")
    assert "“threatened to kill her”" in text_of(browser("nadia"), "referral", row.pk)
    assert "whoever referred has not said whether it is now" in text_of(browser("nadia"), "queue")


@pytest.mark.parametrize("said", ["", "nonsense", "asked"])
def test_an_answer_that_is_none_counts_as_i_dont_know_or_is_not_taken(said: str) -> None:
    client = browser(PRACTICE_LINK)
    form = written(words=dangers.WORDS)
    page = client.post(reverse("refer"), form).content.decode()
    address = page.split('action="/refer/')[1].split('"')[0]
    answer = client.post(f"/refer/{address}", {"danger": said})
    assert answer.status_code in (302, 404)
    town.run_deliveries()
    with acting_as(staff_actor("ruth")):
        row = Referral.objects.latest("received_at")
        assert row.danger in ("asked", "unknown")


def test_a_practice_link_that_comes_back_reads_no_words() -> None:
    client = browser(PRACTICE_LINK)
    page = client.post(reverse("refer"), written(words=dangers.WORDS)).content.decode()
    address = page.split('action="/refer/')[1].split('"')[0]
    again = client.get(f"/refer/{address}").content.decode()
    assert "Is anyone in danger now?" in again
    assert "Una" not in again
    assert "end his life" not in again


def test_the_practice_reads_to_whom_it_was_passed_on_and_what_it_is_asked() -> None:
    ask_more(derek().pk, question="Does he live alone?", by=staff_actor("tom"))
    page = text_of(browser("gemma"), "practice")
    assert "Does he live alone?" in page
    assert "You are asked something" in page
    pass_on(derek().pk, to="The housing team", note="They know him.", by=staff_actor("tom"))
    page = text_of(browser("gemma"), "practice")
    assert "To The housing team." in page
    assert "They know him." in page


def test_reception_sees_the_alert_and_is_told_whom_to_tell() -> None:
    alert = dangers.alert_about_una()
    page = text_of(browser("gemma"), "alert", alert)
    assert "Tell the duty clinician now." in page
    assert "I have it" not in page
    assert "I have it" in text_of(browser("amara"), "alert", alert)


def test_a_receptionist_is_not_called_but_a_clinician_is() -> None:
    dangers.alert_about_una()
    assert "Danger now" in text_of(browser("amara"), "practice")
    assert "Danger now" not in text_of(browser("gemma"), "practice")


def test_the_leaflet_names_the_service_and_nobody() -> None:
    page = text_of(browser(PRACTICE_LINK), "leaflet")
    assert "Millrace Link Workers" in page
    assert "0161 496 0155" in page
    assert not [person.given_name for person in PEOPLE if f">{person.given_name}" in page]


def test_who_found_somebody_cannot_hand_the_find_to_a_colleague() -> None:
    names = {"given_name": "Maureen", "family_name": "Ashdown"}
    born = {"birth_date-day": "3", "birth_date-month": "11", "birth_date-year": "1951"}
    page = read(browser("tom").post(reverse("cover"), {**names, **born}).content.decode())
    (box,) = page.named("who")
    answer = browser("ruth").post(
        reverse("cover-open"), {"who": box.attributes["value"], "reason": "duty"}
    )
    assert answer.status_code == 404


def test_a_find_that_was_altered_opens_nothing() -> None:
    answer = browser("tom").post(reverse("cover-open"), {"who": "made up", "reason": "duty"})
    assert answer.status_code == 404


def test_a_concern_shows_its_words_to_its_readers_alone() -> None:
    concern = dangers.concern_about(maureens_case())
    assert "A safeguarding concern" in text_of(browser("ruth"), "concern", concern)
    story = text_of(browser("nadia"), "case", maureens_case())
    assert reverse("concern", args=[concern]) in story  # she raised it
    for_others = TELLERS["ConcernRaised"](concern, {}, Context())
    assert (for_others.title, for_others.link) == ("Entry you can’t open", None)
    for who in ("tom", "amara", "helen", "marcus"):
        assert browser(who).get(reverse("concern", args=[concern])).status_code == 404
    assert Organisation.objects.exists()


def test_a_concern_that_somebody_has_stays_on_the_list_until_its_outcome() -> None:
    concern = dangers.concern_about(maureens_case())
    ruth = staff_actor("ruth")
    acknowledge_concern(concern, by=ruth)
    page = text_of(browser("ruth"), "today")
    assert "A safeguarding concern is open" in page
    assert f"{ruth.name} has it, " in page
    assert "A safeguarding concern is open" not in text_of(browser("nadia"), "today")
    close_concern(concern, outcome=Outcome.PLAN_AGREED, words="A plan stands.", by=ruth)
    assert "A safeguarding concern is open" not in text_of(browser("ruth"), "today")


def test_who_must_not_be_told_stands_on_every_page_about_them() -> None:
    new = dangers.somebody(not_told="Her husband")
    receipt = submit(new, key=new_id(), by=staff_actor("amara"))
    nadia = browser("nadia")
    assert "Not to be told: Her husband" in text_of(nadia, "referral", receipt.referral_id)
    case = accept(receipt.referral_id, by=staff_actor("nadia"))
    assert "Not to be told: Her husband" in text_of(nadia, "case", case.pk)


FRIDAY, SATURDAY = (datetime(2026, 12, day, 11, tzinfo=UTC) for day in (4, 5))


@pytest.mark.parametrize(
    ("now", "words", "said"),
    [
        (FRIDAY, dangers.WORDS, "decides today, before all others"),
        (SATURDAY, dangers.WORDS, "decides on Monday 7 December, the next working day, before all"),
        (SATURDAY, "Lives alone.", "decides by Tuesday 8 December: a link worker takes it on"),
    ],
)
def test_the_receipt_promises_no_day_on_which_nobody_works(
    now: datetime, words: str, said: str
) -> None:
    with time_machine.travel(now):
        client = browser(PRACTICE_LINK)
        client.post(reverse("refer"), written(words=words))
        receipt = Receipt.objects.latest("received_at")
        page = text_of(client, "receipt", receipt.practice_id, receipt.key)
        town.run_deliveries()
    assert said in page
    with acting_as(staff_actor("ruth")):
        rows = Message.objects.filter(kind="receipt_practice").order_by("-created_at")
        told = rows[0].body
    assert ("decides today" in told) == (now == FRIDAY)


def test_a_receipt_that_is_opened_days_later_names_the_day() -> None:
    client = browser("gemma")
    client.post(reverse("refer"), written(words=dangers.WORDS))
    receipt = Receipt.objects.latest("received_at")
    with time_machine.travel(receipt.received_at + timedelta(days=14)):
        page = text_of(browser("gemma"), "receipt", receipt.practice_id, receipt.key)
    assert "decides today" not in page
