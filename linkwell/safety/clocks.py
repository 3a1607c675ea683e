"""The job that passes on what nobody has acknowledged in time."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from linkwell.access.rules import system_actor
from linkwell.kernel.errors import NotThere
from linkwell.safety.actions import pass_on_alert, pass_on_concern
from linkwell.safety.models import Alert, Concern
from linkwell.safety.queries import overdue

log = logging.getLogger(__name__)

_CLOCKS: tuple[tuple[str, Callable[..., None]], ...] = (
    (Alert._meta.db_table, pass_on_alert),
    (Concern._meta.db_table, pass_on_concern),
)


def pass_on_overdue(now: datetime) -> int:
    """Call the next role about each that is overdue; how many there were.

    One that fails does not keep the others waiting; it is tried again the next minute.
    """
    count = 0
    for table, pass_on in _CLOCKS:
        for row_id, person_id, service_id in overdue(table, now):
            count += 1
            try:
                with suppress(NotThere):  # acknowledged just now
                    by = system_actor("alerts", person_id=person_id, service_id=service_id)
                    pass_on(row_id, by=by)
            except Exception as error:
                log.exception("pass_on_failed", extra={"error": type(error).__name__})
    return count
