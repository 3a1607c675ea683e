"""Somebody asks for themselves, by a poster's link: kept, unread, and no automatic text."""

from dataclasses import replace

import pytest

from linkwell.access import links
from linkwell.access.models import Organisation
from linkwell.access.rules import Actor, LinkPurpose, operator
from linkwell.access.scope import acting_as
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.kernel.ids import new_id
from linkwell.messages.models import Message
from linkwell.messages.queries import may_contact
from linkwell.messages.rules import Held
from linkwell.people.actions import say_safe_way
from linkwell.people.models import ContactWay, Person
from linkwell.people.queries import ways_to_reach
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.actions.arriving import answer_pause, submit
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.models import Receipt, Referral
from linkwell.referrals.rules import Danger, NewContact, Source
from linkwell.safety.models import Alert
from tests import town
from tests.dangers import WORDS, somebody

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
NUMBER = "07700 900 461"
SAFE = (NewContact(Channel.TEXT, NUMBER, Safe.YES), NewContact(Channel.PHONE, NUMBER, Safe.YES))


@pytest.fixture
def poster() -> Actor:
    town.seed()
    oakmere = Organisation.objects.get(name="Oakmere Surgery")
    service = Organisation.objects.get(name="Millrace Link Workers")
    token = links.issue(
        LinkPurpose.ASK, organisation_id=oakmere.pk, service_id=service.pk, by=operator("tests")
    )
    actor = links.open_link(token, LinkPurpose.ASK)
    assert actor is not None
    return actor


def referral_of(receipt: Receipt) -> Referral:
    with acting_as(staff_actor("ruth")):
        row: Referral = Referral.objects.one(receipt.referral_id)
    return row


def messages_to(row: Referral) -> list[Message]:
    with acting_as(staff_actor("ruth")):
        return list(Message.objects.filter(person_id=row.person_id, to_person=True))


def test_it_stands_in_the_queue_as_asked_by_themselves(poster: Actor) -> None:
    receipt = submit(somebody(), key=new_id(), by=poster)
    assert referral_of(receipt).source == Source.SELF
    assert referral_of(submit(somebody(), key=new_id(), by=staff_actor("amara"))).source == (
        Source.PRACTICE
    )


def test_a_poster_reads_nothing_back(poster: Actor) -> None:
    submit(somebody(), key=new_id(), by=poster)
    with acting_as(poster):
        assert not Referral.objects.exists()
        assert not Person.objects.exists()


def test_no_text_follows_though_the_same_words_of_a_practice_are_followed_by_one(
    poster: Actor,
) -> None:
    theirs = submit(somebody(contacts=SAFE), key=new_id(), by=staff_actor("amara"))
    another = (NewContact(Channel.TEXT, "07700 900692", Safe.YES),)  # else they might be one person
    own = submit(somebody(contacts=another, given_name="Ola"), key=new_id(), by=poster)
    town.run_deliveries()
    assert len(messages_to(referral_of(theirs))) == 1
    assert messages_to(referral_of(own)) == []


def test_a_number_left_with_the_answer_reaches_whoever_has_the_alert(poster: Actor) -> None:
    receipt = submit(somebody(words=WORDS, contacts=()), key=new_id(), by=poster)
    answer_pause(
        receipt.key,
        practice_id=receipt.practice_id,
        answer=Danger.YES,
        phone=NUMBER,
        by=poster,
    )
    town.run_deliveries()
    row = referral_of(receipt)
    with acting_as(staff_actor("amara")):
        alert = Alert.objects.get(about_id=row.pk)
        assert Referral.objects.one(alert.about_id).phone == NUMBER
    accept(row.pk, by=staff_actor("nadia"))
    with acting_as(staff_actor("nadia")):
        way = ContactWay.objects.get(person_id=row.person_id)
    assert (way.value, way.safe) == (NUMBER, Safe.YES)
    assert Receipt.objects.get(pk=receipt.pk).phone == ""
    assert messages_to(row) == []


