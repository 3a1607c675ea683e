"""The hard days: from one press on nothing is sent, and everybody who must know is told."""

from datetime import timedelta

import pytest
import time_machine

from linkwell.access import links
from linkwell.access.models import Link
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.cases.actions import close, give_own_page, mark_at_risk, name_proxy, reopen
from linkwell.cases.models import Case
from linkwell.cases.rules import FOR_GOOD, Because
from linkwell.connections.models import Connection
from linkwell.consent.actions import note_decision, withdraw
from linkwell.consent.rules import Basis, HowAsked
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import UUID, new_id, reference
from linkwell.messages.actions import queue_message
from linkwell.messages.models import Message
from linkwell.messages.queries import may_contact
from linkwell.messages.rules import Held
from linkwell.people.actions import (
    end_proxy,
    flag_abuse,
    note_death,
    say_safe_way,
)
from linkwell.people.models import ContactWay, Person, Proxy
from linkwell.people.queries import proxies_of
from linkwell.people.rules import Channel, ProxyScope, Safe
from linkwell.referrals.models import Referral
from linkwell.tasks.models import Task
from tests import town
from tests.actions.talking import afterwards, taken_on
from tests.actions.test_connections import sent

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def nadia() -> Actor:
    town.fill()
    return staff_actor("nadia")


def farida() -> UUID:
    return town.person_ids()["farida"]


def faridas_case() -> UUID:
    with acting_as(staff_actor("nadia")):
        case: Case = Case.objects.get(person_id=farida())
    return case.pk


def sana_speaks(by: Actor, *scope: ProxyScope) -> tuple[Proxy, str]:
    """Farida's sister speaks for her, in these things, for a month."""
    return name_proxy(
        faridas_case(),
        name="Sana Anwar",
        relation="sister",
        scope=scope,
        ends_on=clock.today() + timedelta(days=30),
        word="jasmine",
        by=by,
    )


def a_text(person_id: UUID, by: Actor) -> UUID:
    """A text to Farida, not yet sent."""
    with acting_as(by):
        person: Person = Person.objects.one(person_id)
    message = queue_message(
        cause=new_id(),
        kind="hello",
        person_id=person_id,
        service_id=person.service_id,
        channel=Channel.TEXT,
        body="Hello.",
        to_person=True,
        by=by,
    )
    message_id: UUID = message.pk
    return message_id


def owed(person_id: UUID, by: Actor) -> list[str]:
    with acting_as(by):
        rows = Task.objects.filter(person_id=person_id, state="open")
        return sorted(rows.values_list("kind", flat=True))


def test_after_a_death_everything_stops_and_nothing_is_ever_sent(nadia: Actor) -> None:
    connection, told = sent(nadia)
    maureen = connection.person_id
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        town.run_deliveries()
        give_own_page(connection.case_id, word="contralto", by=nadia)
        note_death(maureen, on=clock.today(), by=nadia)
        town.run_deliveries()
    assert not Link.objects.filter(holder=maureen, revoked_at=None).exists()
    assert owed(maureen, nadia) == ["debrief"]
    with acting_as(nadia):
        case = Case.objects.get(person_id=maureen)
        assert (case.state, case.closed_because) == ("closed", "died")
        assert Connection.objects.get(pk=connection.pk).state == "recalled"
        off = Message.objects.get(about_id=told.pk, kind="partner_off")
        assert "died" not in off.body
        assert not Message.objects.filter(person_id=maureen, state="waiting").exists()
        for channel in Channel:
            assert may_contact(maureen, channel, clock.now()).held is Held.DIED
    with pytest.raises(WrongState):
        reopen(case.pk, by=nadia)


def test_a_message_that_is_written_after_a_death_is_held(nadia: Actor) -> None:
    note_death(farida(), on=clock.today(), by=nadia)
    message_id = a_text(farida(), nadia)
    town.run_deliveries()
    with acting_as(nadia):
        message = Message.objects.get(pk=message_id)
        assert message.state != "sent"


def test_a_death_is_written_down_once_and_never_for_tomorrow(nadia: Actor) -> None:
    with pytest.raises(InputAtFault):
        note_death(farida(), on=clock.today() + timedelta(days=1), by=nadia)
    note_death(farida(), on=clock.today(), by=nadia)
    with pytest.raises(WrongState):
        note_death(farida(), on=clock.today(), by=nadia)


def test_consent_withdrawn_ends_the_case_and_the_messages(nadia: Actor) -> None:
    message_id = a_text(farida(), nadia)
    withdraw(farida(), how=HowAsked.PHONE, by=nadia)
    town.run_deliveries()
    with afterwards(farida()):
        assert Message.objects.get(pk=message_id).state in ("cancelled", "held")
        assert Case.objects.get(person_id=farida()).closed_because == "consent_withdrawn"
        assert may_contact(farida(), Channel.TEXT, clock.now()).held is Held.WITHDREW


