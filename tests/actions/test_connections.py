"""The loop: chosen, sent on the person's word, answered by a link, visited, told apart."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from linkwell.access import links
from linkwell.access.models import Link
from linkwell.access.rules import Actor, LinkPurpose
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections import actions
from linkwell.connections.chasing import ask_silent_partners
from linkwell.connections.models import Connection, Disclosure, Offer
from linkwell.connections.queries import connection, disclosure, partner_of
from linkwell.connections.rules import (
    Answer,
    ConnectionState,
    DisclosedLine,
    How,
    Line,
    PartnerAnswer,
    Question,
    RefusalReason,
    Source,
)
from linkwell.consent.actions import withdraw
from linkwell.consent.rules import HowAsked
from linkwell.demo.seed import staff_actor
from linkwell.directory.models import Service
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import UUID
from linkwell.messages.models import Message
from linkwell.people.models import Person
from linkwell.tasks.models import Task
from tests import town
from tests.actions.talking import afterwards
from tests.pages.places import answer as an_answer

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

LINES = (
    DisclosedLine(Line.CALLED, "Maureen"),
    DisclosedLine(Line.WISH, "I used to sing."),
    DisclosedLine(Line.HELPS, "A hip operation is due.", out=True),
)


@pytest.fixture
def nadia() -> Actor:
    town.fill()
    return staff_actor("nadia")


def chosen(nadia: Actor, name: str = "Tidewater Singers", case: Case | None = None) -> Connection:
    with acting_as(nadia):
        case = case or Case.objects.get(person_id=town.person_ids()["maureen"])
        option = Service.objects.get(name=name)
        answer = an_answer()
        answer["options"][0]["service_id"] = str(option.pk)  # type: ignore[index]
        shown = actions.show_options(
            case.pk, asked={"need": [], "text": "", "near": ""}, answer=answer, by=nadia
        )
        actions.choose(Offer.objects.get(option_list=shown).pk, by=nadia)
        row: Connection = Connection.objects.get(offer__option_list=shown)
    town.run_deliveries()
    return row


def sent(nadia: Actor, name: str = "Tidewater Singers") -> tuple[Connection, Disclosure]:
    row = chosen(nadia, name)
    told = send(row, nadia)
    town.run_deliveries()
    return row, told


def send(row: Connection, nadia: Actor, how: How = How.SENT) -> Disclosure:
    with acting_as(nadia):
        told: Disclosure = actions.send(
            row.pk,
            LINES,
            how=how,
            agreed_how=HowAsked.FACE_TO_FACE,
            partner=partner_of(row.option_id),
            asks="Nadia Rahman",
            by=nadia,
        )
    return told


def partner(told: Disclosure) -> Actor:
    link = Link.objects.filter(about_id=told.pk, revoked_at=None).latest("created_at")
    actor = links.actor_of_link(link.pk, LinkPurpose.PARTNER)
    assert actor is not None
    return actor


def state_of(nadia: Actor, row: Connection) -> ConnectionState:
    with acting_as(nadia):
        return connection(row.pk).state


def owed(nadia: Actor) -> list[str]:
    with acting_as(nadia):
        rows = Task.objects.filter(person_id=town.person_ids()["maureen"], state="open")
        return sorted(rows.values_list("kind", flat=True))


def test_nothing_is_sent_without_the_persons_word(nadia: Actor) -> None:
    row = chosen(nadia)
    with pytest.raises(InputAtFault, match="Ask them first"):
        actions.send(
            row.pk,
            LINES,
            how=How.SENT,
            agreed_how=HowAsked.NOT_ASKED,
            partner=partner_of(row.option_id),
            asks="Nadia Rahman",
            by=nadia,
        )
    assert state_of(nadia, row) is ConnectionState.CHOSEN


def test_the_partner_reads_the_lines_that_were_sent_and_nothing_else(nadia: Actor) -> None:
    _, told = sent(nadia)
    with acting_as(partner(told)):
        assert [text for _, text in disclosure(told.pk).lines] == ["Maureen", "I used to sing."]
        assert not Person.objects.exists()
        assert not Connection.objects.exists()
        assert not Case.objects.exists()


def test_a_partner_sees_its_own_disclosure_and_no_other(nadia: Actor) -> None:
    _, first = sent(nadia)
    _, second = sent(nadia, "Money Matters Desk")
    with acting_as(partner(first)):
        assert Disclosure.objects.count() == 1
        with pytest.raises(NotThere):
            disclosure(second.pk)
    with pytest.raises(NotThere):
        actions.answer(second.pk, PartnerAnswer.YES, by=partner(first))


def test_the_message_names_nobody_and_its_link_is_forgotten_once_it_has_gone(nadia: Actor) -> None:
    _, told = sent(nadia)
    with acting_as(nadia):
        message = Message.objects.get(about_id=told.pk)
        assert "Maureen" not in message.body + message.subject
        assert message.state == "waiting"
        assert message.secret
        assert "/c/" not in message.secret
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        town.run_deliveries()
    with acting_as(nadia):
        message.refresh_from_db()
        assert (message.state, message.secret) == ("sent", "")


def test_within_ten_minutes_it_can_be_taken_back_and_nothing_leaves(nadia: Actor) -> None:
    row, told = sent(nadia)
    actor = partner(told)
    actions.take_back(row.pk, by=nadia)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        town.run_deliveries()
    assert state_of(nadia, row) is ConnectionState.CHOSEN
    with acting_as(nadia):
        assert Message.objects.get(about_id=told.pk).state == "cancelled"
    assert links.actor_of_link(actor.id, LinkPurpose.PARTNER) is None
    assert "send_details" in owed(nadia)


def test_after_ten_minutes_it_has_gone(nadia: Actor) -> None:
    row, _ = sent(nadia)
    with (
        time_machine.travel(clock.now() + timedelta(minutes=11)),
        pytest.raises(WrongState, match="It has gone"),
    ):
        actions.take_back(row.pk, by=nadia)


@pytest.mark.parametrize(
    ("said", "weeks", "state", "next_thing"),
    [
        (PartnerAnswer.YES, None, ConnectionState.EXPECTED, "tell_answer"),
        (PartnerAnswer.LATER, 3, ConnectionState.WAITING, "tell_answer"),
        (PartnerAnswer.NOT_RIGHT, None, ConnectionState.NOT_RIGHT, "choose_other"),
        (PartnerAnswer.FULL, None, ConnectionState.FULL, "choose_other"),
    ],
)
def test_the_partners_answer_becomes_the_workers_next_thing(
    nadia: Actor,
    said: PartnerAnswer,
    weeks: int | None,
    state: ConnectionState,
    next_thing: str,
) -> None:
    row, told = sent(nadia)
    actions.answer(told.pk, said, weeks=weeks, by=partner(told))
    town.run_deliveries()
    assert state_of(nadia, row) is state
    assert next_thing in owed(nadia)
    assert "chase_partner" not in owed(nadia)


def test_an_answer_that_comes_too_late_to_count_is_read_all_the_same(nadia: Actor) -> None:
    row, told = sent(nadia)
    actions.give_account(
        row.pk, Question.VISIT, Answer.YES, source=Source.PARTNER, by=partner(told)
    )
    town.run_deliveries()
    for note in ("Not our age group.", "They would like somebody younger."):
        actions.answer(told.pk, PartnerAnswer.NOT_RIGHT, note=note, by=partner(told))
        town.run_deliveries()
    assert state_of(nadia, row) is ConnectionState.ATTENDED
    assert owed(nadia).count("read_answer") == 1


def test_words_that_mean_danger_do_not_go_unless_it_was_said_again(nadia: Actor) -> None:
    row = chosen(nadia)
    lines = (*LINES, DisclosedLine(Line.AVOID, "Her son, he hits her"))
    out = (*LINES, DisclosedLine(Line.AVOID, "Her son, he hits her", out=True))
    how: dict[str, Any] = {
        "how": How.SENT,
        "agreed_how": HowAsked.FACE_TO_FACE,
        "partner": partner_of(row.option_id),
        "asks": "Nadia Rahman",
        "by": nadia,
    }
    with pytest.raises(InputAtFault, match="can mean danger"):
        actions.send(row.pk, lines, **how)
    assert state_of(nadia, row) is ConnectionState.CHOSEN
    actions.send(row.pk, out, **how)
    actions.take_back(row.pk, by=nadia)
    actions.send(row.pk, lines, **how, danger_meant=True)
    assert state_of(nadia, row) is ConnectionState.SENT


def test_not_getting_there_is_another_thing_to_do_than_a_partners_no(nadia: Actor) -> None:
    row, told = sent(nadia)
    actions.answer(told.pk, PartnerAnswer.YES, by=partner(told))
    town.run_deliveries()
    actions.give_account(row.pk, Question.VISIT, Answer.NO, source=Source.PERSON, by=nadia)
    town.run_deliveries()
    assert "look_again" in owed(nadia)
    assert "choose_other" not in owed(nadia)


def test_silence_is_a_task_and_never_a_no(nadia: Actor) -> None:
    row, _ = sent(nadia)
    assert state_of(nadia, row) is ConnectionState.SENT
    assert "chase_partner" in owed(nadia)


def test_a_silent_partner_is_asked_again_after_five_days(nadia: Actor) -> None:
    row, told = sent(nadia)
    assert ask_silent_partners(clock.now() + timedelta(days=4)) == 0
    assert ask_silent_partners(clock.now() + timedelta(days=6)) == 1
    assert ask_silent_partners(clock.now() + timedelta(days=7)) == 0
    town.run_deliveries()
    with acting_as(nadia):
        assert Message.objects.filter(about_id=told.pk, kind="partner_nudged").count() == 1
    assert state_of(nadia, row) is ConnectionState.SENT


def test_a_partner_with_only_a_phone_becomes_a_call(nadia: Actor) -> None:
    row, told = sent(nadia, "Towpath Walkers")
    assert "call_partner" in owed(nadia)
    assert not Link.objects.filter(about_id=told.pk).exists()
    actions.answer(told.pk, PartnerAnswer.YES, by=nadia)
    town.run_deliveries()
    assert state_of(nadia, row) is ConnectionState.EXPECTED
    assert "call_partner" not in owed(nadia)


def test_not_yet_is_not_no(nadia: Actor) -> None:
    row = chosen(nadia)
    actions.tell(row.pk, by=nadia)
    town.run_deliveries()
    actions.give_account(row.pk, Question.VISIT, Answer.NOT_YET, source=Source.PERSON, by=nadia)
    town.run_deliveries()
    assert state_of(nadia, row) is ConnectionState.EXPECTED
    assert "ask_visit" in owed(nadia)


def test_not_yet_beside_a_groups_no_is_not_disputed_and_is_asked_again(nadia: Actor) -> None:
    row, told = sent(nadia)
    actions.answer(told.pk, PartnerAnswer.YES, by=partner(told))
    town.run_deliveries()
    actions.give_account(row.pk, Question.VISIT, Answer.NOT_YET, source=Source.PERSON, by=nadia)
    actions.give_account(row.pk, Question.VISIT, Answer.NO, source=Source.PARTNER, by=partner(told))
    town.run_deliveries()
    with acting_as(nadia):
        assert connection(row.pk).visit == "not_yet"
    assert "ask_visit" in owed(nadia)
    assert "settle" not in owed(nadia)
    actions.give_account(
        row.pk, Question.VISIT, Answer.YES, source=Source.PARTNER, by=partner(told)
    )
    town.run_deliveries()
    assert state_of(nadia, row) is ConnectionState.ATTENDED
    assert "settle" not in owed(nadia)


def test_a_partner_speaks_for_itself_only(nadia: Actor) -> None:
    row, told = sent(nadia)
    with pytest.raises(NotThere):
        actions.give_account(
            row.pk, Question.VISIT, Answer.YES, source=Source.PERSON, by=partner(told)
        )


def test_whoever_would_rather_not_is_not_expected_and_the_partner_hears(nadia: Actor) -> None:
    row, told = sent(nadia)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        town.run_deliveries()
        actions.stop(row.pk, reason=RefusalReason.NOT_YET, by=nadia)
        town.run_deliveries()
    with acting_as(nadia):
        last = Message.objects.filter(about_id=told.pk).latest("created_at")
        assert (last.kind, last.state) == ("partner_off", "sent")
        assert "Maureen" not in last.body
    assert "chase_partner" not in owed(nadia)


def test_consent_withdrawn_recalls_every_connection_at_once(nadia: Actor) -> None:
    row, told = sent(nadia)
    other = chosen(nadia, "Tuesday Table")
    actor = partner(told)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        town.run_deliveries()
        withdraw(row.person_id, how=HowAsked.PHONE, by=nadia)
        town.run_deliveries()
    assert links.actor_of_link(actor.id, LinkPurpose.PARTNER) is None
    with afterwards(row.person_id):
        assert connection(row.pk).state is ConnectionState.RECALLED
        assert connection(other.pk).state is ConnectionState.RECALLED
        assert Message.objects.filter(about_id=told.pk, kind="partner_off").count() == 1


def test_a_partner_is_nudged_once(nadia: Actor) -> None:
    row, told = sent(nadia)
    actions.nudge(row.pk, by=nadia)
    town.run_deliveries()
    with pytest.raises(WrongState):
        actions.nudge(row.pk, by=nadia)
    with acting_as(nadia):
        assert Message.objects.filter(about_id=told.pk, kind="partner_nudged").count() == 1


def test_of_a_group_that_was_asked_twice_only_the_newer_letter_is_asked_about(
    nadia: Actor,
) -> None:
    row, first = sent(nadia)
    actions.answer(first.pk, PartnerAnswer.FULL, by=partner(first))
    town.run_deliveries()
    second = send(row, nadia)
    town.run_deliveries()
    actions.nudge(row.pk, by=nadia)
    town.run_deliveries()
    with acting_as(nadia):
        nudged = Message.objects.filter(kind="partner_nudged").values_list("about_id", flat=True)
        assert list(nudged) == [second.pk]


def person_link(person_id: UUID) -> Actor:
    from linkwell.access.rules import operator

    token = links.issue(LinkPurpose.SELF, holder=person_id, by=operator("tests"))
    actor = links.open_link(token, LinkPurpose.SELF)
    assert actor is not None
    return actor


def test_the_person_says_by_their_own_page_how_it_was(nadia: Actor) -> None:
    row = chosen(nadia)
    actions.tell(row.pk, by=nadia)
    town.run_deliveries()
    maureen = person_link(row.person_id)
    actions.give_account(row.pk, Question.VISIT, Answer.YES, source=Source.PERSON, by=maureen)
    actions.give_account(row.pk, Question.HELPED, Answer.A_LITTLE, source=Source.PERSON, by=maureen)
    town.run_deliveries()
    with acting_as(nadia):
        assert (connection(row.pk).visit, connection(row.pk).helped) == ("yes", "a_little")
