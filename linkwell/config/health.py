"""Whether this process can serve, for whoever watches it. Says nothing that is not public."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from linkwell.journal.queries import last_good_runs, parked_deliveries

# Where the last good run of each job is learnt from: name -> when, or None when it never ran.
LastGoodRuns = Callable[[], Mapping[str, datetime | None]]


def workers_heartbeat() -> Mapping[str, datetime | None]:
    """When a worker last gave a sign of life. It does so every ten seconds."""
    with connection.cursor() as cursor:
        cursor.execute("select max(last_heartbeat) from procrastinate_workers")
        (at,) = cursor.fetchone()
    return {"worker": at}


SOURCES: list[LastGoodRuns] = [workers_heartbeat, last_good_runs]


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, with the last good run of each job; else 503.

    `parked` counts deliveries that a person must look at: `linkwell deliveries` tells of them.
    """
    try:
        jobs = {name: at for source in SOURCES for name, at in source().items()}
        parked = parked_deliveries()
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok", "jobs": jobs, "parked": parked})
