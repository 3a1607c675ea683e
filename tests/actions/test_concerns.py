"""Safeguarding concerns: read by few, passed on until somebody has it, closed with an outcome."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linkwell.access.scope import acting_as
from linkwell.cases.actions import close, hand_over, mark_at_risk, reopen
from linkwell.cases.models import Case
from linkwell.cases.rules import Because
from linkwell.demo.cast import PEOPLE
from linkwell.demo.seed import own_link, staff_actor
from linkwell.kernel.errors import InputAtFault, NotThere, WrongState
from linkwell.kernel.ids import UUID
from linkwell.safety.actions import (
    acknowledge,
    acknowledge_concern,
    add_words,
    close_concern,
    raise_concern,
    settle_danger,
)
from linkwell.safety.clocks import pass_on_overdue
from linkwell.safety.models import Alert, Concern
from linkwell.safety.rules import ConcernState, Outcome, Route, Rung
from linkwell.tables.writing import writing
from tests import town
from tests.actions.talking import back_again, taken_on
from tests.dangers import concern_about

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)
WORDS = "Her son takes her pension and shouts."


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    town.fill()
    with time_machine.travel(NOW, tick=False):
        yield tmp_path / "outbox"


def maureens_case() -> UUID:
    with acting_as(staff_actor("nadia")):
        case: Case = Case.objects.get(person_id=town.person_ids()["maureen"])
        return case.pk


def just_raised(*, in_danger: bool = False, words: str = WORDS) -> Concern:
    """Raised a moment ago: nothing that follows has run."""
    concern: Concern = raise_concern(
        maureens_case(),
        route=Route.LOCAL_AUTHORITY,
        words=words,
        in_danger=in_danger,
        by=staff_actor("nadia"),
    )
    return concern


def raised(*, in_danger: bool = False, words: str = WORDS) -> Concern:
    concern = just_raised(in_danger=in_danger, words=words)
    town.run_deliveries()
    return concern


def says_it_is_over(case_id: UUID, who: str) -> None:
    with acting_as(staff_actor("ruth")):
        person_id = Case.objects.one(case_id).person_id
    settle_danger(person_id, words="We spoke: she is safe.", by=staff_actor(who))


def reads(who: str) -> bool:
    with acting_as(staff_actor(who)):
        return bool(Concern.objects.exists())


def test_its_author_and_the_supervisors_read_it_and_nobody_else() -> None:
    raised()
    readers = {who for who in ("nadia", "tom", "ruth", "amara", "gemma") if reads(who)}
    assert readers == {"nadia", "ruth"}
    assert not any(reads(who) for who in ("helen", "marcus", "kieran", "beth"))
    with acting_as(own_link(next(one for one in PEOPLE if one.key == "maureen"))):
        assert not Concern.objects.exists()


def test_words_may_follow_and_nothing_is_taken_away() -> None:
    concern = raised(words="")
    add_words(concern.pk, words=WORDS, by=staff_actor("nadia"))
    add_words(concern.pk, words="He came back.", by=staff_actor("ruth"))
    with acting_as(staff_actor("ruth")):
        assert Concern.objects.one(concern.pk).words == f"{WORDS}\n\nHe came back."


def test_nobody_switches_it_off_but_a_supervisor_with_an_outcome() -> None:
    concern = raised()
    close = {"outcome": Outcome.PLAN_AGREED, "words": "A plan stands."}
    for who in ("nadia", "tom", "amara", "helen"):
        with pytest.raises(NotThere):
            close_concern(concern.pk, **close, by=staff_actor(who))  # type: ignore[arg-type]
    with pytest.raises(InputAtFault):
        close_concern(concern.pk, outcome=Outcome.PLAN_AGREED, words=" ", by=staff_actor("ruth"))
    close_concern(concern.pk, **close, by=staff_actor("ruth"))  # type: ignore[arg-type]
    with pytest.raises(WrongState):
        close_concern(concern.pk, **close, by=staff_actor("ruth"))  # type: ignore[arg-type]


def test_the_database_itself_refuses_an_end_without_an_outcome() -> None:
    concern = raised()
    with (
        pytest.raises(IntegrityError),
        acting_as(staff_actor("ruth")),
        writing(),
        transaction.atomic(),
    ):
        Concern.objects.filter(pk=concern.pk).update(state=ConcernState.CLOSED)


def test_it_passes_on_until_a_supervisor_has_it(outbox: Path) -> None:
    concern = raised()
    called = [str(concern.rung)]
    for hour in (1, 2, 3):
        with time_machine.travel(NOW + timedelta(hours=hour), tick=False):
            pass_on_overdue(NOW + timedelta(hours=hour))
            town.run_deliveries()
        with acting_as(staff_actor("ruth")):
            called.append(str(Concern.objects.one(concern.pk).rung))
    assert called == [Rung.SAFEGUARDING_LEAD, *[Rung.SUPERVISOR] * 3]
    with pytest.raises(NotThere):
        acknowledge_concern(concern.pk, by=staff_actor("nadia"))
    acknowledge_concern(concern.pk, by=staff_actor("ruth"))
    assert pass_on_overdue(NOW + timedelta(days=2)) == 0
    letters = [json.loads(path.read_text()) for path in outbox.glob("*.json")]
    calls = [letter for letter in letters if "safeguarding concern" in letter["subject"]]
    assert {letter["to"] for letter in calls} == {"ruth@millrace.example"}
    assert not [
        letter for letter in calls if "Maureen" in letter["body"] or WORDS in letter["body"]
    ]


def test_from_the_moment_it_is_raised_the_case_does_not_end_by_itself() -> None:
    concern, tom = just_raised(), staff_actor("tom")
    with acting_as(staff_actor("ruth")):
        case = Case.objects.one(concern.case_id)
    assert (case.at_risk, case.danger_open) == (True, True)
    hand_over(concern.case_id, to=tom.memberships[0].id, by=staff_actor("nadia"))
    assert not reads("tom")
    with pytest.raises(NotThere):
        says_it_is_over(concern.case_id, "tom")
    with pytest.raises(WrongState, match="supervisor"):
        close(concern.case_id, because=Because.LOST_CONTACT, by=tom)


def test_a_case_that_had_ended_knows_it_when_it_is_opened_again() -> None:
    case_id, ruth = maureens_case(), staff_actor("ruth")
    close(case_id, because=Because.COMPLETED, by=staff_actor("nadia"))
    concern = raised()
    close_concern(concern.pk, **ENDS, by=ruth)  # type: ignore[arg-type]
    town.run_deliveries()
    reopen(case_id, by=staff_actor("nadia"))
    with pytest.raises(WrongState, match="supervisor"):
        close(case_id, because=Because.LOST_CONTACT, by=staff_actor("nadia"))


@pytest.fixture
def back_after_a_concern() -> Iterator[Case]:
    """Una's new case: the one before ended after a concern, and the danger was not over."""
    before, ruth = taken_on(), staff_actor("ruth")
    concern_id = concern_about(before.pk)
    close_concern(concern_id, **ENDS, by=ruth)  # type: ignore[arg-type]
    close(before.pk, because=Because.LOST_CONTACT, by=ruth)
    town.run_deliveries()
    with time_machine.travel(NOW + timedelta(days=1)):
        yield back_again(before.person_id, staff_actor("nadia"))


