"""What the directory learns from what happens to people. Nothing of whom: a week, and a part."""

from datetime import date, timedelta
from uuid import UUID

from linkwell.access.scope import actor_now
from linkwell.connections.rules import PartnerAnswer
from linkwell.directory.actions.checking import find_right, find_wrong
from linkwell.directory.freshness import USUALLY, Part, Source, Trouble
from linkwell.journal.models import Event
from linkwell.kernel import clock


def somebody_was_there(event: Event) -> None:
    """Where it is and when it is on are right. Known to the week: a day could tell who it was."""
    on = date.fromisoformat(event.data["on"])
    find_right(
        UUID(event.data["directory_service_id"]),
        (Part.PLACE, Part.TIMES),
        source=Source.ATTENDANCE,
        said_by="",
        on=min(on - timedelta(days=on.weekday()), clock.today()),
        by=actor_now(),
    )


def the_group_is_full(event: Event) -> None:
    """It said so to somebody who wished to come: nobody else is sent there for some weeks."""
    if event.data["answer"] == PartnerAnswer.FULL:
        find_wrong(
            UUID(event.data["directory_service_id"]),
            Trouble.FULL,
            until=clock.today() + USUALLY,
            by=actor_now(),
        )
