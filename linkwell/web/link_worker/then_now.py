"""What was said at the start and at the end, side by side. Never a difference: what changed in
between is not what was caused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linkwell.conversations.models import Supporter
from linkwell.conversations.queries import first_map_at, maps_of
from linkwell.conversations.rules import Again, Ease
from linkwell.journal.queries import Happened
from linkwell.measures.queries import Answered, answered
from linkwell.measures.rules import Score, Stage
from linkwell.web.design.parts import CountRow
from linkwell.web.design.words import short_day
from linkwell.web.link_worker.conversation_forms import EASE

STAGES = {Stage.START: "Start", Stage.END: "End", Stage.LATER: "Later"}


@dataclass(frozen=True)
class ThenNow:
    """One thing that was asked more than once: a column for each time."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[CountRow, ...]


def then_and_now(case_id: UUID, events: Iterable[Happened]) -> tuple[ThenNow, ...]:
    """Each pack of questions that was answered at the end, and the map where it was looked at
    again; nothing before that."""
    asked, mapped = False, None
    for event in events:  # newest first
        if event.data.get("case_id") != str(case_id):
            continue
        if event.name == "MeasureAnswered":
            asked |= event.data["stage"] != Stage.START
        elif event.name == "LookedBack" and _is_map(event) and mapped is None:
            mapped = event.at
    found = _questions(answered(case_id)) if asked else ()
    return (*found, *_map(case_id, mapped)) if mapped else tuple(found)


def _is_map(event: Happened) -> bool:
    return bool(event.data["is_map"]) and event.data["outcome"] == Again.SAID


def _questions(times: Sequence[Answered]) -> tuple[ThenNow, ...]:
    """The newest answers of each stage, of each pack that was answered after the start."""
    found = []
    for pack in dict.fromkeys(one.pack.id for one in times):
        newest = {one.stage: one for one in times if one.pack.id == pack}
        if set(newest) == {Stage.START}:
            continue
        stages = [stage for stage in Stage if stage in newest]
        shown = [newest[stage] for stage in stages]
        found.append(
            ThenNow(
                shown[0].pack.title,
                ("Question", *(f"{STAGES[one.stage]}, {short_day(one.at)}" for one in shown)),
                tuple(
                    CountRow(score.label, tuple(_said(one.scores, score.label) for one in shown))
                    for score in shown[0].scores
                ),
            )
        )
    return tuple(found)


def _said(scores: Iterable[Score], label: str) -> str:
    score = next(one for one in scores if one.label == label)
    return "Rather not" if score.value is None else f"{score.value} of {score.of[1]}"


def _map(case_id: UUID, again: datetime) -> tuple[ThenNow, ...]:
    """Who was named at the start, and who at the end, in the order of how easy they are now."""
    first = first_map_at(case_id)
    if first is None:
        return ()
    then, now = maps_of(case_id, (first, again))
    was, eases = _eases(then), _eases(now)
    named = dict.fromkeys([*eases, *was])
    return (
        ThenNow(
            "Who they can turn to",
            ("Who", f"Start, {short_day(first)}", f"End, {short_day(again)}"),
            tuple(
                CountRow(
                    one[0],
                    (was.get(one, "Not named"), eases.get(one, "Nobody to turn to now")),
                    note=one[1],
                )
                for one in named
            ),
        ),
    )


def _eases(people: Iterable[Supporter]) -> dict[tuple[str, str], str]:
    """By name and relation."""
    return {(one.name, one.relation): EASE[Ease(one.ease)] for one in people}
