"""The story of messages, and of asking how it is safe to reach somebody."""

from typing import Any

from linkwell.messages.rules import Held, Reader
from linkwell.people.rules import Channel, Safe
from linkwell.web.people_words import CHANNELS, SAFE, sentence
from linkwell.web.stories.telling import PAPER, Teller, Told

HELD = {
    Held.NO_WAY: "No such way to reach them is written down.",
    Held.NOT_SAFE: "Somebody said that this way is not safe.",
    Held.NOT_ASKED: "Nobody has asked whether this way is safe.",
    Held.TIMES: "They named the times that suit: a human chooses one.",
    Held.NOT_CONFIRMED: "They have not yet said, by voice, that this way is safe.",
    Held.WITHDREW: "They took back their consent.",
    Held.DIED: "Nothing is sent any more.",
}

READERS = {
    Reader.PERSON: "them",
    Reader.PRACTICE: "the practice",
    Reader.GROUP: "the group",
    Reader.TEAM: "a colleague on duty",
}

TELLERS: dict[str, Teller] = {
    "SafeWaySaid": lambda _, d, c: _safe_way(Channel(d["channel"]), Safe(d["safe"])),
    "MessageSent": lambda _, d, c: Told(f"Wrote to {READERS[_reader(d)]}", f"By {_by(d)}.", PAPER),
    "MessageHeld": lambda _, d, c: Told(
        "A message waits", f"It was to go by {_by(d)}. {HELD[Held(d['why'])]}", PAPER
    ),
    "MessageCancelled": lambda _, d, c: Told(
        "Did not send a message", "It is no longer needed.", PAPER
    ),
}


def _reader(data: dict[str, Any]) -> Reader:
    """Events of before November 2026 say only whether it was for the person."""
    return Reader(data.get("reader", Reader.PERSON if data["to_person"] else Reader.PRACTICE))


def _safe_way(channel: Channel, safe: Safe) -> Told:
    way = sentence(CHANNELS[channel])
    if safe is Safe.NOT_ASKED:
        return Told("Could not ask", f"{way}: nothing changed.", PAPER)
    return Told("Asked how to reach them", f"{way}: {SAFE[safe]}.", PAPER)


def _by(data: dict[str, Any]) -> str:
    channel = Channel(data["channel"])
    return {Channel.EMAIL: "e-mail", Channel.TEXT: "text"}.get(channel, CHANNELS[channel])
