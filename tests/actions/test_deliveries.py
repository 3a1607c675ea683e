"""What follows from a referral: each thing once, and nothing to anybody unasked."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connections

from linkwell.access.scope import acting_as
from linkwell.demo.seed import seed, staff_actor
from linkwell.journal import deliveries
from linkwell.journal.deliveries import Woken
from linkwell.journal.rules import MOST_ATTEMPTS
from linkwell.kernel.ids import UUID
from linkwell.messages.queries import messages_about
from linkwell.messages.rules import Held, MessageState
from linkwell.people.actions import say_safe_way
from linkwell.people.models import ContactWay
from linkwell.people.rules import Channel, Safe
from linkwell.tasks.queries import open_tasks
from linkwell.tasks.rules import TaskKind
from tests import town

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


@pytest.fixture
def outbox(tmp_path: Path, settings: object) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path / "outbox"


def letters(outbox: Path) -> list[dict[str, str]]:
    return [json.loads(path.read_text()) for path in sorted(outbox.glob("*.json"))]


def fill(at: datetime = NOON) -> dict[str, UUID]:
    with time_machine.travel(at, tick=True):
        seed()
        town.run_deliveries()
    return town.person_ids()


def count(sql: str) -> int:
    with connections["bulk"].cursor() as cursor:
        cursor.execute(sql)
        (found,) = cursor.fetchone()
    return int(found)


def test_every_handler_runs_once_for_every_event(outbox: Path) -> None:
    fill()
    assert count("select count(*) from journal_delivery where state <> 'done'") == 0
    assert count("select count(*) from journal_delivery") > 20
    assert town.run_deliveries() == 0


def test_a_delivery_that_is_done_is_not_done_again(outbox: Path) -> None:
    people = fill()
    before = letters(outbox)
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select id, person_id, service_id from journal_delivery")
        for delivery_id, person_id, service_id in cursor.fetchall():
            deliveries.deliver(Woken((delivery_id,), person_id, service_id))
    assert letters(outbox) == before
    with acting_as(staff_actor("nadia")):
        kinds = [message.kind for message in messages_about(people["farida"])]
    assert sorted(kinds) == ["receipt_person", "receipt_practice"]


def test_the_practice_hears_that_it_arrived_without_a_name(outbox: Path) -> None:
    fill()
    to_practice = [letter for letter in letters(outbox) if letter["channel"] == "email"]
    assert {letter["to"] for letter in to_practice} == {
        "office@oakmere.example",
        "office@locklane.example",
        "office@fernhill.example",
    }
    everything = json.dumps(to_practice)
    for name in ("Maureen", "Ashdown", "Derek", "Lomas", "M33", "999 004"):
        assert name not in everything


def test_a_message_goes_to_a_phone_only_after_a_yes(outbox: Path) -> None:
    """H06: message to an unsafe phone."""
    people = fill()
    texts = [letter["to"] for letter in letters(outbox) if letter["channel"] == "text"]
    assert sorted(texts) == ["07700 900144", "07700 900231"]  # Farida and Piotr said yes
    with acting_as(staff_actor("ruth")):
        held = [(key, m.held) for key in people for m in messages_about(people[key]) if m.held]
    assert held == [("derek", Held.NOT_ASKED)]  # a human rings Maureen, Jo and Joan


def test_a_practice_without_an_address_is_not_answered_at_the_persons(outbox: Path) -> None:
    """H06: what was for the practice never goes to the person instead."""
    with time_machine.travel(NOON, tick=True):
        seed()
        with connections["bulk"].cursor() as cursor:
            cursor.execute("update access_organisation set email = '' where kind = 'practice'")
        town.run_deliveries()
    assert {letter["channel"] for letter in letters(outbox)} == {"text"}
    assert not [one for one in letters(outbox) if "Reference" in one["body"]]
    with acting_as(staff_actor("ruth")):
        kinds = {m.kind for key in town.person_ids().values() for m in messages_about(key)}
    assert kinds == {"receipt_person"}


def test_the_words_of_a_text_give_nobody_away(outbox: Path) -> None:
    fill()
    for letter in letters(outbox):
        if letter["channel"] == "text":
            assert "link worker" not in letter["body"]
            assert "surgery" not in letter["body"].lower()


def test_a_held_message_becomes_a_task_and_asking_ends_it(outbox: Path) -> None:
    people = fill()
    with acting_as(staff_actor("ruth")) as ruth:
        kinds = {task.kind for task in open_tasks(person_id=people["derek"])}
        assert kinds == {TaskKind.TRIAGE, TaskKind.ASK_SAFE_WAY}
        way = ContactWay.objects.get(person_id=people["derek"], channel=Channel.TEXT)
        say_safe_way(way.pk, safe=Safe.YES, by=ruth)
    town.run_deliveries()
    with acting_as(staff_actor("ruth")):
        assert {task.kind for task in open_tasks(person_id=people["derek"])} == {TaskKind.TRIAGE}


def test_who_said_no_hears_nothing_and_gives_nobody_work(outbox: Path) -> None:
    people = fill()
    with acting_as(staff_actor("ruth")):
        assert [m.kind for m in messages_about(people["alan"])] == ["receipt_practice"]
        assert open_tasks(person_id=people["alan"]) == []


def test_at_night_it_waits_for_the_morning(outbox: Path) -> None:
    people = fill(at=NIGHT)
    assert not [letter for letter in letters(outbox) if letter["channel"] == "text"]
    with connections["bulk"].cursor() as cursor:
        cursor.execute("select due_at, attempts from journal_delivery where state = 'due'")
        waiting = cursor.fetchall()
    morning = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    assert waiting
    assert set(waiting) == {(morning, 0)}
    with acting_as(staff_actor("nadia")):
        message = next(m for m in messages_about(people["farida"]) if m.to_person)
    assert message.state is MessageState.WAITING


def test_what_fails_is_put_back_and_parked_in_the_end(
    outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def post_message(event: object) -> None:
        raise ConnectionError("the far end is down")

    post_message.__module__ = "linkwell.messages.handlers"  # in the place of the real one
    monkeypatch.setitem(deliveries._wiring.handlers, "MessageQueued", (post_message,))
    fill()
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select id, person_id, service_id from journal_delivery where state = 'due'"
            " and handler = 'messages.handlers.post_message' and attempts = 1 limit 1"
        )
        delivery_id, person_id, service_id = cursor.fetchone()
        for _ in range(MOST_ATTEMPTS):
            deliveries.deliver(Woken((delivery_id,), person_id, service_id))
        cursor.execute(
            "select state, attempts, error from journal_delivery where id = %s", [delivery_id]
        )
        assert cursor.fetchone() == ("parked", MOST_ATTEMPTS, "ConnectionError")
    assert letters(outbox) == []


def test_one_that_fails_keeps_none_of_the_others_from_their_work(
    outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_for_triage(event: object) -> None:
        raise ConnectionError("the far end is down")

    ask_for_triage.__module__ = "linkwell.tasks.handlers"  # in the place of the real one
    others = deliveries._wiring.handlers["ReferralReceived"][:2]
    monkeypatch.setitem(
        deliveries._wiring.handlers, "ReferralReceived", (others[0], ask_for_triage, others[1])
    )
    people = fill()
    arrived = "select count(*) from journal_delivery where handler = '{}' and state = '{}'"
    for handler in ("messages.handlers.acknowledge_practice", "messages.handlers.post_message"):
        assert count(arrived.format(handler, "done")) >= len(people)
        assert count(arrived.format(handler, "due")) == 0
    assert count(arrived.format("tasks.handlers.ask_for_triage", "due")) == len(people)
    assert len(letters(outbox)) >= len(people)
    assert count("select count(*) from tasks_task where kind = 'triage'") == 0


def test_a_lost_wake_up_is_made_good_by_the_sweep(outbox: Path) -> None:
    with time_machine.travel(NOON, tick=True):
        seed()
        due = count("select count(*) from journal_delivery where state = 'due'")
        assert deliveries.sweep(NOON.replace(hour=13)) == 0  # each has a wake-up waiting
        with connections["bulk"].cursor() as cursor:
            cursor.execute("delete from procrastinate_jobs")
    assert due > 0
    later = NOON.replace(hour=13)
    assert deliveries.sweep(later) == due
    asked = "select coalesce(sum(jsonb_array_length(args->'delivery_ids')), 0)"
    assert count(f"{asked} from procrastinate_jobs where status = 'todo'") == due
    assert deliveries.sweep(later) == 0  # woken just now: not again yet
