"""What people's records do when something has happened."""

from linkwell.access.scope import actor_now
from linkwell.journal.models import Event
from linkwell.people.actions import close_every_link


def close_links(event: Event) -> None:
    """A death, or consent withdrawn: every secret address about them is closed."""
    person_id, _ = event.whose()
    close_every_link(person_id, by=actor_now())
