"""Scores, when a measure is due, and which two pulses are drawn. "Rather not" is an answer."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from linkwell.cases.rules import Because
from linkwell.measures.packs import PULSE, Pack, packs


class Stage(StrEnum):
    START = "start"
    END = "end"
    LATER = "later"  # three months after the end


class Offered(StrEnum):
    """How the questions come to the person."""

    TOGETHER = "together"  # the link worker asks and writes down
    PAPER = "paper"
    TEXT = "text"  # a link by text
    SCREEN = "screen"  # the screen is handed over


LATER_AFTER = timedelta(days=91)
LINK_LASTS = {
    Offered.SCREEN: timedelta(hours=1),
    Offered.TEXT: timedelta(days=14),
    Offered.PAPER: timedelta(days=14),
}
DRAWN = 2  # pulses after a contact
RATHER_NOT = "rather_not"


def stage_due(*, started: bool, ended_on: date | None, today: date) -> Stage:
    """Which stage an answer of today belongs to."""
    if ended_on is not None:
        return Stage.LATER if today >= ended_on + LATER_AFTER else Stage.END
    return Stage.END if started else Stage.START


def asked_later(because: Because, *, answered: bool, reachable: bool) -> bool:
    """Whether somebody is asked once more, three months after the end.

    Only who came to the end of what was planned, answered before, and can be reached safely:
    whoever wished to stop, was lost or would rather not say is left in peace.
    """
    return because is Because.COMPLETED and answered and reachable


def read_answers(
    pack: Pack, items: Collection[str], answers: Mapping[str, int | None]
) -> dict[str, int | None]:
    """The answers to these questions, each once; None for "rather not".

    Raises ValueError for a question that was not asked, one left out, or a value it does not have.
    """
    if set(answers) != set(items):
        raise ValueError("Each question that was asked has one answer, and no other has any.")
    for item_id, value in answers.items():
        if value is not None and value not in pack.item(item_id).answers:
            raise ValueError(f"{value} is no answer to {item_id}.")
    return dict(answers)


@dataclass(frozen=True)
class Score:
    """One number, or None where it cannot be told. `of`: lowest and highest possible."""

    label: str
    value: int | None
    of: tuple[int, int]
    better: str


def scores(pack: Pack, answers: Mapping[str, int | None]) -> tuple[Score, ...]:
    """What the answers come to. A sum needs all of its parts; nothing is guessed or averaged."""
    found = []
    if pack.sum_of:
        parts = [answers.get(item_id) for item_id in pack.sum_of]
        bounds = [(min(pack.item(one).answers), max(pack.item(one).answers)) for one in pack.sum_of]
        whole = None if None in parts else sum(part for part in parts if part is not None)
        of = (sum(low for low, _ in bounds), sum(high for _, high in bounds))
        found.append(Score(pack.sum_label, whole, of, "lower"))
    for item in pack.items:
        if item.id not in pack.sum_of:
            of = (min(item.answers), max(item.answers))
            found.append(Score(item.text, answers.get(item.id), of, item.better))
    return tuple(found)


class Happening(StrEnum):
    """What a pulse may wait for."""

    PLAN = "plan"  # there is one, or something was chosen
    VISIT = "visit"  # they got there


def due_pulses(
    contact_no: int,
    *,
    happened: Collection[str] = (),
    last_time: Collection[str] = (),
) -> tuple[str, ...]:
    """The pulses that are due after this talk; none that was drawn the last time.

    `happened`: "plan" once there is one, "visit" once they got there.
    """
    return tuple(
        item.id
        for item in packs()[PULSE].items
        if item.contacts[0] <= contact_no <= item.contacts[1]
        and (not item.after or item.after in happened)
        and item.id not in last_time
    )


def draw(due: Sequence[str], *, seed: UUID) -> tuple[str, ...]:
    """Two of these, at random; the same seed always draws the same."""
    chosen = random.Random(seed.int)  # noqa: S311 - nothing is kept secret by it
    return tuple(chosen.sample(sorted(due), min(DRAWN, len(due))))
