"""What tasks do when something has happened elsewhere."""

from uuid import UUID

from linkwell.journal.models import Event
from linkwell.kernel.clock import on_day
from linkwell.people.queries import ways_to_reach
from linkwell.people.rules import Safe
from linkwell.tasks.actions import finish_tasks, owe
from linkwell.tasks.queries import last_task
from linkwell.tasks.rules import TaskKind, first_talk_due, triage_due


def ask_for_triage(event: Event) -> None:
    """A referral has come in: the team must decide, unless a no has ended it already."""
    risk = event.data["risk_mentioned"]
    if event.data["wants"] != "no" or risk:
        owe(event, TaskKind.TRIAGE, due=triage_due(event.at, risk_mentioned=risk))


def triage_is_done(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.TRIAGE, person_id)


def first_talk_is_done(event: Event) -> None:
    person_id, _ = event.whose()
    finish_tasks(TaskKind.FIRST_TALK, person_id)


def safe_way_is_known(event: Event) -> None:
    """Somebody asked. It is done once nothing is left to ask: one answer says nothing of others.

    Where somebody near them is a danger, each yes has to be their own word, by voice.
    """
    person_id, _ = event.whose()
    ways = ways_to_reach(person_id)
    if not any(way.safe is Safe.NOT_ASKED or way.to_confirm for way in ways):
        finish_tasks(TaskKind.ASK_SAFE_WAY, person_id)


def ask_for_first_talk(event: Event) -> None:
    """Somebody was taken on: ring them, the same day if the referral mentioned danger."""
    due = first_talk_due(on_day(event.at), risk_mentioned=event.data["risk_mentioned"])
    owe(event, TaskKind.FIRST_TALK, owner_id=UUID(event.data["holder_id"]), due=due)


def ask_for_options(event: Event) -> None:
    """They have talked: whoever was to talk now looks with them for something that fits."""
    person_id, _ = event.whose()
    talk = last_task(TaskKind.FIRST_TALK, person_id)
    owe(event, TaskKind.FIND_OPTIONS, owner_id=talk.owner_id if talk else None)


def options_are_found(event: Event) -> None:
    """The person chose, or nothing suited: either way the looking is done."""
    person_id, _ = event.whose()
    finish_tasks(TaskKind.FIND_OPTIONS, person_id)


def ask_for_a_safe_way(event: Event) -> None:
    """A message to the person is held: somebody must ask how it is safe to reach them.

    Where all has stopped no safe way would help: the dead are left alone, and whoever took back
    their consent is asked about that first.
    """
    if event.data["why"] not in ("died", "withdrew"):
        owe(event, TaskKind.ASK_SAFE_WAY)
