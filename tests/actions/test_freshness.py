"""What is said of a group counts at once, lapses on its day, and is over once somebody knows."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connections

from linkwell.access.models import Organisation
from linkwell.access.rules import Actor
from linkwell.connections.actions import answer, give_account
from linkwell.connections.rules import Answer, PartnerAnswer, Question
from linkwell.connections.rules import Source as Says
from linkwell.demo.seed import staff_actor
from linkwell.directory.actions.checking import (
    end_know_how,
    find_right,
    find_wrong,
    note_know_how,
)
from linkwell.directory.freshness import LONGEST, USUALLY, Part, Source, Trouble
from linkwell.directory.models import Check, FoundWrong, KnowHow, Service
from linkwell.directory.queries import listed
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.kernel.ids import UUID
from linkwell.matching.queries import match
from linkwell.matching.request import Request
from tests import town
from tests.actions.test_connections import sent

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
SOON = timedelta(days=10)


@pytest.fixture
def nadia() -> Actor:
    town.fill()
    return staff_actor("nadia")


def choir() -> UUID:
    return Service.objects.get(name="Tidewater Singers").pk


def options() -> dict[str, tuple[str, ...]]:
    """What somebody who would like to sing is shown, with its doubts."""
    answer = match(Request(text="I would like to sing in a choir", top=50))
    return {option.name: option.doubts for option in answer.options}


def told_of(name: str) -> list[tuple[UUID, UUID, UUID | None]]:
    """By whom, about which row and which person, past the walls: the directory's are nobody's."""
    with connections["bulk"].cursor() as cursor:
        cursor.execute(
            "select author_id, subject_id, person_id from journal_event where name = %s", [name]
        )
        return list(cursor.fetchall())


def right(by: Actor, *parts: Part, on: date | None = None) -> None:
    find_right(choir(), parts, source=Source.LINK_WORKER, said_by="Millrace", on=on, by=by)


def test_full_counts_at_once_and_lapses_to_a_question_on_its_day(nadia: Actor) -> None:
    assert "Tidewater Singers" in options()
    find_wrong(choir(), Trouble.FULL, until=clock.today() + SOON, by=nadia)
    assert "Tidewater Singers" not in options()
    with time_machine.travel(clock.now() + SOON):
        assert "Tidewater Singers" not in options()
    with time_machine.travel(clock.now() + SOON + timedelta(days=1)):
        assert options()["Tidewater Singers"][0].startswith("It was full on ")


def test_once_somebody_says_that_it_is_right_it_is_over(nadia: Actor) -> None:
    find_wrong(choir(), Trouble.CLOSED, until=clock.today() + SOON, by=nadia)
    right(nadia, Part.CONTACT, Part.TIMES)
    assert "Tidewater Singers" not in options()
    right(nadia, *Part)
    assert "Tidewater Singers" in options()
    assert not any("found closed" in doubt for doubt in options()["Tidewater Singers"])


def test_a_word_of_before_does_not_end_what_was_found_since(nadia: Actor) -> None:
    find_wrong(choir(), Trouble.FULL, until=clock.today() + SOON, by=nadia)
    right(nadia, Part.ROOM, on=clock.today() - timedelta(days=1))
    assert "Tidewater Singers" not in options()


def test_found_again_it_counts_once_and_from_today_on(nadia: Actor) -> None:
    find_wrong(choir(), Trouble.FULL, until=clock.today() + SOON, by=nadia)
    row = find_wrong(choir(), Trouble.FULL, until=clock.today() + 2 * SOON, by=nadia)
    open_ones = FoundWrong.objects.filter(ended_on=None)
    assert [one.pk for one in open_ones] == [row.pk]


@pytest.mark.parametrize("until", [timedelta(days=-1), LONGEST + timedelta(days=1)])
def test_nothing_counts_for_ever_or_for_the_past(nadia: Actor, until: timedelta) -> None:
    with pytest.raises(InputAtFault, match="within a year"):
        find_wrong(choir(), Trouble.FULL, until=clock.today() + until, by=nadia)


def test_each_part_knows_who_said_so_last_and_when(nadia: Actor) -> None:
    last_week = clock.today() - timedelta(days=7)
    right(nadia, Part.TIMES, Part.COST)
    right(nadia, Part.TIMES, on=last_week)  # an older word changes nothing
    right(nadia, Part.PLACE, on=last_week)
    known = {row.part: (row.source, row.by, row.on) for row in Check.objects.all()}
    today = ("link_worker", "Millrace", clock.today())
    assert known == {
        "times": today,
        "cost": today,
        "place": ("link_worker", "Millrace", last_week),
    }


def test_what_anybody_says_makes_the_entry_younger_and_never_older(nadia: Actor) -> None:
    def checked() -> date | None:
        (one,) = listed([choir()])
        return one.listing.checked_on

    was = checked()
    right(nadia, Part.TIMES, on=date(2019, 5, 1))
    assert checked() == max(filter(None, (was, date(2019, 5, 1))))
    right(nadia, Part.TIMES)
    assert checked() == clock.today()


def test_nothing_is_right_without_saying_what_or_before_it_is(nadia: Actor) -> None:
    with pytest.raises(InputAtFault, match="what is right"):
        right(nadia)
    with pytest.raises(InputAtFault, match="still to come"):
        right(nadia, Part.TIMES, on=clock.today() + timedelta(days=1))


def test_that_somebody_got_there_freshens_place_and_times_and_tells_no_day(nadia: Actor) -> None:
    row, told = sent(nadia)
    answer(told.pk, PartnerAnswer.YES, by=nadia)
    town.run_deliveries()
    give_account(row.pk, Question.VISIT, Answer.YES, source=Says.PERSON, by=nadia)
    town.run_deliveries()
    known = {one.part: one for one in Check.objects.filter(service_id=row.option_id)}
    assert set(known) == {"place", "times"}
    assert {(one.source, one.by) for one in known.values()} == {("attendance", "")}
    assert all(one.on.weekday() == 0 for one in known.values())
    assert [person for _, _, person in told_of("PartsConfirmed")] == [None]


def test_a_group_that_says_full_is_full_for_everybody(nadia: Actor) -> None:
    _, told = sent(nadia)
    answer(told.pk, PartnerAnswer.FULL, by=nadia)
    town.run_deliveries()
    row = FoundWrong.objects.get(service_id=choir())
    assert (row.what, row.until) == ("full", clock.today() + USUALLY)
    assert "Tidewater Singers" not in options()


@pytest.mark.parametrize("who", ["amara", "gemma", "helen", "marcus"])
def test_nobody_else_says_so(nadia: Actor, who: str) -> None:
    by = staff_actor(who)
    with pytest.raises(NotThere):
        find_wrong(choir(), Trouble.CLOSED, until=clock.today() + SOON, by=by)
    with pytest.raises(NotThere):
        right(by, Part.TIMES)
    assert not Check.objects.exists()


def service(name: str = "Millrace Link Workers") -> UUID:
    return Organisation.objects.get(name=name).pk


def test_what_colleagues_should_know_is_theirs_and_ends_when_one_says_so(nadia: Actor) -> None:
    row = note_know_how(choir(), "Ask for the  kitchen door", organisation_id=service(), by=nadia)
    assert (row.words, row.by) == ("Ask for the kitchen door", nadia.name)
    with pytest.raises(NotThere):
        end_know_how(row.pk, by=staff_actor("kieran"))
    end_know_how(row.pk, by=staff_actor("tom"))
    assert KnowHow.objects.get().ended_on == clock.today()
    with pytest.raises(NotThere):
        end_know_how(row.pk, by=nadia)


def test_nobody_leaves_words_in_another_service(nadia: Actor) -> None:
    with pytest.raises(NotThere):
        note_know_how(choir(), "Steep stairs", organisation_id=service(), by=staff_actor("kieran"))
    with pytest.raises(InputAtFault):
        note_know_how(choir(), "  ", organisation_id=service(), by=nadia)


def test_who_says_it_is_in_the_journal_and_nowhere_else(nadia: Actor) -> None:
    find_wrong(choir(), Trouble.MOVED, until=clock.today() + SOON, by=nadia)
    assert told_of("TroubleFound") == [(nadia.id, choir(), None)]
