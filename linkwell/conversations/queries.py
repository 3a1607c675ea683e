"""Questions about reaching and talking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min, Subquery

from linkwell.cases.models import Case
from linkwell.conversations.models import (
    Attempt,
    Contact,
    LastLetter,
    LookBack,
    RaisedNeed,
    Supporter,
)
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
from linkwell.conversations.rules import MAP, TICKED, Again
from linkwell.journal.models import Event
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.measures.queries import Taken, taken
from linkwell.measures.rules import Stage as AskedAt
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


def maps_of(case_id: UUID, moments: Sequence[datetime]) -> list[list[Supporter]]:
    """The map as it was said at each of these moments, easiest first, in one question."""
    rows = list(Supporter.objects.filter(case_id=case_id).order_by("-ease", "named_at", "id"))
    return [
        [row for row in rows if row.named_at <= at and (row.ended_at is None or row.ended_at > at)]
        for at in moments
    ]


def first_map_at(case_id: UUID) -> datetime | None:
    """When the first map stood: at the end of the day on which somebody was first named, or just
    before it was looked at again. None where nobody was ever named."""
    named = Supporter.objects.filter(case_id=case_id).aggregate(at=Min("named_at"))["at"]
    if named is None:
        return None
    evening = clock.end_of(clock.on_day(named)) - _A_MOMENT
    again = LookBack.objects.filter(case_id=case_id, what=MAP, outcome=Again.SAID)
    first = again.aggregate(at=Min("at"))["at"]
    return min(evening, first - _A_MOMENT) if first else evening


_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Repeat:
    """Something begun at the start, which is asked again before the end. `what`: the map, or the
    id of a pack of questions; `title`: the pack's. `came_of_it` is None while that is open."""

    what: str
    title: str
    begun_on: date
    came_of_it: Again | None = None
    on: date | None = None


@dataclass(frozen=True)
class Ending:
    """A case, and what was begun at its start: the questions, then who they can turn to."""

    case: Case
    repeats: tuple[Repeat, ...]


def before_the_end(case_id: UUID) -> Ending:
    """What came of asking again, since the story was opened or opened again. NotThere as ever."""
    case = _with_its_beginnings(case_id)
    since = case.back_at or case.opened_at
    rows = LookBack.objects.filter(case_id=case_id, at__gte=since).order_by("at", "id")
    said = {row.what: (Again(row.outcome), clock.on_day(row.at)) for row in rows}
    found = _questions(taken(case_id), since, said)
    if case.mapped_at is not None:
        found.append(Repeat(MAP, "", clock.on_day(case.mapped_at), *said.get(MAP, (None, None))))
    return Ending(case, tuple(found))


def _with_its_beginnings(case_id: UUID) -> Any:
    """The case with `back_at`, when it was opened again last, and `mapped_at`, when somebody was
    first named on the map; null where that never was."""
    back = Event.objects.filter(subject_id=case_id, name="CaseReopened").order_by("-at")
    named = Supporter.objects.filter(case_id=case_id).order_by("named_at")
    rows = Case.objects.filter(pk=case_id).annotate(
        back_at=Subquery(back.values("at")[:1]), mapped_at=Subquery(named.values("named_at")[:1])
    )
    for row in rows:
        return row
    raise NotThere


def _questions(
    asked: Sequence[Taken], since: datetime, said: Mapping[str, tuple[Again, date]]
) -> list[Repeat]:
    found = []
    for pack in dict.fromkeys(one.pack.id for one in asked):
        times = [one for one in asked if one.pack.id == pack]
        start = next((one for one in times if one.stage is AskedAt.START and one.scores), None)
        if start is None:
            continue
        ends = [one for one in times if one.stage is AskedAt.END and one.at >= since]
        again = _of_questions(ends[-1]) if ends else said.get(pack, (None, None))
        found.append(Repeat(pack, start.pack.title, clock.on_day(start.at), *again))
    return found


def _of_questions(asked: Taken) -> tuple[Again, date]:
    if not asked.scores:
        return Again.WAITS, clock.on_day(asked.at)
    all_left_out = all(score.value is None for score in asked.scores)
    return Again.RATHER_NOT if all_left_out else Again.SAID, clock.on_day(asked.at)
