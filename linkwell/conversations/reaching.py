"""Reaching somebody by phone: when the next try is best, and what follows when nobody answers.

Three tries on different days and at different times of the day, one of them outside 9 to 5, within
the times that suit; then a letter; ten working days later a gentle end that tells the referrer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from linkwell.kernel.clock import LONDON, add_working_days, is_working_day, on_day
from linkwell.people.rules import Channel, ContactFact, Safe
from linkwell.tasks.rules import TaskKind, due_on


class Outcome(StrEnum):
    """What came of one try."""

    NO_ANSWER = "no_answer"
    NO_MESSAGE = "no_message"  # a machine answered; no message was left
    SPOKE = "spoke"
    WRONG_NUMBER = "wrong_number"
    SOMEBODY_ELSE = "somebody_else"  # somebody else answered; nothing was said


class Part(StrEnum):
    """A part of the day."""

    EARLY = "early"  # before 9
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"  # from 5

    @property
    def outside_hours(self) -> bool:
        return self in (Part.EARLY, Part.EVENING)


ENDS = {
    Part.EARLY: time(9),
    Part.MORNING: time(12),
    Part.AFTERNOON: time(17),
    Part.EVENING: time(20),
}
CALLED_AT = (Part.MORNING, Part.AFTERNOON, Part.EVENING)  # nobody is rung before 9 unasked
TRIES = 3
MOST_A_DAY = 2  # tries that count


@dataclass(frozen=True)
class Tried:
    at: datetime
    outcome: Outcome


@dataclass(frozen=True)
class NextTry:
    """When to ring next. `part` is None where their times were written in words nobody can read."""

    on: date
    part: Part


def part_of(moment: datetime) -> Part:
    at = moment.astimezone(LONDON).time()
    return next((part for part, end in ENDS.items() if at < end), Part.EVENING)


def unreached(tries: Sequence[Tried], *, letter_at: datetime | None = None) -> list[Tried]:
    """The tries that count now: since they last spoke, and since the last letter.

    Ringing again at once is no other try: one counts for a part of a day, and two for a day.
    """
    spoken = [one.at for one in tries if one.outcome is Outcome.SPOKE]
    since = max([*spoken, *([letter_at] if letter_at else [])], default=None)
    counted: list[Tried] = []
    for one in sorted(tries, key=lambda one: one.at):
        parts = {part_of(other.at) for other in counted if on_day(other.at) == on_day(one.at)}
        counts = part_of(one.at) not in parts and len(parts) < MOST_A_DAY
        if one.outcome is not Outcome.SPOKE and (since is None or one.at > since) and counts:
            counted.append(one)
    return counted


def next_try(
    tries: Sequence[Tried],
    *,
    accepted: date,
    now: datetime,
    suits: frozenset[Part] | None = None,
    at_risk: bool = False,
) -> NextTry:
    """The best next try after these that reached nobody.

    The first is due five working days after acceptance, the same day where danger was mentioned.
    `suits`: the parts of the day that suit the person, None when not known.
    """
    part = _best_part(tries, suits)
    today = on_day(now)
    if at_risk:
        return _soon(tries, suits, now)
    if not tries:
        return NextTry(max(due_on(TaskKind.FIRST_TALK, accepted), _working(today)), part)
    last = max(one.at for one in tries)
    on = max(due_on(TaskKind.TRY_AGAIN, on_day(last)), _working(today))
    if on == today and now.astimezone(LONDON).time() >= ENDS[part]:  # that part of it is over
        on = add_working_days(today, 1)
    return NextTry(on, part)


def _best_part(tries: Sequence[Tried], suits: frozenset[Part] | None) -> Part:
    """The part of the day tried least; before the third try is over, one outside 9 to 5."""
    open_to = [part for part in Part if part in suits] if suits else list(CALLED_AT)
    used = [part_of(one.at) for one in tries]
    if len(tries) == TRIES - 1 and not any(part.outside_hours for part in used):
        outside = [part for part in open_to if part.outside_hours]
        if outside:
            return outside[-1]
    return min(open_to, key=lambda part: (used.count(part), open_to.index(part)))


def _soon(tries: Sequence[Tried], suits: frozenset[Part] | None, now: datetime) -> NextTry:
    """Danger was mentioned: a later part of today, else the first of the next working day."""
    today, at = on_day(now), now.astimezone(LONDON).time()
    open_to = [part for part in Part if part in suits] if suits else list(CALLED_AT)
    tried_today = {part_of(one.at) for one in tries if on_day(one.at) == today}
    left = [part for part in open_to if at < ENDS[part] and part not in tried_today]
    if left and is_working_day(today):
        return NextTry(today, left[0])
    return NextTry(add_working_days(today, 1), open_to[0])


def _working(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, 1)


_HOUR = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?|noon|midday"
_SPAN = re.compile(rf"(?:between |from )?({_HOUR})\s*(?:to|and|-|–)\s*({_HOUR})")
_ONE = re.compile(rf"(after|from|before|until|till)\s+({_HOUR})")
_NAMED = {"early": Part.EARLY, "morning": Part.MORNING, "lunch": Part.AFTERNOON}
_NAMED |= {"afternoon": Part.AFTERNOON, "evening": Part.EVENING}


def read_times(text: str) -> frozenset[Part] | None:
    """The parts of the day that these words name: "After 1pm", "10am to noon", "mornings".

    None when no time can be read from them: then a human reads the words themselves. A "not" is
    never read as a yes.
    """
    plain = text.lower()
    if re.search(
        r"\b(not|never|no|except)\b[^.,;]*(\d|noon|midday|morning|afternoon|evening)", plain
    ):
        return None
    span = _SPAN.search(plain)
    if span:
        start, end = _hour(span[1], span[5]), _hour(span[5])
        return _within(start, end) if start is not None and end is not None else None
    one = _ONE.search(plain)
    if one:
        hour = _hour(one[2])
        if hour is None:
            return None
        return _within(hour, 20.0) if one[1] in ("after", "from") else _within(8.0, hour)
    named = frozenset(part for word, part in _NAMED.items() if re.search(rf"\b{word}s?\b", plain))
    return named or None


def _hour(text: str, beside: str = "") -> float | None:
    """The hour of the day; without am or pm as in `beside`, else as people ring: 8 to 7."""
    if text.strip() in ("noon", "midday"):
        return 12.0
    match = re.match(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", text)
    if match is None or int(match[1]) > 23:
        return None
    hour = int(match[1]) % 12 + int(match[2] or 0) / 60
    half = match[3] or ("am" if 8 <= int(match[1]) <= 11 else "pm")
    return float(match[1]) if int(match[1]) > 12 else hour + (12 if half == "pm" else 0)


def _within(start: float, end: float) -> frozenset[Part] | None:
    begins = {Part.EARLY: 8.0, Part.MORNING: 9.0, Part.AFTERNOON: 12.0, Part.EVENING: 17.0}
    found = [
        part
        for part in Part
        if start < ENDS[part].hour and end > begins[part] and (part is not Part.EARLY or start < 9)
    ]
    return frozenset(found) or None


class Stage(StrEnum):
    """Where reaching somebody stands."""

    TRYING = "trying"
    WRITE = "write"  # three tries reached nobody
    WAITING = "waiting"  # the letter was written; there is time to answer
    DECIDE = "decide"  # the time is over


def decide_on(written: date) -> date:
    """Until when somebody has time to answer the letter: ten working days."""
    return due_on(TaskKind.CLOSE_GENTLY, written)


def stage(tries: Sequence[Tried], *, letter_at: datetime | None, today: date) -> Stage:
    """Where it stands, from every try and the last letter, if one was written."""
    count = len(unreached(tries, letter_at=letter_at))
    if count >= TRIES:
        return Stage.WRITE
    since_letter = [one for one in tries if letter_at and one.at > letter_at]
    if letter_at is None or since_letter:
        return Stage.TRYING
    return Stage.DECIDE if today >= decide_on(on_day(letter_at)) else Stage.WAITING


def letter_channel(facts: Sequence[ContactFact]) -> Channel:
    """How the last letter goes: by post, text or e-mail, whichever is safe. By post if none is.

    The guard of every delivery then holds it, and somebody is asked to ask.
    """
    for channel in (Channel.POST, Channel.TEXT, Channel.EMAIL):
        said = {fact.safe for fact in facts if fact.channel is channel}
        if said == {Safe.YES}:
            return channel
    return Channel.POST


def letter_text(*, given_name: str, service: str, phone: str, until: str) -> tuple[str, ...]:
    """The letter, in paragraphs. It names no practice, no reason and nobody else."""
    return (
        f"Dear {given_name},",
        "We have tried to ring you three times and could not reach you. That is all right.",
        f"If you would like to talk, ring us on {phone}. Somebody at {service} will answer, and you"
        " do not have to explain anything.",
        f"If we do not hear from you by {until}, we will leave it there for now. You can come back"
        " on any day: ring the same number.",
        "You do not need to do anything if you would rather not.",
    )
