"""The letter about what was chosen: one sheet in large type, for the person to keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from linkwell.access.queries import organisation
from linkwell.cases.queries import Held
from linkwell.connections.queries import Connected
from linkwell.connections.rules import ConnectionState, Line
from linkwell.directory.hours import told_hours
from linkwell.directory.queries import listed
from linkwell.kernel import clock
from linkwell.people.models import Person
from linkwell.plans.queries import goals_of
from linkwell.plans.rules import GoalState
from linkwell.web.design.words import day
from linkwell.web.pages import PageData

# Before the first visit: afterwards there is nothing to write about.
TO_COME = (
    ConnectionState.CHOSEN,
    ConnectionState.SENT,
    ConnectionState.WAITING,
    ConnectionState.EXPECTED,
)
KNOWN = {
    Line.CALLED: "what to call you",
    Line.WISH: "what you would like",
    Line.WHEN: "when",
    Line.HELPS: "what helps",
    Line.AVOID: "what to avoid",
    Line.REACH: "how to reach you",
    Line.ASK: "who to ask",
}


@dataclass(frozen=True, kw_only=True)
class VisitLetter(PageData):
    """A letter about one connection, in the link worker's name."""

    template: ClassVar[str] = "letter.jinja"
    audience: ClassVar[str] = "people"
    window: ClassVar[str] = "A letter"

    given_name: str
    link_worker: str
    phone: str
    date: str
    wish: str
    welcome: str
    when: str
    about: tuple[str, ...]  # where it is, how to come in, what it costs
    known: str
    by_hand: bool  # for the link worker: how it may be given
    back: str


def visit_letter(
    row: Connected, person: Person, held: Held, *, known: str, by_hand: bool, back: str
) -> VisitLetter:
    goals = [goal.words for goal in goals_of(held.case_id) if goal.state == GoalState.OPEN]
    listing = next(iter(listed([row.option_id]))).listing
    place = listing.where.address if listing.where else ""
    cost = "It is free" if listing.free else listing.fees
    return VisitLetter(
        title=f"{row.name}, on {day(row.planned_on)}" if row.planned_on else row.name,
        named=(),
        given_name=person.given_name,
        link_worker=held.holder,
        phone=organisation(held.service_id).phone,
        date=day(clock.today()),
        wish=goals[-1].rstrip(". ") if goals else "",
        welcome=_welcome(row),
        when=day(row.planned_on) if row.planned_on else told_hours(listing),
        about=tuple(_sentence(one) for one in (place, listing.application_process, cost) if one),
        known=known,
        by_hand=by_hand,
        back=back,
    )


def known_lines(lines: Iterable[Line]) -> str:
    """What a group knows of the person, in a sentence; that it knows nothing, too."""
    said = [KNOWN[line] for line in lines]
    if not said:
        return "Nothing. Nobody has told them about you."
    listed_up = " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
    return f"{listed_up[:1].upper()}{listed_up[1:]}. Nothing else."


def _welcome(row: Connected) -> str:
    if row.state is ConnectionState.EXPECTED and row.answered_at:
        return f"{row.name} would be glad to see you."
    if row.state is ConnectionState.WAITING:
        return f"{row.name} would be glad to see you, a little later."
    if row.sent_at and row.answered_at is None:
        return f"I am asking {row.name} whether you would be welcome."
    return "You can just go."


def _sentence(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text}."
