"""A list comes in from its publisher's address: asked whether it has changed, fetched, then brought
in. A feed of the standards is read page by page; a sheet or a zip of tables is one answer.

Nothing is open in the database while the publisher is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from linkwell.access.rules import Actor
from linkwell.access.scope import acting_as
from linkwell.directory import incoming
from linkwell.directory.actions.bringing import (
    Brought,
    begin_list,
    bring_list,
    list_fetched,
    stop_list,
)
from linkwell.directory.actions.fetched import note_fetched
from linkwell.directory.actions.lists import Tally
from linkwell.directory.alone import alone_with
from linkwell.directory.arriving import KeptAnswers
from linkwell.directory.brought import feed_versions, read_before, under_way
from linkwell.directory.drafting import read_list
from linkwell.directory.feed_pages import Feed, Get, Version, is_unchanged, read_feed
from linkwell.directory.feeds import Format, Record, is_feed, is_sheet, records_in
from linkwell.directory.fetching import Answer
from linkwell.directory.importing import (
    STANDARDS,
    Drafted,
    Missing,
    Progress,
    Report,
    bring_in,
    records_of,
    rows_of,
    unheard,
)
from linkwell.directory.imports import ListImport
from linkwell.directory.mapping import Mapping as SheetMapping
from linkwell.directory.mapping import mapping_of
from linkwell.directory.previews import keep_sample
from linkwell.directory.queries import known_from
from linkwell.directory.rows import OURS, STRANGERS, Room
from linkwell.directory.rules import Closing, ListState, changes_since, says_all
from linkwell.kernel import clock
from linkwell.kernel.addresses import read_web_address
from linkwell.kernel.errors import InputAtFault
from linkwell.tables.sealing import seal, unseal

_AS_BEFORE = "the feed’s own word that it has not changed"
_GONE = "Its file is not here any more. Bring it again"
_INSTEAD = "It was broken off, and another list of this publisher came in instead."


def digest_of(url: str) -> str:
    """What an address is known again by: itself may hold a key."""
    return sha256(url.encode()).hexdigest()


def import_from_address(
    url: str,
    format: Format,
    get: Get,
    *,
    publisher: str,
    by: Actor,
    mapping: SheetMapping | None = None,
    closing: Closing = Closing.NOTHING,
    anew: bool = False,
    progress: Progress = unheard,
) -> Report:
    """Bring in what stands at a publisher's address.

    Where it came in last from this address and says of all its answers that they are still the
    same, nothing is read or written, unless it is asked for `anew` or something may be closed; and
    of a feed only what has changed is asked for, but for once a week.
    Raises InputAtFault, with nothing of it written, where any part of it cannot be had.
    """
    whole = anew or closing is not Closing.NOTHING
    with alone_with(publisher):
        if not whole and is_unchanged(_versions(publisher, url, by), get):
            return _as_before(publisher, by)
        row = _broken_off(publisher, url, closing, by) or bring_list(
            asked_for(publisher, url, format, closing, mapping), by=by
        )
        feed = None
        if row.state == ListState.FETCHING:
            row, feed = fetched(row, get, by=by, whole=whole)
        if row.state == ListState.WAITING:
            row = begun(row, mapping, by)
        return go_on_with(row, feed, by=by, progress=progress)


def _versions(publisher: str, url: str, by: Actor) -> tuple[Version, ...]:
    with acting_as(by):
        return tuple(Version(**one) for one in feed_versions(publisher, digest_of(url)))


def _as_before(publisher: str, by: Actor) -> Report:
    with acting_as(by):
        count = sum(one.listed for one in known_from(publisher))
    return Report(publisher, _AS_BEFORE, Tally(unchanged=count), (), (), (), Missing(()))


def asked_for(
    publisher: str,
    url: str,
    format: Format = Format.AUTO,
    closing: Closing = Closing.NOTHING,
    mapping: SheetMapping | None = None,
) -> Brought:
    """A list that is still at its address; the query, which may hold a key, is sealed."""
    return Brought(
        publisher=publisher,
        source=read_web_address(url, or_loopback=True).told,
        sealed=seal(url),
        read_first=True,
        address_digest=digest_of(url),
        format=format,
        spec=dict(mapping.data) if mapping else None,
        mapping=mapping.name if mapping else "",
        closing=closing,
    )


def _broken_off(publisher: str, url: str, closing: Closing, by: Actor) -> ListImport | None:
    """The same, where fetching it or bringing it in was broken off. Nobody else is at it now."""
    with acting_as(by):
        rows = ListImport.objects.filter(under_way(), publisher=publisher)
        for row in rows.order_by("-made_at"):
            if (row.address_digest, row.closing) == (digest_of(url), closing):
                return row
            if row.state == ListState.COMING_IN:
                stop_list(row.pk, _INSTEAD, by=by)
                incoming.forget(row.pk)
    return None


def fetched(
    row: ListImport, get: Get, *, by: Actor, whole: bool = False
) -> tuple[ListImport, Feed | None]:
    """All of it is here; nothing of it is in the directory yet; and what a feed says. A fault stops
    the import, and is raised."""
    try:
        url = unseal(row.sealed)
        if url is None:
            raise InputAtFault("Its address cannot be read any more. Give it again")
        closes = row.closing != Closing.NOTHING  # by what all of it says
        since = None if whole or closes else _since(row, by)
        if since is not None:
            try:
                return _changes(row, url, since, get, by)
            except InputAtFault:  # it knows no such question
                incoming.forget(row.pk)
        return _all_of_it(row, url, get, by)
    except InputAtFault as fault:
        stop_list(row.pk, fault.sentence, by=by)
        incoming.forget(row.pk)
        raise


def looked_into(row: ListImport, *, by: Actor) -> tuple[ListImport, Feed | None]:
    """A file of the standards that somebody gave: every record is read, and nothing is written.
    Raises InputAtFault where it is none."""
    data = incoming.kept(row.pk, incoming.LIST)
    if data is None:
        raise InputAtFault(_GONE)
    feed = Feed(tuple(records_in(data, Format(row.format), _room(row))), ())
    keep_sample(row.pk, feed.records)
    return list_fetched(row.pk, digest=row.digest, by=by), feed


def _since(row: ListImport, by: Actor) -> datetime | None:
    with acting_as(by):
        before = read_before(row.publisher, row.address_digest)
    return changes_since(before, clock.now())


def _all_of_it(row: ListImport, url: str, get: Get, by: Actor) -> tuple[ListImport, Feed | None]:
    answers = KeptAnswers(row.pk, get)
    answers.begin(url)
    first = answers(url, {})
    if is_sheet(first.body, Format(row.format)):
        return _one_file(row, first.body, by), None
    if first.body.startswith(b"PK"):
        keep_sample(row.pk, records_in(first.body, Format(row.format), STRANGERS))
        return _one_file(row, first.body, by), None
    feed = read_feed(url, Format(row.format), answers)
    answers.end()
    keep_sample(row.pk, feed.records)
    return list_fetched(row.pk, by=by), feed


def _one_file(row: ListImport, data: bytes, by: Actor) -> ListImport:
    incoming.keep(row.pk, incoming.LIST, data)
    return list_fetched(row.pk, digest=sha256(data).hexdigest(), by=by)


def _changes(
    row: ListImport, url: str, since: datetime, get: Get, by: Actor
) -> tuple[ListImport, Feed | None]:
    """What has changed since then; or all, where the feed does not heed what it is asked."""
    answers = KeptAnswers(row.pk, get)
    asked = changed_since(url, since)
    answers.begin(asked)
    feed = read_feed(asked, Format(row.format), answers)
    answers.end()
    keep_sample(row.pk, feed.records)
    with acting_as(by):
        had = sum(one.listed for one in known_from(row.publisher))
        every = says_all([_modified(one) for one in feed.records], had, since)
        return list_fetched(row.pk, since=since, whole=every, by=by), feed


def changed_since(url: str, since: datetime) -> str:
    """The same question, for what has changed since then only."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True)
             if pair[0] != "modified_after"]  # fmt: skip
    told = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return urlunsplit(parts._replace(query=urlencode([*query, ("modified_after", told)])))


