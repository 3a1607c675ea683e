"""Questions about lists that came in, or are on their way."""

import json
from itertools import takewhile
from typing import Any

from django.db.models import Q

from linkwell.directory.imports import ListImport
from linkwell.directory.models import FetchedFeed
from linkwell.directory.rules import ListState, ReadBefore
from linkwell.tables.sealing import unseal

_LOOKED_AT = 200  # imports of one publisher; a feed that is read every hour has 168 a week


def feed_versions(publisher: str, digest: str) -> list[dict[str, Any]]:
    """Of which version the answers of a publisher's feed at this address were, the last time."""
    kept = FetchedFeed.objects.filter(publisher__name=publisher, address_digest=digest).first()
    told = unseal(kept.versions) if kept else None
    return list(json.loads(told)) if told else []


def read_before(publisher: str, digest: str) -> list[ReadBefore]:
    """The readings of a publisher's feed, newest first, back to where anything of this publisher
    came in from elsewhere."""
    had_part = Q(state=ListState.CAME_IN) | Q(reached__gt=0)
    rows = ListImport.objects.filter(had_part, publisher=publisher).order_by("-made_at")
    from_there = takewhile(
        lambda row: (
            row.address_digest == digest and row.spec is None and row.state == ListState.CAME_IN
        ),
        rows[:_LOOKED_AT],
    )
    return [ReadBefore(row.made_at, row.whole, row.since is not None) for row in from_there]
