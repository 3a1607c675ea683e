"""How connections are put into words, the same on every audience's pages."""

from linkwell.connections.queries import Connected
from linkwell.connections.rules import (
    DISPUTED,
    Answer,
    ConnectionState,
    How,
    Line,
    PartnerAnswer,
    Question,
)
from linkwell.web.design.parts import Answer as Button

LINES = {
    Line.CALLED: "What to call them",
    Line.WISH: "What they would like",
    Line.WHEN: "When",
    Line.HELPS: "What helps",
    Line.AVOID: "What to avoid",
    Line.REACH: "How to reach them",
    Line.ASK: "Who to ask",
}
HOW = {
    How.SENT: "I send their details",
    How.INTRODUCED: "I introduce them",
    How.TOGETHER: "I go with them",
}
_PLANNED = {
    How.TOLD: "told about it",
    How.SENT: "details sent",
    How.INTRODUCED: "to be introduced",
    How.TOGETHER: "to go together",
}
_HAPPENED = {**_PLANNED, How.INTRODUCED: "introduced", How.TOGETHER: "went together"}
STATES = {
    ConnectionState.CHOSEN: "Not sent yet",
    ConnectionState.SENT: "No answer yet",
    ConnectionState.WAITING: "They say wait",
    ConnectionState.EXPECTED: "Expected",
    ConnectionState.ATTENDED: "Got there",
    ConnectionState.LASTED: "Asked after 8 weeks",
    ConnectionState.NOT_RIGHT: "Not right for them",
    ConnectionState.FULL: "They are full",
    ConnectionState.STOPPED: "Stopped",
    ConnectionState.RECALLED: "Taken back",
}
# Grammar of the look: solid is known, dashed is not known.
STATE_TAGS = {
    ConnectionState.CHOSEN: ("wait", "clock"),
    ConnectionState.SENT: ("sent", "mail"),
    ConnectionState.WAITING: ("held", "pause"),
    ConnectionState.EXPECTED: ("yes", "check"),
    ConnectionState.ATTENDED: ("yes", "check"),
    ConnectionState.LASTED: ("yes", "check"),
    ConnectionState.NOT_RIGHT: ("stop", "x"),
    ConnectionState.FULL: ("held", "pause"),
    ConnectionState.STOPPED: ("", "x"),
    ConnectionState.RECALLED: ("", "x"),
}


def state_tag(row: Connected) -> tuple[str, str, str]:
    """Words, kind and icon: what is known of it. A visit that is disputed is not known."""
    if row.visit == DISPUTED:
        return "Disputed", "unknown", "q"
    return STATES[row.state], *STATE_TAGS[row.state]


QUESTIONS = {
    Question.VISIT: "Did they get there?",
    Question.HELPED: "Did it help?",
    Question.LASTS: "Still going, after 8 weeks?",
}
ANSWERS = {
    Answer.YES: "Yes",
    Answer.A_LITTLE: "A little",
    Answer.NOT_YET: "Not yet",
    Answer.NO: "No",
    Answer.MET: "No longer, it did what it was for",
    Answer.UNKNOWN: "Cannot say",
}
PARTNER_SAID = {
    PartnerAnswer.YES: "Yes",
    PartnerAnswer.LATER: "Yes, but later",
    PartnerAnswer.NOT_RIGHT: "Not right for us",
    PartnerAnswer.FULL: "We are full",
}


def partner_buttons(given_name: str, *, way: bool = True) -> tuple[Button, ...]:
    """The four answers, each with what comes next. All are of one size. `way`: is there one to
    reach them, which a yes opens?"""
    whose = f"{given_name}’s" if given_name else "their"
    said, next_is = PARTNER_SAID, f"You get {whose} number next"
    return (
        Button(
            value=PartnerAnswer.YES,
            label=said[PartnerAnswer.YES],
            note=next_is if way else "The link worker tells them",
            icon="check",
            main=True,
        ),
        Button(
            value=PartnerAnswer.LATER,
            label=said[PartnerAnswer.LATER],
            note="You say how many weeks",
            icon="clock",
        ),
        Button(
            value=PartnerAnswer.NOT_RIGHT,
            label=said[PartnerAnswer.NOT_RIGHT],
            note="You say what would be",
            icon="x",
        ),
        Button(
            value=PartnerAnswer.FULL,
            label=said[PartnerAnswer.FULL],
            note="We ask somebody else for now",
            icon="pause",
        ),
    )


def how_short(how: How, state: ConnectionState) -> str:
    """What was planned as planned; as happened only once they got there."""
    there = state in (ConnectionState.ATTENDED, ConnectionState.LASTED)
    return (_HAPPENED if there else _PLANNED)[how]
