"""The verbs of a list on its way in: brought, asked for at its address, begun, in, or stopped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from linkwell.access.actions import action
from linkwell.access.rules import Actor, ActorKind, Permission
from linkwell.directory.events import (
    ListBegun,
    ListBrought,
    ListCameIn,
    ListFetched,
    ListMappingKept,
    ListStopped,
)
from linkwell.directory.imports import ListImport, ListLine, ListMapping
from linkwell.directory.keeping import Edit
from linkwell.directory.models import SourceRecord
from linkwell.directory.rows import clean
from linkwell.directory.rules import (
    LIST_IMPORT,
    Closing,
    EditState,
    Known,
    LineKind,
    ListState,
    Refusal,
)
from linkwell.journal.actions import record
from linkwell.kernel import clock
from linkwell.kernel.errors import InputAtFault, NotThere
from linkwell.tables.expressions import one_of_texts

KEPT_FOR = timedelta(days=90)  # what was said of each record of a list
LONGEST_NAME = 200
_TOLD = 1_000  # characters of why it stopped
_CONFLICTS = 1_000


@dataclass(frozen=True)
class Brought:
    """A list as somebody brings it. `digest` is that of a file's bytes, "" where it has none;
    `spec` how a sheet reads; `read_first` is a list that is fetched, or long to read."""

    publisher: str
    source: str
    digest: str = ""
    sealed: str = ""
    address_digest: str = ""
    format: str = "auto"
    spec: Mapping[str, Any] | None = None
    mapping: str = ""
    closing: Closing = Closing.NOTHING
    read_first: bool = False


@dataclass(frozen=True)
class Ended:
    """What became of a list, once all of it is in."""

    refused: Sequence[Refusal] = ()
    no_place: Sequence[Refusal] = ()
    people: Sequence[Refusal] = ()
    missing: Sequence[Known] = ()
    closed: int = 0
    why_not: str = ""


@action(Permission.BRING_LIST)
def bring_list(brought: Brought, *, by: Actor) -> ListImport:
    """A list is here, or its address is: nothing of it is in the directory yet."""
    publisher = clean(brought.publisher)
    if not 0 < len(publisher) <= LONGEST_NAME:
        raise InputAtFault(f"Write whose list it is, in at most {LONGEST_NAME} characters")
    row = ListImport(
        publisher=publisher,
        source=clean(brought.source)[:300],
        digest=brought.digest,
        sealed=brought.sealed,
        address_digest=brought.address_digest,
        format=brought.format,
        spec=brought.spec,
        mapping=brought.mapping[:200],
        state=ListState.FETCHING if brought.read_first else LIST_IMPORT.start,
        closing=brought.closing,
        by_operator=by.kind is ActorKind.OPERATOR,
        brought_by=by.name[:200],
        made_at=clock.now(),
    )
    row.save(force_insert=True)
    record(ListBrought(subject_id=row.pk, by_address=bool(brought.sealed)))
    return row


@action(Permission.CURATE_DIRECTORY)
def list_fetched(
    import_id: UUID,
    *,
    digest: str = "",
    since: datetime | None = None,
    whole: bool = True,
    by: Actor,
) -> ListImport:
    """All that stands at its address is here. A feed has no digest; `since` is told where only
    what has changed was asked for, and `whole` whether all was answered all the same."""
    row = _held(import_id)
    row.state = LIST_IMPORT.after(ListState(row.state), "fetched")
    row.digest, row.since, row.whole = digest, since, whole
    row.save(update_fields=["state", "digest", "since", "whole"])
    record(ListFetched(subject_id=row.pk, whole=row.whole))
    return row


@action(Permission.BRING_LIST)
def read_by(import_id: UUID, spec: Mapping[str, Any], title: str, *, by: Actor) -> ListImport:
    """This is how the sheet reads, and the next one of its publisher."""
    row = _held(import_id)
    if row.state != ListState.WAITING:
        LIST_IMPORT.after(ListState(row.state), "begun")  # says what it is
    row.spec, row.mapping = spec, title[:200]
    row.save(update_fields=["spec", "mapping"])
    ListMapping.objects.update_or_create(
        publisher=row.publisher,
        defaults={"spec": spec, "made_at": clock.now(), "made_by": by.name[:200]},
    )
    record(ListMappingKept(subject_id=row.pk, columns=len(spec.get("fields", {}))))
    return row


@action(Permission.BRING_LIST)
def begin_list(
    import_id: UUID, *, by: Actor, spec: Mapping[str, Any] | None = None, mapping: str = ""
) -> ListImport:
    """From now on its records come in. One list of a publisher at a time."""
    row = _held(import_id)
    row.state = LIST_IMPORT.after(ListState(row.state), "begun")
    if ListImport.objects.filter(publisher=row.publisher, state=ListState.COMING_IN).exists():
        raise InputAtFault("Another list of this publisher is coming in just now. Wait for it")
    if spec is not None:
        row.spec = spec
    row.mapping = mapping[:200] or row.mapping
    row.save(update_fields=["state", "spec", "mapping"])
    record(ListBegun(subject_id=row.pk))
    return row


@action(Permission.BRING_LIST)
def stop_list(import_id: UUID, sentence: str, *, by: Actor) -> ListImport:
    """No more of it comes in, and why; what is in already stays."""
    row = _held(import_id)
    row.state = LIST_IMPORT.after(ListState(row.state), "stopped")
    row.sentence, row.ended_at = clean(sentence)[:_TOLD], clock.now()
    row.save(update_fields=["state", "sentence", "ended_at"])
    record(ListStopped(subject_id=row.pk, reached=row.reached))
    return row


@action(Permission.CURATE_DIRECTORY)
def list_is_in(import_id: UUID, ended: Ended, *, by: Actor) -> ListImport:
    """All of it is in; what there is to say of its records is kept, for a while."""
    row = _held(import_id)
    row.state = LIST_IMPORT.after(ListState(row.state), "brought in")
    conflicts = _conflicts(row.publisher)
    row.refused, row.no_place = len(ended.refused), len(ended.no_place)
    row.people, row.missing = len(ended.people), len(ended.missing)
    row.conflicts, row.closed = len(conflicts), ended.closed
    row.sentence, row.ended_at = clean(ended.why_not)[:_TOLD], clock.now()
    row.save()
    ListLine.objects.copy_values(
        ("list_import", "line", "kind", "sentence", "service"),
        ((row.pk, *told) for told in (*_told(ended, row.publisher), *conflicts)),
    )
    old = clock.now() - KEPT_FOR
    ListLine.objects.filter(
        list_import__publisher=row.publisher, list_import__ended_at__lt=old
    ).delete()
    record(
        ListCameIn(
            subject_id=row.pk,
            created=row.created,
            updated=row.updated,
            unchanged=row.unchanged,
            refused=row.refused,
            closed=row.closed,
            conflicts=row.conflicts,
        )
    )
    return row


_Line = tuple[int, LineKind, str, UUID | None]


def _told(ended: Ended, publisher: str) -> Iterator[_Line]:
    for kind, lines in (
        (LineKind.REFUSED, ended.refused),
        (LineKind.NO_PLACE, ended.no_place),
        (LineKind.PEOPLE, ended.people),
    ):
        yield from ((one.line, kind, clean(one.sentence), None) for one in lines)
    named = one_of_texts("source_id", (one.source_id for one in ended.missing))
    ids = SourceRecord.objects.filter(named, publisher__name=publisher) if ended.missing else None
    services = dict(ids.values_list("source_id", "service_id")) if ids is not None else {}
    for gone in ended.missing:
        yield 0, LineKind.MISSING, gone.name, services.get(gone.source_id)


def _conflicts(publisher: str) -> list[_Line]:
    """Where a group and its list say different things: the group's word stands meanwhile."""
    rows = Edit.objects.filter(
        state=EditState.STANDING, against__isnull=False, service__publisher__name=publisher
    ).order_by("service__name", "field")
    told = rows.values_list("service__name", "field", "service_id")[:_CONFLICTS]
    return [(0, LineKind.CONFLICT, f"{name}: {field}", own) for name, field, own in told]


def _held(import_id: UUID) -> ListImport:
    row = ListImport.objects.select_for_update().filter(pk=import_id).first()
    if row is None:
        raise NotThere
    return row
