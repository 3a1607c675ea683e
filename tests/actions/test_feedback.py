"""What goes back to the practice: sent, filed, and seen by nobody else."""

import json
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from linkwell.access.models import User
from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.demo.cast import STAFF
from linkwell.demo.seed import staff_actor
from linkwell.feedback.actions import file, tell_practice
from linkwell.feedback.models import PracticeMessage
from linkwell.feedback.rules import MOST_WORDS, About, Words
from linkwell.journal.models import Reading
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.kernel.ids import UUID
from linkwell.messages.models import Message
from linkwell.referrals.models import Referral
from linkwell.tasks.models import Task
from linkwell.web.sign_in.second_factor import DEMO
from tests import town
from tests.actions.talking import taken_on

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
WORDS = Words(mattered="Other people’s voices.", done="Sings with Tidewater on Thursdays.")


@pytest.fixture
def nadia() -> Actor:
    town.fill()
    return staff_actor("nadia")


def maureens_case(nadia: Actor) -> UUID:
    with acting_as(nadia):
        case_id: UUID = Case.objects.get(person_id=town.person_ids()["maureen"]).pk
        return case_id


def browser() -> Client:
    client = Client()
    client.force_login(User.objects.get(email=STAFF["nadia"].email))
    session = client.session
    session[DEMO] = True
    session.save()
    return client


def test_the_practice_reads_it_and_a_task_stays_until_it_is_filed(nadia: Actor) -> None:
    told = tell_practice(maureens_case(nadia), WORDS, about=About.PLAN, by=nadia)
    town.run_deliveries()
    with acting_as(staff_actor("gemma")):
        assert PracticeMessage.objects.get(pk=told.pk).text.startswith("Requested actions: none")
    with acting_as(nadia):
        assert Task.objects.filter(about_id=told.pk, state="open").count() == 1
        office = Message.objects.get(kind="practice_told")
        assert "Maureen" not in office.body
    file(told.pk, by=nadia)
    town.run_deliveries()
    with acting_as(nadia):
        assert not Task.objects.filter(about_id=told.pk, state="open").exists()
    with pytest.raises(WrongState):
        file(told.pk, by=nadia)


@pytest.mark.parametrize("who", ["tom", "kieran", "beth", "helen", "marcus"])
def test_nobody_else_reads_it(nadia: Actor, who: str) -> None:
    told = tell_practice(maureens_case(nadia), WORDS, about=About.PLAN, by=nadia)
    with acting_as(staff_actor(who)), pytest.raises(NotThere):
        PracticeMessage.objects.one(told.pk)


def test_whoever_took_back_their_consent_is_not_told_of(nadia: Actor) -> None:
    withdraw(town.person_ids()["maureen"], how=HowAsked.PHONE, by=nadia)
    with pytest.raises(WrongState):
        tell_practice(maureens_case(nadia), WORDS, about=About.END, by=nadia)


def test_it_comes_as_pdf_and_json_and_each_is_a_reading(nadia: Actor) -> None:
    told = tell_practice(maureens_case(nadia), WORDS, about=About.END, by=nadia)
    client = browser()
    drawn = client.get(reverse("practice-message-pdf", args=[told.pk]))
    assert drawn.content.startswith(b"%PDF")
    said = json.loads(client.get(reverse("practice-message-json", args=[told.pk])).content)
    assert said["code"]["code"] == "1362721000000106"
    assert said["text"] == told.text
    assert said["person"] == {
        "name": "Maureen Ashdown",
        "birth_date": "1951-11-03",
        "nhs_number": "9990041059",
        "no_nhs_number": None,
        "referral": reference_of(nadia, told.case_id),
    }
    with acting_as(staff_actor("marcus")):
        pages = set(Reading.objects.values_list("page", flat=True))
    assert {"link_worker/practice_message.pdf", "link_worker/practice_message.json"} <= pages


def reference_of(nadia: Actor, case_id: UUID) -> str:
    with acting_as(nadia):
        referral: Referral = Referral.objects.get(pk=Case.objects.get(pk=case_id).referral_id)
        return referral.reference


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_whoever_files_it_reads_whom_it_is_about_first(nadia: Actor) -> None:
    told = tell_practice(maureens_case(nadia), WORDS, about=About.END, by=nadia)
    line = (
        "Maureen Ashdown, born 3 November 1951, NHS number 999 004 1059, referral"
        f" {reference_of(nadia, told.case_id)}"
    )
    client = browser()
    page = client.get(reverse("practice-message", args=[told.pk])).content.decode()
    copied = page.split("<textarea")[1].split(">", 1)[1]
    assert copied.splitlines()[0] == line
    assert f"<b>{line}</b>" in page
    drawn = words_of(client.get(reverse("practice-message-pdf", args=[told.pk])).content)
    for part in ("Maureen Ashdown", "Born 3 November 1951", "NHS number 999 004 1059", "LW-"):
        assert part in drawn
    assert "Millrace Lane" not in page + drawn


def test_where_there_is_no_number_the_reason_stands_there(nadia: Actor) -> None:
    case = taken_on()
    told = tell_practice(case.pk, WORDS, about=About.END, by=nadia)
    client = browser()
    said = json.loads(client.get(reverse("practice-message-json", args=[told.pk])).content)
    assert (said["person"]["nhs_number"], said["person"]["no_nhs_number"]) == (None, "not_known")
    drawn = words_of(client.get(reverse("practice-message-pdf", args=[told.pk])).content)
    assert "No NHS number (it is not known to us)" in drawn


def test_the_line_about_whom_takes_none_of_the_sixty_words(nadia: Actor) -> None:
    words = Words(done=" ".join(["word"] * 54))
    assert words.count() == MOST_WORDS
    assert tell_practice(maureens_case(nadia), words, about=About.END, by=nadia)