def _modified(one: Record) -> datetime | None:
    """When a record says that it was changed last."""
    try:
        at = datetime.fromisoformat(str(one.document.get("last_modified", "")))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def begun(row: ListImport, mapping: SheetMapping | None, by: Actor) -> ListImport:
    """A sheet by its mapping, or the only known one that its heading fits; a fault stops it."""
    data = incoming.kept(row.pk, incoming.LIST)
    if data is None or is_feed(data, Format(row.format)):
        return begin_list(row.pk, by=by, mapping=STANDARDS)
    try:
        if mapping is None and row.spec is not None:
            mapping = mapping_of(dict(row.spec), name=row.mapping)
        _table, used = read_list(data, mapping, _room(row))
    except InputAtFault as fault:
        stop_list(row.pk, fault.sentence, by=by)
        incoming.forget(row.pk)
        raise
    return begin_list(row.pk, by=by, spec=used.data, mapping=used.name)


def go_on_with(
    row: ListImport,
    feed: Feed | None = None,
    *,
    by: Actor,
    progress: Progress = unheard,
    beside: bool = True,
    told_to_stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Bring in a list of which all is here, whatever it is; nobody is asked. `feed` is what it
    says, where that was read just now. Raises InputAtFault where it is not here any more."""
    data = incoming.kept(row.pk, incoming.LIST)
    if feed is None and data is None:
        feed = _feed_kept(row)
    versions = _told_by(row, feed)
    report = bring_in(
        row,
        _drafted(row, data, feed),
        by=by,
        progress=progress,
        beside=beside,
        told_to_stop=told_to_stop,
    )
    if versions and report.came_in:
        note_fetched(
            [asdict(one) for one in versions],
            digest=row.address_digest,
            publisher=row.publisher,
            by=by,
        )
    return report


def _told_by(row: ListImport, feed: Feed | None) -> tuple[Version, ...]:
    """Of which version all of it was; nothing where any of it tells none, or it is not all."""
    url = unseal(row.sealed) if row.sealed and row.since is None else None
    if url is None:
        return ()
    if feed is not None:
        return feed.versions
    version = KeptAnswers(row.pk, _nobody).version_of(url)
    return (Version(url, version),) if version else ()


def _room(row: ListImport) -> Room:
    return OURS if row.by_operator and not row.sealed else STRANGERS


def _drafted(row: ListImport, data: bytes | None, feed: Feed | None) -> Drafted:
    room = _room(row)
    if row.spec is not None:
        if data is None:
            raise InputAtFault(_GONE)
        return rows_of(*read_list(data, mapping_of(dict(row.spec), name=row.mapping), room))
    if data is not None:
        return records_of(records_in(data, Format(row.format), room))
    assert feed is not None
    return records_of(feed.records)


def _feed_kept(row: ListImport) -> Feed:
    answers = KeptAnswers(row.pk, _nobody)
    url = unseal(row.sealed)
    if url is None or not answers.is_whole:
        raise InputAtFault(_GONE)
    asked = changed_since(url, row.since) if row.since else url
    return read_feed(asked, Format(row.format), answers)


def _nobody(url: str, version: Mapping[str, str]) -> Answer:
    raise InputAtFault(_GONE)
