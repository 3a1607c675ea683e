"""What groups say of themselves stays, also when their lists come in anew; how they are asked."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings

from linkwell.access.models import Link
from linkwell.demo.seed import staff_actor
from linkwell.directory.actions.asking import ask_group, nobody_answered, rang
from linkwell.directory.actions.edits import accept_edit, refuse_edit, settle_edit
from linkwell.directory.actions.lists import import_batch
from linkwell.directory.actions.providing import (
    change_entry,
    close_links_to_entry,
    give_entry_link,
    still_right,
    we_have_closed,
)
from linkwell.directory.asking import Question, Way
from linkwell.directory.drafts import Draft
from linkwell.directory.edits import EditField
from linkwell.directory.exporting import documents
from linkwell.directory.freshness import Part
from linkwell.directory.keeping import Asking, Edit
from linkwell.directory.models import Service
from linkwell.directory.queries import listed
from linkwell.directory.rules import Listing, LocationType, Where
from linkwell.directory.waiting import candidate, due_candidates, to_ring
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import UUID
from linkwell.messages.asking_groups import ask_groups
from linkwell.tables.sealing import unseal
from linkwell.tables.writing import writing
from tests import saying, town

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
OLD = NOON.date() - timedelta(days=400)


def draft(**said: Any) -> Draft:
    where = Where(LocationType.PHYSICAL, "Hall, Sale", "M33 7BP")
    stands = {"name": "Choir", "organization": "Choirs", "hours": "Monday 2pm - 4pm"}
    listing = Listing(**{"source_id": "1", **stands, "where": where, **said})
    return Draft(1, "1", listing)


def bring_in(**said: Any) -> UUID:
    import_batch([draft(**said)], publisher="A list", by=saying.OPERATOR)
    return Service.objects.get(publisher__name="A list").pk


def stands(service_id: UUID) -> Listing:
    (one,) = listed([service_id])
    return one.listing


def published(service_id: UUID) -> dict[str, Any]:
    return next(one for one in documents() if one["id"] == str(service_id))


def change(service_id: UUID, **said: str) -> tuple[int, int]:
    fields = {EditField(name): text for name, text in said.items()}
    counted: tuple[int, int] = change_entry(fields, by=saying.group(service_id))
    return counted


def test_a_groups_word_stays_when_its_list_comes_in_with_something_else_changed() -> None:
    choir = bring_in()
    assert change(choir, hours="Friday 10am - 11am", cost="£2") == (2, 0)
    bring_in(description="We sing.")
    now = stands(choir)
    assert (now.hours, now.fees, now.description) == ("Friday 10am - 11am", "£2", "We sing.")
    assert not Edit.objects.filter(against__isnull=False).exists()
    assert published(choir)["schedules"][0]["description"] == "Friday 10am - 11am"


def test_where_the_list_says_something_new_both_wait_and_the_groups_word_counts() -> None:
    town.seed()
    choir = bring_in()
    change(choir, hours="Friday 10am - 11am")
    bring_in(hours="Tuesday 2pm - 4pm")
    row = Edit.objects.get()
    assert (row.listed, row.value, row.against) == (
        "Monday 2pm - 4pm", "Friday 10am - 11am", "Tuesday 2pm - 4pm",
    )  # fmt: skip
    assert stands(choir).hours == "Friday 10am - 11am"
    with pytest.raises(NotThere):
        settle_edit(row.pk, keep=True, by=staff_actor("nadia"))
    settle_edit(row.pk, keep=True, by=staff_actor("ruth"))
    with pytest.raises(WrongState):
        settle_edit(row.pk, keep=False, by=staff_actor("helen"))
    bring_in(hours="Tuesday 2pm - 4pm", description="We sing.")  # nothing new of it
    assert Edit.objects.get().against is None
    bring_in(hours="Sunday 2pm - 4pm")
    settle_edit(row.pk, keep=False, by=staff_actor("helen"))
    assert stands(choir).hours == "Sunday 2pm - 4pm"
    bring_in(hours="Saturday 2pm - 4pm")
    assert stands(choir).hours == "Saturday 2pm - 4pm"


def test_a_list_that_goes_back_to_what_it_said_or_agrees_is_against_nothing() -> None:
    choir = bring_in()
    change(choir, hours="Friday 10am - 11am")
    for hours in ("Tuesday 2pm - 4pm", "Friday 10am - 11am"):
        bring_in(hours=hours)
    assert Edit.objects.get().against is None
    assert stands(choir).hours == "Friday 10am - 11am"


def test_how_many_places_are_free_is_as_old_as_the_groups_word() -> None:
    with time_machine.travel(NOON, tick=False):
        choir = bring_in()
        change(choir, room="6")
    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        bring_in(description="We sing.")
        now = stands(choir)
        assert (now.available, now.available_on) == (6, NOON.date())


def test_an_address_that_was_taken_over_is_the_entrys_own_and_stays() -> None:
    town.seed()
    choir = bring_in()
    assert change(choir, place="12 Lock Lane, Sale, M33 7PX", phone="0161 496 0555") == (0, 2)
    before = stands(choir)
    assert before.where is not None
    assert (before.where.postcode, before.phone) == ("M33 7BP", "")
    for row in Edit.objects.all():
        accept_edit(row.pk, by=staff_actor("ruth"))
    bring_in(description="We sing.")
    now = stands(choir)
    assert now.where is not None
    assert (now.where.address, now.where.postcode) == ("12 Lock Lane, Sale", "M33 7PX")
    assert now.where.point is not None
    whole = published(choir)
    (at,) = whole["service_at_locations"]
    assert at["location"]["addresses"][0]["postal_code"] == "M33 7PX"
    assert at["location"]["latitude"]
    assert whole["phones"][0]["number"] == "0161 496 0555"


def test_who_meets_in_the_same_place_is_not_moved_along() -> None:
    town.seed()
    moved, there = map(saying.entry_of, ("Tuesday Table", "Breathing Space for Carers"))
    change(moved, place="12 Lock Lane, Sale, M33 7PX", run_by="Somebody else")
    for row in Edit.objects.all():
        accept_edit(row.pk, by=staff_actor("ruth"))
    assert stands(moved).organization == "Somebody else"
    other = stands(there)
    assert other.where is not None
    assert other.where.postcode == "M33 6LB"


def test_said_anew_it_takes_the_place_of_what_waited_or_stood() -> None:
    town.seed()
    choir = bring_in(phone="0161 496 0500")
    change(choir, phone="0161 496 0555", cost="£2")
    change(choir, phone="0161 496 0556", cost="£3")
    states = sorted(Edit.objects.values_list("field", "value", "state"))
    assert states == [
        ("cost", "£2", "replaced"),
        ("cost", "£3", "standing"),
        ("phone", "0161 496 0555", "replaced"),
        ("phone", "0161 496 0556", "waiting"),
    ]
    assert Edit.objects.get(value="£3").listed == ""  # what the list says, not what stood last
    with pytest.raises(WrongState):
        accept_edit(Edit.objects.get(value="0161 496 0555").pk, by=staff_actor("ruth"))


@pytest.mark.parametrize("who", ["nadia", "amara", "gemma", "marcus"])
def test_nobody_but_a_curator_decides(who: str) -> None:
    town.seed()
    (edit,) = saying.edits(saying.entry_of(), 1)
    with pytest.raises(NotThere):
        accept_edit(edit, by=staff_actor(who))
    with pytest.raises(NotThere):
        refuse_edit(edit, "No", by=staff_actor(who))
    assert Edit.objects.get().state == "waiting"


def test_a_link_keeps_its_own_entry_and_nothing_once_it_is_closed() -> None:
    choir = bring_in()
    actor = saying.group(choir)
    close_links_to_entry(choir, by=saying.OPERATOR)
    with pytest.raises(NotThere):
        give_entry_link(choir, by=actor)
    with pytest.raises(NotThere):
        accept_edit(choir, by=actor)


def test_nothing_different_is_said_and_writes_nothing() -> None:
    choir = bring_in()
    with pytest.raises(InputAtFault, match="Nothing is different"):
        change(choir, hours="Monday 2pm - 4pm")


def question(service_id: UUID, way: Way = Way.EMAIL) -> Question:
    one = candidate(service_id)
    return Question(one, way, one.email if way is Way.EMAIL else one.phone)


def letters() -> list[dict[str, str]]:
    """What went to groups about their entries."""
    paths = (Path(settings.HOME) / "outbox").glob("*.json")
    every: list[dict[str, str]] = [json.loads(path.read_text()) for path in paths]
    return [one for one in every if one["body"].startswith("Link workers tell people")]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def test_who_is_least_sure_is_asked_by_day_with_a_link_that_opens_its_entry(home: Path) -> None:
    with time_machine.travel(NOON, tick=False):
        choir = bring_in(email="office@choir.example", checked_on=OLD)
        assert [one.service_id for one in due_candidates(clock.today())] == [choir]
        assert ask_groups(NOON) == 1
        assert ask_groups(NOON) == 0
        sealed = Asking.objects.get().secret
        assert unseal(sealed)
        town.run_deliveries()
        (letter,) = letters()
        assert letter["to"] == "office@choir.example"
        assert f"/g/{unseal(sealed)}" in letter["body"]
        assert Asking.objects.get().secret == ""
        assert Link.objects.get().about_id == choir


def test_nobody_is_asked_at_night_and_what_is_owed_goes_in_the_morning(home: Path) -> None:
    night = NOON.replace(hour=21)
    with time_machine.travel(night, tick=False):
        choir = bring_in(phone="07700 900321", checked_on=OLD)
        assert ask_groups(night) == 0
        ask_group(question(choir, Way.TEXT), by=saying.OPERATOR)
        town.run_deliveries()
        assert letters() == []
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        town.run_deliveries()
        (letter,) = letters()
        assert (letter["channel"], letter["to"]) == ("text", "07700 900321")


@pytest.mark.parametrize("answer", ["right", "closed", "changed"])
def test_what_was_answered_meanwhile_does_not_go(home: Path, answer: str) -> None:
    with time_machine.travel(NOON, tick=False):
        choir = bring_in(email="office@choir.example", checked_on=OLD)
        ask_groups(NOON)
        if answer == "right":
            still_right(by=saying.group(choir))
        elif answer == "closed":
            we_have_closed(by=saying.group(choir))
        else:
            change(choir, cost="£2")
        town.run_deliveries()
        assert letters() == []
        assert Asking.objects.get().answered_on == clock.today()


def test_one_group_hears_once_a_week_whatever_its_entries_are(home: Path) -> None:
    with time_machine.travel(NOON, tick=False):
        said = {"organization": "Choirs", "email": "office@choir.example", "checked_on": OLD}
        first, second = draft(**said), draft(**{**said, "source_id": "2", "name": "Band"})
        import_batch([first, second], publisher="A list", by=saying.OPERATOR)
        assert ask_groups(NOON) == 1
    for days, more in ((6, 0), (7, 1), (8, 0)):
        then = NOON + timedelta(days=days)
        with time_machine.travel(then, tick=False):
            assert ask_groups(then) == more


def test_of_two_who_ask_at_one_moment_the_second_comes_too_late(home: Path) -> None:
    with time_machine.travel(NOON, tick=False):
        choir = bring_in(email="office@choir.example", checked_on=OLD)
        asked = question(choir)
        ask_group(asked, by=saying.OPERATOR)
        with pytest.raises(WrongState):
            ask_group(asked, by=saying.OPERATOR)


def test_a_landline_becomes_a_call_that_is_owed_until_somebody_has_asked(home: Path) -> None:
    town.seed()
    with time_machine.travel(NOON, tick=False):
        with writing():
            Service.objects.update(email="", phone="")
        bring_in(phone="0161 496 0500", checked_on=OLD)
        assert ask_groups(NOON) == 1
        town.run_deliveries()
        assert letters() == []
        (call,) = to_ring()
        assert call.phone == "0161 496 0500"
        nobody_answered(call.asking_id, by=staff_actor("nadia"))
        with pytest.raises(NotThere):
            rang(call.asking_id, [Part.TIMES], said_by="", by=staff_actor("amara"))
        rang(call.asking_id, [Part.TIMES], said_by="Millrace", by=staff_actor("tom"))
        assert to_ring() == []
        with pytest.raises(WrongState):
            nobody_answered(call.asking_id, by=staff_actor("nadia"))


def test_silence_changes_nothing_of_the_entry(home: Path) -> None:
    with time_machine.travel(NOON, tick=False):
        choir = bring_in(email="office@choir.example", checked_on=OLD)
        before = stands(choir)
        ask_groups(NOON)
        town.run_deliveries()
    with time_machine.travel(NOON + timedelta(days=200), tick=False):
        assert stands(choir) == before
