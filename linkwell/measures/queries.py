"""Questions about measures. There are none about pulses: nobody on the staff reads one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from linkwell.access.models import Relationship
from linkwell.access.rules import Actor, Role
from linkwell.journal.models import Event
from linkwell.kernel import clock
from linkwell.kernel.errors import NotThere
from linkwell.measures.models import Answer, Asking
from linkwell.measures.packs import PULSE, Pack, packs
from linkwell.measures.rules import Offered, Score, Stage, scores, stage_due


@dataclass(frozen=True)
class Taken:
    """One time that a measure was offered: what it came to; no scores while no answer came."""

    pack: Pack
    stage: Stage
    how: Offered
    at: datetime
    scores: tuple[Score, ...]
    refused: int
    on_paper: UUID | None = None  # the sheet that is out: its answers can be typed in


def taken(case_id: UUID) -> list[Taken]:
    """Every measure of a case, oldest first."""
    rows = list(
        Asking.objects.filter(case_id=case_id).exclude(pack=PULSE).order_by("made_at", "id")
    )
    answers: dict[UUID, dict[str, int | None]] = defaultdict(dict)
    for answer in Answer.objects.filter(asking_id__in=[row.pk for row in rows]):
        answers[answer.asking_id][answer.item] = answer.value
    return [
        Taken(
            pack=packs()[row.pack],
            stage=Stage(row.stage),
            how=Offered(row.offered),
            at=row.answered_at or row.made_at,
            scores=scores(packs()[row.pack], answers[row.pk]) if row.answered_at else (),
            refused=sum(value is None for value in answers[row.pk].values()),
            on_paper=row.pk if row.offered == Offered.PAPER and not row.answered_at else None,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Answered:
    """A pack of questions as it was answered once."""

    pack: Pack
    stage: Stage
    at: datetime
    scores: tuple[Score, ...]


def answered(case_id: UUID) -> list[Answered]:
    """Every time that questions of a case were answered, oldest first, in one question."""
    asked = Asking.objects.filter(case_id=case_id).exclude(pack=PULSE)
    of_it = asked.filter(pk=OuterRef("asking_id"))
    rows = Answer.objects.filter(asking_id__in=asked.values("pk")).annotate(
        pack=Subquery(of_it.values("pack")[:1]),
        stage=Subquery(of_it.values("stage")[:1]),
        answered_at=Subquery(of_it.values("answered_at")[:1]),
    )
    found: dict[tuple[datetime, str, str], dict[str, int | None]] = defaultdict(dict)
    for row in rows:
        found[row.answered_at, row.pack, row.stage][row.item] = row.value
    return [
        Answered(packs()[pack], Stage(stage), at, scores(packs()[pack], said))
        for (at, pack, stage), said in sorted(found.items())
    ]


def sheet_out(asking_id: UUID, *, by: Actor) -> Asking:
    """What went out on paper and has no answer yet. NotThere for who may not type it in."""
    row: Asking = Asking.objects.one(asking_id)
    if row.offered != Offered.PAPER or row.answered_at is not None or not may_type_in(row, by):
        raise NotThere
    return row


def pulse_sheets_out(case_id: UUID, *, by: Actor) -> list[Asking]:
    """Pulses on paper that the actor may type in, oldest first."""
    rows = Asking.objects.filter(case_id=case_id, pack=PULSE, offered=Offered.PAPER)
    waiting = rows.filter(answered_at__isnull=True).order_by("made_at", "id")
    return [row for row in waiting if may_type_in(row, by)]


def may_type_in(asking: Asking, by: Actor) -> bool:
    """May the actor type in a sheet? One of pulses only a supervisor, whom they are not about.

    They are about whoever holds the case or covers, and whoever wrote down the talk before them.
    """
    if asking.pack != PULSE:
        return True
    member = {"member__user_id": by.id, "ended_at__isnull": True}
    stands = Relationship.objects.filter(person_id=asking.person_id, **member)
    talked = Event.objects.filter(subject_id=asking.pk, name="PulsesDrawn", author_id=by.id)
    supervises = asking.service_id in by.organisations(Role.SUPERVISOR)
    return supervises and not stands.exists() and not talked.exists()


def next_stage(case_id: UUID, pack: str, *, ended_on: date | None) -> Stage:
    """Which stage an answer of today belongs to."""
    started = Asking.objects.filter(case_id=case_id, pack=pack, answered_at__isnull=False).exists()
    return stage_due(started=started, ended_on=ended_on, today=clock.today())


def has_answered(case_id: UUID) -> bool:
    """Whether they answered any question of a measure in this case. "Rather not" is none."""
    asked = Asking.objects.filter(case_id=case_id).exclude(pack=PULSE).values("pk")
    return bool(Answer.objects.filter(asking_id__in=asked, value__isnull=False).exists())


def pulses_waiting(case_id: UUID) -> Asking | None:
    """The newest pulses that were drawn and not yet offered."""
    row: Asking | None = (
        Asking.objects.filter(case_id=case_id, pack=PULSE).order_by("-made_at").first()
    )
    return row if row and not row.offered else None