def left_a_number(poster: Actor, phone: str, *contacts: NewContact) -> Referral:
    """Somebody in danger, who said this of their phone before, leaves a number at the pause."""
    receipt = submit(somebody(words=WORDS, contacts=contacts), key=new_id(), by=poster)
    answer_pause(
        receipt.key, practice_id=receipt.practice_id, answer=Danger.YES, phone=phone, by=poster
    )
    town.run_deliveries()
    return referral_of(receipt)


def ways_once_taken_on(row: Referral) -> list[tuple[str, Safe, str]]:
    accept(row.pk, by=staff_actor("nadia"))
    with acting_as(staff_actor("nadia")):
        return [(way.value, way.safe, way.times) for way in ways_to_reach(row.person_id)]


@pytest.mark.parametrize("typed", [NUMBER, "07700 900461", "+44 7700 900461"])
def test_a_number_that_is_not_safe_is_not_made_safe_by_leaving_it(
    poster: Actor, typed: str
) -> None:
    row = left_a_number(poster, typed, NewContact(Channel.PHONE, "07700 900461", Safe.NO))
    assert row.phone == ""
    assert ways_once_taken_on(row) == [("07700 900461", Safe.NO, "")]
    with acting_as(staff_actor("amara")):
        assert Alert.objects.filter(about_id=row.pk).exists()


def test_a_number_that_is_not_safe_does_not_drive_out_the_one_that_is(poster: Actor) -> None:
    safe = NewContact(Channel.PHONE, "07700 900462", Safe.YES)
    row = left_a_number(poster, NUMBER, safe, NewContact(Channel.PHONE, NUMBER, Safe.NO))
    assert row.phone == "07700 900462"


def test_another_number_is_rung_at_the_times_that_they_named(poster: Actor) -> None:
    shared = NewContact(Channel.PHONE, "0161 496 0142", Safe.NO, "mornings")
    row = left_a_number(poster, NUMBER, shared)
    assert (row.phone, row.times) == (NUMBER, "mornings")
    assert ways_once_taken_on(row) == [
        (NUMBER, Safe.YES, "mornings"),
        ("0161 496 0142", Safe.NO, "mornings"),
    ]
    with acting_as(staff_actor("nadia")):
        held = may_contact(row.person_id, Channel.PHONE, clock.now()).held
    assert held is Held.NOT_SAFE  # nothing goes by itself while one answer says no


def test_a_number_of_which_they_say_later_that_it_is_not_safe_stands_on_no_alert(
    poster: Actor,
) -> None:
    nadia = staff_actor("nadia")
    row = left_a_number(poster, NUMBER)
    assert row.phone == NUMBER
    accept(row.pk, by=nadia)
    with acting_as(nadia):
        (way,) = ways_to_reach(row.person_id)
    say_safe_way(way.way_id, safe=Safe.NO, by=nadia)
    town.run_deliveries()
    with acting_as(staff_actor("amara")):  # the duty clinician, who reads the alert
        alert = Alert.objects.get(about_id=row.pk)
        assert Referral.objects.one(alert.about_id).phone == ""


def test_only_who_asks_for_themselves_leaves_a_number_with_the_referral(poster: Actor) -> None:
    theirs = submit(somebody(contacts=SAFE), key=new_id(), by=staff_actor("amara"))
    own = submit(somebody(contacts=SAFE, given_name="Ola"), key=new_id(), by=poster)
    assert (referral_of(theirs).phone, referral_of(own).phone) == ("", NUMBER)


def test_a_revoked_poster_takes_nothing_in(poster: Actor) -> None:
    links.revoke(poster.id, by=staff_actor("helen"))
    assert links.actor_of_link(poster.id, LinkPurpose.ASK) is None
    with pytest.raises(NotThere):
        submit(somebody(), key=new_id(), by=replace(poster, organisation_id=new_id()))
