"""What becomes of an option that was offered: chosen, told to the partner, visited, and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from linkwell.kernel.lifecycle import Lifecycle, moves
from linkwell.needs.rules import danger_in


class OfferState(StrEnum):
    OFFERED = "offered"
    CHOSEN = "chosen"
    REFUSED = "refused"


OFFER = Lifecycle(
    "option",
    OfferState,
    start=OfferState.OFFERED,
    moves=moves(
        ("chosen", (OfferState.OFFERED, OfferState.REFUSED), OfferState.CHOSEN),
        ("refused", (OfferState.OFFERED, OfferState.CHOSEN), OfferState.REFUSED),
    ),
)


class RefusalReason(StrEnum):
    """Why somebody would rather not. Their words, not a judgement."""

    TOO_FAR = "too_far"
    NOT_THEN = "not_then"
    COSTS = "costs"
    NOT_MY_THING = "not_my_thing"
    NOT_YET = "not_yet"
    TRIED_BEFORE = "tried_before"
    RATHER_NOT_SAY = "rather_not_say"


class ConnectionState(StrEnum):
    """Where one chosen option stands. What came of a visit is told by accounts, not by states."""

    CHOSEN = "chosen"  # the partner does not know yet
    SENT = "sent"  # the partner has not answered
    WAITING = "waiting"  # yes, but in some weeks
    EXPECTED = "expected"  # the partner said yes, or the person goes by themselves
    ATTENDED = "attended"  # they got there
    LASTED = "lasted"  # asked again after eight weeks
    NOT_RIGHT = "not_right"
    FULL = "full"
    STOPPED = "stopped"  # the person would rather not, or not any more
    RECALLED = "recalled"  # taken back: consent, death, second thoughts


_S = ConnectionState
_ANSWERED = (_S.SENT, _S.WAITING, _S.EXPECTED, _S.NOT_RIGHT, _S.FULL)
_UNDER_WAY = (_S.CHOSEN, _S.SENT, _S.WAITING, _S.EXPECTED, _S.ATTENDED)

CONNECTION = Lifecycle(
    "connection",
    ConnectionState,
    start=_S.CHOSEN,
    moves=moves(
        ("told", _S.CHOSEN, _S.EXPECTED),
        ("sent", (_S.CHOSEN, _S.NOT_RIGHT, _S.FULL), _S.SENT),
        ("taken_back", _S.SENT, _S.CHOSEN),
        ("welcomed", _ANSWERED, _S.EXPECTED),
        ("put_off", _ANSWERED, _S.WAITING),
        ("found_not_right", _ANSWERED, _S.NOT_RIGHT),
        ("found_full", _ANSWERED, _S.FULL),
        ("attended", (_S.SENT, _S.WAITING, _S.EXPECTED), _S.ATTENDED),
        ("lasted", _S.ATTENDED, _S.LASTED),
        ("not_attended", _S.ATTENDED, _S.EXPECTED),
        ("stopped", _UNDER_WAY, _S.STOPPED),
        ("recalled", _UNDER_WAY, _S.RECALLED),
        ("chosen_again", (_S.STOPPED, _S.RECALLED), _S.CHOSEN),
    ),
)
UNDER_WAY = frozenset(_UNDER_WAY)
OFF_ALREADY = frozenset({_S.STOPPED, _S.RECALLED})  # whoever knew was told then


class How(StrEnum):
    """How somebody is connected: the best single explanation of whether they get there."""

    TOLD = "told"  # told about it; goes by themselves
    SENT = "sent"  # the details are sent
    INTRODUCED = "introduced"
    TOGETHER = "together"  # the link worker goes with them

    @property
    def tells_partner(self) -> bool:
        return self is not How.TOLD


class PartnerAnswer(StrEnum):
    YES = "yes"
    LATER = "later"  # in so many weeks
    NOT_RIGHT = "not_right"
    FULL = "full"

    @property
    def move(self) -> str:
        return _ANSWER_MOVES[self]


_ANSWER_MOVES = {
    PartnerAnswer.YES: "welcomed",
    PartnerAnswer.LATER: "put_off",
    PartnerAnswer.NOT_RIGHT: "found_not_right",
    PartnerAnswer.FULL: "found_full",
}

TAKE_BACK_FOR = timedelta(minutes=10)
NUDGE_AFTER = timedelta(days=5)
SILENT_AFTER = timedelta(days=7)
ASK_VISIT_AFTER = timedelta(days=14)
ASK_AGAIN_AFTER = timedelta(days=14)
LASTS_AFTER = timedelta(weeks=8)
ANSWER_FOR = timedelta(days=60)  # how long a partner's link opens


@dataclass(frozen=True)
class Partner:
    """Whom to tell: the name of a service, its office's e-mail and its phone, if known."""

    name: str
    email: str = ""
    phone: str = ""


