"""Somebody who took back their consent comes back: nothing is sent before they were asked anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connections

from linkwell.access.scope import acting_as
from linkwell.cases.actions import agree_anew, close, reopen
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.consent.actions import withdraw
from linkwell.consent.models import Consent
from linkwell.consent.queries import said_about, withdrew_at
from linkwell.consent.rules import HowAsked, Purpose, Said
from linkwell.demo.seed import staff_actor
from linkwell.feedback.actions import tell_practice
from linkwell.feedback.rules import About, Words
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import UUID
from linkwell.messages.queries import may_contact
from linkwell.messages.rules import Held
from linkwell.people.actions import note_death
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.actions import deciding
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.actions.triage import link_to_known
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import NewContact
from linkwell.tables.writing import writing
from linkwell.tasks.rules import TaskKind
from tests import town
from tests.actions.talking import back_again, events, owed, referred, taken_on
from tests.actions.test_connections import chosen, send
from tests.actions.test_hard_days import a_text

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SAFE = (NewContact(Channel.EMAIL, "una@somewhere.example", Safe.YES),)


@pytest.fixture
@town.story
def back() -> Case:
    """Una's new case: she took back her consent in the one before."""
    town.fill()
    nadia = staff_actor("nadia")
    before = taken_on(contacts=SAFE)
    withdraw(before.person_id, how=HowAsked.PHONE, by=nadia)
    town.run_deliveries()
    return back_again(before.person_id, nadia)


def why_held(case: Case) -> Held | None:
    with acting_as(staff_actor("nadia")):
        return may_contact(case.person_id, Channel.EMAIL, clock.now()).held


def agreed(case: Case, *, how: HowAsked = HowAsked.PHONE, practice: bool = False) -> None:
    agree_anew(case.pk, how=how, practice=practice, by=staff_actor("nadia"))
    town.run_deliveries()


def test_nothing_is_sent_and_whoever_holds_the_case_is_to_ask_anew(back: Case) -> None:
    assert why_held(back) is Held.WITHDREW
    a_text(back.person_id, staff_actor("nadia"))
    town.run_deliveries()
    task = owed(back)[TaskKind.ASK_CONSENT]
    assert (task.about_id, task.owner_id) == (back.pk, back.holder_id)
    assert TaskKind.ASK_SAFE_WAY not in owed(back)  # no safe way would let it go


def test_when_they_took_it_back_stays_known_though_they_agreed_anew(back: Case) -> None:
    with time_machine.travel(clock.now() + timedelta(days=40)):
        agreed(back)
        with acting_as(staff_actor("nadia")):
            stopped_at = withdrew_at(back.person_id)
            assert stopped_at is not None
            assert stopped_at < back.opened_at
            assert withdrew_at(town.person_ids()["farida"]) is None


def test_once_they_agreed_anew_messages_go_again(back: Case) -> None:
    agreed(back, how=HowAsked.FACE_TO_FACE)
    assert why_held(back) is None
    assert TaskKind.ASK_CONSENT not in owed(back)
    said = events(back, "ConsentSaid")[-1]
    assert said.data["purpose"] == "keep_record"
    assert said.data["how_asked"] == "face_to_face"
    assert said.author_id == staff_actor("nadia").id
    with acting_as(staff_actor("nadia")):
        newest = Consent.objects.filter(person_id=back.person_id).latest("at")
    assert newest.asked_by == staff_actor("nadia").id


@pytest.mark.parametrize(("practice", "said"), [(True, Said.YES), (False, Said.NO)])
def test_the_practice_hears_of_it_again_only_where_they_agreed(
    back: Case, practice: bool, said: Said
) -> None:
    agreed(back, practice=practice)
    with acting_as(staff_actor("nadia")):
        assert said_about(back.person_id, Purpose.TELL_PRACTICE) is said
    if practice:
        words = Words(done="Talked.")
        assert tell_practice(back.pk, words, about=About.PLAN, by=staff_actor("nadia"))


def test_it_is_asked_once_and_only_where_something_was_taken_back(back: Case) -> None:
    agreed(back)
    for case in (back, taken_on(given_name="Vera")):
        with pytest.raises(WrongState):
            agreed(case)


def test_how_they_were_asked_is_said(back: Case) -> None:
    with pytest.raises(InputAtFault):
        agreed(back, how=HowAsked.NOT_ASKED)
    assert why_held(back) is Held.WITHDREW


def test_taken_back_once_more_it_all_stops_again(back: Case) -> None:
    agreed(back)
    withdraw(back.person_id, how=HowAsked.PHONE, by=staff_actor("nadia"))
    town.run_deliveries()
    assert why_held(back) is Held.WITHDREW
    with pytest.raises(WrongState):
        agreed(back)


