"""How far one referral came, as far as is known: the steps of the funnel, and when each was known.

Pure: facts of the journal in, versions out. A step is yes, no, not known or disputed; not known is
never taken for no. What came later shows what came before: whoever got there was connected.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from linkwell.connections.rules import (
    Account,
    Answer,
    PartnerAnswer,
    Question,
    Source,
    Verdict,
    verdict,
)
from linkwell.conversations.rules import Attendance
from linkwell.referrals.rules import Wants


class Step(StrEnum):
    """In the order of the journey. The first is everybody."""

    OFFERED = "offered"  # a practice sent a referral, or somebody asked for themselves
    ACCEPTED = "accepted"  # the person said yes to it
    REACHED = "reached"  # they have spoken with a link worker
    PLANNED = "planned"  # a goal in their words, or an option that they chose
    CONNECTED = "connected"  # told about a group and going themselves, or the group said yes
    ATTENDED = "attended"  # they got there at least once
    HELPED = "helped"  # the person says that it helped, if only a little


class Known(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    DISPUTED = "disputed"  # the person and the group say different things


class Why(StrEnum):
    """What we wait for where we do not know."""

    NOT_ASKED = "not_asked"  # nobody asked the person whether they want it
    WAITS = "waits"  # for the first talk
    NO_PLAN = "no_plan"  # they talk, and nothing is set or chosen yet
    NOT_SENT = "not_sent"  # chosen, and the group does not know yet
    SILENT = "silent"  # the group has not answered
    CANNOT_NOW = "cannot_now"  # the group said full or not right, and nothing else was found yet
    NO_WORD = "no_word"  # nobody has told us whether they got there, or whether it helped
    NOT_YET = "not_yet"  # not yet, says whoever was asked
    CANNOT_SAY = "cannot_say"  # was asked, and cannot or would rather not say


STEPS = tuple(Step)
ASKED = STEPS[1:]  # what there is an answer to
TOLD_BY_BOTH = (Step.ATTENDED, Step.HELPED)  # the person and the group: they may differ


@dataclass(frozen=True)
class Fact:
    """One fact of the journal. `connection` is None but for what is about one connection."""

    name: str
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)
    connection: UUID | None = None


@dataclass(frozen=True)
class Pathway:
    """What is known of each step in ASKED, and what the first that is not known waits for."""

    known: tuple[Known, ...]
    why: Why | None

    def of(self, step: Step) -> Known:
        return Known.YES if step is Step.OFFERED else self.known[ASKED.index(step)]


@dataclass(frozen=True)
class Version:
    """A pathway, known from a moment on, until the next version."""

    known_from: datetime
    pathway: Pathway


def versions(facts: Iterable[Fact]) -> list[Version]:
    """What was known and from when, in order. Facts of one moment count together."""
    told = _Told()
    found: list[Version] = []
    waiting = sorted(facts, key=lambda fact: fact.at)
    for number, fact in enumerate(waiting):
        told.hear(fact)
        if number + 1 < len(waiting) and waiting[number + 1].at == fact.at:
            continue
        pathway = told.pathway()
        if not found or found[-1].pathway != pathway:
            found.append(Version(fact.at, pathway))
    return found


class _Told:
    """What the facts so far add up to."""

    def __init__(self) -> None:
        self.wants = Wants.NOT_ASKED
        self.turned_away = self.closed = False
        self.spoke = self.planned = False
        self.sent: set[UUID | None] = set()
        self.answers: dict[UUID | None, str] = {}
        self.accounts: dict[UUID | None, list[Account]] = {}

    def hear(self, fact: Fact) -> None:
        match fact.name:
            case "ReferralReceived":
                self.wants = Wants(fact.data["wants"])
            case "ReferralReturned" | "ReferralPassedOn" | "ReferralDeclined":
                self.turned_away = True
            case "CaseBegun":
                self.spoke = True
            case "ContactRecorded":
                self.spoke |= fact.data["attendance"] == Attendance.MET
            case "GoalSet" | "OptionChosen":
                self.planned = True
            case "CaseClosed":
                self.closed = True
            case "CaseReopened" | "ReferralLinked":  # linked: it goes on in another record
                self.closed = False
            case _:
                self._hear_of_connection(fact)

    def _hear_of_connection(self, fact: Fact) -> None:
        match fact.name:
            case "ToldAbout":
                self.answers[fact.connection] = PartnerAnswer.YES
            case "DetailsSent":
                self.sent.add(fact.connection)
            case "DetailsTakenBack":
                self.sent.discard(fact.connection)
            case "ConnectionAnswered":
                self.answers[fact.connection] = fact.data["answer"]
            case "AccountGiven":
                question, source = Question(fact.data["question"]), Source(fact.data["source"])
                said = Account(question, source, Answer(fact.data["answer"]), fact.at)
                self.accounts.setdefault(fact.connection, []).append(said)

    def pathway(self) -> Pathway:
        found = [*self._until_connected(), self._visit(), self._helped()]
        for number in range(len(found) - 1, 0, -1):  # what came later shows what came before
            if found[number][0] is Known.YES:
                found[number - 1] = _YES
        why = next((why for known, why in found if known is not Known.YES), None)
        return Pathway(tuple(known for known, _why in found), why)

    def _until_connected(self) -> "Iterator[_Answer]":
        yield {Wants.YES: _YES, Wants.NO: _NO}.get(self.wants, (Known.UNKNOWN, Why.NOT_ASKED))
        ended = self.closed or self.turned_away
        yield _YES if self.spoke else _NO if ended else (Known.UNKNOWN, Why.WAITS)
        yield _YES if self.planned else _NO if ended else (Known.UNKNOWN, Why.NO_PLAN)
        said = set(self.answers.values())
        if said & {PartnerAnswer.YES, PartnerAnswer.LATER}:
            yield _YES
        elif ended:
            yield _NO
        else:
            silent = self.sent - self.answers.keys()
            yield Known.UNKNOWN, Why.SILENT if silent else Why.CANNOT_NOW if said else Why.NOT_SENT

    def _visit(self) -> "_Answer":
        """Of several visits one suffices; a no counts once it is the answer about each of them."""
        expected = {
            connection
            for connection, answer in self.answers.items()
            if answer in (PartnerAnswer.YES, PartnerAnswer.LATER)
        }
        told_of = {
            connection
            for connection, said in self.accounts.items()
            if any(one.question is Question.VISIT for one in said)
        }
        verdicts = [
            verdict(self.accounts.get(connection, ()), Question.VISIT)
            for connection in expected | told_of
        ]
        answers = {one.answer for one in verdicts}
        if Answer.YES in answers:
            return _YES
        if any(one.disputed for one in verdicts):
            return Known.DISPUTED, None
        if answers == {Answer.NO}:
            return _NO
        return Known.UNKNOWN, _why_not_known(verdicts)

    def _helped(self) -> "_Answer":
        """The person's own word; where the group's differs it is disputed, not decided."""
        verdicts = [verdict(said, Question.HELPED) for said in self.accounts.values()]
        if any(one.person in _HELPED and one.partner is not Answer.NO for one in verdicts):
            return _YES
        if any(one.disputed for one in verdicts):
            return Known.DISPUTED, None
        if any(one.person is Answer.NO for one in verdicts):
            return _NO
        return Known.UNKNOWN, _why_not_known(verdicts)


def _why_not_known(verdicts: Iterable[Verdict]) -> Why:
    words = {word for one in verdicts for word in (one.answer, one.person, one.partner)}
    if Answer.NOT_YET in words:
        return Why.NOT_YET
    return Why.CANNOT_SAY if Answer.UNKNOWN in words else Why.NO_WORD


_Answer = tuple[Known, Why | None]
_YES: _Answer = (Known.YES, None)
_NO: _Answer = (Known.NO, None)
_HELPED = (Answer.YES, Answer.A_LITTLE)
