"""Danger words pause and lose nothing: the answer, the alert, and the clock that passes it on."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from linkwell.access.rules import Actor, system_actor
from linkwell.access.scope import acting_as
from linkwell.cases.actions import close
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.demo.seed import staff_actor
from linkwell.journal.models import Event
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.kernel.ids import UUID, new_id
from linkwell.messages.queries import messages_about
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.actions.arriving import answer_pause, settle_pause, submit
from linkwell.referrals.actions.deciding import accept
from linkwell.referrals.models import Receipt, Referral
from linkwell.referrals.queries import queue
from linkwell.referrals.rules import Danger, NewContact, Wants
from linkwell.safety.actions import acknowledge, raise_alert
from linkwell.safety.clocks import pass_on_overdue
from linkwell.safety.models import Alert
from linkwell.safety.queries import open_alerts
from linkwell.safety.rules import AlertState, Rung, Why
from linkwell.web.link_worker.lists import alerts_with, referral_rows
from tests import town
from tests.actions.talking import taken_on
from tests.dangers import WORDS, practice_link, say, somebody
from tests.pages.people import client_of

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

NOON = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    town.fill()
    with time_machine.travel(NOON, tick=False):
        yield tmp_path / "outbox"


def referred(by: Actor | None = None) -> Receipt:
    receipt = submit(somebody(words=WORDS), key=new_id(), by=by or practice_link())
    town.run_deliveries()
    return receipt


def the_referral(receipt: Receipt) -> Referral:
    with acting_as(staff_actor("ruth")):
        row: Referral = Referral.objects.one(receipt.referral_id)
        return row


def alerts(who: str = "amara") -> list[Alert]:
    with acting_as(staff_actor(who)) as actor:
        return open_alerts(actor)


def after(minutes: int) -> "time_machine.travel":
    return time_machine.travel(NOON + timedelta(minutes=minutes), tick=False)


def test_the_words_are_kept_and_in_the_queue_before_anybody_answers() -> None:
    receipt = referred()
    assert the_referral(receipt).danger == Danger.ASKED
    with acting_as(staff_actor("nadia")) as nadia:
        first = queue(nadia)[0]
    assert (first.referral_id, first.words) == (receipt.referral_id, WORDS)
    assert not alerts()


def test_the_queue_is_in_the_order_of_what_was_answered() -> None:
    """Whoever is in danger now stands first, however late the referral came."""
    answers = (Danger.OTHER_MEANING, Danger.NO, Danger.UNKNOWN, Danger.YES)
    said = {}
    for minutes, answer in enumerate(answers):
        with after(minutes):
            receipt = referred()
            say(receipt, answer)
            said[receipt.referral_id] = answer
    with after(9):
        town.run_deliveries()
        with acting_as(staff_actor("nadia")) as nadia:
            order = [row.danger for row in queue(nadia) if row.referral_id in said]
            urgent, others = referral_rows(queue(nadia), alerts_with(queue(nadia)))
    assert order == [Danger.YES, Danger.UNKNOWN, Danger.NO, Danger.OTHER_MEANING]
    assert [row.because.count("Nobody has the alert yet") for row in urgent] == [1, 1]
    assert not any("alert" in row.because for row in others)


TIMES = "not when her husband is home, he strangled her"
ELSEWHERE: dict[str, dict[str, Any]] = {
    "who must not be told": {"not_told": "Her husband, he hits her and threatened to kill her"},
    "times to call": {"contacts": (NewContact(Channel.PHONE, "07700 900461", Safe.YES, TIMES),)},
    "address": {"address_lines": "1 Mill Lane, hides from a violent ex there"},
    "who refers": {"referred_by": "Her sister, who says that she is suicidal"},
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_whatever_the_form_says_is_read_for_danger(where: str) -> None:
    new = somebody(words="Lives alone.", wants=Wants.NO, **ELSEWHERE[where])
    row = the_referral(submit(new, key=new_id(), by=practice_link()))
    assert (row.risk_mentioned, row.danger, row.state) == (True, Danger.ASKED, "received")
    with acting_as(staff_actor("nadia")) as nadia:
        assert queue(nadia)[0].referral_id == row.pk
    words = {"who must not be told": "threatened to kill", "times to call": "strangled"}
    words |= {"address": "violent", "who refers": "suicidal"}
    assert words[where] in row.danger_elsewhere
    assert "Mill Lane" not in row.danger_elsewhere


def test_an_alert_knows_the_words_that_stand_elsewhere() -> None:
    new = somebody(words="Lives alone.", **ELSEWHERE["times to call"])
    receipt = submit(new, key=new_id(), by=practice_link())
    town.run_deliveries()
    say(receipt, Danger.YES)
    (alert,) = alerts("amara")
    page = client_of("amara", {}).get(reverse("alert", args=[alert.pk])).content.decode()
    assert "“strangled”" in page


def test_sending_the_form_again_asks_the_same_question_and_writes_nothing() -> None:
    key = new_id()
    first = submit(somebody(words=WORDS), key=key, by=practice_link())
    again = submit(somebody(words=WORDS), key=key, by=practice_link())
    assert (again.pk, again.danger) == (first.pk, Danger.ASKED)


@pytest.mark.parametrize("answer", [Danger.YES, Danger.UNKNOWN])
def test_yes_and_i_dont_know_alert_the_duty_clinician(answer: Danger) -> None:
    receipt = referred()
    say(receipt, answer)
    (alert,) = alerts("amara")
    assert (alert.why, alert.rung) == (Why(answer), Rung.DUTY_CLINICIAN)
    assert alert.turn_until == NOON + timedelta(hours=1)
    assert the_referral(receipt).danger == answer


@pytest.mark.parametrize("answer", [Danger.NO, Danger.OTHER_MEANING])
def test_no_goes_on_flagged_and_alerts_nobody(answer: Danger) -> None:
    receipt = referred()
    say(receipt, answer)
    with after(20):
        town.run_deliveries()
    row = the_referral(receipt)
    assert (row.risk_mentioned, row.danger) == (True, answer)
    assert not alerts()


def test_closing_the_page_loses_nothing_and_counts_as_i_dont_know() -> None:
    receipt = referred()
    with after(14):
        town.run_deliveries()
        assert not alerts()
    with after(15):
        town.run_deliveries()
        (alert,) = alerts()
    assert alert.why == Why.UNANSWERED
    assert the_referral(receipt).danger == Danger.UNKNOWN


def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    receipt = referred()
    with after(16):
        town.run_deliveries()
        with pytest.raises(WrongState):
            say(receipt, Danger.NO)
    assert the_referral(receipt).danger == Danger.UNKNOWN


def test_the_first_answer_counts() -> None:
    receipt = referred()
    say(receipt, Danger.YES)
    with pytest.raises(WrongState):
        say(receipt, Danger.NO)


def test_an_answer_that_was_just_given_counts_before_that_none_came() -> None:
    receipt = referred()
    answer_pause(receipt.key, practice_id=receipt.practice_id, answer=Danger.NO, by=practice_link())
    row = the_referral(receipt)
    system = system_actor("referrals", person_id=row.person_id, service_id=row.service_id)
    settle_pause(row.pk, answer=Danger.UNKNOWN, by=system)  # read a moment before
    assert the_referral(receipt).danger == Danger.NO


@pytest.mark.parametrize("who", ["helen", "marcus", "kieran", "beth"])
def test_nobody_answers_for_another_practice(who: str) -> None:
    receipt = referred()
    with pytest.raises(NotThere):
        say(receipt, Danger.NO, by=staff_actor(who))


def test_a_referral_without_such_words_is_never_asked() -> None:
    receipt = submit(somebody(words="Misses her garden."), key=new_id(), by=practice_link())
    with pytest.raises(NotThere):
        say(receipt, Danger.YES)


def test_nothing_goes_to_the_person_by_itself() -> None:
    receipt = referred()
    say(receipt, Danger.YES)
    with after(300):
        town.run_deliveries()
        pass_on_overdue(NOON + timedelta(minutes=300))
        town.run_deliveries()
    with acting_as(staff_actor("ruth")):
        assert not [m for m in messages_about(the_referral(receipt).person_id) if m.to_person]


def climb(hours: int) -> list[str]:
    """The role whose turn it is after each hour that nobody acknowledges."""
    called = []
    for hour in range(1, hours + 1):
        with after(60 * hour):
            pass_on_overdue(NOON + timedelta(hours=hour))
            town.run_deliveries()
            called.append(str(alerts()[0].rung))
    return called


def test_it_passes_to_the_next_named_role_until_somebody_acknowledges(outbox: Path) -> None:
    receipt = referred()
    say(receipt, Danger.YES)
    assert climb(4) == ["supervisor", "safeguarding_lead", "team", "team"]
    letters = [json.loads(path.read_text()) for path in sorted(outbox.glob("*.json"))]
    calls = [letter for letter in letters if "alert waits" in letter["subject"]]
    told = {letter["to"] for letter in calls}
    assert {"office@oakmere.example", "ruth@millrace.example", "tom@bridgestreet.example"} <= told
    for letter in calls:
        text = letter["subject"] + letter["body"]
        assert "Una" not in text
        assert "Lomas" not in text
        assert "end his life" not in text
    with acting_as(staff_actor("ruth")):
        person_id = the_referral(receipt).person_id
        passed = Event.objects.filter(person_id=person_id, name="AlertPassedOn").count()
    assert passed == 4


@pytest.mark.parametrize("who", ["amara", "nadia", "ruth"])
def test_acknowledging_stops_the_clock(who: str) -> None:
    receipt = referred()
    say(receipt, Danger.YES)
    (alert,) = alerts()
    acknowledge(alert.pk, by=staff_actor(who))
    with after(600):
        assert pass_on_overdue(NOON + timedelta(hours=10)) == 0
    assert not alerts()
    with pytest.raises(WrongState):
        acknowledge(alert.pk, by=staff_actor("ruth"))
    with acting_as(staff_actor("ruth")):
        row = Alert.objects.one(alert.pk)
        assert row.state == AlertState.ACKNOWLEDGED
    assert receipt.referral_id == row.about_id


@pytest.mark.parametrize("who", ["gemma", "helen", "marcus", "kieran", "beth"])
def test_who_may_not_take_it_on(who: str) -> None:
    say(referred(), Danger.YES)
    (alert,) = alerts()
    with pytest.raises(NotThere):
        acknowledge(alert.pk, by=staff_actor(who))


def test_it_comes_first_to_the_supervisor_only_when_it_is_her_turn() -> None:
    say(referred(), Danger.YES)
    assert not alerts("tom")
    assert alerts("amara")
    climb(1)
    assert alerts("ruth")
    assert not alerts("nadia")
    with after(180):
        climb(3)
    assert alerts("nadia")


def test_when_everybody_is_called_everybody_sees_about_whom_until_somebody_has_it() -> None:
    receipt = referred()
    say(receipt, Danger.YES)
    accept(receipt.referral_id, by=staff_actor("nadia"))
    town.run_deliveries()
    assert not alerts("tom")
    climb(3)
    (alert,) = alerts("tom")
    with after(181):
        acknowledge(alert.pk, by=staff_actor("tom"))
        town.run_deliveries()
    with acting_as(staff_actor("tom")):
        assert not Alert.objects.exists()
        assert not Referral.objects.filter(pk=receipt.referral_id).exists()


def test_a_case_with_an_alert_does_not_end_by_itself() -> None:
    receipt = referred()
    case = accept(receipt.referral_id, by=staff_actor("nadia"))
    say(receipt, Danger.YES)
    with acting_as(staff_actor("ruth")):
        assert Case.objects.one(case.pk).at_risk


def test_there_is_no_moment_in_which_a_case_does_not_know_of_an_alert() -> None:
    case = taken_on()
    with acting_as(staff_actor("ruth")):
        assert not Case.objects.one(case.pk).at_risk
    raise_alert(
        cause=new_id(),
        about_id=case.referral_id,
        person_id=case.person_id,
        service_id=case.service_id,
        practice_id=None,
        why=Why.UNKNOWN,
        by=system_actor("alerts", person_id=case.person_id, service_id=case.service_id),
    )
    with acting_as(staff_actor("nadia")):
        known = Case.objects.one(case.pk)
    assert (known.at_risk, known.danger_open) == (True, True)
    with pytest.raises(WrongState, match="supervisor"):
        close(case.pk, because=Because.LOST_CONTACT, by=staff_actor("nadia"))


def test_the_worker_is_killed_and_the_answer_is_still_there() -> None:
    """A wake-up that is lost is made good by the sweep: the row that waits is the truth."""
    receipt = referred()
    answer_pause(
        receipt.key, practice_id=receipt.practice_id, answer=Danger.YES, by=practice_link()
    )
    assert the_referral(receipt).danger == Danger.ASKED
    with after(60):
        town.run_deliveries()
    assert the_referral(receipt).danger == Danger.YES
    assert isinstance(receipt.referral_id, UUID)
