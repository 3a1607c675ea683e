"""Questions about lists that came in, or are on their way."""

import json
from dataclasses import dataclass
from hashlib import sha256
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db.models import Q

from linkwell.directory.actions.bringing import Brought
from linkwell.directory.imports import ListImport
from linkwell.directory.mapping import Mapping
from linkwell.directory.models import FetchedFeed, Publisher
from linkwell.directory.rows import clean
from linkwell.directory.rules import Closing, LineKind, ListState, ReadBefore
from linkwell.kernel.errors import NotThere
from linkwell.tables.sealing import unseal

_SHOWN = 100
_LOOKED_AT = 200  # imports of one publisher; a feed that is read every hour has 168 a week


def under_way() -> Q:
    """Lists that somebody is at, or was: what the command line brought waits for nobody."""
    at_it = Q(state__in=(ListState.FETCHING, ListState.COMING_IN))
    return at_it | Q(state=ListState.WAITING, by_operator=True)


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


def is_in(publisher: str, data: bytes, mapping: Mapping) -> bool:
    """Is this very list, read so, the last that came in from its publisher?"""
    last = ListImport.objects.filter(publisher=publisher).order_by("-made_at").first()
    said = (ListState.CAME_IN, sha256(data).hexdigest(), mapping.data)
    return last is not None and (last.state, last.digest, last.spec) == said


def list_import(import_id: UUID) -> ListImport:
    row = ListImport.objects.filter(pk=import_id).first()
    if row is None:
        raise NotThere
    return row


def recent() -> list[ListImport]:
    """Lists as they were brought, the newest first; what somebody has to look at stands above."""
    rows = sorted(
        ListImport.objects.order_by("-made_at")[:_SHOWN],
        key=lambda row: row.state != ListState.WAITING,
    )
    return rows


def whose_lists() -> tuple[str, ...]:
    """The publishers that we have lists of."""
    names = Publisher.objects.order_by("name").values_list("name", flat=True)
    return tuple(names[:_SHOWN])


def same_that_waits(brought: Brought) -> ListImport | None:
    """This very file, where it was brought already and nobody has decided about it."""
    return ListImport.objects.filter(
        publisher=clean(brought.publisher),
        digest=brought.digest,
        closing=brought.closing,
        state__in=(ListState.FETCHING, ListState.WAITING),
    ).first()


def ask_again(row: ListImport) -> Brought:
    """The same address once more. Raises NotThere where it has none."""
    if not row.sealed:
        raise NotThere
    return Brought(
        publisher=row.publisher,
        source=row.source,
        sealed=row.sealed,
        address_digest=row.address_digest,
        format=row.format,
        closing=Closing(row.closing),
        read_first=True,
    )


@dataclass(frozen=True)
class Line:
    """What there is to say of one record of a list; `line` is 0 where it stands on none."""

    line: int
    kind: LineKind
    sentence: str
    service_id: UUID | None


def told_of(row: ListImport) -> list[Line]:
    """Of every record of which there is anything to say, in the order of the list."""
    rows = row.told.order_by("kind", "line", "sentence")
    return [
        Line(line, LineKind(kind), sentence, service_id)
        for line, kind, sentence, service_id in rows.values_list(
            "line", "kind", "sentence", "service_id"
        )
    ]
