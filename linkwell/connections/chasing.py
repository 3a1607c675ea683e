"""Silent partners are asked once more, by themselves, after five days.

Finding them crosses services, so it is done as `bulk`; each is then asked as the named system
actor of its one case.
"""

from datetime import datetime

from django.db import connections as databases

from linkwell.access.rules import system_actor
from linkwell.connections.actions import nudge
from linkwell.connections.rules import NUDGE_AFTER, ConnectionState
from linkwell.kernel.errors import NotThere, WrongState

_SILENT = """
    select c.id, c.person_id, c.service_id from connections_connection c
    where c.state = %s and c.nudged_at is null and c.sent_at <= %s
      and exists (select from connections_disclosure d
                  where d.connection_id = c.id and d.recalled_at is null and d."to" <> '')
    order by c.sent_at limit 200
"""


def ask_silent_partners(now: datetime) -> int:
    """Nudge whoever was written to five days ago and has not answered; how many there were."""
    with databases["bulk"].cursor() as cursor:
        cursor.execute(_SILENT, [ConnectionState.SENT.value, now - NUDGE_AFTER])
        silent = cursor.fetchall()
    asked = 0
    for connection_id, person_id, service_id in silent:
        actor = system_actor("chasing", person_id=person_id, service_id=service_id)
        try:
            nudge(connection_id, by=actor)
        except (WrongState, NotThere):
            continue  # answered, taken back or asked by hand a moment ago
        asked += 1
    return asked
