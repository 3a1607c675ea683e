"""What the directory does about its own events: search hears of what came in or changed."""

from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import connection

from linkwell.access.rules import Actor, system_actor
from linkwell.access.scope import acting_as, actor_now
from linkwell.directory.actions.finding import write_for_search
from linkwell.journal.models import Event

_BATCH = 1_000
# A batch of a list is written and told of within a fraction of that; what takes longer, and what
# was there before there was a search, is found by the sweep.
_JUST_NOW = timedelta(seconds=10)
_STALE = """
    select s.id from directory_service s
    where not exists (select from directory_findable f where f.service_id = s.id
                      and f.modified is not distinct from s.last_modified)
"""


def search_hears(event: Event) -> None:
    """What was written just before this was told. Others may have told of it already."""
    between = _STALE + " and s.last_modified between %s and %s"
    _write(_ids(between, event.at - _JUST_NOW, event.at + timedelta(seconds=1)), actor_now())


def write_what_is_missing(_now: datetime) -> int:
    """Every service that search does not know as it is; how many. None, as a rule."""
    actor = system_actor("writing for search", person_id=None, service_id=None)
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")  # it looks at every service
        ids = _ids(_STALE)
    _write(ids, actor)  # each batch by itself: nobody waits for all of a million
    return len(ids)


def _ids(sql: str, *values: datetime) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _write(ids: list[UUID], actor: Actor) -> None:
    waiting = iter(ids)
    while batch := list(islice(waiting, _BATCH)):
        write_for_search(batch, by=actor)