class Line(StrEnum):
    """What a partner may be told, in the order in which it is read. Never more than these."""

    CALLED = "called"
    WISH = "wish"  # in the person's own words
    WHEN = "when"
    HELPS = "helps"
    AVOID = "avoid"
    REACH = "reach"  # shown after a yes only
    ASK = "ask"


@dataclass(frozen=True)
class DisclosedLine:
    """One line that a partner will read, or that was left out."""

    line: Line
    text: str
    out: bool = False


def draft_lines(known: Mapping[Line, str], changed: Mapping[str, Any]) -> tuple[DisclosedLine, ...]:
    """What would be sent: what is known, with what the link worker changed, line by line.

    A line without words is not a line. `changed`: code of the line -> {"text": ..., "out": ...}.
    """
    lines = []
    for line in Line:
        change = changed.get(line.value, {})
        text = str(change.get("text", known.get(line, ""))).strip()
        if text:
            lines.append(DisclosedLine(line, text, bool(change.get("out"))))
    return tuple(lines)


def danger_in_lines(lines: Iterable[DisclosedLine]) -> tuple[str, ...]:
    """Words that mean danger in the lines that would go: a partner is not the one to tell."""
    said = (danger.words for one in lines if not one.out for danger in danger_in(one.text))
    return tuple(dict.fromkeys(said))


class Question(StrEnum):
    """What is asked of the person and of the partner, each by themselves."""

    VISIT = "visit"  # did they get there?
    HELPED = "helped"  # did it help?
    LASTS = "lasts"  # still going, after eight weeks?


class Answer(StrEnum):
    YES = "yes"
    A_LITTLE = "a_little"  # it helped a little
    NOT_YET = "not_yet"  # not yet is not no
    NO = "no"
    MET = "met"  # no longer going: it did what it was for
    UNKNOWN = "unknown"  # cannot say, would rather not say


class Going(StrEnum):
    """What the person says before the first visit."""

    YES = "yes"
    NOT_SURE = "not_sure"
    NOT_THIS_TIME = "not_this_time"


class Source(StrEnum):
    PERSON = "person"
    PARTNER = "partner"


@dataclass(frozen=True)
class Account:
    """What one of the two says."""

    question: Question
    source: Source
    answer: Answer
    at: datetime


@dataclass(frozen=True)
class Verdict:
    """What is known of one question: the newest word of each, and what the two come to.

    `answer` is what both say, or the only one who knows; None while unknown or disputed.
    """

    person: Answer | None
    partner: Answer | None
    answer: Answer | None
    disputed: bool  # two who know, and say different things: kept apart, never averaged


DISPUTED = "disputed"


def verdict(accounts: Iterable[Account], question: Question) -> Verdict:
    """The newest word of the person and of the partner, side by side."""
    newest: dict[Source, Account] = {}
    for one in sorted(accounts, key=lambda one: one.at):
        if one.question is question:
            newest[one.source] = one
    words = {source: one.answer for source, one in newest.items()}
    stands = _what_stands(newest.values())
    return Verdict(
        person=words.get(Source.PERSON),
        partner=words.get(Source.PARTNER),
        answer=stands.pop() if len(stands) == 1 else None,
        disputed=len(stands) > 1,
    )


def _what_stands(newest: Iterable[Account]) -> set[Answer]:
    """What the two hold to be so. Who cannot say holds nothing.

    "Not yet" and "no" do not differ: nobody came so far, and somebody still may. A yes that was
    said after a "not yet" outlives it; one that was said before is disputed by it.
    """
    at = {one.answer: one.at for one in newest if one.answer is not Answer.UNKNOWN}
    if at.keys() == {Answer.NOT_YET, Answer.NO}:
        return {Answer.NOT_YET}
    if at.keys() == {Answer.NOT_YET, Answer.YES} and at[Answer.NOT_YET] < at[Answer.YES]:
        return {Answer.YES}
    return set(at)


OPEN_ANSWERS: Mapping[Question, tuple[Answer, ...]] = {
    Question.VISIT: (Answer.YES, Answer.NOT_YET, Answer.NO, Answer.UNKNOWN),
    Question.HELPED: (Answer.YES, Answer.A_LITTLE, Answer.NO, Answer.UNKNOWN),
    Question.LASTS: (Answer.YES, Answer.MET, Answer.NO, Answer.UNKNOWN),
}