def test_the_practice_hears_within_a_minute_that_consent_was_taken_back(nadia: Actor) -> None:
    withdraw(farida(), how=HowAsked.PHONE, by=nadia)
    town.run_deliveries()
    with afterwards(farida()):
        told = Message.objects.get(person_id=farida(), kind="stopped_practice")
        referral = Referral.objects.get(person_id=farida())
    assert (told.state, told.to) == ("sent", "office@oakmere.example")
    assert reference(referral.pk) in told.subject
    assert "Farida" not in told.subject + told.body


def test_where_somebody_close_is_a_danger_the_person_says_by_voice_what_is_safe(
    nadia: Actor,
) -> None:
    noon = clock.now().replace(hour=12)
    with acting_as(nadia):
        way = ContactWay.objects.get(person_id=farida(), channel="text")
        assert may_contact(farida(), Channel.TEXT, noon).allowed
    flag_abuse(farida(), known=True, by=nadia)
    with acting_as(nadia):
        assert may_contact(farida(), Channel.TEXT, noon).held is Held.NOT_CONFIRMED
    say_safe_way(way.pk, safe=Safe.YES, by=nadia)
    with acting_as(nadia):
        assert may_contact(farida(), Channel.TEXT, noon).allowed


def test_a_proxy_looks_within_a_scope_until_a_day_and_no_longer(nadia: Actor) -> None:
    proxy, token = sana_speaks(nadia, ProxyScope.PLAN)
    actor = links.open_link(token, LinkPurpose.PROXY)
    assert actor is not None
    assert not links.prove("rose", by=actor)
    assert links.prove(" Jasmine ", by=actor)
    with acting_as(actor):
        assert Person.objects.one(farida())
        assert not Message.objects.exists()
        assert not Task.objects.exists()
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert links.actor_of_link(actor.id, LinkPurpose.PROXY) is None
    end_proxy(proxy.pk, by=nadia)
    assert links.open_link(token, LinkPurpose.PROXY) is None


def test_who_may_only_ring_gets_no_page(nadia: Actor) -> None:
    _, token = sana_speaks(nadia, ProxyScope.SPEAK)
    assert token == ""
    with acting_as(nadia):
        assert [one.name for one in proxies_of(farida())] == ["Sana Anwar"]


def test_five_wrong_words_close_a_page_for_good(nadia: Actor) -> None:
    token = give_own_page(faridas_case(), word="jasmine", by=nadia)
    actor = links.open_link(token, LinkPurpose.SELF)
    assert actor is not None
    for _ in range(5):
        assert not links.prove("wrong", by=actor)
    assert links.open_link(token, LinkPurpose.SELF) is None


def test_a_word_that_others_could_guess_is_no_second_fact(nadia: Actor) -> None:
    for word in ("abc", "Farida", "anwar"):
        with pytest.raises(InputAtFault):
            give_own_page(faridas_case(), word=word, by=nadia)


def test_a_decision_that_somebody_else_made_names_them(nadia: Actor) -> None:
    with pytest.raises(InputAtFault):
        note_decision(farida(), about="Moving house", basis=Basis.ATTORNEY, by=nadia)
    row = note_decision(
        farida(), about="Moving house", basis=Basis.ATTORNEY, decided_by="Sana Anwar", by=nadia
    )
    assert row.about == "Moving house"


@pytest.mark.parametrize(
    ("age", "basis"),
    [(14, Basis.ATTORNEY), (14, Basis.BEST_INTERESTS), (17, Basis.ATTORNEY), (40, Basis.PARENTAL)],
)
def test_nobody_decides_on_a_basis_that_the_law_does_not_know_at_that_age(
    nadia: Actor, age: int, basis: Basis
) -> None:
    born = clock.today().replace(year=clock.today().year - age, day=1)
    person_id = taken_on(given_name="Teddy", birth_date=born).person_id
    with pytest.raises(InputAtFault, match="At their age"):
        note_decision(person_id, about="The choir", basis=basis, decided_by="Jane Teen", by=nadia)


def test_a_child_who_understands_enough_decides_and_needs_no_other_name(nadia: Actor) -> None:
    born = clock.today().replace(year=clock.today().year - 14, day=1)
    person_id = taken_on(given_name="Teddy", birth_date=born).person_id
    row = note_decision(person_id, about="The choir", basis=Basis.COMPETENT, by=nadia)
    assert (row.basis, row.decided_by) == ("competent", "")


def test_open_danger_ends_by_a_supervisor_only(nadia: Actor) -> None:
    with acting_as(nadia):
        case = Case.objects.get(person_id=farida())
    mark_at_risk(case.pk, by=nadia)
    with pytest.raises(WrongState, match="supervisor"):
        close(case.pk, because=Because.LOST_CONTACT, by=nadia)
    for ending in FOR_GOOD:  # nobody has died, and nothing was taken back
        with pytest.raises(WrongState, match="Write down first"):
            close(case.pk, because=ending, by=nadia)
    closed = close(case.pk, because=Because.LOST_CONTACT, by=staff_actor("ruth"))
    assert closed.state == "closed"


@pytest.mark.parametrize("who", ["tom", "amara", "helen", "kieran"])
def test_nobody_else_writes_down_a_death(nadia: Actor, who: str) -> None:
    with pytest.raises(NotThere):
        note_death(farida(), on=clock.today(), by=staff_actor(who))
