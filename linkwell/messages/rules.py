"""Whether a person may be contacted. Every delivery asks, and not asked means not safe."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from linkwell.kernel.clock import LONDON
from linkwell.kernel.lifecycle import Lifecycle, moves
from linkwell.people.rules import Channel, ContactFact, Safe

WAKING = (time(8), time(20))  # nobody's phone buzzes at night


class Held(StrEnum):
    """Why a message waits for a person to look at it."""

    NO_WAY = "no_way"
    NOT_SAFE = "not_safe"
    NOT_ASKED = "not_asked"
    TIMES = "times"
    AT_NIGHT = "at_night"
    NOT_CONFIRMED = "not_confirmed"
    WITHDREW = "withdrew"
    DIED = "died"


_SENTENCES = {
    Held.NO_WAY: "No such way to reach them is written down.",
    Held.NOT_SAFE: "Somebody said that this way is not safe.",
    Held.NOT_ASKED: "Nobody has asked whether this way is safe, so it is not.",
    Held.TIMES: "They named the times that suit, so a human chooses one of them.",
    Held.AT_NIGHT: "It is night. It can go after 8 in the morning.",
    Held.NOT_CONFIRMED: "Nothing goes to them before they have said, by voice, what is safe.",
    Held.WITHDREW: "They took back their consent.",
    Held.DIED: "They have died. Nothing is ever sent again.",
}


@dataclass(frozen=True)
class Decision:
    """May it go? `held` says why not, as a code; `because` as a sentence."""

    held: Held | None

    @property
    def allowed(self) -> bool:
        return self.held is None

    @property
    def because(self) -> str:
        return (
            "Somebody said that this way is safe." if self.held is None else _SENTENCES[self.held]
        )


@dataclass(frozen=True)
class Standing:
    """What stands above every channel: death, a withdrawal, danger at home."""

    died: bool = False
    withdrew: bool = False
    guarded: bool = False  # a hidden address, or harm by somebody close

    @property
    def stopped(self) -> bool:
        """Nothing about them begins any more, with nobody."""
        return self.died or self.withdrew


_NOTHING_KNOWN = Standing()


def may_contact(
    facts: Iterable[ContactFact],
    channel: Channel,
    now: datetime,
    standing: Standing = _NOTHING_KNOWN,
) -> Decision:
    """May this person be contacted by `channel` at `now`, by what is written down?

    One clear yes is needed. If two entries for a channel disagree, the careful one decides.
    """
    if standing.died:
        return Decision(Held.DIED)
    if standing.withdrew:
        return Decision(Held.WITHDREW)
    facts = [fact for fact in facts if fact.channel is channel]
    answers = {fact.safe for fact in facts}
    if not answers:
        return Decision(Held.NO_WAY)
    if Safe.NO in answers:
        return Decision(Held.NOT_SAFE)
    if Safe.NOT_ASKED in answers:
        return Decision(Held.NOT_ASKED)
    if standing.guarded and not all(fact.by_voice for fact in facts):
        return Decision(Held.NOT_CONFIRMED)
    if any(fact.times for fact in facts):  # written in words: no machine reads them
        return Decision(Held.TIMES)
    if channel in (Channel.PHONE, Channel.TEXT) and not is_waking(now):
        return Decision(Held.AT_NIGHT)
    return Decision(None)


def is_waking(now: datetime) -> bool:
    """May a phone buzz?"""
    return WAKING[0] <= now.astimezone(LONDON).time() < WAKING[1]


def after_the_night(now: datetime) -> datetime:
    """The next moment at which a phone may buzz: 8 in the morning, in London."""
    here = now.astimezone(LONDON)
    morning = here.replace(hour=WAKING[0].hour, minute=0, second=0, microsecond=0)
    return morning if here < morning else morning + timedelta(days=1)


def automatic_channel(facts: Iterable[ContactFact]) -> Channel | None:
    """How an automatic message goes: by text, else by e-mail, whichever somebody said is safe.

    None where a call is safe and the others were refused or are not there: a human rings. Else it
    is written as a text, so that it is held and somebody is asked to ask.
    """
    facts = list(facts)
    safe = {fact.channel for fact in facts if fact.safe is Safe.YES}
    for channel in (Channel.TEXT, Channel.EMAIL):
        if channel in safe:
            return channel
    asked = not any(fact.safe is Safe.NOT_ASKED for fact in facts)
    return None if Channel.PHONE in safe and asked else Channel.TEXT


class MessageState(StrEnum):
    WAITING = "waiting"
    HELD = "held"
    SENT = "sent"
    CANCELLED = "cancelled"


MESSAGE = Lifecycle(
    "message",
    MessageState,
    start=MessageState.WAITING,
    moves=moves(
        ("sent", MessageState.WAITING, MessageState.SENT),
        ("held", MessageState.WAITING, MessageState.HELD),
        ("cancelled", (MessageState.WAITING, MessageState.HELD), MessageState.CANCELLED),
    ),
)


class Reader(StrEnum):
    """Whom a message is for."""

    PERSON = "person"
    PRACTICE = "practice"
    GROUP = "group"
    TEAM = "team"  # a role of the service: the duty, the supervisor, the privacy lead


_OTHERS = {"partner": Reader.GROUP, "call": Reader.TEAM, "glass": Reader.TEAM}


def reader_of(kind: str, *, to_person: bool) -> Reader:
    """The first word of a message's kind says who reads it; most are for the practice."""
    return Reader.PERSON if to_person else _OTHERS.get(kind.split("_")[0], Reader.PRACTICE)
