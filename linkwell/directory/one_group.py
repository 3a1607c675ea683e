"""Questions about entries that are one group: which one tells of it, whose word stands there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from linkwell.directory.freshness import Checked, Part, Source
from linkwell.directory.joining import Unit, Word
from linkwell.directory.models import Service, SourceRecord
from linkwell.directory.pairs import EntryWord


def the_one(service_id: UUID) -> UUID:
    """The entry that tells of this group: itself, or the one that stays."""
    row = Service.objects.filter(pk=service_id).values_list("same_as", flat=True).first()
    return row or service_id


def family(service_id: UUID) -> list[UUID]:
    """An entry that stays, and those that are one with it."""
    others = Service.objects.filter(same_as=service_id).order_by("id")
    return [service_id, *others.values_list("pk", flat=True)]


def words_of(service_ids: Iterable[UUID]) -> Mapping[UUID, list[Word]]:
    """What each list says in each part of entries of several lists, as it was worked out."""
    found: dict[UUID, list[Word]] = defaultdict(list)
    rows = EntryWord.objects.filter(service__in=list(service_ids)).order_by("-stands", "id")
    for row in rows:
        word = Word(Unit(row.unit), row.said_by_id, row.text, row.by_group, row.stands)
        found[row.service_id].append(word)
    return found


@dataclass(frozen=True)
class OfList:
    """One list that an entry is in: the entry as that list has it."""

    service_id: UUID
    publisher: str
    source_id: str
    name: str
    checked_on: date | None


def lists_of(service_ids: Iterable[UUID]) -> Mapping[UUID, list[OfList]]:
    """The lists of each of these entries, its own first."""
    ids = list(service_ids)
    found: dict[UUID, list[OfList]] = defaultdict(list)
    records = SourceRecord.objects.filter(Q(service__in=ids) | Q(service__same_as__in=ids))
    rows = records.values_list(
        "service_id", "service__same_as", "publisher__name", "source_id", "document__name",
        "document__assured_date",
    )  # fmt: skip
    for service_id, stays, publisher, source_id, name, checked in rows.order_by("id"):
        day = date.fromisoformat(checked[:10]) if checked else None
        found[stays or service_id].append(OfList(service_id, publisher, source_id, name, day))
    for stays, some in found.items():
        some.sort(key=lambda one: (one.service_id != stays, one.publisher, one.source_id))
    return found


def words_and_lists_of(service_id: UUID) -> tuple[list[Word], list[OfList]]:
    """Of an entry of several lists, each that it is in with the name there; in one question."""
    rows = EntryWord.objects.filter(service=service_id).order_by("-stands", "id")
    words, lists = list[Word](), dict[UUID, OfList]()
    for unit, said_by, text, by_group, stands, publisher, source_id, checked in rows.values_list(
        "unit", "said_by", "text", "by_group", "stands", "said_by__publisher__name",
        "said_by__source_id", "said_by__records__document__assured_date",
    ):  # fmt: skip
        words.append(Word(Unit(unit), said_by, text, by_group, stands))
        if unit == Unit.NAME:  # nobody is silent of it
            day = date.fromisoformat(checked[:10]) if checked else None
            lists[said_by] = OfList(said_by, publisher, source_id, text, day)

    def own_first(one: OfList) -> tuple[bool, str, str]:
        return one.service_id != service_id, one.publisher, one.source_id

    return words, sorted(lists.values(), key=own_first)


def told_by_lists(words: Iterable[Word], lists: Iterable[OfList]) -> dict[Part, Checked]:
    """Of an entry of several lists: each part by the list whose word stands there, and its day. Of
    a part that two of them tell, the older day: it is no surer than that."""
    of_list = {one.service_id: one for one in lists}
    said: dict[Part, Checked] = {}
    for word in words:
        part, one = word.unit.part, of_list.get(word.service_id)
        if not word.stands or part in (None, Part.ROOM) or one is None or one.checked_on is None:
            continue
        assert part is not None
        if part not in said or one.checked_on < said[part].on:
            said[part] = Checked(part, Source.PUBLISHER, one.checked_on, one.publisher)
    return said
