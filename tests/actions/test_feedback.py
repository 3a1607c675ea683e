"""What goes back to the practice: sent, filed, and seen by nobody else."""

import json

import pytest
from django.test import Client
from django.urls import reverse

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
from linkwell.feedback.rules import About, Words
from linkwell.journal.models import Reading
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.kernel.ids import UUID
from linkwell.messages.models import Message
from linkwell.tasks.models import Task
from linkwell.web.sign_in.second_factor import DEMO
from tests import town

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
    with acting_as(staff_actor("marcus")):
        pages = set(Reading.objects.values_list("page", flat=True))
    assert {"link_worker/practice_message.pdf", "link_worker/practice_message.json"} <= pages
