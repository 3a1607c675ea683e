"""After a death, or consent taken back: nothing begins any more, and no link opens."""

from datetime import timedelta

import pytest
import time_machine

from linkwell.access import links
from linkwell.access.models import Link
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.cases.actions import close, give_own_page, open_case, reopen
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.connections.actions import answer, nudge, show_options, take_back
from linkwell.connections.models import Connection, Disclosure
from linkwell.connections.queries import connection
from linkwell.connections.rules import ConnectionState, PartnerAnswer
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import LinkwellError, NotThere, WrongState
from linkwell.kernel.ids import UUID, new_id
from linkwell.measures.actions import offer_measure, open_questions
from linkwell.measures.rules import Offered, Stage
from linkwell.messages.models import Message
from linkwell.messages.rules import MessageState
from linkwell.people.actions import note_death
from linkwell.people.queries import proxies_of
from linkwell.people.rules import ProxyScope
from linkwell.tables.writing import writing
from tests import town
from tests.actions.talking import afterwards
from tests.actions.test_connections import chosen, send, sent
from tests.actions.test_hard_days import farida, faridas_case, sana_speaks

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def nadia() -> Actor:
    town.fill()
    return staff_actor("nadia")


def open_again(before: Case) -> UUID:
    """Somebody who left comes back: a case of their own, begun now."""
    with writing():
        case = open_case(
            person_id=before.person_id,
            service_id=before.service_id,
            referral_id=new_id(),
            holder=before.holder,
        )
    return case.pk


def just_sent(nadia: Actor) -> tuple[Connection, Disclosure]:
    """Sent to a group, before the worker has come to it."""
    row = chosen(nadia)
    return row, send(row, nadia)


def everything_stops(hard: str, *, by: Actor, person_id: UUID | None = None) -> None:
    who = person_id or farida()
    if hard == "death":
        note_death(who, on=clock.today(), by=by)
    else:
        withdraw(who, how=HowAsked.PHONE, by=by)


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
def test_nothing_new_begins_though_the_group_was_full_before(nadia: Actor, hard: str) -> None:
    row, told = sent(nadia)
    answer(told.pk, PartnerAnswer.FULL, by=nadia)
    town.run_deliveries()
    everything_stops(hard, by=nadia, person_id=row.person_id)
    with acting_as(nadia), pytest.raises(_refused(hard)):
        send(row, nadia)


def _refused(hard: str) -> type[LinkwellError]:
    """After a withdrawal nobody of the team even sees what there is: the record is locked away."""
    return WrongState if hard == "death" else NotThere


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
@pytest.mark.parametrize("delivered", ["before", "after"])
def test_a_group_that_was_full_cannot_say_later_that_it_has_room(
    nadia: Actor, hard: str, delivered: str
) -> None:
    row, told = sent(nadia)
    answer(told.pk, PartnerAnswer.FULL, by=nadia)
    town.run_deliveries()
    everything_stops(hard, by=nadia, person_id=row.person_id)
    if delivered == "before":
        town.run_deliveries()
        with pytest.raises(_refused(hard)):
            answer(told.pk, PartnerAnswer.YES, by=nadia)
    else:
        if hard == "death":
            answer(told.pk, PartnerAnswer.YES, by=nadia)
        town.run_deliveries()
    with afterwards(row.person_id):
        assert connection(row.pk).state == ConnectionState.FULL


def test_a_case_that_ended_before_a_death_is_not_opened_again(nadia: Actor) -> None:
    with acting_as(nadia):
        case = Case.objects.get(person_id=farida())
    close(case.pk, because=Because.LOST_CONTACT, by=nadia)
    note_death(case.person_id, on=clock.today(), by=nadia)
    town.run_deliveries()
    with pytest.raises(WrongState, match="Nothing new begins"):
        reopen(case.pk, by=nadia)


def test_what_was_taken_back_before_it_was_delivered_never_leaves(nadia: Actor) -> None:
    row, told = just_sent(nadia)
    take_back(row.pk, by=nadia)
    town.run_deliveries()  # only now does the worker come to what was sent
    with acting_as(nadia):
        assert not Message.objects.filter(about_id=told.pk).exists()
    assert not Link.objects.filter(about_id=told.pk, revoked_at=None).exists()


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
def test_what_waited_with_a_worker_that_was_down_never_leaves(nadia: Actor, hard: str) -> None:
    row, _ = just_sent(nadia)
    town.run_deliveries()  # written down, to go in ten minutes
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        everything_stops(hard, by=nadia, person_id=row.person_id)
        town.run_deliveries()  # the oldest first: the message, then what follows from the stop
    with afterwards(row.person_id):
        assert Message.objects.get(kind="partner_asked").state == MessageState.CANCELLED


