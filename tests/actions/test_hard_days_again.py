"""The hard days, where something was there before, is pressed twice, or goes on elsewhere."""

from datetime import timedelta

import pytest
import time_machine

from linkwell.access import links
from linkwell.access.cover import is_sealed, seal, unseal
from linkwell.access.models import Link
from linkwell.access.rules import Actor, LinkPurpose, operator, system_actor
from linkwell.access.scope import acting_as
from linkwell.cases.actions import close, give_own_page, name_proxy
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.connections.actions import answer, stop
from linkwell.connections.models import Connection, Disclosure
from linkwell.connections.rules import ConnectionState, PartnerAnswer, RefusalReason
from linkwell.consent.actions import withdraw
from linkwell.consent.models import Consent
from linkwell.consent.rules import HowAsked
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import own_link, staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, WrongState
from linkwell.kernel.ids import UUID, reference
from linkwell.messages.models import Message
from linkwell.messages.queries import may_contact
from linkwell.messages.rules import Held
from linkwell.people.actions import flag_abuse, note_death, say_safe_way
from linkwell.people.models import ContactWay
from linkwell.people.rules import Channel, ProxyScope, Safe
from linkwell.referrals.actions.deciding import return_to_referrer
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import ReturnReason
from linkwell.tables.writing import writing
from tests import town
from tests.actions.talking import afterwards
from tests.actions.test_connections import chosen, send, sent
from tests.actions.test_everything_stops import everything_stops
from tests.actions.test_hard_days import a_text, farida, faridas_case, owed, sana_speaks
from tests.pages.people import own_token

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
HARD = pytest.mark.parametrize("hard", ["death", "withdrawal"])


@pytest.fixture
def nadia() -> Actor:
    town.fill()
    return staff_actor("nadia")


# links that lack their service


def a_link_without_its_service() -> Actor:
    """A page of Farida's own as it was made once."""
    token = links.issue(LinkPurpose.SELF, holder=farida(), by=operator("tests"))
    actor = links.open_link(token, LinkPurpose.SELF)
    assert actor is not None
    return actor


@HARD
def test_a_link_that_lacks_its_service_keeps_nothing_from_stopping(nadia: Actor, hard: str) -> None:
    a_link_without_its_service()
    everything_stops(hard, by=nadia)
    assert not Link.objects.filter(holder=farida(), revoked_at=None).exists()


def test_nor_whoever_stops_by_it_nor_a_page_of_their_own(nadia: Actor) -> None:
    herself = a_link_without_its_service()
    give_own_page(faridas_case(), word="jasmine", by=nadia)
    assert links.actor_of_link(herself.id, LinkPurpose.SELF) is None
    withdraw(farida(), how=HowAsked.WRITING, by=a_link_without_its_service())
    assert not Link.objects.filter(holder=farida(), revoked_at=None).exists()


def test_a_page_of_the_demo_towns_people_is_their_services(nadia: Actor) -> None:
    actor = own_link(next(one for one in PEOPLE if one.key == "farida"))
    assert actor.service_id is not None


# a second press


def test_a_second_press_takes_no_guard_off(nadia: Actor) -> None:
    flag_abuse(farida(), known=True, by=nadia)
    with pytest.raises(WrongState, match="already"):
        flag_abuse(farida(), known=True, by=nadia)
    seal(farida(), by=nadia)
    with pytest.raises(WrongState, match="already"):
        seal(farida(), by=nadia)
    with acting_as(nadia):
        assert is_sealed(farida())
    unseal(farida(), by=nadia)
    with pytest.raises(WrongState, match="already"):
        unseal(farida(), by=nadia)


def test_consent_is_taken_back_once_and_nobody_is_told_twice(nadia: Actor) -> None:
    withdraw(farida(), how=HowAsked.PHONE, by=nadia)
    with pytest.raises(WrongState, match="already"):
        withdraw(farida(), how=HowAsked.PHONE, by=nadia)
    town.run_deliveries()
    with afterwards(farida()):
        assert Consent.objects.filter(person_id=farida(), purpose="keep_record").count() == 1
        assert Message.objects.filter(person_id=farida(), kind="stopped_practice").count() == 1


def test_after_a_death_nobody_takes_back_a_consent(nadia: Actor) -> None:
    note_death(farida(), on=clock.today(), by=nadia)
    with pytest.raises(WrongState, match="have died"):
        withdraw(farida(), how=HowAsked.PHONE, by=nadia)