def test_a_new_case_knows_that_a_supervisor_has_to_say_that_it_is_over(
    back_after_a_concern: Case,
) -> None:
    case_id = back_after_a_concern.pk
    with pytest.raises(NotThere):
        says_it_is_over(case_id, "nadia")
    with pytest.raises(WrongState, match="supervisor"):
        close(case_id, because=Because.LOST_CONTACT, by=staff_actor("nadia"))


def test_what_a_supervisor_said_is_over_begins_no_later_case(back_after_a_concern: Case) -> None:
    says_it_is_over(back_after_a_concern.pk, "ruth")
    close(back_after_a_concern.pk, because=Because.LOST_CONTACT, by=staff_actor("nadia"))
    later = back_again(back_after_a_concern.person_id, staff_actor("nadia"))
    assert not later.at_risk


def test_cases_are_held_in_one_order_by_who_raises_and_who_settles(
    back_after_a_concern: Case,
) -> None:
    case_id, ruth = back_after_a_concern.pk, staff_actor("ruth")
    raising = first_held(lambda: concern_about(case_id))
    with acting_as(ruth):
        concern = Concern.objects.latest("raised_at")  # the first one is closed
    close_concern(concern.pk, **ENDS, by=ruth)  # type: ignore[arg-type]
    settling = first_held(lambda: says_it_is_over(case_id, "ruth"))
    for sql in (raising, settling):
        assert 'ORDER BY "cases_case"."id"' in sql
        assert '"cases_case"."id" = ' not in sql  # all of theirs, not one before the others


def first_held(verb: Callable[[], object]) -> str:
    """The question by which a verb first holds cases."""
    with CaptureQueriesContext(connection) as asked:
        verb()
    sql = (one["sql"] for one in asked.captured_queries)
    return next(one for one in sql if 'FROM "cases_case"' in one and "FOR UPDATE" in one)


def at_risk() -> bool:
    with acting_as(staff_actor("ruth")):
        return bool(Case.objects.get(person_id=town.person_ids()["maureen"]).at_risk)


ENDS = {"outcome": Outcome.PLAN_AGREED, "words": "A plan stands."}


