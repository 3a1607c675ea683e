"""Questions about reaching and talking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linkwell.cases.models import Case
from linkwell.conversations.models import Attempt, Contact, LastLetter, RaisedNeed, Supporter
from linkwell.conversations.reaching import (
    NextTry,
    Outcome,
    Part,
    Stage,
    Tried,
    next_try,
    read_times,
    stage,
    unreached,
)
from linkwell.conversations.rules import TICKED
from linkwell.kernel import clock
from linkwell.needs.rules import Need
from linkwell.people.queries import ways_to_reach
from linkwell.people.rules import Channel, Safe
from linkwell.tables.expressions import one_of


@dataclass(frozen=True)
class Reaching:
    """Where reaching somebody stands: every try, the last letter, and what comes next."""

    tries: tuple[Tried, ...]  # oldest first
    unreached: tuple[Tried, ...]  # those that count now
    letter_at: datetime | None
    stage: Stage
    next: NextTry


def reaching(case_id: UUID) -> Reaching:
    """Where it stands with this case."""
    case: Case = Case.objects.one(case_id)
    rows = Attempt.objects.filter(case_id=case_id).order_by("at", "id")
    tries = tuple(Tried(row.at, Outcome(row.outcome)) for row in rows)
    letter = LastLetter.objects.filter(case_id=case_id).order_by("-written_at").first()
    letter_at = letter.written_at if letter else None
    counted = tuple(unreached(tries, letter_at=letter_at))
    return Reaching(
        tries=tries,
        unreached=counted,
        letter_at=letter_at,
        stage=stage(tries, letter_at=letter_at, today=clock.today()),
        next=next_try(
            counted,
            accepted=clock.on_day(case.opened_at),
            now=clock.now(),
            suits=times_that_suit(case.person_id),
            at_risk=case.at_risk,
        ),
    )


def times_that_suit(person_id: UUID) -> frozenset[Part] | None:
    """The parts of the day that suit for a call, as far as their words can be read."""
    for way in ways_to_reach(person_id):
        if way.channel is Channel.PHONE and way.safe is not Safe.NO and way.times:
            return read_times(way.times)
    return None


def contacts_of(case_id: UUID) -> list[Contact]:
    """Every contact of a case, newest first."""
    return list(Contact.objects.filter(case_id=case_id).order_by("-at", "-id"))


def words_said(person_id: UUID) -> dict[UUID, str]:
    """What the person said, by contact: the story tells it in their own words."""
    rows = Contact.objects.filter(person_id=person_id).exclude(words="")
    return dict(rows.values_list("id", "words"))


def agreed_next(contact_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The next step that was agreed in each of these talks, in words."""
    rows = Contact.objects.filter(one_of("id", contact_ids)).exclude(next_step="")
    return dict(rows.values_list("id", "next_step"))


def needs_of(case_id: UUID) -> list[RaisedNeed]:
    """Every need of a case, in the order in which they were raised."""
    rows = RaisedNeed.objects.filter(case_id=case_id).select_related("contact")
    return list(rows.order_by("raised_at", "id"))


def ticked(needs: list[RaisedNeed]) -> list[Need]:
    """The needs of the twelve that still stand."""
    return [Need(row.code) for row in needs if row.code and row.state in TICKED]


def supporters_of(case_id: UUID, at: datetime | None = None) -> list[Supporter]:
    """Who they can turn to, easiest first: now, or as it was said `at` an earlier moment."""
    rows = Supporter.objects.filter(case_id=case_id).order_by("-ease", "named_at", "id")
    if at is None:
        return list(rows.filter(ended_at__isnull=True))
    return [
        row for row in rows.filter(named_at__lte=at) if row.ended_at is None or row.ended_at > at
    ]
