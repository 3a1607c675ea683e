"""Before it ends: what was asked at the start is asked again, or has a reason why not."""

from datetime import timedelta

import pytest
import time_machine

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.cases.actions import mark_at_risk, reopen
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.conversations.actions.ending import NewName, end_case, say_map_again
from linkwell.conversations.actions.supports import change_supporter, name_supporter
from linkwell.conversations.models import LookBack, Supporter
from linkwell.conversations.queries import (
    Repeat,
    before_the_end,
    first_map_at,
    maps_of,
    supporters_of,
)
from linkwell.conversations.rules import MAP, SKIPS, Again, Ease
from linkwell.demo.seed import staff_actor
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere, WrongState
from linkwell.measures.actions import answer, offer_measure
from linkwell.measures.models import Answer, Asking
from linkwell.measures.queries import answered, taken
from linkwell.measures.rules import Offered, Stage
from linkwell.safety.queries import open_danger
from tests import town
from tests.actions.talking import events, state_of, taken_on
from tests.actions.test_reaching import later, unanswered

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def nadia() -> Actor:
    town.fill()
    return staff_actor("nadia")


def begun(nadia: Actor, *, weeks_ago: int = 8) -> Case:
    """Una was asked four questions, and named Pat and Sue, some weeks ago."""
    with time_machine.travel(clock.now() - timedelta(weeks=weeks_ago)):
        case = taken_on()
        ask(case, nadia, Stage.START, 3)
        for name, ease in (("Pat", Ease.COULD), ("Sue", Ease.NOT_NOW)):
            name_supporter(case.pk, name=name, relation="Next door", ease=ease, by=nadia)
        town.run_deliveries()
    return case


def ask(case: Case, nadia: Actor, stage: Stage, value: int | None, pack: str = "ons4") -> Asking:
    asking = offer_measure(case.pk, pack, stage=stage, how=Offered.TOGETHER, by=nadia)
    answer(asking.pk, dict.fromkeys(asking.items, value), by=nadia)
    return asking


def repeats(case: Case) -> dict[str, Repeat]:
    with acting_as(staff_actor("ruth")):
        return {one.what: one for one in before_the_end(case.pk).repeats}


def came_of(case: Case) -> dict[str, Again | None]:
    return {what: one.came_of_it for what, one in repeats(case).items()}


def on_the_map(case: Case) -> dict[str, Supporter]:
    with acting_as(staff_actor("ruth")):
        return {one.name: one for one in supporters_of(case.pk)}


def test_what_was_begun_is_asked_again_and_nothing_else(nadia: Actor) -> None:
    assert came_of(taken_on(given_name="Vera")) == {}
    case = begun(nadia)
    assert came_of(case) == {"ons4": None, MAP: None}
    start = clock.today() - timedelta(weeks=8)
    assert {one.begun_on for one in repeats(case).values()} == {start}


def test_what_was_only_offered_at_the_start_is_not_asked_again(nadia: Actor) -> None:
    case = taken_on()
    offer_measure(case.pk, "ons4", stage=Stage.START, how=Offered.PAPER, by=nadia)
    assert came_of(case) == {}


@pytest.mark.parametrize(("value", "came"), [(7, Again.SAID), (None, Again.RATHER_NOT)])
def test_questions_that_were_asked_again_are_settled(
    nadia: Actor, value: int | None, came: Again
) -> None:
    case = begun(nadia)
    ask(case, nadia, Stage.END, value)
    assert came_of(case)["ons4"] is came
    assert repeats(case)["ons4"].on == clock.today()


def test_questions_that_are_out_wait_for_their_answer(nadia: Actor) -> None:
    case = begun(nadia)
    offer_measure(case.pk, "ons4", stage=Stage.END, how=Offered.PAPER, by=nadia)
    assert came_of(case)["ons4"] is Again.WAITS


def test_the_map_is_looked_at_again_in_one_go_and_the_first_one_stays(nadia: Actor) -> None:
    case = begun(nadia)
    known = on_the_map(case)
    row = say_map_again(
        case.pk,
        eases={known["Pat"].pk: Ease.EASY, known["Sue"].pk: None},
        new=NewName("Joan", "From the choir", Ease.COULD),
        by=nadia,
    )
    assert came_of(case)[MAP] is Again.SAID
    with acting_as(nadia):
        first = first_map_at(case.pk)
        assert first is not None
        then, now = maps_of(case.pk, (first, row.at))
    assert {one.name: one.ease for one in then} == {"Pat": Ease.COULD, "Sue": Ease.NOT_NOW}
    assert {one.name: one.ease for one in now} == {"Pat": Ease.EASY, "Joan": Ease.COULD}
    (event,) = events(case, "LookedBack")
    assert (event.data["is_map"], event.data["outcome"]) == (True, "said")
    assert "Pat" not in str(event.data)


