"""What people's records do when something has happened."""

from linkwell.access.scope import actor_now
from linkwell.journal.models import Event
from linkwell.people.actions import end_proxy
from linkwell.people.models import Proxy


def end_proxies(event: Event) -> None:
    """A death, or consent withdrawn: nobody speaks for them any more."""
    person_id, _ = event.whose()
    speaking = Proxy.objects.filter(person_id=person_id, ended_at__isnull=True)
    for proxy_id in list(speaking.values_list("pk", flat=True)):
        end_proxy(proxy_id, by=actor_now())
