"""A feed comes in from its address: asked whether it has changed, read whole, then imported."""

from dataclasses import asdict

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.directory.actions.fetched import note_fetched
from linkwell.directory.actions.lists import Tally
from linkwell.directory.feed_pages import Get, Version, is_unchanged, read_feed
from linkwell.directory.feeds import Format
from linkwell.directory.importing import Missing, Progress, Report, import_feed
from linkwell.directory.rules import Closing
from linkwell.directory.models import FetchedFeed
from linkwell.directory.queries import known_from


def import_from_address(
    url: str,
    format: Format,
    get: Get,
    *,
    publisher: str,
    by: Actor,
    closing: Closing = Closing.NOTHING,
    anew: bool = False,
    progress: Progress = lambda done, lines: None,
) -> Report:
    """Bring in a publisher's feed, as `import_feed` does one that is here already.

    Where it came in last from this address and says of all its answers that they are still the
    same, nothing is read or written, unless it is asked for `anew` or something may be closed.
    Nothing is open in the database while the publisher is asked.
    Raises InputAtFault, with nothing written, where any part of it cannot be had.
    """
    if not anew and closing is Closing.NOTHING:
        with acting_as(by):
            versions = _versions(publisher, url)
        if is_unchanged(versions, get):
            return _as_before(publisher, by)
    feed = read_feed(url, format, get)
    with acting_as(by):
        report = import_feed(
            feed.records, publisher=publisher, by=by, closing=closing, progress=progress
        )
        if feed.versions and report.came_in:
            note_fetched(url, [asdict(one) for one in feed.versions], publisher=publisher, by=by)
    return report


def _versions(publisher: str, url: str) -> tuple[Version, ...]:
    kept = FetchedFeed.objects.filter(publisher__name=publisher, url=url).first()
    return tuple(Version(**one) for one in kept.versions) if kept else ()


def _as_before(publisher: str, by: Actor) -> Report:
    with acting_as(by):
        count = sum(one.listed for one in known_from(publisher))
    told = "the feed’s own word that it has not changed"
    return Report(publisher, told, Tally(unchanged=count), (), (), (), Missing(()))
