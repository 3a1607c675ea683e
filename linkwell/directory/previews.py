"""What a list would be in the directory, before any of it is: the first records as they would stand
there, and how many would come in."""

import json
from collections.abc import Container, Sequence
from dataclasses import dataclass
from uuid import UUID

from linkwell.directory import incoming
from linkwell.directory.drafting import Drafting
from linkwell.directory.feeds import FeedDrafts, Record
from linkwell.directory.imports import ListImport, ListMapping
from linkwell.directory.mapping import Mapping, known_mappings, mapping_of
from linkwell.directory.queries import known_from, postcodes
from linkwell.directory.reading import read_sheet
from linkwell.directory.rows import STRANGERS, First, Table, clean
from linkwell.directory.rules import Known, Listing, Refusal
from linkwell.kernel.errors import InputAtFault

LOOKED_AT = First(rows=2_000, cells=60_000)  # of a sheet: a page waits for them
SHOWN = 10
_SAMPLE = "sample"


@dataclass(frozen=True)
class Preview:
    """`looked_at` lines were read, of more where `cut`; so many would come in, so many would not.
    `first` are records as they would stand, `why_not` lines that would not; `missing` are open
    groups of earlier lists that it leaves out, where all of it was read."""

    looked_at: int
    come_in: int
    cut: bool
    first: tuple[Listing, ...]
    refused: int
    why_not: tuple[Refusal, ...]
    no_place: int
    people: int = 0
    missing: int = 0


NOTHING = Preview(0, 0, cut=False, first=(), refused=0, why_not=(), no_place=0)


def table_in(row: ListImport) -> Table:
    """The first lines of a sheet that waits. Raises InputAtFault."""
    data = incoming.kept(row.pk, incoming.LIST)
    if data is None:
        raise InputAtFault("Its file is not here any more. Bring it again")
    sheet = str((row.spec or {}).get("sheet", ""))
    return read_sheet(data, sheet=sheet, room=STRANGERS, first=LOOKED_AT)


def is_read_by_mapping(row: ListImport) -> bool:
    """Is it a sheet? Else it is in the standard's own words, and was looked into already."""
    return row.spec is not None or incoming.kept(row.pk, _SAMPLE) is None


def mapping_for(row: ListImport, table: Table) -> Mapping | None:
    """How this sheet reads: as somebody said of it; as an earlier one of its publisher did; or as
    the only known mapping that fits its heading."""
    if row.spec is not None:
        return mapping_of(dict(row.spec), name=row.mapping)
    kept = ListMapping.objects.filter(publisher=row.publisher).first()
    if kept is not None:
        own = mapping_of(dict(kept.spec), name=str(kept.spec["title"]))
        if own.fits(table.headers):
            return own
    fitting = [one for one in known_mappings() if one.fits(table.headers)]
    return fitting[0] if len(fitting) == 1 else None


def preview_of_sheet(row: ListImport, table: Table, mapping: Mapping) -> Preview:
    """Raises InputAtFault where the mapping does not fit."""
    mapping.must_fit(table.headers)
    known = known_from(row.publisher)
    coming = Drafting(table, mapping, postcodes().find_many, known)
    first = list[Listing]()
    count = 0
    for draft in coming:
        count += 1
        if len(first) < SHOWN:
            first.append(draft.listing)
    return Preview(
        looked_at=len(table.rows) + len(table.refused),
        come_in=count,
        cut=table.cut,
        first=tuple(first),
        refused=len(coming.refused),
        why_not=coming.refused[:SHOWN],
        no_place=len(coming.aside.no_place),
        missing=0 if table.cut else _missing(known, coming.aside.named),
    )


def _missing(known: Sequence[Known], named: Container[str]) -> int:
    return sum(one.is_open and one.source_id not in named for one in known)


def keep_sample(import_id: UUID, records: Sequence[Record]) -> None:
    """For whoever looks at it first: a feed is long to read."""
    drafts = FeedDrafts(records, _no_places)
    good = [one for one in records if not one.refused]
    sample = {
        "records": len(records),
        "come_in": len(drafts),
        "refused": len(drafts.refused),
        "why_not": [(one.line, clean(one.sentence)) for one in drafts.refused[:SHOWN]],
        "people": len(drafts.people),
        "named": sorted(drafts.aside.named),
        "first": [(one.place, one.source_id, one.document) for one in good[:SHOWN]],
    }
    incoming.keep(import_id, _SAMPLE, json.dumps(sample, default=str).encode())


def preview_of_feed(row: ListImport) -> Preview:
    """What was kept when it was read. Raises InputAtFault where it is not here any more."""
    data = incoming.kept(row.pk, _SAMPLE)
    if data is None:
        raise InputAtFault("What was fetched is not here any more. Ask for it again")
    said = json.loads(data)
    records = [Record(place, own, document) for place, own, document in said["first"]]
    drafts = FeedDrafts(records, postcodes().find_many)
    return Preview(
        looked_at=said["records"],
        come_in=said["come_in"],
        cut=False,
        first=tuple(draft.listing for draft in drafts),
        refused=said["refused"],
        why_not=tuple(Refusal(line, sentence) for line, sentence in said["why_not"]),
        no_place=0,
        people=said["people"],
        missing=_missing(known_from(row.publisher), set(said["named"])) if row.whole else 0,
    )


def _no_places(codes: Sequence[str]) -> Sequence[None]:
    return [None] * len(codes)
