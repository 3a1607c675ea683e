"""The verb of a feed that came in from its address."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.directory.events import FeedFetched
from linkwell.directory.models import FetchedFeed, Publisher
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.tables.sealing import seal


@action(Permission.CURATE_DIRECTORY)
def note_fetched(
    versions: Sequence[Mapping[str, Any]], *, digest: str, publisher: str, by: Actor
) -> None:
    """Keep which version of a feed came in just now. An import from elsewhere forgets it."""
    source = Publisher.objects.select_for_update().get(name=publisher)
    FetchedFeed(
        publisher=source,
        address_digest=digest,
        versions=seal(json.dumps(list(versions))),
        fetched_at=clock.now(),
    ).save()
    record(FeedFetched(subject_id=source.pk, answers=len(versions)))