def test_also_on_the_day_on_which_it_was_first_drawn(nadia: Actor) -> None:
    case = begun(nadia, weeks_ago=0)
    pat = on_the_map(case)["Pat"]
    change_supporter(pat.pk, name="Pat", relation="Next door", ease=Ease.NOT_NOW, by=nadia)
    known = on_the_map(case)
    row = say_map_again(case.pk, eases={known["Pat"].pk: Ease.EASY}, by=nadia)
    with acting_as(nadia):
        first = first_map_at(case.pk)
        assert first is not None
        then, now = maps_of(case.pk, (first, row.at))
    assert {one.name: one.ease for one in then} == {"Pat": Ease.NOT_NOW, "Sue": Ease.NOT_NOW}
    assert {one.name: one.ease for one in now} == {"Pat": Ease.EASY, "Sue": Ease.NOT_NOW}


@pytest.mark.parametrize("why", SKIPS)
def test_what_is_not_asked_again_has_a_reason(nadia: Actor, why: Again) -> None:
    case = begun(nadia)
    end_case(case.pk, because=Because.COMPLETED, skipped={"ons4": why, MAP: why}, by=nadia)
    assert state_of(case) == "closed"
    assert came_of(case) == {"ons4": why, MAP: why}
    with acting_as(nadia):
        kept = {row.what for row in LookBack.objects.filter(case_id=case.pk)}
        last = taken(case.pk)[-1]
    if why is Again.RATHER_NOT:  # an answer like any other: kept with the questions
        assert kept == {MAP}
        assert (last.stage, last.refused) == (Stage.END, 4)
        with acting_as(nadia):
            assert Answer.objects.filter(person_id=case.person_id, value=None).count() == 4
    else:
        assert kept == {MAP, "ons4"}
        assert last.stage is Stage.START


def test_where_danger_is_open_nothing_is_kept_and_it_does_not_end(nadia: Actor) -> None:
    case = begun(nadia)
    mark_at_risk(case.pk, by=nadia)
    skipped = {"ons4": Again.RATHER_NOT, MAP: Again.NOT_REACHED}
    with pytest.raises(WrongState, match="supervisor"):
        end_case(case.pk, because=Because.COMPLETED, skipped=skipped, by=nadia)
    assert came_of(case) == {"ons4": None, MAP: None}
    assert state_of(case) != "closed"


def test_not_even_a_supervisor_ends_over_danger_that_she_was_not_shown(nadia: Actor) -> None:
    case, ruth = begun(nadia), staff_actor("ruth")
    mark_at_risk(case.pk, by=nadia)
    with pytest.raises(WrongState, match="Read what was said first"):
        end_case(case.pk, because=Because.COMPLETED, by=ruth)
    assert state_of(case) != "closed"
    with acting_as(ruth):
        seen = open_danger(Case.objects.get(pk=case.pk))
    end_case(case.pk, because=Because.COMPLETED, danger_read=seen, by=ruth)
    assert state_of(case) == "closed"


def lost(case: Case, by: Actor) -> None:
    end_case(case.pk, because=Because.LOST_CONTACT, by=by)


def test_nobody_is_left_unreached_before_three_tries_a_letter_and_the_wait(nadia: Actor) -> None:
    case = taken_on()
    with pytest.raises(WrongState, match="three tries, a letter and ten working days"):
        lost(case, nadia)
    unanswered(case)
    with pytest.raises(WrongState, match="three tries"):
        lost(case, staff_actor("ruth"))
    with later(15):
        lost(case, nadia)
    assert state_of(case) == "closed"


def test_once_they_are_back_it_is_asked_anew_before_the_next_end(nadia: Actor) -> None:
    case = begun(nadia)
    skipped = dict.fromkeys(("ons4", MAP), Again.RATHER_NOT)
    end_case(case.pk, because=Because.COMPLETED, skipped=skipped, by=nadia)
    reopen(case.pk, by=nadia)
    town.run_deliveries()
    assert came_of(case) == {"ons4": None, MAP: None}


def test_nothing_is_looked_at_again_once_it_has_ended(nadia: Actor) -> None:
    case = begun(nadia)
    end_case(case.pk, because=Because.COMPLETED, by=nadia)
    for verb in (
        lambda: say_map_again(case.pk, eases={}, by=nadia),
        lambda: end_case(case.pk, because=Because.COMPLETED, by=nadia),
    ):
        with pytest.raises(WrongState):
            verb()


@pytest.mark.parametrize("who", ["tom", "kieran", "amara", "helen"])
def test_nobody_else_does(nadia: Actor, who: str) -> None:
    case = begun(nadia)
    with pytest.raises(NotThere):
        say_map_again(case.pk, eases={}, by=staff_actor(who))
    with pytest.raises(NotThere):
        end_case(case.pk, because=Because.COMPLETED, by=staff_actor(who))


def test_what_was_answered_stands_stage_by_stage(nadia: Actor) -> None:
    case = begun(nadia)
    ask(case, nadia, Stage.END, None)
    ask(case, nadia, Stage.END, 8)
    with acting_as(nadia):
        times = answered(case.pk)
    assert [(one.pack.id, one.stage) for one in times] == [
        ("ons4", Stage.START),
        ("ons4", Stage.END),
        ("ons4", Stage.END),
    ]
    assert [one.scores[0].value for one in times] == [3, None, 8]