def test_whoever_took_back_their_consent_can_still_be_said_to_have_died(nadia: Actor) -> None:
    withdraw(farida(), how=HowAsked.PHONE, by=nadia)
    town.run_deliveries()
    note_death(farida(), on=clock.today(), by=nadia)
    town.run_deliveries()
    with afterwards(farida()):  # the practice heard that we have stopped, and hears no more
        assert Message.objects.filter(person_id=farida(), kind="stopped_practice").count() == 1


def test_the_practice_hears_that_it_has_ended_after_a_death_and_not_why(nadia: Actor) -> None:
    note_death(farida(), on=clock.today(), by=nadia)
    town.run_deliveries()
    with acting_as(nadia):
        told = Message.objects.get(person_id=farida(), kind="stopped_practice")
        referral = Referral.objects.get(person_id=farida())
    words = told.subject + told.body
    assert (told.state, told.to) == ("sent", "office@oakmere.example")
    assert reference(referral.pk) in told.subject
    assert not any(one in words for one in ("Farida", "Anwar", "died", "death"))


# what was safe before somebody close harmed them


def a_text_is_safe_by_her_own_word(by: Actor) -> ContactWay:
    with acting_as(by):
        way: ContactWay = ContactWay.objects.get(person_id=farida(), channel="text")
    return say_safe_way(way.pk, safe=Safe.YES, by=by)


def test_what_they_said_was_safe_before_they_were_harmed_counts_no_more(nadia: Actor) -> None:
    noon = clock.now().replace(hour=12)
    way = a_text_is_safe_by_her_own_word(nadia)
    flag_abuse(farida(), known=True, by=nadia)
    with acting_as(nadia):
        assert may_contact(farida(), Channel.TEXT, noon).held is Held.NOT_CONFIRMED
    say_safe_way(way.pk, safe=Safe.NOT_ASKED, by=nadia)  # could not ask: no word
    with acting_as(nadia):
        assert may_contact(farida(), Channel.TEXT, noon).held is Held.NOT_CONFIRMED
    say_safe_way(way.pk, safe=Safe.YES, by=nadia)
    with acting_as(nadia):
        assert may_contact(farida(), Channel.TEXT, noon).allowed


def test_what_waits_is_held_at_once_and_somebody_asks(nadia: Actor) -> None:
    way = a_text_is_safe_by_her_own_word(nadia)
    town.run_deliveries()
    night = clock.now().replace(hour=23)
    with time_machine.travel(night):
        message_id = a_text(farida(), nadia)
        town.run_deliveries()
        flag_abuse(farida(), known=True, by=nadia)
        town.run_deliveries()
        with acting_as(nadia):
            message = Message.objects.get(pk=message_id)
        assert (message.state, message.held) == ("held", Held.NOT_CONFIRMED)
        assert "ask_safe_way" in owed(farida(), nadia)
        say_safe_way(way.pk, safe=Safe.NOT_ASKED, by=nadia)
        town.run_deliveries()
        assert "ask_safe_way" in owed(farida(), nadia), "nobody has asked yet"
        with acting_as(nadia):
            ways = list(ContactWay.objects.filter(person_id=farida()))
        for one in ways:
            say_safe_way(one.pk, safe=Safe.YES, by=nadia)
        town.run_deliveries()
        assert "ask_safe_way" not in owed(farida(), nadia)


# who speaks for them


def test_no_page_of_whoever_speaks_for_them_opens_once_they_are_harmed(nadia: Actor) -> None:
    own = give_own_page(faridas_case(), word="jasmine", by=nadia)
    _, sanas = sana_speaks(nadia, ProxyScope.PLAN)
    flag_abuse(farida(), known=True, by=nadia)
    assert links.open_link(sanas, LinkPurpose.PROXY) is None
    assert links.open_link(own, LinkPurpose.SELF) is not None


@pytest.mark.parametrize("word", ["", "abc", "Farida", "anwar", "Sana"])
def test_no_page_of_whoever_speaks_for_them_opens_without_a_word(nadia: Actor, word: str) -> None:
    with pytest.raises(InputAtFault, match="four letters"):
        name_proxy(
            faridas_case(),
            name="Sana Anwar",
            relation="sister",
            scope=[ProxyScope.PLAN],
            ends_on=clock.today() + timedelta(days=30),
            word=word,
            by=nadia,
        )


# whoever was told of them


def told_off(person_id: UUID) -> list[str]:
    with afterwards(person_id):
        rows = Message.objects.filter(person_id=person_id, kind="partner_off")
        return sorted(row.body for row in rows)


