"""Events as the story tells them: one entry each, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from linkwell.journal.queries import Happened
from linkwell.web import stories
from linkwell.web.design.words import clock, short_day
from linkwell.web.stories.telling import Context, Teller, Told


@dataclass(frozen=True)
class Line:
    """One entry of the timeline, with its day and time."""

    date: str
    at: str
    told: Told


def _tellers() -> Mapping[str, Teller]:
    """What every package says of its events; one event is told by one package."""
    found: dict[str, Teller] = {}
    for module in iter_modules(stories.__path__, f"{stories.__name__}."):
        for event, teller in getattr(import_module(module.name), "TELLERS", {}).items():
            if event in found:
                raise ValueError(f"{event} is told twice, the second time by {module.name}.")
            found[event] = teller
    return found


_TELLERS = _tellers()
# The first talk is told by the conversation itself, where one was written down.
_TOLD_BY = {"CaseBegun": "ContactRecorded"}


def told(events: Iterable[Happened], context: Context) -> tuple[Line, ...]:
    """The lines of a story, in the order of the events."""
    happened = list(events)
    names = {event.name for event in happened}
    return tuple(
        Line(short_day(event.at), clock(event.at), teller(event.subject_id, event.data, context))
        for event in happened
        if _TOLD_BY.get(event.name) not in names
        and (teller := _TELLERS.get(event.name)) is not None
    )
