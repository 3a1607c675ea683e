"""The demo town's year is told through the actions, each thing at its own moment, once."""

import io
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models

from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.cases.rules import CaseState
from linkwell.config.logging import make_handler
from linkwell.connections.models import Connection, OptionList
from linkwell.connections.rules import ConnectionState
from linkwell.conversations.models import Attempt, LastLetter
from linkwell.conversations.reaching import Outcome
from linkwell.demo import year
from linkwell.demo.seed import staff_actor
from linkwell.demo.year import read_year, seed_year
from linkwell.demo.year_verbs import VERBS
from linkwell.diary.models import Appointment
from linkwell.diary.rules import needs_interpreter
from linkwell.directory.queries import postcodes
from linkwell.feedback.models import PracticeMessage
from linkwell.feedback.rules import About
from linkwell.journal.models import Delivery, Event
from linkwell.kernel import clock
from linkwell.kernel.ids import UUID
from linkwell.people.models import Person
from linkwell.people.rules import age_on
from linkwell.plans.models import Goal
from linkwell.plans.rules import GoalState
from linkwell.referrals.models import Referral
from linkwell.referrals.rules import ReferralState
from linkwell.tables.scope import PersonRecord
from linkwell.tasks.models import Task
from linkwell.tasks.rules import TaskKind, TaskState
from tests import town

pytestmark = pytest.mark.long

LONG_AGO = datetime(2001, 2, 3, 4, 5, tzinfo=UTC)
# Those whose stories are told here: together they stand at every stage that there is.
TOLD = (
    *("Harold Dewhurst", "Frank Ogden", "Derrick Banks", "Phyllis Crompton", "Dorothy Clegg"),
    *("Glenda Thorpe", "Anjali Rao", "Mohammed Saleh", "Tomasz Wilk", "Keith Ollerenshaw"),
    *("Arthur Penney", "Rafiq Hussain", "Sylvia Brotherton", "Irene Shawcross", "Tracey Openshaw"),
    *("Olive Pomfret", "Aidan Molloy", "Noreen Duffy", "Ewan McAllister", "Stanislaw Nowak"),
    *("Hassan Jama", "Amina Yusuf", "Craig Leyland"),
)

SHORT = ("Harold Dewhurst", "Derrick Banks", "Anjali Rao", "Arthur Penney", "Irene Shawcross")


def some(*names: str) -> list[dict[str, str]]:
    rows = {f"{row['Given name']} {row['Family name']}": row for row in read_year()}
    return [rows[name] for name in names]


def holds(row: type[models.Model], **what: Any) -> Callable[[UUID], bool]:
    """Somebody has a row like that."""
    return lambda person_id: row._default_manager.filter(person_id=person_id, **what).exists()


def both(*found: Callable[[UUID], bool]) -> Callable[[UUID], bool]:
    return lambda person_id: all(one(person_id) for one in found)


def _of(person_id: UUID) -> Any:
    return Person.objects.get(pk=person_id)


def is_child(person_id: UUID) -> bool:
    return age_on(_of(person_id).birth_date, clock.today()) < 18


def interpreted(person_id: UUID) -> bool:
    return needs_interpreter(_of(person_id).interpreter, _of(person_id).language)


OPEN, CLOSED = holds(Case, closed_at=None), holds(Case, state=CaseState.CLOSED)
STAGES: Mapping[str, Callable[[UUID], bool]] = {
    "new in the queue": holds(Referral, state=ReferralState.RECEIVED),
    "waiting for a first talk": holds(Case, state=CaseState.WAITING),
    "tried": both(OPEN, holds(Attempt, outcome=Outcome.NO_ANSWER)),
    "written to": both(OPEN, holds(LastLetter)),
    "never reached": both(CLOSED, holds(LastLetter)),
    "active with a goal": both(
        holds(Case, state=CaseState.ACTIVE), holds(Goal, state=GoalState.OPEN)
    ),
    "shown options": both(
        OPEN, holds(OptionList, nothing_suited_at=None), lambda who: not holds(Connection)(who)
    ),
    "sent": holds(Connection, state=ConnectionState.SENT),
    "attended": both(OPEN, holds(Connection, state=ConnectionState.ATTENDED)),
    "disputed": holds(Task, kind=TaskKind.SETTLE, state=TaskState.OPEN),
    "holding": holds(Case, state=CaseState.HOLDING),
    "paused": holds(Case, state=CaseState.PAUSED),
    "ended, filed": both(CLOSED, holds(PracticeMessage, about=About.END, filed_at__isnull=False)),
    "ended, not filed": both(CLOSED, holds(PracticeMessage, about=About.END, filed_at=None)),
    "came back": both(OPEN, holds(Event, name="CaseReopened")),
    "returned": holds(Referral, state=ReferralState.RETURNED),
    "declined": holds(Referral, state=ReferralState.DECLINED),
    "died": holds(Person, died_on__isnull=False),
    "under 18": is_child,
    "interpreter": interpreted,
    "nothing suited": holds(OptionList, nothing_suited_at__isnull=False),
    "a talk to come": holds(Appointment, ended_at=None, at__gte=clock.now()),
}
PLANNED = {(Appointment, "at"), (Delivery, "due_at")}


