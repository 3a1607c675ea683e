"""One story of the demo town's year while it is told, and how time passes in it."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.cases.models import Case
from linkwell.connections.models import Connection
from linkwell.demo.cast import CastPerson
from linkwell.journal.deliveries import deliver_due
from linkwell.kernel import clock
from linkwell.referrals.models import Receipt, Referral
from linkwell.tasks.actions import finish
from linkwell.tasks.models import Task
from linkwell.tasks.rules import TaskKind, TaskState

# What whoever holds a case says is done when she has done it.
SAID_DONE = (
    TaskKind.NEXT_STEP,
    TaskKind.TELL_ANSWER,
    TaskKind.CHOOSE_OTHER,
    TaskKind.LOOK_AGAIN,
    TaskKind.REVIEW,
    TaskKind.TALK_IT_OVER,
    TaskKind.BOOK_INTERPRETER,
)


@dataclass(frozen=True)
class Theme:
    """What somebody's story is about, and what is said in it."""

    needs: tuple[str, ...]
    said: tuple[str, ...]
    later: tuple[str, ...]
    strengths: str
    goal: str
    step: str
    supporter: tuple[str, str]
    done: str


@dataclass(frozen=True)
class Beat:
    """What happens next, and when."""

    at: datetime
    verb: str
    said: tuple[str, ...] = ()


@dataclass
class Story:
    """Somebody's story so far. `by` holds the case; `seats` may be shared by all stories."""

    person: CastPerson
    theme: Theme
    receipt: Receipt
    by: Actor
    ruth: Actor
    practice: Actor
    to_come: list[Beat]
    chance: random.Random
    person_id: UUID = field(init=False)
    case_id: UUID = field(init=False)
    talks: int = 0

    def __post_init__(self) -> None:
        with acting_as(self.ruth):
            self.person_id = Referral.objects.get(pk=self.receipt.referral_id).person_id

    def key(self, name: str) -> UUID:
        return uuid5(self.person.submission_key, name)

    def case(self) -> UUID:
        with acting_as(self.by):
            found: UUID = Case.objects.filter(person_id=self.person_id).latest("opened_at").pk
            return found

    def connection(self) -> Connection:
        """The newest one."""
        with acting_as(self.by):
            rows = Connection.objects.filter(person_id=self.person_id)
            newest: Connection = rows.latest("chosen_at", "id")
            return newest

    def next_talk(self) -> date:
        """When they have agreed to talk again, or to end it: the day of what is to come."""
        talks = [beat.at for beat in self.to_come if beat.verb in ("talk", "meet", "close")]
        if talks:
            return clock.on_day(talks[0])
        return clock.add_working_days(clock.today(), 8 + self.chance.randrange(4))

    def pass_time(self, until: datetime) -> None:
        """What waits for a moment before `until` happens at that moment."""
        due = self._deliver()
        while due is not None and due <= until:
            with clock.at_moment(max(due, clock.now())):
                due = self._deliver()

    def _deliver(self) -> datetime | None:
        return deliver_due(self.person_id, self.receipt.service_id)

    def keep_up(self, *, late: int = 0) -> None:
        """What was due before today (`late`: days before it), and need only be said, is done."""
        before = clock.today() - timedelta(days=late)
        with acting_as(self.ruth):
            rows = Task.objects.filter(
                person_id=self.person_id, state=TaskState.OPEN, due_on__lt=before
            )
            due = list(rows.filter(kind__in=SAID_DONE).values_list("pk", flat=True))
        for task_id in due:
            finish(task_id, by=self.by)
