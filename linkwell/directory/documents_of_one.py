"""What we publish of an entry of several lists: one document, made of theirs, that tells whose word
each part is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from linkwell.directory.documents import Document, document_of
from linkwell.directory.joining import Unit, Word
from linkwell.directory.one_group import OfList
from linkwell.directory.rules import Listing

THE_GROUP = "The group itself"


def as_one_document(
    stays: UUID, said: Mapping[UUID, Document], stand: Mapping[UUID, Listing], words: Sequence[Word]
) -> dict[str, Any]:
    """The document of the one that stays, with those parts of the others in which their word
    stands. `said` has the document of each, `stand` each as it stands by itself, but for the one
    that stays."""
    whose = {word.unit: word.service_id for word in words if word.stands}
    whose.setdefault(Unit.RUN_BY, whose.get(Unit.NAME, stays))
    one = dict(said[stays])
    for unit in Unit:
        speaker = whose.get(unit)
        if speaker == stays or (speaker is None and unit is not Unit.STATUS):
            continue
        for key in unit.published:
            one.pop(key, None)
        if speaker is not None:
            theirs = said[speaker]
            one |= {key: theirs[key] for key in unit.published if key in theirs}
            if unit is Unit.TIMES:
                one |= _schedules(theirs, stand[speaker])
    if whose.get(Unit.TIMES) != whose.get(Unit.PLACE) and Unit.TIMES in whose:
        one = _without_times_of_places(one)
    for key in ("attributes", "languages"):
        if every := list(_every(key, [one, *(said[it] for it in sorted(said) if it != stays)])):
            one[key] = every
    return one


def _schedules(theirs: Document, listing: Listing) -> dict[str, Any]:
    """Also where they stand at a place there, which may be another one here."""
    told = theirs.get("schedules") or document_of(listing).get("schedules")
    return {"schedules": told} if told else {}


def _without_times_of_places(document: Document) -> dict[str, Any]:
    kept = dict(document)
    if "service_at_locations" in kept:
        kept["service_at_locations"] = [
            _without(at, "schedules")
            | ({"location": _without(at["location"], "schedules")} if "location" in at else {})
            for at in kept["service_at_locations"]
        ]
    return kept


def _without(document: Document, key: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != key}


def _every(key: str, documents: Sequence[Document]) -> Iterator[Document]:
    """Of all of them, each once: an attribute by its term, a language by its code or name."""
    told = set[tuple[str, ...]]()
    for one in (one for document in documents for one in document.get(key, [])):
        term = one.get("taxonomy_term", {})
        mark = tuple(str(term.get(name, "")) for name in ("taxonomy", "code", "name"))
        mark = mark if any(mark) else (str(one.get("code") or one.get("name", one)).casefold(),)
        if mark not in told:
            told.add(mark)
            yield one


def sources(
    stays: UUID, words: Sequence[Word], lists: Sequence[OfList], on: date
) -> list[dict[str, str]]:
    """HSDS `metadata`: the lists that it is in, and each part that another one than its own tells.

    A publisher is no person, nor is a group; nobody is named.
    """
    whose = {one.service_id: one.publisher for one in lists}
    own = {word.unit: word.text for word in words if word.service_id == stays}
    told = [("create", "id", "", one.source_id, one.publisher) for one in lists]
    for word in words:
        if word.stands and (word.service_id != stays or word.by_group):
            who = THE_GROUP if word.by_group else whose.get(word.service_id, "")
            was = own.get(word.unit, "") if word.service_id != stays else ""
            told.append(("update", word.unit.published[0], was, word.text, who))
    return [_metadata(stays, number, on, *values) for number, values in enumerate(told)]


def gave_way(service_id: UUID, stays: UUID, on: date) -> dict[str, str]:
    """That another entry tells of it now, for whoever copied it."""
    return _metadata(service_id, 0, on, "merge", "id", str(service_id), str(stays), "Linkwell")


def _metadata(
    service_id: UUID, number: int, on: date, action: str, field: str, was: str, now: str, by: str
) -> dict[str, str]:
    return {
        "id": str(uuid5(service_id, f"source {number}")),
        "resource_id": str(service_id),
        "resource_type": "service",
        "last_action_date": on.isoformat(),
        "last_action_type": action,
        "field_name": field,
        "previous_value": was,
        "replacement_value": now,
        "updated_by": by,
    }
