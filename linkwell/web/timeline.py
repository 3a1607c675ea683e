"""Events as the story tells them: one line each, newest first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linkwell.connections.rules import RefusalReason
from linkwell.journal.queries import Happened
from linkwell.messages.rules import Held
from linkwell.people.rules import Channel, Safe
from linkwell.referrals.rules import ReturnReason
from linkwell.web.design.words import clock, counted, short_day
from linkwell.web.people_words import CHANNELS, RETURNED, SAFE, sentence

REFUSED = {
    RefusalReason.TOO_FAR: "too far",
    RefusalReason.NOT_THEN: "not at that time",
    RefusalReason.COSTS: "costs too much",
    RefusalReason.NOT_MY_THING: "not their thing",
    RefusalReason.NOT_YET: "not yet",
    RefusalReason.TRIED_BEFORE: "tried it before",
    RefusalReason.RATHER_NOT_SAY: "would rather not say why",
}


@dataclass(frozen=True)
class Line:
    """One entry of the timeline. `kind`: empty for what people did, minor for paper."""

    date: str
    at: str
    title: str
    text: str
    kind: str
    lists: UUID | None = None  # the list of options that was looked at


HELD = {
    Held.NO_WAY: "No such way to reach them is written down.",
    Held.NOT_SAFE: "Somebody said that this way is not safe.",
    Held.NOT_ASKED: "Nobody has asked whether this way is safe.",
    Held.TIMES: "They named the times that suit: a human chooses one.",
}

# Event -> title, text, kind. Events that are not here are bookkeeping and tell no story.
Told = tuple[str, str, str]
Teller = Callable[[dict[str, Any]], Told]

_TELLERS: dict[str, Teller] = {
    "ReferralReceived": lambda _: ("Referred", "", ""),
    "ReferralAccepted": lambda _: ("Taken on", "", ""),
    "ReferralReturned": lambda d: (
        "Returned to the practice",
        f"{RETURNED[ReturnReason(d['reason'])]}.",
        "",
    ),
    "ReferralDeclined": lambda _: ("Said no, this time", "The door stays open.", ""),
    "CaseBegun": lambda _: ("First talk", "", ""),
    "SafeWaySaid": lambda d: _safe_way(Channel(d["channel"]), Safe(d["safe"])),
    "MessageSent": lambda d: (
        "Message to them" if d["to_person"] else "Receipt to the practice",
        f"Put into the outbox, to go by {_by(d)}.",
        "minor",
    ),
    "MessageHeld": lambda d: (
        "Message to them is held",
        f"It was to go by {_by(d)}. {HELD[Held(d['why'])]}",
        "minor",
    ),
    "OptionsShown": lambda d: (
        "Looked at options",
        f"{sentence(counted(d['shown'], 'option', 'options'))} of {d['considered']} services.",
        "",
    ),
    "OptionChosen": lambda d: (f"Chose {d['name']}", "", ""),
    "OptionRefused": lambda d: (
        f"Would rather not: {d['name']}",
        f"{sentence(REFUSED[RefusalReason(d['reason'])])}.",
        "minor",
    ),
    "NothingSuited": lambda _: ("Nothing suited", "Kept, so that the gap can be seen.", ""),
}


def _safe_way(channel: Channel, safe: Safe) -> Told:
    way = sentence(CHANNELS[channel])
    if safe is Safe.NOT_ASKED:
        return "Could not ask", f"{way}: nothing changed.", "minor"
    return "Asked how to reach them", f"{way}: {SAFE[safe]}.", "minor"


def _by(data: dict[str, Any]) -> str:
    channel = Channel(data["channel"])
    return {Channel.EMAIL: "e-mail", Channel.TEXT: "text"}.get(channel, CHANNELS[channel])


def told(events: Iterable[Happened], names: Mapping[UUID, str]) -> tuple[Line, ...]:
    """The lines of a story, in the order of the events; `names` of what was offered, by offer."""
    lines = []
    for event in events:
        teller = _TELLERS.get(event.name)
        if teller is not None:
            name = names.get(event.subject_id, "an option")
            title, text, kind = teller({**event.data, "name": name})
            lists = event.subject_id if event.name == "OptionsShown" else None
            lines.append(Line(short_day(event.at), clock(event.at), title, text, kind, lists))
    return tuple(lines)
