"""Whom to ask whether an entry is still right, by which way, and how often. Silence changes
nothing but how sure we are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from linkwell.directory.freshness import HALF_LIFE, Checked, Part, confidence

WEEK = timedelta(days=7)  # at most one message a week to a group, whatever it is about
AGAIN = timedelta(days=28)  # an entry that was not answered is asked about again after that
# Whether there is room is asked by whoever sends somebody there, and goes out of date too soon.
ASKED_ABOUT = frozenset(Part) - {Part.ROOM}

_MOBILE = re.compile(r"(?:\+44|0044|0)7[1-9]\d{8}")  # 070 is no mobile


class Way(StrEnum):
    """How a group is asked, the cheapest first."""

    EMAIL = "email"
    TEXT = "text"
    RING = "ring"  # a call that somebody owes


@dataclass(frozen=True)
class Candidate:
    """An entry as far as asking goes. `group` is who runs it."""

    service_id: UUID
    group: UUID
    email: str
    phone: str
    checks: Mapping[Part, Checked]
    closed: bool = False  # its list says so, or somebody found it closed


@dataclass(frozen=True)
class AskedBefore:
    """A message that went to a group, or a call that was owed, about one of its entries."""

    service_id: UUID
    group: UUID
    way: Way
    to: str
    on: date
    answered: bool = False


@dataclass(frozen=True)
class Question:
    """Ask about this entry, that way."""

    candidate: Candidate
    way: Way
    to: str


def is_mobile(phone: str) -> bool:
    """Can a text go there?"""
    return bool(_MOBILE.fullmatch(re.sub(r"[ ()-]", "", phone)))


def ways(candidate: Candidate) -> tuple[tuple[Way, str], ...]:
    """Every way to ask, the cheapest first."""
    found = []
    if candidate.email:
        found.append((Way.EMAIL, candidate.email))
    if is_mobile(candidate.phone):
        found.append((Way.TEXT, candidate.phone))
    if candidate.phone:
        found.append((Way.RING, candidate.phone))
    return tuple(found)


def is_due(candidate: Candidate, today: date) -> bool:
    """Some part of it is older than its half-life, or nobody has dated it. What was answered
    within that time is not asked."""
    return not candidate.closed and any(
        _is_old(candidate.checks.get(part), part, today) for part in ASKED_ABOUT
    )


def _is_old(said: Checked | None, part: Part, today: date) -> bool:
    return said is None or (today - said.on).days > HALF_LIFE[part]


def lowest(candidate: Candidate, today: date) -> float:
    """How sure the least sure of its parts is."""
    said = candidate.checks
    return min(confidence(said[one], today) if one in said else 0.0 for one in ASKED_ABOUT)


def whom_to_ask(
    candidates: Iterable[Candidate], before: Iterable[AskedBefore], today: date, *, most: int
) -> tuple[Question, ...]:
    """At most so many, the least sure first: each by its cheapest way, or by the next one where it
    was silent by that. Never two messages to a group or an address within a week."""
    past = list(before)
    due = [one for one in candidates if is_due(one, today)]
    due.sort(key=lambda one: (lowest(one, today), one.service_id))
    chosen: list[Question] = []
    busy: set[UUID | str] = set(_busy(past, today))
    for one in due:
        question = _question(one, [it for it in past if it.service_id == one.service_id], today)
        if question is None:
            continue
        if question.way is not Way.RING:
            marks: set[UUID | str] = {one.group, plain(question.to)}
            if marks & busy:
                continue
            busy |= marks
        chosen.append(question)
        if len(chosen) == most:
            break
    return tuple(chosen)


def _busy(past: Iterable[AskedBefore], today: date) -> Iterator[UUID | str]:
    """Groups and addresses that were written to within a week."""
    for it in past:
        if it.way is not Way.RING and today - it.on < WEEK:
            yield it.group
            yield plain(it.to)


def _question(one: Candidate, past: list[AskedBefore], today: date) -> Question | None:
    """None where there is no way, a call is owed already, or it was asked a while ago."""
    if any(it.way is Way.RING and not it.answered for it in past):
        return None
    if any(today - it.on < AGAIN for it in past):
        return None
    heard = max((it.on for it in past if it.answered), default=date.min)
    silent = {it.way for it in past if it.on > heard}
    left = [(way, to) for way, to in ways(one) if way not in silent or way is Way.RING]
    return Question(one, *left[0]) if left else _by_mail_again(one)


def _by_mail_again(one: Candidate) -> Question | None:
    """Nothing but an address that did not answer: that again."""
    known = ways(one)
    return Question(one, *known[-1]) if known else None


def plain(to: str) -> str:
    """An address or a number, however it is written."""
    return to.casefold() if "@" in to else re.sub(r"[^\d+]", "", to)
