"""The verb of a feed that came in from its address."""

from collections.abc import Mapping, Sequence
from typing import Any

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.directory.events import FeedFetched
from linkwell.directory.models import FetchedFeed, Publisher
from linkwell.journal.actions import record
from linkwell.kernel import clock


@action(Permission.CURATE_DIRECTORY)
def note_fetched(
    url: str, versions: Sequence[Mapping[str, Any]], *, publisher: str, by: Actor
) -> None:
    """Keep which version of a feed came in just now. An import from elsewhere forgets it."""
    source = Publisher.objects.select_for_update().get(name=publisher)
    FetchedFeed(publisher=source, url=url, versions=list(versions), fetched_at=clock.now()).save()
    record(FeedFetched(subject_id=source.pk, answers=len(versions)))