def test_no_group_is_reminded_once_the_case_has_ended(nadia: Actor) -> None:
    row, _ = sent(nadia)
    close(row.case_id, because=Because.COMPLETED, by=nadia)
    with pytest.raises(WrongState, match="has ended"):
        nudge(row.pk, by=nadia)


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
@pytest.mark.parametrize("who", ["nadia", "ruth"])
def test_nobody_gets_a_page_any_more_nor_speaks_for_them(nadia: Actor, who: str, hard: str) -> None:
    everything_stops(hard, by=nadia)
    for _ in ("at once", "when all has followed"):
        with pytest.raises(WrongState, match="Nothing new begins"):
            give_own_page(faridas_case(), word="jasmine", by=staff_actor(who))
        with pytest.raises(WrongState, match="Nothing new begins"):
            sana_speaks(staff_actor(who), ProxyScope.SPEAK)
        town.run_deliveries()
    assert not Link.objects.filter(holder=farida(), revoked_at=None).exists()


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
def test_no_link_opens_from_that_moment_on(nadia: Actor, hard: str) -> None:
    own = give_own_page(faridas_case(), word="jasmine", by=nadia)
    _, sanas = sana_speaks(nadia, ProxyScope.PLAN)
    everything_stops(hard, by=nadia)  # nothing that follows has run
    assert links.open_link(own, LinkPurpose.SELF) is None
    assert links.open_link(sanas, LinkPurpose.PROXY) is None


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
def test_a_link_that_was_made_in_the_same_breath_closes_with_the_case(
    nadia: Actor, hard: str
) -> None:
    case_id = faridas_case()
    everything_stops(hard, by=nadia)
    with acting_as(nadia), writing():
        case = Case.objects.get(pk=case_id)
        until = clock.now() + timedelta(days=1)
        late = links.make_link(
            LinkPurpose.SELF, person_id=farida(), service_id=case.service_id, expires_at=until
        )
    town.run_deliveries()
    assert links.open_link(late.token, LinkPurpose.SELF) is None


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
def test_no_group_is_written_to_once_everything_has_stopped(nadia: Actor, hard: str) -> None:
    row, told = just_sent(nadia)
    everything_stops(hard, by=nadia, person_id=row.person_id)
    town.run_deliveries()  # only now does the worker come to what was sent
    with afterwards(row.person_id):
        assert not Message.objects.filter(about_id=told.pk, kind="partner_asked").exists()


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
def test_whoever_spoke_for_them_does_so_no_longer(nadia: Actor, hard: str) -> None:
    sana_speaks(nadia, ProxyScope.SPEAK)
    everything_stops(hard, by=nadia)
    town.run_deliveries()
    with afterwards(farida()):
        assert [one.ended_at is not None for one in proxies_of(farida())] == [True]


def test_a_page_by_which_somebody_stops_closes_with_that(nadia: Actor) -> None:
    own = give_own_page(faridas_case(), word="jasmine", by=nadia)
    herself = links.open_link(own, LinkPurpose.SELF)
    assert herself is not None
    withdraw(farida(), how=HowAsked.WRITING, by=herself)
    assert links.open_link(own, LinkPurpose.SELF) is None
    assert links.actor_of_link(herself.id, LinkPurpose.SELF) is None


def test_whoever_comes_back_after_stopping_can_have_a_page_and_stop_again(nadia: Actor) -> None:
    withdraw(farida(), how=HowAsked.PHONE, by=nadia)
    town.run_deliveries()
    with acting_as(nadia):
        case = Case.objects.get(person_id=farida())
        again = open_again(case)
    own = give_own_page(again, word="jasmine", by=nadia)
    herself = links.open_link(own, LinkPurpose.SELF)
    assert herself is not None
    with acting_as(nadia):
        begun = Case.objects.get(pk=again).opened_at
    withdraw(farida(), how=HowAsked.WRITING, since=begun, by=herself)
    town.run_deliveries()
    with acting_as(nadia):
        assert Case.objects.get(pk=again).closed_because == "consent_withdrawn"


@pytest.mark.parametrize("hard", ["death", "withdrawal"])
def test_nothing_is_asked_any_more(nadia: Actor, hard: str) -> None:
    with acting_as(nadia):
        case = Case.objects.get(person_id=farida())
    asking = offer_measure(case.pk, "ons4", stage=Stage.START, how=Offered.PAPER, by=nadia)
    everything_stops(hard, by=nadia)
    with pytest.raises(WrongState, match="Nothing new begins"):
        show_options(case.pk, asked={}, answer={"considered": 0, "options": []}, by=nadia)
    with pytest.raises(WrongState, match="Nothing new begins"):
        offer_measure(case.pk, "ons4", stage=Stage.START, how=Offered.PAPER, by=nadia)
    with pytest.raises(_refused(hard)):
        open_questions(asking.pk, how=Offered.PAPER, by=nadia)
