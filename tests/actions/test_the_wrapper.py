"""`@action` makes the wrong way impossible: no permission, no event, no write."""

from uuid import UUID

import pytest

from linkwell.access.actions import ActionLeftNoEvent, action
from linkwell.access.rules import Actor, Permission
from linkwell.access.scope import ActorClash, acting_as
from linkwell.demo.seed import staff_actor
from linkwell.journal.actions import record
from linkwell.journal.author import Author, authored_by
from linkwell.journal.models import Event
from linkwell.kernel.errors import NotThere
from linkwell.people.events import SafeWaySaid
from linkwell.people.models import ContactWay, Person
from linkwell.people.rules import Channel, Safe
from linkwell.tables.writing import OutsideAction
from tests.town import seed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    seed()


def a_person(by: Actor) -> Person:
    with acting_as(by):
        person: Person = Person.objects.first()
        return person


def test_an_action_that_tells_nobody_is_undone() -> None:
    nadia = staff_actor("nadia")
    person = a_person(nadia)

    @action(Permission.FOLLOW_UP)
    def rename(person_id: UUID, *, by: Actor) -> None:
        Person.objects.filter(person_id=person_id).update(given_name="Nobody")

    with pytest.raises(ActionLeftNoEvent):
        rename(person.person_id, by=nadia)
    assert a_person(nadia).given_name == person.given_name


def test_when_the_event_cannot_be_written_neither_is_the_row() -> None:
    nadia = staff_actor("nadia")
    with acting_as(nadia):
        way = ContactWay.objects.first()

    @action(Permission.FOLLOW_UP)
    def unsay(way_id: UUID, *, by: Actor) -> None:
        ContactWay.objects.filter(pk=way_id).update(safe=Safe.NO)
        with authored_by(Author(way_id, "member")):  # somebody else's name: the wall refuses
            record(
                SafeWaySaid(
                    subject_id=way_id,
                    person_id=way.person_id,
                    service_id=way.service_id,
                    channel=Channel(way.channel),
                    safe=Safe.NO,
                )
            )

    with pytest.raises(NotThere) as refused:
        unsay(way.pk, by=nadia)
    assert "row-level security" in str(refused.value.__cause__)
    with acting_as(nadia):
        assert ContactWay.objects.one(way.pk).safe == way.safe


def test_a_verb_that_somebody_may_not_use_finds_nothing_there() -> None:
    @action(Permission.TRIAGE)
    def decide(*, by: Actor) -> None:
        raise AssertionError("not reached")

    with pytest.raises(NotThere):
        decide(by=staff_actor("helen"))


def test_outside_an_action_every_write_is_refused() -> None:
    nadia = staff_actor("nadia")
    person = a_person(nadia)
    with acting_as(nadia):
        for write in (
            person.save,
            person.delete,
            lambda: Person.objects.update(given_name="x"),
            lambda: Person.objects.all().delete(),
            lambda: Person.objects.bulk_update([person], ["given_name"]),
            lambda: Person.objects.create(given_name="x"),
            lambda: Event.objects.bulk_create([Event()]),
        ):
            with pytest.raises(OutsideAction):
                write()


def test_two_actors_never_share_a_transaction() -> None:
    with (
        acting_as(staff_actor("nadia")),
        pytest.raises(ActorClash, match="Kieran Doyle cannot act inside what Nadia Rahman"),
        acting_as(staff_actor("kieran")),
    ):
        pass


def test_an_actor_joins_what_the_same_actor_began() -> None:
    nadia = staff_actor("nadia")
    with acting_as(nadia), acting_as(nadia):
        assert Person.objects.exists()