def test_whoever_held_them_before_can_take_them_on_again() -> None:
    town.fill()
    nadia = staff_actor("nadia")
    before = taken_on()
    close(before.pk, because=Because.COMPLETED, by=nadia)
    town.run_deliveries()
    again = back_again(before.person_id, nadia)
    assert (again.holder_id, again.state) == (before.holder_id, "waiting")
    assert again.pk != before.pk


def test_only_one_of_their_stories_is_open() -> None:
    town.fill()
    nadia = staff_actor("nadia")
    before = taken_on()
    close(before.pk, because=Because.COMPLETED, by=nadia)
    town.run_deliveries()
    row = link_to_known(referred().referral_id, known_id=before.person_id, by=nadia)
    reopen(before.pk, by=nadia)  # while the new referral still waits
    with pytest.raises(WrongState):
        accept(row.pk, by=nadia)
    close(before.pk, because=Because.COMPLETED, by=nadia)
    accept(row.pk, by=nadia)
    with pytest.raises(WrongState):
        reopen(before.pk, by=nadia)


def test_the_case_in_which_they_took_it_back_agrees_to_nothing() -> None:
    town.fill()
    case = taken_on(contacts=SAFE)
    withdraw(case.person_id, how=HowAsked.PHONE, by=staff_actor("nadia"))
    with pytest.raises(WrongState):  # also in the moment before it ends
        agreed(case)


def test_no_group_hears_of_them_before_they_were_asked_anew(back: Case) -> None:
    nadia = staff_actor("nadia")
    row = chosen(nadia, case=back)
    with pytest.raises(WrongState, match="Ask them anew first"):
        send(row, nadia)
    agreed(back)
    assert send(row, nadia).partner == "Tidewater Singers"


def test_a_case_that_is_opened_again_before_they_were_asked_is_asked_about_too(back: Case) -> None:
    nadia = staff_actor("nadia")
    close(back.pk, because=Because.COMPLETED, by=nadia)
    town.run_deliveries()
    assert TaskKind.ASK_CONSENT not in owed(back)
    reopen(back.pk, by=nadia)
    town.run_deliveries()
    assert TaskKind.ASK_CONSENT in owed(back)


def test_whoever_died_while_they_were_taken_on_has_no_open_case(back: Case) -> None:
    """The death is written down first, and what follows from it comes last."""
    nadia = staff_actor("nadia")
    note_death(back.person_id, on=clock.today(), by=nadia)
    with acting_as(nadia), writing():
        Case.objects.filter(pk=back.pk).update(opened_at=clock.now() + timedelta(seconds=1))
    town.run_deliveries()
    with acting_as(nadia):
        assert Case.objects.get(pk=back.pk).closed_because == "died"


def test_whoever_held_them_before_sees_nothing_once_a_colleague_takes_them_on(back: Case) -> None:
    assert town.run_deliveries() == 0
    nadia, tom = staff_actor("nadia"), staff_actor("tom")
    close(back.pk, because=Because.COMPLETED, by=nadia)
    town.run_deliveries()
    again = back_again(back.person_id, tom)
    with acting_as(tom) as actor:
        assert again.holder_id == actor.memberships[0].id
        assert Case.objects.filter(person_id=back.person_id).count() == 3
    with acting_as(nadia):
        assert not Case.objects.filter(person_id=back.person_id).exists()
    owners = {task.owner_id for task in owed(again, "tom").values()}
    assert owners == {again.holder_id}


def test_an_older_case_that_is_opened_again_is_held_by_whoever_holds_them_now(back: Case) -> None:
    tom, ruth = staff_actor("tom"), staff_actor("ruth")
    close(back.pk, because=Because.COMPLETED, by=staff_actor("nadia"))
    later = back_again(back.person_id, tom)
    close(later.pk, because=Because.COMPLETED, by=tom)
    town.run_deliveries()
    again = reopen(back.pk, by=ruth)
    assert again.holder_id == later.holder_id
    with acting_as(tom):
        assert Case.objects.get(pk=back.pk).state != "closed"


def test_of_two_colleagues_who_accept_two_referrals_of_theirs_at_one_moment_one_is_slower(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town.fill()
    una = taken_on()
    close(una.pk, because=Because.COMPLETED, by=staff_actor("nadia"))
    rows = [
        link_to_known(referred().referral_id, known_id=una.person_id, by=staff_actor(who))
        for who in ("nadia", "tom")
    ]
    together, decide = Barrier(2), deciding._decide

    def both_have_it_open_then_go_on(referral: Referral, move: str, member_id: UUID) -> None:
        together.wait(30)
        decide(referral, move, member_id)

    monkeypatch.setattr(deciding, "_decide", both_have_it_open_then_go_on)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(_accepted, rows, ("nadia", "tom")))
    assert sorted(done) == ["accepted", "gone from the queue"]


def _accepted(referral: Referral, who: str) -> str:
    try:
        accept(referral.pk, by=staff_actor(who))
    except NotThere:
        return "gone from the queue"
    finally:
        connections.close_all()
    return "accepted"