@pytest.mark.parametrize("who", ["nadia", "ruth"])
@pytest.mark.parametrize("taken", [False, True])
def test_nobody_says_that_danger_is_over_while_a_concern_is_open(who: str, *, taken: bool) -> None:
    concern = raised()
    if taken:
        acknowledge_concern(concern.pk, by=staff_actor("ruth"))
    refused = WrongState if who == "ruth" else NotThere
    with pytest.raises(refused):
        says_it_is_over(concern.case_id, who)
    with pytest.raises(WrongState, match="supervisor"):
        close(concern.case_id, because=Because.LOST_CONTACT, by=staff_actor("nadia"))


def test_a_concern_that_she_may_not_read_stops_whoever_took_over_too() -> None:
    concern, tom = raised(), staff_actor("tom")
    hand_over(concern.case_id, to=tom.memberships[0].id, by=staff_actor("nadia"))
    assert not reads("tom")
    with pytest.raises(NotThere):
        says_it_is_over(concern.case_id, "tom")
    assert at_risk()


def test_an_alert_that_nobody_has_stops_it_too() -> None:
    concern, ruth = raised(in_danger=True), staff_actor("ruth")
    assert not close_concern(concern.pk, **ENDS, danger_over=True, by=ruth)  # type: ignore[arg-type]
    with pytest.raises(WrongState, match="alert"):
        says_it_is_over(concern.case_id, "ruth")
    with acting_as(ruth):
        alert = Alert.objects.get()
    acknowledge(alert.pk, by=staff_actor("amara"))
    town.run_deliveries()
    with pytest.raises(NotThere):
        says_it_is_over(concern.case_id, "nadia")
    says_it_is_over(concern.case_id, "ruth")
    assert not at_risk()


@pytest.mark.parametrize("who", ["nadia", "tom"])
def test_where_a_concern_ended_and_danger_did_not_only_a_supervisor_says_that_it_is_over(
    who: str,
) -> None:
    concern, ruth = raised(), staff_actor("ruth")
    close_concern(concern.pk, **ENDS, by=ruth)  # type: ignore[arg-type]
    town.run_deliveries()
    if who == "tom":
        hand_over(concern.case_id, to=staff_actor(who).memberships[0].id, by=ruth)
    with pytest.raises(NotThere):
        says_it_is_over(concern.case_id, who)
    with pytest.raises(WrongState, match="supervisor"):
        close(concern.case_id, because=Because.LOST_CONTACT, by=staff_actor(who))
    says_it_is_over(concern.case_id, "ruth")
    close(concern.case_id, because=Because.LOST_CONTACT, by=staff_actor(who))


def test_danger_without_a_concern_is_settled_by_a_supervisor_alone_too() -> None:
    case_id, nadia = maureens_case(), staff_actor("nadia")
    mark_at_risk(case_id, by=nadia)
    with pytest.raises(NotThere):
        says_it_is_over(case_id, "nadia")
    says_it_is_over(case_id, "ruth")
    assert not at_risk()


def test_with_its_end_a_supervisor_says_whether_the_danger_is_over() -> None:
    concern, ruth = raised(), staff_actor("ruth")
    assert not close_concern(concern.pk, **ENDS, by=ruth)  # type: ignore[arg-type]
    assert at_risk()
    another = raised()
    assert close_concern(another.pk, **ENDS, danger_over=True, by=ruth)  # type: ignore[arg-type]
    town.run_deliveries()
    assert not at_risk()
    close(another.case_id, because=Because.LOST_CONTACT, by=staff_actor("nadia"))


def test_of_two_concerns_one_is_still_open() -> None:
    concern, other, ruth = raised(), raised(), staff_actor("ruth")
    assert not close_concern(concern.pk, **ENDS, danger_over=True, by=ruth)  # type: ignore[arg-type]
    assert at_risk()
    assert close_concern(other.pk, **ENDS, danger_over=True, by=ruth)  # type: ignore[arg-type]
    assert not at_risk()


@pytest.mark.parametrize("who", ["amara", "gemma", "marcus", "kieran", "tom"])
def test_who_may_not_mark_or_settle_danger(who: str) -> None:
    case_id = maureens_case()
    with pytest.raises(NotThere):
        mark_at_risk(case_id, by=staff_actor(who))
    with pytest.raises(NotThere):
        says_it_is_over(case_id, who)


def test_in_danger_now_alerts_the_practice_too() -> None:
    raised(in_danger=True)
    with acting_as(staff_actor("amara")):
        alert = Alert.objects.get()
        assert (alert.rung, alert.why) == (Rung.DUTY_CLINICIAN, "concern")
        assert not Concern.objects.exists()


@pytest.mark.parametrize("who", ["tom", "kieran", "amara"])
def test_it_is_raised_by_who_may_open_the_story(who: str) -> None:
    with pytest.raises(NotThere):
        raise_concern(maureens_case(), route=Route.POLICE, by=staff_actor(who))