@HARD
def test_a_group_where_they_still_go_hears_it_too(nadia: Actor, hard: str) -> None:
    row, told = sent(nadia)
    answer(told.pk, PartnerAnswer.YES, by=nadia)
    town.run_deliveries()
    with acting_as(nadia), writing():
        connection = Connection.objects.get(pk=row.pk)
        connection.state, connection.attended_on = ConnectionState.LASTED, clock.today()
        connection.save(update_fields=["state", "attended_on"])
    everything_stops(hard, by=nadia, person_id=row.person_id)
    town.run_deliveries()
    (body,) = told_off(row.person_id)
    assert "They do not come any more." in body
    with afterwards(row.person_id):
        assert Connection.objects.get(pk=row.pk).state == ConnectionState.LASTED


@HARD
@pytest.mark.parametrize("said", [PartnerAnswer.FULL, PartnerAnswer.NOT_RIGHT])
def test_a_group_that_could_not_take_them_is_asked_to_forget(
    nadia: Actor, hard: str, said: PartnerAnswer
) -> None:
    row, told = sent(nadia)
    answer(told.pk, said, by=nadia)
    town.run_deliveries()
    everything_stops(hard, by=nadia, person_id=row.person_id)
    town.run_deliveries()
    (body,) = told_off(row.person_id)
    assert "They need nothing more from you. Please delete" in body


def test_a_group_that_heard_it_before_hears_it_no_second_time(nadia: Actor) -> None:
    row, told = sent(nadia)
    answer(told.pk, PartnerAnswer.YES, by=nadia)
    town.run_deliveries()
    stop(row.pk, reason=RefusalReason.NOT_YET, by=nadia)
    town.run_deliveries()
    note_death(row.person_id, on=clock.today(), by=nadia)
    town.run_deliveries()
    assert len(told_off(row.person_id)) == 1


def test_a_group_that_was_asked_twice_hears_it_once(nadia: Actor) -> None:
    first, told = sent(nadia)
    answer(told.pk, PartnerAnswer.FULL, by=nadia)
    town.run_deliveries()
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        second = chosen(nadia)
        send(second, nadia)
        town.run_deliveries()
    with time_machine.travel(clock.now() + timedelta(minutes=22)):
        with acting_as(nadia), writing():  # both go there still
            both = Connection.objects.filter(pk__in=[first.pk, second.pk])
            both.update(state=ConnectionState.EXPECTED)
        note_death(first.person_id, on=clock.today(), by=nadia)
        town.run_deliveries()
    assert len(told_off(first.person_id)) == 1


@pytest.mark.parametrize("how", ["by phone", "answered"])
def test_whoever_was_told_by_phone_or_has_answered_knows_at_once(nadia: Actor, how: str) -> None:
    row = chosen(nadia)
    told = send(row, nadia)
    if how == "by phone":
        with acting_as(nadia), writing():
            Disclosure.objects.filter(pk=told.pk).update(to="")
    else:
        answer(told.pk, PartnerAnswer.YES, by=nadia)
    note_death(row.person_id, on=clock.today(), by=nadia)
    town.run_deliveries()
    if how == "by phone":
        assert "call_off" in owed(row.person_id, nadia)
    else:
        assert len(told_off(row.person_id)) == 1


# an ended story


@HARD
def test_after_an_ending_a_death_or_a_withdrawal_can_be_written_down(
    nadia: Actor, hard: str
) -> None:
    close(faridas_case(), because=Because.COMPLETED, by=nadia)
    town.run_deliveries()
    everything_stops(hard, by=nadia)
    town.run_deliveries()
    with acting_as(nadia):
        assert Case.objects.get(person_id=farida()).closed_because == Because.COMPLETED


@pytest.mark.parametrize("reason", ReturnReason)
def test_of_a_referral_that_waited_in_vain_nothing_is_sent_any_more(
    nadia: Actor, reason: ReturnReason
) -> None:
    """They died, or took back their consent, before anybody took them on."""
    derek = town.person_ids()["derek"]
    with acting_as(nadia):
        row = Referral.objects.get(person_id=derek)
    with time_machine.travel(clock.now().replace(hour=23)):  # nothing goes before the morning
        text = a_text(derek, system_actor("tests", person_id=derek, service_id=row.service_id))
        link = links.open_link(own_token(derek), LinkPurpose.SELF)
        assert link is not None
        return_to_referrer(row.pk, reason=reason, by=nadia)
        town.run_deliveries()
    with acting_as(system_actor("tests", person_id=derek, service_id=row.service_id)):
        cancelled = Message.objects.get(pk=text).state == "cancelled"
    closed = links.actor_of_link(link.id, LinkPurpose.SELF) is None
    assert cancelled is closed is (reason in (ReturnReason.DIED, ReturnReason.WITHDREW))