@pytest.fixture
def told() -> None:
    town.seed()
    assert seed_year(some(*TOLD)) == len(TOLD)


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
def test_the_year_shows_every_stage_and_is_told_once() -> None:
    with acting_as(staff_actor("ruth")):
        people = list(Person.objects.values_list("pk", flat=True))
        assert [stage for stage, shows in STAGES.items() if not any(map(shows, people))] == []
        assert in_the_future() == []
        assert without_a_next_date() == []
        events = Event.objects.count()
    assert seed_year(some(*TOLD)) == 0
    with acting_as(staff_actor("ruth")):
        assert Event.objects.count() == events > 0


def in_the_future() -> list[str]:
    """What was written down at a moment that is still to come."""
    found = []
    for row in apps.get_models():
        for field in row._meta.fields if issubclass(row, PersonRecord) else ():
            if isinstance(field, models.DateTimeField) and (row, field.name) not in PLANNED:
                later = row._default_manager.filter(**{f"{field.name}__gt": clock.now()})
                found += [f"{row.__name__}.{field.name}"] if later.exists() else []
    return found


def without_a_next_date() -> list[str]:
    """Open cases of the year that nobody has to do anything about."""
    cases = Case.objects.exclude(state=CaseState.CLOSED).filter(opened_at__lt=clock.now())
    assert all(case.holder_id for case in cases)
    names = {str(one): one.pk for one in Person.objects.filter(pk__in=cases.values("person_id"))}
    due = Task.objects.filter(state=TaskState.OPEN).values_list("person_id", flat=True)
    return [name for name in TOLD if name in names and names[name] not in set(due)]


@pytest.mark.django_db
def test_who_was_half_told_is_told_whole_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    town.seed()
    rows = some("Glenda Thorpe", "Anjali Rao")

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setitem(VERBS, "goal", killed)
        with pytest.raises(SystemExit):
            seed_year(rows)  # the newest is told, the other is left in the middle
    assert seed_year(rows) == 1
    with acting_as(staff_actor("ruth")):
        for row in rows:
            named = Person.objects.filter(family_name=row["Family name"])
            assert named.count() == Case.objects.filter(person__in=named.values("pk")).count() == 1
            who = named.values_list("pk", flat=True)[0]
            assert holds(Goal)(who) == (row["Story"] == "looking")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "today",
    [
        datetime(2026, 11, 29, 9, 5, tzinfo=clock.LONDON),  # a Sunday
        datetime(2026, 12, 28, 0, 10, tzinfo=clock.LONDON),  # a bank holiday after a weekend
    ],
)
def test_it_is_told_on_days_when_nobody_works(today: datetime) -> None:
    rows = some(*SHORT)
    with time_machine.travel(today):
        assert not clock.is_working_day(clock.today())
        town.seed()
        assert seed_year(rows) == len(rows)
        with acting_as(staff_actor("ruth")):
            assert in_the_future() == []
            assert without_a_next_date() == []


@pytest.mark.django_db
def test_a_story_that_cannot_be_told_keeps_back_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    town.seed()
    monkeypatch.setitem(VERBS, "return", lambda *_: 1 // 0)
    written = io.StringIO()
    monkeypatch.setattr(year.log, "handlers", [make_handler(written)])
    rows = some("Olive Pomfret", "Aidan Molloy")
    assert seed_year(rows) == 1
    (line,) = [line for line in written.getvalue().splitlines() if "story_not_told" in line]
    assert json.loads(line)["demo_story"] in {row["Story"] for row in rows}
    assert not any(row["Family name"] in line for row in rows)


def test_everybody_lives_where_we_know_and_can_be_rung_by_nobody() -> None:
    rows = read_year()
    assert len(rows) >= 60
    assert len({row["NHS number"] for row in rows}) == len(rows)
    for row in rows:
        assert postcodes().find(row["Postcode"]), row
        assert row["NHS number"].startswith("999"), row
        assert row["Phone"].startswith(("01632 960", "07700 900", "0161 496 0")), row


def test_another_moment_stays_in_its_own_thread_and_ends() -> None:
    with clock.at_moment(LONG_AGO), ThreadPoolExecutor(1) as beside:
        assert clock.now() == LONG_AGO
        assert beside.submit(clock.now).result() > LONG_AGO
    assert clock.now() > LONG_AGO
