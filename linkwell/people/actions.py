"""The verbs of a person's record."""

from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.people.events import SafeWaySaid
from linkwell.people.models import ContactWay
from linkwell.people.rules import BY_PERSON, Channel, Safe


@action(Permission.FOLLOW_UP)
def say_safe_way(way_id: UUID, *, safe: Safe, times: str = "", by: Actor) -> ContactWay:
    """Write down what the person said about one way of reaching them, and when it suits.

    NOT_ASKED says that somebody tried to ask and could not: what was known stays known.
    """
    way: ContactWay = ContactWay.objects.locked(way_id)
    if safe is not Safe.NOT_ASKED:
        way.safe, way.said_by, way.said_at = safe, BY_PERSON, clock.now()
        way.times = times or way.times
        way.save(update_fields=["safe", "times", "said_by", "said_at"])
    record(
        SafeWaySaid(
            subject_id=way.pk,
            person_id=way.person_id,
            service_id=way.service_id,
            channel=Channel(way.channel),
            safe=safe,
        )
    )
    return way
